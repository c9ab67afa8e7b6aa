// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/routes/bots_routes.h"

#include "core/text_limits.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace pipit::http {

namespace {

QJsonArray capabilitiesOf(const bots::BotInfo &info)
{
    QJsonArray capabilities;
    for (const auto &[has, name] : {std::pair(info.streams, "stream"_L1), std::pair(info.polls, "poll"_L1), std::pair(info.takesFiles, "files"_L1), std::pair(info.suggests, "suggestions"_L1)}) {
        if (has)
            capabilities.append(name);
    }
    return capabilities;
}

} // namespace

QJsonObject offersJson(const QList<bots::Offer> &offers)
{
    QJsonArray array;
    for (const bots::Offer &offer : offers) {
        QJsonObject entry{{u"id"_s, offer.id}};
        for (const auto &[key, value] : {std::pair(u"name"_s, offer.name), std::pair(u"group"_s, offer.group)}) {
            if (!value.isEmpty())
                entry.insert(key, value);
        }
        array.append(entry);
    }
    return {{u"offers"_s, array}};
}

void BotsRoutes::addTo(Router &router)
{
    router.add("GET", "/api/bots", Access::Caller, [this](const Exchange &exchange) { return list(exchange); });
    router.add("GET", "/api/bots/{id}/offers", Access::Operator, [this](const Exchange &exchange) { return offers(exchange); });
}

QCoro::Task<Response> BotsRoutes::list(const Exchange &)
{
    const auto faults = co_await m_checks.look();
    QJsonArray array;
    for (qsizetype i = 0; i < faults.size(); ++i) {
        const bots::BotInfo &info = m_bots.bots()[std::size_t(i)]->info();
        QJsonObject entry{{u"id"_s, info.id}, {u"name"_s, info.name}, {u"provider"_s, info.provider}, {u"capabilities"_s, capabilitiesOf(info)}, {u"available"_s, !faults[i]}};
        if (faults[i])
            entry.insert(u"reason"_s, *faults[i]);
        array.append(entry);
    }
    co_return Response::success({{u"bots"_s, array}});
}

// For whoever sets up bots: what an account has is not for everybody who may ask one of them.
QCoro::Task<Response> BotsRoutes::offers(const Exchange &exchange)
{
    const QString id = exchange.parameters.value(u"id"_s);
    bots::Bot *bot = m_bots.find(id);
    if (!bot)
        co_return Response::failure({ErrorCode::NotFound, QStringLiteral("This node has no bot %1; GET /api/bots lists them.").arg(forEcho(id)), u"id"_s});
    const auto offers = co_await m_checks.offersOf(bot);
    if (!offers)
        co_return Response::failure(offers.error());
    co_return Response::success(offersJson(*offers));
}

} // namespace pipit::http
