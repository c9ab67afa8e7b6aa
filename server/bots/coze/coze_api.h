// SPDX-License-Identifier: GPL-3.0-or-later
// Requests to one Coze: which of its bots, where, in whose name.
// Thread rule: the node's thread.
#pragma once

#include "server/bots/coze/coze_response.h"
#include "server/bots/coze/oauth_tokens.h"
#include "server/bots/provider/provider.h"

#include <QUrl>

namespace pipit::bots::coze {

struct ApiRequest {
    QString path;
    QList<std::pair<QString, QString>> query = {};
    QByteArray body = {}; // without one it is a GET, else a POST
    QString runId = {};
    bool isQuestion = false;     // about the account: as Provider::question()
    QByteArray contentType = {}; // of a body that is a file: it is no text for the raw log, and may take its time
};

// An ApiRequest with everything that it needs to be sent, or why it cannot be.
struct PreparedRequest {
    std::optional<ProviderRequest> request = {};
    ProviderError error = {};
};

// Once the context of a call is gone, nothing is called back. It must go before the Api does.
class Api
{
public:
    // Errors: InvalidRequest, naming the setting.
    static Result<Api> make(const BotConfig &config, const QString &dataDirectory);

    // Now, or later where a token has to be asked for.
    void prepare(const ApiRequest &request, QObject *context, std::function<void(PreparedRequest)> next) const;
    // One JSON document. Where a token is refused that was asked for, the request is sent once more with a new one.
    void call(const ApiRequest &request, QObject *context, std::function<void(const Response &)> done) const;
    // Coze took this token no more. Whether a new one can be had.
    bool renew(const QByteArray &token) const;

    const BotConfig &config() const { return m_provider.config(); }
    std::optional<QString> fault() const { return m_oauth ? m_oauth->fault() : m_provider.fault(); } // of the token
    QString rawLogName() const { return m_provider.rawLogName(); }

private:
    Api(Provider provider, QUrl base, std::unique_ptr<OauthTokens> oauth) : m_provider(std::move(provider)), m_base(std::move(base)), m_oauth(std::move(oauth)) { }

    PreparedRequest prepared(const ApiRequest &request, const QByteArray &token) const;
    void send(const ApiRequest &request, QObject *context, std::function<void(const Response &)> done, bool mayRenew) const;

    Provider m_provider;
    QUrl m_base;
    std::unique_ptr<OauthTokens> m_oauth; // null: the token is a setting
};

inline constexpr char logIdHeader[] = "x-tt-logid";

// For an answer that is one JSON document. `done` is called once, later, unless `context` is gone by then. Without a connection
// the response has an error that passes.
void sendJson(ProviderRequest request, QObject *context, std::function<void(const Response &)> done);

} // namespace pipit::bots::coze
