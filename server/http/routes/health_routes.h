// SPDX-License-Identifier: GPL-3.0-or-later
// GET /healthz (the process answers) and /readyz (it can store and deliver). Public, and without the JSON envelope: probes
// read them, and who finds its port taken asks whether it is a Pipit that has it. Thread rule: the node's thread.
#pragma once

#include "server/http/router.h"

#include <functional>
#include <optional>

namespace pipit::http {

// `unready`: why the node cannot work now; nothing where it can.
void addHealthRoutes(Router &router, std::function<std::optional<QString>()> unready);

} // namespace pipit::http
