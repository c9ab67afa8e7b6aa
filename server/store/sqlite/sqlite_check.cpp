// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/sqlite/sqlite_check.h"

#include "server/store/data_directory.h"
#include "server/store/sqlite/sqlite_schema.h"
#include "server/store/sqlite/sqlite_wal.h"

#include <QFile>
#include <QFileInfo>
#include <QLoggingCategory>
#include <QtEndian>

namespace pipit::store {

namespace {

Q_LOGGING_CATEGORY(lcSqliteCheck, "pipit.store.sqlite")

constexpr qint64 alwaysReadThrough = 8 << 20;
constexpr qint64 readThroughAfterCrash = 256 << 20;
// A page that SQLite locks by and never writes.
constexpr qint64 lockByte = 1 << 30;

QString damaged(const QString &file, const QString &what)
{
    return QStringLiteral("The message log %1 is damaged, and was left as it is: %2. Copy it aside with its -wal and -shm, and restore the last backup (`pipitctl restore`).").arg(file, what);
}

// 0: it does not say.
quint32 pageSizeOf(const QString &file)
{
    constexpr qsizetype offset = 16;
    QFile database(file);
    if (!database.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray header = database.read(offset + 2);
    if (header.size() < offset + 2)
        return 0;
    const auto size = qFromBigEndian<quint16>(header.constData() + offset);
    return size == 1 ? 65'536 : size;
}

std::optional<QString> faultOfWal(const SqliteWal &wal, quint32 pageSize, quint32 filePages)
{
    if (!wal.isThere)
        return std::nullopt;
    if (!wal.hasGoodHeader)
        return QStringLiteral("its write-ahead log (-wal) does not begin as one");
    if (wal.pageSize != pageSize)
        return QStringLiteral("its write-ahead log (-wal) is another database's: it has pages of %1 bytes, and not of %2").arg(wal.pageSize).arg(pageSize);
    if (wal.lostTransactions > 1)
        return QStringLiteral("its write-ahead log (-wal) is damaged after frame %1, and %2 transactions that were reported stored are behind that").arg(wal.frames).arg(wal.lostTransactions);
    for (quint32 page = filePages + 1; page <= wal.pages; ++page) {
        if (!wal.beyond.contains(page) && page != lockByte / pageSize + 1)
            return QStringLiteral("page %1 of %2 is neither in the file nor in its write-ahead log (-wal)").arg(page).arg(wal.pages);
    }
    return std::nullopt;
}

std::optional<QString> nodeIdIn(SqliteDatabase &database)
{
    const auto id = database.value("SELECT value FROM kept WHERE key = 'node_id'");
    return id ? std::optional(id->toString()) : std::nullopt;
}

// A node's id stays for the database's life, so both must have the same.
bool isOfAnother(const QString &file, SqliteDatabase &withWal)
{
    const auto id = nodeIdIn(withWal);
    try {
        SqliteDatabase alone(file, SqliteAccess::FileAlone);
        const auto before = nodeIdIn(alone);
        return before && id && *before != *id;
    } catch (const SqlFault &) {
        return false; // half of what the log has may be in the file; that says nothing of either
    }
}

// Every table and index, from its root to its first row.
void enterAll(SqliteDatabase &database)
{
    QStringList questions;
    QSqlQuery &rows = database.run("SELECT type, name, tbl_name FROM sqlite_master WHERE rootpage > 0 AND (type = 'table' OR sql NOT LIKE '% WHERE %')");
    while (SqliteDatabase::next(rows)) {
        const bool isTable = rows.value(0).toString() == u"table";
        questions << (isTable ? QStringLiteral("SELECT * FROM \"%1\" LIMIT 1").arg(rows.value(1).toString())
                              : QStringLiteral("SELECT 1 FROM \"%2\" INDEXED BY \"%1\" LIMIT 1").arg(rows.value(1).toString(), rows.value(2).toString()));
    }
    rows.finish();
    for (const QString &question : std::as_const(questions))
        database.execute(question);
}

bool isToBeReadThrough(const QString &file, bool hasWal)
{
    const qint64 size = QFileInfo(file).size();
    return size <= (hasWal ? readThroughAfterCrash : alwaysReadThrough) || QFileInfo::exists(damageNote(file));
}

// Throws SqlFault.
std::optional<QString> refusalOf(const QString &file, bool hasWal, bool wasUsed)
{
    // Without a log beside it none is made, nor what belongs to one.
    SqliteDatabase database(file, hasWal ? SqliteAccess::ReadOnly : SqliteAccess::FileAlone);
    if (const auto foreign = foreignTables(database))
        return QStringLiteral("%1 is another program's database (it has the table %2), and was left as it is. Choose another with --database, or another data directory.").arg(file, *foreign);
    const TablesVersion version = tablesVersion(database);
    if (version.found == 0 && wasUsed)
        return damaged(file, QStringLiteral("it has no tables, though a node has run here; to begin a new one, remove it"));
    if (version.isTooNew())
        return QStringLiteral("The message log %1 cannot be opened: %2").arg(file, tooNewFault(version).text());
    if (hasWal && isOfAnother(file, database))
        return damaged(file, QStringLiteral("its write-ahead log (-wal) is another database's"));
    enterAll(database);
    if (!isToBeReadThrough(file, hasWal))
        return std::nullopt;
    const QString check = database.value("PRAGMA quick_check(1)").value_or(QVariant()).toString();
    if (check != u"ok")
        return damaged(file, check.simplified());
    QFile::remove(damageNote(file)); // it was restored, or the disk was at fault
    return std::nullopt;
}

} // namespace

QString damageNote(const QString &file)
{
    return file + QStringLiteral(".damaged");
}

std::optional<QString> refusalOfSqlite(const QString &file, bool wasUsed)
{
    const QFileInfo info(file);
    const QString walFile = file + QStringLiteral("-wal");
    const bool hasWal = QFileInfo(walFile).size() > 0;
    if (info.size() == 0) {
        if (hasWal)
            return damaged(file, info.exists() ? QStringLiteral("it is empty, and its write-ahead log (-wal) is not") : QStringLiteral("it is gone, and its write-ahead log (-wal) is still there"));
        if (info.exists() && wasUsed)
            return damaged(file, QStringLiteral("it is empty, though a node has run here; to begin a new one, remove it"));
        return std::nullopt;
    }
    // Beside an empty log it says nothing: an erasure empties that, and of the -shm a power cut may leave what was before.
    if (const quint32 lost = QFileInfo::exists(walFile) ? 0 : framesToCome(file + QStringLiteral("-shm")); lost > 0)
        return damaged(file, QStringLiteral("its write-ahead log (-wal) is gone, and %1 pages that it held with it; to go on without them, remove its -shm").arg(lost));
    if (const quint32 pageSize = hasWal ? pageSizeOf(file) : 0; pageSize > 0) {
        const auto filePages = quint32(info.size() / pageSize);
        if (const auto fault = faultOfWal(readWal(walFile, filePages), pageSize, filePages))
            return damaged(file, *fault);
    }
    try {
        return refusalOf(file, hasWal, wasUsed);
    } catch (const SqlFault &fault) {
        if (fault.harm() != Harm::None)
            return damaged(file, fault.text().simplified());
        qCInfo(lcSqliteCheck).noquote() << "It could not be looked over before it is opened:" << fault.text();
        return std::nullopt; // rights, or a lock: opening it tells
    }
}

std::optional<QString> refusalOfSqliteAtRest(const QString &file)
{
    const auto lock = FileLock::take(file + QStringLiteral(".lock"), file);
    return lock ? refusalOfSqlite(file, false) : std::nullopt;
}

} // namespace pipit::store
