// SPDX-License-Identifier: GPL-3.0-or-later
// Which database holds the log, as one text: sqlite:FILE, postgres://… (or postgresql://…), or local-postgres.
//
// A PostgreSQL URL is cut as libpq cuts it, and only its form is looked at: whether there is such a server, and what a
// parameter means, is for the driver to find out. Percent-encoding stays as it is. Characters that would leave it open where a
// password ends must be percent-encoded, so that what is shown of a URL never holds a part of its password.
// Thread rule: plain values, functions without state. Errors: InvalidRequest, without the password.
// Source: Pipit's contract of the configuration; PostgreSQL's documentation of connection URIs.
#pragma once

#include "core/result.h"

#include <QString>

#include <optional>

namespace pipit {

enum class DatabaseKind {
    Sqlite,
    Postgres,
    LocalPostgres, // a PostgreSQL of the node's own, in its data directory
};

class DatabaseUrl
{
public:
    static Result<DatabaseUrl> parse(const QString &text);

    DatabaseKind kind() const { return m_kind; }
    // Whole, with its password: for the driver only.
    QString text() const { return m_text; }
    // For people: every password is ***.
    QString masked() const;
    bool hasPassword() const { return masked() != m_text; }
    // Of kind Sqlite, else empty: the file, absolute.
    QString sqlitePath(const QString &dataDir) const;

private:
    DatabaseUrl(DatabaseKind kind, QString text) : m_kind(kind), m_text(std::move(text)) { }

    DatabaseKind m_kind;
    QString m_text;
};

// Why this is not a database's URL, as the end of a sentence; nothing if it is one.
std::optional<QString> faultOfDatabaseUrl(const QString &text);

// As DatabaseUrl::masked(). Of what is no database's URL, it shows only the beginning that cannot be a password.
QString maskedDatabaseUrl(const QString &text);

} // namespace pipit
