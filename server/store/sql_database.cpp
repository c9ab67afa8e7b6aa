// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/sql_database.h"

#include <QScopeGuard>
#include <QSqlDriver>
#include <QSqlError>
#include <QUuid>

namespace pipit::store {

namespace {

// https://www.sqlite.org/rescode.html: the last eight bits say which kind of error it is, the others which one.
constexpr int kindOfCode = 0xff;
constexpr int inputOutput = 10, corrupt = 11, noDatabase = 26;
// After a flush that failed, nobody knows what the disk has: the system takes for written what is not.
constexpr int flushFailed = inputOutput | 4 << 8, directoryFlushFailed = inputOutput | 5 << 8;
constexpr int checksumWrong = inputOutput | 32 << 8, fileSystemCorrupt = inputOutput | 33 << 8;

Harm harmOf(const QSqlDriver *driver, const QSqlError &error)
{
    if (driver->dbmsType() != QSqlDriver::SQLite)
        return Harm::None;
    const int code = error.nativeErrorCode().toInt();
    for (const int damage : {flushFailed, directoryFlushFailed, checksumWrong, fileSystemCorrupt}) {
        if (code == damage)
            return Harm::Damage;
    }
    const int kind = code & kindOfCode;
    return kind == corrupt || kind == noDatabase ? Harm::Damage : kind == inputOutput ? Harm::Disk : Harm::None;
}

SqlFault faultFrom(const QSqlDriver *driver, const QSqlError &error)
{
    return SqlFault(error.text().toStdString(), {}, false, harmOf(driver, error));
}

} // namespace

SqlDatabase::SqlDatabase(const QString &driver, bool forwardOnly)
    : m_name(QUuid::createUuid().toString()), m_database(QSqlDatabase::addDatabase(driver, m_name)), m_forwardOnly(forwardOnly)
{
}

SqlDatabase::~SqlDatabase()
{
    // Statements last: without their driver they are given back to nobody, else the server is asked for each.
    m_database.close();
    m_database = {};
    QSqlDatabase::removeDatabase(m_name);
    m_statements.clear();
}

SqlFault SqlDatabase::faultOf(const QSqlError &error) const
{
    return faultFrom(m_database.driver(), error);
}

bool SqlDatabase::next(QSqlQuery &query)
{
    if (query.next())
        return true;
    if (query.lastError().isValid())
        throw faultFrom(query.driver(), query.lastError());
    return false;
}

void SqlDatabase::execute(const QString &sql)
{
    callBegins();
    const auto end = qScopeGuard([this] { callEnds(); });
    QSqlQuery query(m_database);
    if (!query.exec(sql))
        throw faultOf(query.lastError());
    // Several statements give several results, and the fault may be in any.
    while (query.nextResult()) { }
    if (query.lastError().isValid())
        throw faultOf(query.lastError());
}

QSqlQuery &SqlDatabase::prepared(const char *sql)
{
    auto found = m_statements.find(sql);
    if (found == m_statements.end()) {
        callBegins();
        const auto end = qScopeGuard([this] { callEnds(); });
        QSqlQuery query(m_database);
        query.setForwardOnly(m_forwardOnly);
        if (!query.prepare(QString::fromUtf8(sql)))
            throw faultOf(query.lastError());
        found = m_statements.emplace(sql, std::move(query)).first;
    }
    found->second.finish(); // a reader that stopped half way would hold its snapshot
    return found->second;
}

void SqlDatabase::runPrepared(QSqlQuery &query)
{
    callBegins();
    const auto end = qScopeGuard([this] { callEnds(); });
    if (!query.exec())
        throw faultOf(query.lastError());
}

} // namespace pipit::store
