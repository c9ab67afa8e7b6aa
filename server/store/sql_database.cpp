// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/sql_database.h"

#include <QScopeGuard>
#include <QSqlError>
#include <QUuid>

namespace pipit::store {

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
    return SqlFault(error.text().toStdString());
}

bool SqlDatabase::next(QSqlQuery &query)
{
    if (query.next())
        return true;
    if (query.lastError().isValid())
        throw SqlFault(query.lastError().text().toStdString());
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
