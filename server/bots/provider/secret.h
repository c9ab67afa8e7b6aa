// SPDX-License-Identifier: GPL-3.0-or-later
// A provider's token: where it is, and how it stays out of everything else.
//
// It is read when it is needed, so that a file that was replaced counts at once, and it is nowhere else than in the request.
// Thread rule: a value. Errors: Unavailable, naming the setting and what to do; never the secret.
#pragma once

#include "core/bot_config.h"
#include "core/result.h"

#include <QByteArray>

namespace pipit::bots {

class Secret
{
public:
    Secret() = default; // none is needed
    // Errors: InvalidRequest where two places are given.
    static Result<Secret> of(const BotConfig &config);

    bool isGiven() const { return !m_env.isEmpty() || !m_file.isEmpty(); }
    // Empty where none is given.
    Result<QByteArray> read() const;

private:
    QString m_env;
    QString m_file;
};

// The content of a file that only its owner can read. `setting` names it in errors.
Result<QByteArray> readSecretFile(const QString &setting, const QString &path);

// The bytes with *** for the secret, wherever it stands. An empty secret is nowhere.
QByteArray struckOut(QByteArray bytes, const QByteArray &secret);
QString struckOut(const QString &text, const QByteArray &secret);

} // namespace pipit::bots
