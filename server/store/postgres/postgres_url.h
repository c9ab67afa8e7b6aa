// SPDX-License-Identifier: GPL-3.0-or-later
// Where a PostgreSQL database is and who asks, read from a URL as PostgreSQL's own programs read it.
// Thread rule: values. Errors: InvalidRequest with what is wrong with the URL, never with its password.
#pragma once

#include "core/result.h"

#include <QMap>
#include <QString>

namespace pipit::store {

struct PostgresTarget {
    QString host = {}, port = {}, user = {}, password = {}, database = {};
    QMap<QString, QString> options = {}; // every other keyword, such as sslmode

    // For people: who, where, which; no password.
    QString name() const;
};

// postgres://user:password@host:port/database?sslmode=require
Result<PostgresTarget> parsePostgresUrl(const QString &url);

} // namespace pipit::store
