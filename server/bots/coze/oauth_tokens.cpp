// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/coze/oauth_tokens.h"

#include "server/bots/coze/coze_api.h"
#include "server/bots/coze/jwt.h"

#include <QDateTime>
#include <QUuid>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace pipit::bots::coze {

namespace {

constexpr qint64 assertionSeconds = 600;
constexpr qint64 tokenSeconds = 3'600;
constexpr qint64 reserveSeconds = 60;    // a request takes its time, and clocks differ
constexpr qsizetype longestToken = 8'192; // it becomes a header

QByteArray tokenBody()
{
    return R"({"grant_type":"urn:ietf:params:oauth:grant-type:jwt-bearer","duration_seconds":)" + QByteArray::number(tokenSeconds) + '}';
}

bool isToken(const QByteArray &text)
{
    return !text.isEmpty() && text.size() <= longestToken && std::ranges::all_of(text, [](char c) { return c > ' ' && c < 127; });
}

} // namespace

OauthTokens::OauthTokens(Provider provider, QUrl base) : m_provider(std::move(provider)), m_base(std::move(base)) { }

void OauthTokens::withToken(QObject *context, std::function<void(const Answer &)> next)
{
    if (!m_token.isEmpty() && QDateTime::currentSecsSinceEpoch() < m_endsAt - reserveSeconds) {
        next({.token = m_token});
        return;
    }
    m_waiting.push_back({context, std::move(next)});
    if (m_waiting.size() == 1)
        ask();
}

void OauthTokens::forget(const QByteArray &token)
{
    // Of several runs whose token was refused, only the first finds it here.
    if (m_token == token)
        m_token.clear();
}

std::optional<QString> OauthTokens::fault() const
{
    const auto text = assertion();
    return text ? std::nullopt : std::optional(text.error().message);
}

Result<QByteArray> OauthTokens::assertion() const
{
    const BotConfig &config = m_provider.config();
    const auto pem = readSecretFile(u"oauth_key_file"_s, config.oauthKeyFile);
    if (!pem)
        return pem.error();
    const auto wrong = [&config](const Error &error) { return Error{error.code, u"oauth_key_file %1 %2; take the private key that Coze gave for the OAuth application."_s.arg(config.oauthKeyFile, error.message)}; };
    const auto key = RsaPrivateKey::fromPem(*pem);
    if (!key)
        return wrong(key.error());
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    const auto text = key->sign({{u"kid"_s, config.oauthKeyId}}, {{u"iss"_s, config.oauthAppId},
                                                                 {u"aud"_s, m_base.host()},
                                                                 {u"iat"_s, now},
                                                                 {u"exp"_s, now + assertionSeconds},
                                                                 {u"jti"_s, QUuid::createUuid().toString(QUuid::WithoutBraces)}});
    if (!text)
        return wrong(text.error());
    return text;
}

void OauthTokens::ask()
{
    const auto text = assertion();
    QUrl url = m_base;
    url.setPath(m_base.path() + u"/api/permission/oauth2/token"_s);
    auto request = m_provider.request({.url = url, .method = "POST", .body = tokenBody()}, {});
    if (!text || !request) {
        const Error error = text ? request.error() : text.error();
        QTimer::singleShot(0, this, [this, message = error.message] { tell({.error = ProviderError{.message = message}}); });
        return;
    }
    request->secret = *text;
    request->rawLog = {}; // the answer is a secret
    sendJson(std::move(*request), this, [this](const Response &response) { onResponse(response); });
}

void OauthTokens::onResponse(const Response &response)
{
    if (response.error) {
        ProviderError error = *response.error;
        error.message = u"No access token for the OAuth application %1 (oauth_app_id, oauth_key_id, oauth_key_file): %2"_s.arg(m_provider.config().oauthAppId, error.message);
        tell({.error = error});
        return;
    }
    const QByteArray token = response.object.value(u"access_token").toString().toUtf8();
    if (!isToken(token)) {
        tell({.error = ProviderError{.message = u"Coze gave no access token for the OAuth application %1; check that base_url is Coze's."_s.arg(m_provider.config().oauthAppId), .logId = response.logId}});
        return;
    }
    m_token = token;
    m_endsAt = idText(response.object.value(u"expires_in")).toLongLong();
    tell({.token = token});
}

void OauthTokens::tell(const Answer &answer)
{
    for (const Waiting &waiting : std::exchange(m_waiting, {})) {
        if (waiting.context)
            waiting.next(answer);
    }
}

} // namespace pipit::bots::coze
