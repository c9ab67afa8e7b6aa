// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/coze/coze_api.h"

#include "net/network_access.h"
#include "server/bots/provider/document_call.h"

#include <QUrlQuery>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace pipit::bots::coze {

namespace {

constexpr std::chrono::milliseconds uploadTime{300'000};

// A token, or an application that asks for one.
std::optional<Error> faultOfToken(const BotConfig &config)
{
    const bool hasToken = Secret::isGivenIn(config);
    const std::array<std::pair<QString, QString>, 3> oauth{{{u"oauth_app_id"_s, config.oauthAppId}, {u"oauth_key_id"_s, config.oauthKeyId}, {u"oauth_key_file"_s, config.oauthKeyFile}}};
    const auto isEmpty = [](const auto &setting) { return setting.second.isEmpty(); };
    if (std::ranges::all_of(oauth, isEmpty)) {
        if (hasToken)
            return std::nullopt;
        return faultOfBot(config, u"token_env"_s, u"is missing, as are token_file, token_keychain and oauth_app_id; Coze answers nobody without a token"_s);
    }
    if (hasToken)
        return faultOfBot(config, u"oauth_app_id"_s, u"is given beside a token; leave the token out, or what begins with oauth_"_s);
    if (const auto missing = std::ranges::find_if(oauth, isEmpty); missing != oauth.end())
        return faultOfBot(config, missing->first, u"is missing; an OAuth application needs oauth_app_id, oauth_key_id and oauth_key_file"_s);
    return std::nullopt;
}

} // namespace

Result<Api> Api::make(const BotConfig &config, const QString &dataDirectory)
{
    if (config.baseUrl.isEmpty())
        return faultOfBot(config, u"base_url"_s, u"is missing: https://api.coze.cn, https://api.coze.com, or your own Coze; accounts of one are not known to the others"_s);
    if (auto fault = faultOfToken(config))
        return *fault;
    auto provider = Provider::make(config, dataDirectory);
    if (!provider)
        return provider.error();
    const QUrl base = QUrl(config.baseUrl).adjusted(QUrl::StripTrailingSlash | QUrl::RemoveQuery | QUrl::RemoveFragment);
    auto oauth = config.oauthAppId.isEmpty() ? nullptr : std::make_unique<OauthTokens>(*provider, base);
    return Api(std::move(*provider), base, std::move(oauth));
}

PreparedRequest Api::prepared(const ApiRequest &request, const QByteArray &token) const
{
    QUrl url = m_base;
    url.setPath(m_base.path() + request.path);
    if (!request.query.isEmpty()) {
        QUrlQuery items;
        for (const auto &[key, value] : request.query)
            items.addQueryItem(key, QString::fromLatin1(QUrl::toPercentEncoding(value)));
        url.setQuery(items);
    }
    HttpRequest http{.url = url, .method = request.body.isEmpty() ? "GET" : "POST", .body = request.body};
    auto prepared = request.isQuestion ? m_provider.question(std::move(http)) : m_provider.request(std::move(http), request.runId);
    if (!prepared)
        return {.error = {.message = prepared.error().message}};
    if (m_oauth)
        prepared->secret = token;
    if (!request.contentType.isEmpty()) {
        prepared->http.headers.emplace_back("Content-Type", request.contentType);
        prepared->firstTimeout = std::max(prepared->firstTimeout, uploadTime);
        prepared->rawLog = {};
    }
    return {.request = std::move(*prepared)};
}

void Api::prepare(const ApiRequest &request, QObject *context, std::function<void(PreparedRequest)> next) const
{
    if (!m_oauth) {
        next(prepared(request, {}));
        return;
    }
    m_oauth->withToken(context, [this, request, next = std::move(next)](const OauthTokens::Answer &answer) {
        next(answer.error ? PreparedRequest{.error = *answer.error} : prepared(request, answer.token));
    });
}

void Api::call(const ApiRequest &request, QObject *context, std::function<void(const Response &)> done) const
{
    send(request, context, std::move(done), true);
}

void Api::send(const ApiRequest &request, QObject *context, std::function<void(const Response &)> done, bool mayRenew) const
{
    prepare(request, context, [this, request, context, done = std::move(done), mayRenew](PreparedRequest prepared) {
        if (!prepared.request) {
            Response response;
            response.error = prepared.error;
            done(response);
            return;
        }
        const QByteArray token = prepared.request->secret;
        sendJson(std::move(*prepared.request), context, [this, request, context, done, mayRenew, token](const Response &response) {
            if (mayRenew && response.refusesToken && renew(token))
                send(request, context, done, false);
            else
                done(response);
        });
    });
}

void sendJson(ProviderRequest request, QObject *context, std::function<void(const Response &)> done)
{
    const QByteArray secret = request.secret;
    new DocumentCall(std::move(request), [secret, done = std::move(done)](const DocumentCall::Answer &answer) {
        Response response;
        if (answer.noAnswer)
            response.error = *answer.noAnswer;
        else
            response = readResponse(answer.call.status(), answer.body, QString::fromLatin1(answer.call.header(logIdHeader)), retryAfter(answer.call.header("retry-after")));
        response.times = answer.call.times();
        if (response.error)
            response.error->message = struckOut(response.error->message, secret);
        done(response);
    }, context);
}

bool Api::renew(const QByteArray &token) const
{
    if (m_oauth)
        m_oauth->forget(token);
    return m_oauth != nullptr;
}

} // namespace pipit::bots::coze
