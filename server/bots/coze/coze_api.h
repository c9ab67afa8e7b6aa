// SPDX-License-Identifier: GPL-3.0-or-later
// Requests to one Coze: which of its bots, where, in whose name.
// Thread rule: the node's thread.
#pragma once

#include "server/bots/coze/coze_protocol.h"
#include "server/bots/provider/provider.h"

#include <QUrl>

namespace pipit::bots::coze {

class Api
{
public:
    // Errors: InvalidRequest, naming the setting.
    static Result<Api> make(const BotConfig &config, const QString &dataDirectory);

    using Query = QList<std::pair<QString, QString>>;
    // GET without a body, else POST.
    Result<ProviderRequest> request(const QString &path, const Query &query, const QByteArray &body, const QString &runId) const;

    const BotConfig &config() const { return m_provider.config(); }
    std::optional<QString> fault() const { return m_provider.fault(); }
    QString rawLogName() const { return m_provider.rawLogName(); }

private:
    Api(Provider provider, QUrl base) : m_provider(std::move(provider)), m_base(std::move(base)) { }

    Provider m_provider;
    QUrl m_base;
};

inline constexpr char logIdHeader[] = "x-tt-logid";

// An answer that is one JSON document.
class JsonCall final : public QObject
{
    Q_OBJECT

public:
    // `done` is called once, later. Without a connection the response has an error that passes.
    JsonCall(ProviderRequest request, std::function<void(const Response &)> done, QObject *parent);

private:
    void onDone();

    const std::function<void(const Response &)> m_done;
    const QByteArray m_secret;
    const QString m_host;
    ProviderCall m_call;
    QByteArray m_body;
};

} // namespace pipit::bots::coze
