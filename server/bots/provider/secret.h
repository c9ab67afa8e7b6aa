// SPDX-License-Identifier: GPL-3.0-or-later
// A provider's token: where it is, and how it stays out of everything else.
//
// It is read when it is needed, so that a file that was replaced counts at once, and it is nowhere else than in the request. (One
// of the keychain is kept in memory: see keychain_entry.h.)
// Thread rule: a value, on one thread; copies share what they know of the keychain. Errors: Unavailable, naming the setting and what to do; never the secret.
#pragma once

#include "core/bot_config.h"
#include "core/result.h"
#include "core/struck_out.h"
#include "server/bots/provider/keychain_entry.h"

#include <QByteArray>

#include <memory>

namespace pipit::bots {

class Secret
{
public:
    Secret() = default; // none is needed
    // Errors: InvalidRequest with `field`, where two places are given.
    static Result<Secret> of(const BotConfig &config);

    static bool isGivenIn(const BotConfig &config) { return !config.token.isEmpty() || !config.tokenEnv.isEmpty() || !config.tokenFile.isEmpty() || !config.tokenKeychain.isEmpty(); }
    // Empty where none is given.
    Result<QByteArray> read() const;

private:
    QByteArray m_value;
    QString m_env;
    QString m_file;
    std::shared_ptr<KeychainEntry> m_entry; // null: it is not there
};

// The content of a file that only its owner can read. `setting` names it in errors.
Result<QByteArray> readSecretFile(const QString &setting, const QString &path);

} // namespace pipit::bots
