// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/sqlite/sqlite_database.h"

#include <QSqlError>
#include <QThread>
#include <QUuid>

namespace pipit::store {

namespace {

SqlFault faultOf(const QSqlError &error)
{
    return SqlFault(error.text().toStdString());
}

} // namespace

SqliteDatabase::SqliteDatabase(const QString &file)
    : m_name(QUuid::createUuid().toString()), m_database(QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name))
{
    m_database.setDatabaseName(file);
    // Another process (`pipitctl token create`) may hold the write lock for a moment.
    m_database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000"));
    try {
        if (!m_database.open())
            throw faultOf(m_database.lastError());
        useWriteAheadLog();
        for (const char *pragma : {"PRAGMA synchronous=FULL", "PRAGMA temp_store=MEMORY", "PRAGMA cache_size=-8000"})
            execute(QString::fromLatin1(pragma));
    } catch (...) {
        release();
        throw;
    }
}

bool SqliteDatabase::next(QSqlQuery &query)
{
    if (query.next())
        return true;
    if (query.lastError().isValid())
        throw faultOf(query.lastError());
    return false;
}

SqliteDatabase::~SqliteDatabase()
{
    release();
}

void SqliteDatabase::release()
{
    m_statements.clear();
    m_database.close();
    m_database = {};
    QSqlDatabase::removeDatabase(m_name);
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

void SqliteDatabase::execute(const QString &sql)
{
    QSqlQuery query(m_database);
    if (!query.exec(sql))
        throw faultOf(query.lastError());
}

QSqlQuery &SqliteDatabase::prepared(const char *sql)
{
    auto found = m_statements.find(sql);
    if (found == m_statements.end()) {
        QSqlQuery query(m_database);
        query.setForwardOnly(true);
        if (!query.prepare(QString::fromUtf8(sql)))
            throw faultOf(query.lastError());
        found = m_statements.emplace(sql, std::move(query)).first;
    }
    found->second.finish(); // a reader that stopped half way would hold its snapshot
    return found->second;
}

void SqliteDatabase::runPrepared(QSqlQuery &query)
{
    if (!query.exec())
        throw faultOf(query.lastError());
}

} // namespace pipit::store
