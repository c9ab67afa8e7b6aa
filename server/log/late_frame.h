// SPDX-License-Identifier: GPL-3.0-or-later
// Work for the engine's thread, in the order of what is broadcast, where only that thread knows what is to be sent.
// Thread rule: any thread may call; `make` and `task` run on the engine's, once, or never where the engine is stopping.
#pragma once

#include "server/stream/engine.h"

#include <functional>
#include <string>

namespace pipit::log {

// Null from `make`: nothing is sent.
void broadcastLate(stream::Engine &engine, std::string sessionId, std::function<stream::Frame()> make);

void runOnEngine(stream::Engine &engine, std::function<void()> task);

} // namespace pipit::log
