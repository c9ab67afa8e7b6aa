// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/routes/health_routes.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace pipit::http {

namespace {

Response plain(int status, const QJsonObject &object)
{
    return {.status = status, .headers = {{"Cache-Control", "no-store"}}, .body = QJsonDocument(object).toJson(QJsonDocument::Compact)};
}

} // namespace

void addHealthRoutes(Router &router, std::function<std::optional<QString>()> unready)
{
    router.add("GET", "/healthz", Access::Public, [](const Exchange &) -> QCoro::Task<Response> { co_return plain(200, {{u"status"_s, u"ok"_s}, {u"program"_s, u"pipit"_s}}); });
    router.add("GET", "/readyz", Access::Public, [unready = std::move(unready)](const Exchange &) -> QCoro::Task<Response> {
        const auto reason = unready();
        co_return reason ? plain(503, {{u"status"_s, u"unready"_s}, {u"reason"_s, *reason}}) : plain(200, {{u"status"_s, u"ready"_s}});
    });
}

} // namespace pipit::http
