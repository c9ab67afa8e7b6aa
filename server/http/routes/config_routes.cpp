// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/routes/config_routes.h"

#include "core/config_table.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace pipit::http {

namespace {

// One [[bots]] or [[alerts]] table. What is empty was not set, and means nothing.
template<typename Owner>
QJsonObject shownTable(const Owner &owner, std::span<const SettingOf<Owner>> table)
{
    QJsonObject settings;
    for (const SettingOf<Owner> &setting : table) {
        if (const QString value = setting.shownIn(owner); !value.isEmpty())
            settings.insert(QLatin1StringView(setting.key), value);
    }
    return {{u"settings"_s, settings}, {u"origin"_s, owner.place.isEmpty() ? ConfigOrigin().toString() : owner.place}};
}

template<typename Owner>
QJsonArray shownTables(const std::vector<Owner> &owners, std::span<const SettingOf<Owner>> table)
{
    QJsonArray shown;
    for (const Owner &owner : owners)
        shown.append(shownTable(owner, table));
    return shown;
}

} // namespace

QJsonObject shownConfig(const Config &config)
{
    QJsonArray settings;
    for (const Setting &setting : configTable()) {
        const QString key = QString::fromLatin1(setting.key);
        settings.append(QJsonObject{{u"key"_s, key}, {u"value"_s, setting.shownIn(config)}, {u"origin"_s, config.origin(key).toString()}});
    }
    return {{u"settings"_s, settings}, {u"bots"_s, shownTables(config.bots, botTable())}, {u"alerts"_s, shownTables(config.alerts, alertTable())}, {u"warnings"_s, QJsonArray::fromStringList(config.warnings)}};
}

void addConfigRoutes(Router &router, const Config &config)
{
    router.add("GET", "/api/ops/config", Access::Operator, [shown = shownConfig(config)](const Exchange &) -> QCoro::Task<Response> { co_return Response::success(shown); });
}

} // namespace pipit::http
