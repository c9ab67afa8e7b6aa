// SPDX-License-Identifier: GPL-3.0-or-later
// One connection to the SQLite file, with its prepared statements.
//
// Thread rule: made, used and destroyed on one thread. Errors: SqlFault is thrown inside the store and never leaves it.
#pragma once

#include "server/store/sql_fault.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariant>

#include <unordered_map>

namespace pipit::store {

class SqliteDatabase
{
public:
    explicit SqliteDatabase(const QString &file);
    ~SqliteDatabase();
    SqliteDatabase(const SqliteDatabase &) = delete;

    // Runs a statement once, without preparing it.
    void execute(const QString &sql);

    // A prepared statement with its values bound and run; ready for next(). `sql` must be a literal: it is the key.
    template<typename... Values>
    QSqlQuery &run(const char *sql, const Values &...values)
    {
        QSqlQuery &query = prepared(sql);
        int index = 0;
        (query.bindValue(index++, QVariant(values)), ...);
        runPrepared(query);
        return query;
    }

    // Goes to the next row. False at the end only: a row that cannot be read is a SqlFault, never the end.
    static bool next(QSqlQuery &query);

private:
    void release();
    void useWriteAheadLog();
    QSqlQuery &prepared(const char *sql);
    void runPrepared(QSqlQuery &query);

    QString m_name;
    QSqlDatabase m_database;
    std::unordered_map<const char *, QSqlQuery> m_statements;
};

} // namespace pipit::store
