// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/late_frame.h"

namespace pipit::log {

void broadcastLate(stream::Engine &engine, std::string sessionId, std::function<stream::Frame()> make)
{
    // The engine looks at the bytes only after `before`; those of an empty frame it does not send.
    auto bytes = std::make_shared<std::string>();
    engine.broadcast(std::move(sessionId), bytes, [bytes, make = std::move(make)] {
        if (const stream::Frame frame = make())
            *bytes = *frame;
    });
}

void runOnEngine(stream::Engine &engine, std::function<void()> task)
{
    engine.broadcast({}, stream::makeFrame({}), std::move(task));
}

} // namespace pipit::log
