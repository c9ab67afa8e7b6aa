// SPDX-License-Identifier: GPL-3.0-or-later
// The one table of settings: key, place, range, unit and help of each. The reader of the configuration, the programs'
// flags, `pipitd config` and the documentation are all derived from it; the default is what a fresh Config holds.
//
// Thread rule: constant data. Source: Pipit's contract of the configuration.
#pragma once

#include "core/config.h"

#include <QString>

#include <chrono>
#include <optional>
#include <span>
#include <variant>

namespace pipit {

// One line of a table of settings; Owner is Config, or BotConfig and AlertConfig for the members of [[bots]] and [[alerts]] tables.
template<typename Owner>
struct SettingOf {
    // Where the value lives. Its type says how it is written: a string, a whole number (of milliseconds for a duration), true
    // and false, a list of strings (where there is only one line, with commas between them), or any number.
    using Slot = std::variant<QString &(*)(Owner &), int &(*)(Owner &), qint64 &(*)(Owner &), std::chrono::milliseconds &(*)(Owner &), bool &(*)(Owner &), QStringList &(*)(Owner &), std::optional<double> &(*)(Owner &)>;

    const char *key;
    Slot slot;
    qint64 minimum = 0; // of a number, inclusive
    qint64 maximum = 0;
    const char *unit = ""; // of a number; of a string or a list, what help calls it
    const char *help;
    const char *flag = nullptr; // a short one of its own
    std::optional<QString> (*check)(const QString &) = nullptr; // of a string, or each of a list: why not, as the end of a sentence
    QString (*masked)(const QString &) = nullptr; // of a string that may hold a secret: without it

    bool isText() const { return slot.index() == 0; }
    bool isSwitch() const { return slot.index() == 4; }
    bool isList() const { return slot.index() == 5; }
    bool isReal() const { return slot.index() == 6; }
    // Puts a value in its place, or says why not, as the end of a sentence. The string is for isText(), 0 or 1 for isSwitch().
    std::optional<QString> assign(Owner &owner, const QString &text) const;
    std::optional<QString> assign(Owner &owner, qint64 number) const;
    std::optional<QString> assign(Owner &owner, const QStringList &list) const;
    std::optional<QString> assignReal(Owner &owner, double number) const;
    // As it would be written in the file, with its secrets.
    QString valueIn(const Owner &owner) const;
    // As it may be printed and logged: secrets are ***.
    QString shownIn(const Owner &owner) const;
};
using Setting = SettingOf<Config>;
using BotSetting = SettingOf<BotConfig>;
using AlertSetting = SettingOf<AlertConfig>;

std::span<const Setting> configTable();
std::span<const BotSetting> botTable();
std::span<const AlertSetting> alertTable();

// PIPIT_SERVER_LISTEN for server.listen.
QString environmentName(const Setting &setting);
// --listen for server.listen, --streams-queue-bytes for streams.queue_bytes.
QString flagName(const Setting &setting);

} // namespace pipit
