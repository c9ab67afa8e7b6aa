// SPDX-License-Identifier: GPL-3.0-or-later
// What every bot with a provider needs for its requests: the secret, certificates, limits, the raw log.
// Thread rule: the node's thread. Errors: InvalidRequest for a configuration, with the field; Unavailable where the secret cannot be read.
#pragma once

#include "core/bot_config.h"
#include "server/bots/provider/bot.h"
#include "server/bots/provider/provider_call.h"
#include "server/bots/provider/secret.h"

namespace pipit::bots {

// The end of a body that is no answer: an error, as a rule.
inline constexpr qsizetype errorBodyBytes = 64 << 10;

class Provider
{
public:
    static Result<Provider> make(const BotConfig &config, const QString &dataDirectory);

    Result<ProviderRequest> request(HttpRequest http, const QString &runId) const;
    // For what is answered at once, beside any run: its limits are short.
    Result<ProviderRequest> question(HttpRequest http) const;

    std::optional<QString> fault() const; // as Bot::fault
    QString rawLogName() const { return m_config.rawLog ? RawLog::nameOf(m_config.id) : QString(); }

    const BotConfig &config() const { return m_config; }

private:
    explicit Provider(BotConfig config) : m_config(std::move(config)) { }

    BotConfig m_config;
    Secret m_secret;
    QSslConfiguration m_tls = QSslConfiguration::defaultConfiguration();
    std::shared_ptr<RawLog> m_rawLog; // null: not wanted
};

// InvalidRequest: "bots.KEY …", with the place in the file.
Error faultOfBot(const BotConfig &config, const QString &key, const QString &reason);

// Why a bot cannot be asked whose model or bot_id is yet to be chosen.
QString missingChoice(const BotConfig &config, const QString &key);

// A bot that waits for tools.
ProviderError unansweredTools(const QList<ToolCall> &calls, const QString &logId);

// A call that nobody was asked for: it ends with this error.
std::unique_ptr<BotCall> refusedCall(ProviderError error);
std::unique_ptr<BotCall> refusedCall(const Error &error);

} // namespace pipit::bots
