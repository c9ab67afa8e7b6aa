// SPDX-License-Identifier: GPL-3.0-or-later
// A bot's configuration as JSON: the settings of a [[bots]] table under the same names, checked in the same way.
// Thread rule: functions without state. Errors: InvalidRequest, with the setting as `field`.
#pragma once

#include "core/bot_config.h"
#include "core/result.h"

#include <QJsonObject>

namespace pipit {

Result<BotConfig> botFromJson(const QJsonObject &object);

// What is not as it is by default.
QJsonObject botToJson(const BotConfig &bot);

} // namespace pipit
