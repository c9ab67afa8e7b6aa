// SPDX-License-Identifier: GPL-3.0-or-later
// One connection to a database with its prepared statements: what the databases have in common.
//
// Thread rule: made, used and destroyed on one thread. Errors: SqlFault.
#pragma once

#include "server/store/sql_fault.h"

#include <QList>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariant>

#include <optional>
#include <type_traits>
#include <unordered_map>

namespace pipit::store {

class SqlDatabase
{
public:
    SqlDatabase(const SqlDatabase &) = delete;

    // Runs a statement once, without preparing it.
    void execute(const QString &sql);

    // A prepared statement with its values bound and run; ready for next(). `sql` must be a literal: it is the key.
    template<typename... Values>
    QSqlQuery &run(const char *sql, const Values &...values)
    {
        QSqlQuery &query = prepared(sql);
        int index = 0;
        (query.bindValue(index++, bindable(QVariant(values))), ...);
        runPrepared(query);
        return query;
    }

    // As run(), for a statement that answers with one row at most.
    template<typename... Values>
    std::optional<QVariant> value(const char *sql, const Values &...values)
    {
        return first(run(sql, values...), [](const QSqlQuery &row) { return row.value(0); });
    }

    // The rows of a statement that was run, each as `valueOf` gives it.
    template<typename ValueOf>
    static auto all(QSqlQuery &rows, ValueOf valueOf)
    {
        QList<std::invoke_result_t<ValueOf, const QSqlQuery &>> values;
        while (next(rows))
            values.append(valueOf(rows));
        rows.finish();
        return values;
    }

    // Its first row, if it has one.
    template<typename ValueOf>
    static auto first(QSqlQuery &rows, ValueOf valueOf)
    {
        std::optional<std::invoke_result_t<ValueOf, const QSqlQuery &>> value;
        if (next(rows))
            value = valueOf(rows);
        rows.finish();
        return value;
    }

    // Goes to the next row. False at the end only: a row that cannot be read is a SqlFault, never the end.
    static bool next(QSqlQuery &query);

protected:
    // `forwardOnly`: rows are read one by one, as next() asks for them; else all of them at once.
    SqlDatabase(const QString &driver, bool forwardOnly);
    virtual ~SqlDatabase();

    // Around every call that may wait for the database.
    virtual void callBegins() { }
    virtual void callEnds() { }
    virtual SqlFault faultOf(const QSqlError &error) const;
    // A value as the driver has to be given it.
    virtual QVariant bindable(QVariant value) const { return value; }

    QSqlDatabase &handle() { return m_database; }
    const QSqlDatabase &handle() const { return m_database; }

private:
    QSqlQuery &prepared(const char *sql);
    void runPrepared(QSqlQuery &query);

    QString m_name;
    QSqlDatabase m_database;
    std::unordered_map<const char *, QSqlQuery> m_statements;
    const bool m_forwardOnly;
};

} // namespace pipit::store
