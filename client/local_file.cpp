// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/local_file.h"

#include "core/private_file.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QSqlError>
#include <QUuid>

namespace pipit {

namespace {

constexpr int schemaVersion = 1;
constexpr int damagedCode = 11;     // SQLITE_CORRUPT
constexpr int noDatabaseCode = 26;  // SQLITE_NOTADB
constexpr const char *journals[] = {"-wal", "-shm"};

constexpr const char *schema[] = {
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID",
    "CREATE TABLE sessions (key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, summary BLOB, pinned INTEGER NOT NULL DEFAULT 0, "
    "muted INTEGER NOT NULL DEFAULT 0, opened_at_ms INTEGER NOT NULL DEFAULT 0, messages INTEGER NOT NULL DEFAULT 0, "
    "bytes INTEGER NOT NULL DEFAULT 0, reaches_beginning INTEGER NOT NULL DEFAULT 0)",
    "CREATE TABLE messages (id INTEGER PRIMARY KEY, session INTEGER NOT NULL, body BLOB NOT NULL)",
    "CREATE INDEX messages_of_session ON messages (session, id)",
    "CREATE TABLE drafts (session TEXT PRIMARY KEY, text BLOB NOT NULL) WITHOUT ROWID",
};

QString asideStem(const QFileInfo &file)
{
    return file.fileName() + QStringLiteral("-damaged-");
}

} // namespace

LocalFile::LocalFile(const QString &name) : m_name(name), m_connection(QStringLiteral("local-") + QUuid::createUuid().toString(QUuid::WithoutBraces))
{
}

LocalFile::~LocalFile()
{
    close();
}

bool LocalFile::openToWrite()
{
    ensurePrivateFile(m_name);
    if (!connectToFile())
        return false;
    QSqlQuery query(m_database);
    for (const char *pragma : {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL", "PRAGMA secure_delete = ON", "PRAGMA cache_size = -2000"}) {
        if (!query.exec(QString::fromLatin1(pragma)))
            return fail(query.lastError());
    }
    if (!query.exec(QStringLiteral("PRAGMA user_version")) || !query.next())
        return fail(query.lastError());
    const int version = query.value(0).toInt();
    query.finish();
    if (version == schemaVersion)
        return true;
    // With the version, in one step: a crash leaves all of it or nothing.
    if (!query.exec(QStringLiteral("BEGIN IMMEDIATE")))
        return fail(query.lastError());
    for (const char *statement : schema) {
        if (!query.exec(QString::fromLatin1(statement)))
            return fail(query.lastError());
    }
    if (!query.exec(QStringLiteral("PRAGMA user_version = %1").arg(schemaVersion)) || !query.exec(QStringLiteral("COMMIT")))
        return fail(query.lastError());
    return true;
}

bool LocalFile::openToRead()
{
    if (QFileInfo(m_name).size() == 0 || !connectToFile())
        return false;
    QSqlQuery query(m_database);
    if (!query.exec(QStringLiteral("PRAGMA user_version")) || !query.next())
        return fail(query.lastError());
    if (query.value(0).toInt() == 0) {
        // Somebody is about to make the tables, or never came to it.
        query.finish();
        close();
        return false;
    }
    query.finish();
    return query.exec(QStringLiteral("PRAGMA query_only = ON")) || fail(query.lastError());
}

bool LocalFile::connectToFile()
{
    close();
    m_database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connection);
    m_database.setDatabaseName(m_name);
    m_database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=2000"));
    if (!m_database.open())
        return fail(m_database.lastError());
    m_state = State::Open;
    // Before anything is changed.
    QSqlQuery query(m_database);
    if (!query.exec(QStringLiteral("PRAGMA user_version")) || !query.next())
        return fail(query.lastError());
    const int version = query.value(0).toInt();
    query.finish();
    if (version <= schemaVersion)
        return true;
    query = QSqlQuery();
    close();
    m_state = State::Newer;
    m_reason = QStringLiteral("its format is %1, and this version knows up to %2").arg(version).arg(schemaVersion);
    return false;
}

void LocalFile::close()
{
    m_statements.clear();
    if (!m_database.isValid())
        return;
    m_database.close();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_connection);
    m_state = State::Closed;
}

QSqlQuery *LocalFile::run(const char *statement, std::initializer_list<QVariant> values)
{
    if (m_state != State::Open)
        return nullptr;
    auto &query = m_statements[statement];
    if (!query) {
        query = std::make_unique<QSqlQuery>(m_database);
        query->setForwardOnly(true);
        if (!query->prepare(QString::fromLatin1(statement))) {
            fail(query->lastError());
            m_statements.erase(statement);
            return nullptr;
        }
    }
    int place = 0;
    for (const QVariant &value : values)
        query->bindValue(place++, value);
    if (query->exec())
        return query.get();
    fail(query->lastError());
    return nullptr;
}

void LocalFile::setDamaged(const QString &reason)
{
    m_state = State::Damaged;
    m_reason = reason;
}

void LocalFile::setSynchronous(const char *level)
{
    // Not prepared: SQLite does this while it prepares.
    QSqlQuery query(m_database);
    query.exec(QStringLiteral("PRAGMA synchronous = %1").arg(QString::fromLatin1(level)));
}

bool LocalFile::fail(const QSqlError &error)
{
    m_reason = error.databaseText().isEmpty() ? error.driverText() : error.databaseText();
    const int code = error.nativeErrorCode().toInt() & 0xff;
    if (code == damagedCode || code == noDatabaseCode)
        m_state = State::Damaged;
    else if (!m_database.isOpen())
        m_state = State::Unusable;
    return false;
}

QString LocalFile::setAside(const QString &name)
{
    removeSetAside(name);
    const QFileInfo file(name);
    const QString time = QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss-zzz"));
    const QString aside = file.dir().filePath(asideStem(file) + time);
    if (!QFile::rename(name, aside))
        return {};
    for (const char *journal : journals) {
        const QString end = QString::fromLatin1(journal);
        QFile::rename(QString(name + end), QString(aside + end));
        QFile::remove(QString(name + end)); // an old journal must not meet a new file
    }
    return aside;
}

void LocalFile::removeSetAside(const QString &name)
{
    const QFileInfo file(name);
    QDir folder = file.dir();
    const QStringList found = folder.entryList({QString(asideStem(file) + u'*')}, QDir::Files);
    for (const QString &entry : found)
        folder.remove(entry);
}

} // namespace pipit
