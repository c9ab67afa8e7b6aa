// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/coze/coze_api.h"

#include "net/network_access.h"

#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace pipit::bots::coze {

Result<Api> Api::make(const BotConfig &config, const QString &dataDirectory)
{
    if (config.baseUrl.isEmpty())
        return faultOfBot(config, u"base_url"_s, u"is missing: https://api.coze.cn, https://api.coze.com, or your own Coze; accounts of one are not known to the others"_s);
    if (config.botId.isEmpty())
        return faultOfBot(config, u"bot_id"_s, u"is missing; it is the number at the end of the bot's address"_s);
    if (config.tokenEnv.isEmpty() && config.tokenFile.isEmpty())
        return faultOfBot(config, u"token_env"_s, u"is missing, as is token_file; Coze answers nobody without a token"_s);
    auto provider = Provider::make(config, dataDirectory);
    if (!provider)
        return provider.error();
    return Api(std::move(*provider), QUrl(config.baseUrl).adjusted(QUrl::StripTrailingSlash | QUrl::RemoveQuery | QUrl::RemoveFragment));
}

Result<ProviderRequest> Api::request(const QString &path, const Query &query, const QByteArray &body, const QString &runId) const
{
    QUrl url = m_base;
    url.setPath(m_base.path() + path);
    if (!query.isEmpty()) {
        QUrlQuery items;
        for (const auto &[key, value] : query)
            items.addQueryItem(key, QString::fromLatin1(QUrl::toPercentEncoding(value)));
        url.setQuery(items);
    }
    return m_provider.request({.url = url, .method = body.isEmpty() ? "GET" : "POST", .body = body}, runId);
}

JsonCall::JsonCall(ProviderRequest request, std::function<void(const Response &)> done, QObject *parent)
    : QObject(parent), m_done(std::move(done)), m_secret(request.secret), m_host(request.http.url.host()), m_call(std::move(request))
{
    connect(&m_call, &ProviderCall::bodyReceived, this, [this](QByteArrayView bytes) {
        m_body += bytes.first(std::min(bytes.size(), maxReplyBytes - m_body.size()));
        m_call.progress();
    });
    connect(&m_call, &ProviderCall::done, this, &JsonCall::onDone);
    QTimer::singleShot(0, this, [this] { m_call.start(); });
}

void JsonCall::onDone()
{
    Response response;
    if (m_call.end() == ProviderCall::End::Whole)
        response = readResponse(m_call.status(), m_body, QString::fromLatin1(m_call.header(logIdHeader)), retryAfter(m_call.header("retry-after")));
    else
        response.error = ProviderError{.message = u"%1: %2"_s.arg(m_host, m_call.reason()), .passes = true};
    if (response.error)
        response.error->message = struckOut(response.error->message, m_secret);
    deleteLater();
    m_done(response);
}

} // namespace pipit::bots::coze
