// SPDX-License-Identifier: GPL-3.0-or-later
// The [[bots]] tables of a pipit.toml, one by one added, changed and taken out: everything else in the file stays as it is, byte
// for byte, comments and order too.
//
// What is done is done to the text in memory; it is read again as the programs read it, and must then say what was meant, else
// nothing has changed. save() writes the file whole or not at all and keeps its permissions.
// Thread rule: a value on one thread; open() and save() read and write the file.
// Errors: InvalidRequest with the setting as `field` and the line in the sentence; NotFound for a bot that is not there; Conflict
// where the file is another by now; Unavailable where it cannot be read or written.
#pragma once

#include "core/bot_config.h"
#include "core/config_text.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace pipit {

class BotFile
{
public:
    // A file that is not there has no bots, and is made by save().
    static Result<BotFile> open(const QString &path);

    // As the node has them: without any table there is the built-in echo.
    const std::vector<BotConfig> &bots() const { return m_bots; }
    const QByteArray &text() const { return m_file.text(); }

    // Behind all others. The built-in echo, where it is all there was, gets a table of its own, so that it stays.
    Result<Done> add(const BotConfig &bot);
    Result<Done> change(const QString &id, const BotConfig &bot);
    // Without the last one there is the built-in echo again.
    Result<Done> remove(const QString &id);

    Result<Done> save() { return m_file.save(); }

private:
    explicit BotFile(ConfigText file) : m_file(std::move(file)) { }

    Result<Done> replaceText(const QByteArray &text, const std::vector<BotConfig> &meant);
    QByteArray tableOf(const BotConfig &bot) const;

    ConfigText m_file;
    bool m_hasTables = false;
    std::vector<BotConfig> m_bots;
};

} // namespace pipit
