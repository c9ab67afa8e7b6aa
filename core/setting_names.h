// SPDX-License-Identifier: GPL-3.0-or-later
// What settings and their tables are called, and what is said of one at a place in the file, in the environment or among the flags.
// Thread rule: functions without state. Only what reads a configuration includes this.
#pragma once

#include "core/config_table.h"
#include "core/result.h"

#include <QString>
#include <QStringList>

namespace pipit {

// Of lists of tables; each can only be set in the file.
inline const QString botsKey = QStringLiteral("bots");
inline const QString alertsKey = QStringLiteral("alerts");

template<typename Owner>
QStringList keysOf(std::span<const SettingOf<Owner>> table, const QString &prefix = {})
{
    QStringList keys;
    for (const auto &setting : table)
        keys << prefix + QLatin1StringView(setting.key);
    return keys;
}

// "server", "tls" …, each once; the two above are the last.
QStringList tableNames();

// InvalidRequest with `key` as its field; `reason` is the end of a sentence.
Error faultAt(const QString &place, const QString &key, const QString &reason);
// The same of a name that is none of `known`, with the nearest of these.
Error unknownAt(const QString &place, const QString &key, const QStringList &known);

} // namespace pipit
