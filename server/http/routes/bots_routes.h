// SPDX-License-Identifier: GPL-3.0-or-later
// GET /api/bots, GET /api/bots/{id}/offers.
// Thread rule: the node's thread. Source: Pipit's contract of the HTTP interface.
#pragma once

#include "server/bots/bot_checks.h"
#include "server/http/router.h"

namespace pipit::http {

QJsonObject offersJson(const QList<bots::Offer> &offers);

class BotsRoutes
{
public:
    BotsRoutes(const bots::BotRegistry &bots, bots::BotChecks &checks) : m_bots(bots), m_checks(checks) { }
    void addTo(Router &router);

private:
    QCoro::Task<Response> list(const Exchange &exchange);
    QCoro::Task<Response> offers(const Exchange &exchange);

    const bots::BotRegistry &m_bots;
    bots::BotChecks &m_checks;
};

} // namespace pipit::http
