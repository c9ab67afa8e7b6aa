// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/provider/provider.h"

#include <QFile>
#include <QSslCertificate>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pipit::bots {

namespace {

constexpr std::chrono::milliseconds questionTime{10'000};

class RefusedCall final : public BotCall
{
public:
    explicit RefusedCall(ProviderError error)
    {
        QTimer::singleShot(0, this, [this, error = std::move(error)] { Q_EMIT ended({.error = error, .wasSent = false}); });
    }
};

} // namespace

Error faultOfBot(const BotConfig &config, const QString &key, const QString &reason)
{
    const QString name = QStringLiteral("bots.") + key;
    return Error{ErrorCode::InvalidRequest, QStringLiteral("%1: %2 of bot %3 %4.").arg(config.place, name, config.id, reason), name};
}

Result<Provider> Provider::make(const BotConfig &config, const QString &dataDirectory)
{
    Provider provider(config);
    const auto secret = Secret::of(config);
    if (!secret)
        return faultOfBot(config, secret.error().field, secret.error().message);
    provider.m_secret = *secret;
    if (!config.caFile.isEmpty()) {
        QFile file(config.caFile);
        if (!file.open(QIODevice::ReadOnly))
            return faultOfBot(config, u"ca_file"_s, u"cannot be read: "_s + file.errorString());
        const auto certificates = QSslCertificate::fromDevice(&file);
        if (certificates.isEmpty())
            return faultOfBot(config, u"ca_file"_s, u"holds no certificate in PEM form"_s);
        provider.m_tls.addCaCertificates(certificates);
    }
    if (config.rawLog)
        provider.m_rawLog = std::make_shared<RawLog>(dataDirectory, config.id);
    return provider;
}

Result<ProviderRequest> Provider::request(HttpRequest http, const QString &runId) const
{
    auto secret = m_secret.read();
    if (!secret)
        return secret.error();
    http.tls = m_tls;
    return ProviderRequest{.http = std::move(http), .secret = std::move(*secret), .connectTimeout = m_config.connectTimeout, .firstTimeout = m_config.firstTokenTimeout,
                           .silenceTimeout = m_config.silenceTimeout, .rawLog = m_rawLog, .run = runId};
}

Result<ProviderRequest> Provider::question(HttpRequest http) const
{
    auto made = request(std::move(http), {});
    if (made) {
        made->connectTimeout = std::min(made->connectTimeout, questionTime);
        made->firstTimeout = std::min(made->firstTimeout, questionTime);
        made->silenceTimeout = std::min(made->silenceTimeout, questionTime);
    }
    return made;
}

std::optional<QString> Provider::fault() const
{
    const auto secret = m_secret.read();
    return secret ? std::nullopt : std::optional(secret.error().message);
}

QString missingChoice(const BotConfig &config, const QString &key)
{
    return u"%1 of bot %2 is missing. `pipitctl bots --offers %2` lists what can be chosen."_s.arg(key, config.id);
}

ProviderError unansweredTools(const QList<ToolCall> &calls, const QString &logId)
{
    QStringList names;
    for (const ToolCall &call : calls)
        names << call.name;
    return {.message = u"The bot wants a tool called before it goes on (%1), and this node calls none. Take the tool out of the bot, or give it one that its provider runs."_s.arg(names.join(u", ")),
            .code = u"requires_action"_s, .logId = logId};
}

std::unique_ptr<BotCall> refusedCall(ProviderError error)
{
    return std::make_unique<RefusedCall>(std::move(error));
}

std::unique_ptr<BotCall> refusedCall(const Error &error)
{
    return refusedCall(ProviderError{.message = error.message});
}

} // namespace pipit::bots
