// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/sqlite/sqlite_database.h"

#include <QFileInfo>
#include <QSqlError>
#include <QStringList>
#include <QThread>
#include <QUrl>

namespace pipit::store {

SqliteDatabase::SqliteDatabase(const QString &file, SqliteAccess access) : SqlDatabase(QStringLiteral("QSQLITE"), true)
{
    handle().setDatabaseName(access == SqliteAccess::FileAlone ? QString(QUrl::fromLocalFile(QFileInfo(file).absoluteFilePath()).toString(QUrl::FullyEncoded) + QStringLiteral("?immutable=1")) : file);
    // Another process (`pipitctl token create`) may hold the write lock for a moment.
    QStringList options{QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000")};
    if (access != SqliteAccess::ReadWrite)
        options << QStringLiteral("QSQLITE_OPEN_READONLY");
    if (access == SqliteAccess::FileAlone)
        options << QStringLiteral("QSQLITE_OPEN_URI");
    handle().setConnectOptions(options.join(u';'));
    if (!handle().open())
        throw faultOf(handle().lastError());
    if (access == SqliteAccess::ReadWrite)
        useWriteAheadLog();
    // What is deleted is overwritten: erased must not mean forgotten where it is.
    for (const char *pragma : {"PRAGMA synchronous=FULL", "PRAGMA secure_delete=ON", "PRAGMA temp_store=MEMORY", "PRAGMA cache_size=-4000"})
        execute(QString::fromLatin1(pragma));
}

// The first to open a new file changes its mode; SQLite does not wait for that by itself when two are the first.
void SqliteDatabase::useWriteAheadLog()
{
    constexpr int attempts = 50;
    for (int attempt = 1;; ++attempt) {
        try {
            execute(QStringLiteral("PRAGMA journal_mode=WAL"));
            return;
        } catch (const SqlFault &) {
            if (attempt == attempts)
                throw;
            QThread::msleep(20);
        }
    }
}

// SQLite takes a byte order mark at the beginning of a text for no part of it.
QVariant SqliteDatabase::bindable(QVariant value) const
{
    constexpr QChar mark(QChar::ByteOrderMark);
    if (value.typeId() != QMetaType::QString)
        return value;
    const QString text = value.toString();
    return text.startsWith(mark) ? QVariant(mark + text) : value;
}

} // namespace pipit::store
