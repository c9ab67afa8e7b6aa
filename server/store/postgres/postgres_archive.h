// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of a log in one file, written by pg_dump and read by pg_restore, in the form that PostgreSQL calls custom.
//
// The programs are told where the database is by their environment, so that no password stands in a command line.
// Thread rule: blocks, on one thread. Errors: Unavailable with what the program said; Cancelled.
#pragma once

#include "server/store/postgres/postgres_programs.h"
#include "server/store/postgres/postgres_url.h"

#include <QStringList>

#include <functional>

namespace pipit::store {

class PostgresArchive
{
public:
    // Asked some times a second while a program runs; false ends it.
    using GoesOn = std::function<bool()>;

    // `atLeast`: the major version of the server, and of what the archive was made with.
    static Result<PostgresArchive> withPrograms(int atLeast);

    // All of a schema, at the moment of an exported snapshot whose transaction is still open; on the disk when it returns.
    Result<Done> dump(const PostgresTarget &target, const QString &schema, const QString &snapshot, const QString &file, const GoesOn &goesOn) const;

    // Into a schema of that name that is there and has none of the tables, in one transaction; the rows of the table `leftOut` not.
    // Without its owners, and without grants on tables, whose roles another server may not know.
    Result<Done> restore(const PostgresTarget &target, const QString &schema, const QString &leftOut, const QString &file, const GoesOn &goesOn) const;

private:
    explicit PostgresArchive(PostgresPrograms programs) : m_programs(std::move(programs)) { }

    Result<QByteArray> run(const QString &program, const QStringList &arguments, const PostgresTarget *target, const GoesOn &goesOn) const;
    Result<QByteArray> listWithout(const QString &schema, const QString &leftOut, const QString &file) const;

    PostgresPrograms m_programs;
};

} // namespace pipit::store
