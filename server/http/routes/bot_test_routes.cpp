// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/routes/bot_test_routes.h"

#include "core/bot_json.h"
#include "core/json_fields.h"
#include "core/text_limits.h"
#include "server/http/routes/bots_routes.h"

#include <QCoroFuture>
#include <QPointer>
#include <QUrl>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace pipit::http {

namespace {

constexpr qsizetype longestToken = 16'384;

// What names something of the node's own.
constexpr std::array secrets{std::pair("token_env", &BotConfig::tokenEnv), std::pair("token_file", &BotConfig::tokenFile), std::pair("token_keychain", &BotConfig::tokenKeychain),
                             std::pair("oauth_key_file", &BotConfig::oauthKeyFile), std::pair("ca_file", &BotConfig::caFile)};

Error invalid(const QString &field, const QString &message)
{
    return {ErrorCode::InvalidRequest, message, field};
}

// With its path: behind one host there may be several who must not see each other's secrets.
QString placeOf(const QString &address)
{
    return QUrl(address).adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::RemoveUserInfo | QUrl::NormalizePathSegments | QUrl::StripTrailingSlash).toString();
}

} // namespace

void BotTestRoutes::addTo(Router &router)
{
    router.add("POST", "/api/bots/test", Access::Operator, [this](const Exchange &exchange) { return test(exchange); });
    router.add("POST", "/api/bots/offers", Access::Operator, [this](const Exchange &exchange) { return offers(exchange); });
}

void BotTestRoutes::stop()
{
    if (m_trial)
        m_trial->stop(u"The node is stopping."_s);
}

bool BotTestRoutes::isSentThere(const BotConfig &draft, QString BotConfig::*secret) const
{
    return std::ranges::any_of(m_configs, [&](const BotConfig &own) { return own.*secret == draft.*secret && placeOf(own.baseUrl) == placeOf(draft.baseUrl); });
}

Result<BotTestRoutes::Spoken> BotTestRoutes::draftOf(BotConfig draft) const
{
    for (const auto &[key, member] : secrets) {
        if (!(draft.*member).isEmpty() && !isSentThere(draft, member))
            return invalid(u"bot."_s + QLatin1StringView(key), u"%1 names something of the node's that no bot of it uses with this base_url. Give the token itself for a test, or save the bot and test it by its id."_s.arg(QLatin1StringView(key)));
    }
    if (draft.id.isEmpty())
        draft.id = draft.name = u"test"_s;
    draft.place = u"Test"_s;
    draft.rawLog = false; // there is nothing of this bot's in the data directory
    draft.toolCallbackUrl.clear();
    auto registry = bots::BotRegistry::make({draft}, m_dataDirectory);
    if (!registry) {
        Error error = registry.error();
        error.field.replace(u"bots."_s, u"bot."_s);
        return error;
    }
    bots::Bot *bot = (*registry)->bots().front().get();
    return Spoken{bot, std::move(*registry)};
}

Result<BotTestRoutes::Spoken> BotTestRoutes::spokenOf(const Exchange &exchange) const
{
    const auto body = parseJsonObject(exchange.request.body);
    if (!body)
        return body.error();
    JsonFields fields(*body);
    const QString id = fields.string("id"), token = fields.string("token");
    const QJsonObject given = fields.object("bot");
    if (const auto fault = fields.fault())
        return *fault;
    if (id.isEmpty() == given.isEmpty())
        return invalid(u"bot"_s, u"Give either the id of a bot of this node, or bot: one with the settings of a [[bots]] table."_s);
    if (!id.isEmpty()) {
        bots::Bot *bot = m_bots.find(id);
        if (!bot)
            return Error{ErrorCode::NotFound, u"This node has no bot %1; GET /api/bots lists them."_s.arg(forEcho(id)), u"id"_s};
        if (!token.isEmpty())
            return invalid(u"token"_s, u"A bot of this node has its own token; to test another, give the bot's settings in `bot`."_s);
        return Spoken{bot};
    }
    auto draft = botFromJson(given);
    if (!draft) {
        Error error = draft.error();
        error.field.prepend(u"bot."_s);
        return error;
    }
    if (token.size() > longestToken || faultOfName(token))
        return invalid(u"token"_s, u"token must be one line of at most %1 characters."_s.arg(longestToken));
    draft->token = token.trimmed().toUtf8();
    return draftOf(*std::move(draft));
}

QCoro::Task<Response> BotTestRoutes::test(const Exchange &exchange)
{
    if (m_trial)
        co_return Response::failure({ErrorCode::RateLimited, u"Another bot is being tested; one is asked at a time. Try again when that is done."_s});
    auto spoken = spokenOf(exchange);
    if (!spoken)
        co_return Response::failure(spoken.error());
    const QPointer<BotTestRoutes> self(this);
    m_trial = spoken->own ? std::make_unique<bots::BotTrial>(std::move(spoken->own)) : std::make_unique<bots::BotTrial>(*spoken->bot, m_bots.rulesOf(spoken->bot->info().id));
    m_trial->start(exchange.caller.sub, patience);
    const QFuture<void> ended = m_trial->ended();
    co_await ended;
    if (!self)
        co_return Response::failure({ErrorCode::Unavailable, u"The node is stopping."_s});
    const auto result = std::exchange(m_trial, nullptr)->result();
    if (!result)
        co_return Response::failure(result.error());
    co_return Response::success({{u"answer"_s, result->answer}, {u"firstTokenMs"_s, result->firstTokenMs}, {u"totalMs"_s, result->totalMs}});
}

QCoro::Task<Response> BotTestRoutes::offers(const Exchange &exchange)
{
    const auto spoken = spokenOf(exchange);
    if (!spoken)
        co_return Response::failure(spoken.error());
    bots::BotChecks checks(spoken->own ? *spoken->own : m_bots);
    const auto offers = co_await checks.offersOf(spoken->bot);
    co_return offers ? Response::success(offersJson(*offers)) : Response::failure(offers.error());
}

} // namespace pipit::http
