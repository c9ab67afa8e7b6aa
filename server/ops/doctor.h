// SPDX-License-Identifier: GPL-3.0-or-later
// Looks a database over for what would lose, delay or lock out messages, and says of each finding what to do.
//
// Thread rule: blocks, on a thread with an event loop; every question has a limit. Errors are findings.
#pragma once

#include "server/store/postgres/postgres_url.h"

#include <QJsonObject>
#include <QList>
#include <QString>

#include <limits>
#include <optional>

namespace pipit::ops {

struct Finding {
    enum class Level { Good, Warning, Failure };

    QString check; // a short name for programs: "listen"
    Level level = Level::Good;
    QString text;      // what was seen, with figures
    QString next = {}; // what to do about it
    QJsonObject figures = {};

    QJsonObject toJson() const;
};

using Findings = QList<Finding>;

Finding::Level worstOf(const Findings &findings);

// `filesDirectory`: where a node of this database, on this machine, keeps uploaded files; empty: that is not looked at.
Findings examinePostgres(const store::PostgresTarget &target, const QString &filesDirectory = {});
// `mostToRead`: the pages of a larger file are not read through, in bytes.
Findings examineSqlite(const QString &file, const QString &filesDirectory = {}, qint64 mostToRead = std::numeric_limits<qint64>::max());

// Whether the directory is the one whose id the database keeps, and has room.
Finding examineFiles(const QString &directory, const std::optional<QString> &keptId);

} // namespace pipit::ops
