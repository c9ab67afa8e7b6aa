// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bot_json.h"

#include "core/config_table.h"
#include "core/text_limits.h"

#include <algorithm>

namespace pipit {

namespace {

std::optional<QString> assignJson(const BotSetting &setting, BotConfig &bot, const QJsonValue &value)
{
    if (setting.isText())
        return value.isString() ? setting.assign(bot, value.toString()) : QStringLiteral("must be a string");
    if (setting.isSwitch())
        return value.isBool() ? setting.assign(bot, qint64(value.toBool())) : QStringLiteral("must be true or false");
    const qint64 number = value.toInteger(-1);
    return value.isDouble() && double(number) == value.toDouble() ? setting.assign(bot, number) : QStringLiteral("must be a whole number");
}

} // namespace

Result<BotConfig> botFromJson(const QJsonObject &object)
{
    BotConfig bot{.id = {}, .provider = {}};
    for (auto it = object.begin(); it != object.end(); ++it) {
        const auto setting = std::ranges::find_if(botTable(), [&it](const BotSetting &known) { return it.key() == QLatin1StringView(known.key); });
        const QString key = forEcho(it.key());
        if (setting == botTable().end())
            return Error{ErrorCode::InvalidRequest, QStringLiteral("%1 is no setting of a bot.").arg(key), key};
        if (const auto fault = assignJson(*setting, bot, it.value()))
            return Error{ErrorCode::InvalidRequest, QStringLiteral("%1 %2.").arg(key, *fault), key};
    }
    if (bot.provider.isEmpty())
        return Error{ErrorCode::InvalidRequest, QStringLiteral("provider is missing: coze, openai or echo."), QStringLiteral("provider")};
    if (bot.name.isEmpty())
        bot.name = bot.id;
    return bot;
}

QJsonObject botToJson(const BotConfig &bot)
{
    static const BotConfig plain{.id = {}, .provider = {}};
    QJsonObject object;
    for (const BotSetting &setting : botTable()) {
        const QString value = setting.valueIn(bot);
        if (value == setting.valueIn(plain))
            continue;
        const QString key = QString::fromLatin1(setting.key);
        if (setting.isText())
            object.insert(key, value);
        else if (setting.isSwitch())
            object.insert(key, value == u"true");
        else
            object.insert(key, value.toLongLong());
    }
    return object;
}

} // namespace pipit
