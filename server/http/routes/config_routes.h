// SPDX-License-Identifier: GPL-3.0-or-later
// GET /api/ops/config: the configuration in force and where each value came from, as `pipitd config` prints it. For operators.
//
// No secret leaves: each value is what its table shows of it (SettingOf::shownIn), and what a setting only points to, a file, a variable,
// an entry of the keychain, is not read. Thread rule: the node's thread. Source: docs/api.md.
#pragma once

#include "core/config.h"
#include "server/http/router.h"

#include <QJsonObject>

namespace pipit::http {

// `data` of the answer.
QJsonObject shownConfig(const Config &config);

// The configuration does not change while the node runs: it is told as it is now.
void addConfigRoutes(Router &router, const Config &config);

} // namespace pipit::http
