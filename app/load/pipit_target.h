// SPDX-License-Identifier: GPL-3.0-or-later
// How a Pipit node is spoken to. Thread rule: a function without state. Source: docs/api.md.
#pragma once

#include "app/load/load_plan.h"

namespace pipit::load {

// Each channel is a session: `sessions` and the channel's number. `base`: what stands before /api in the node's address.
inline void aimAtPipit(Target &target, const std::string &sessions, const std::string &base = {})
{
    const auto session = [sessions](int channel) { return sessions + std::to_string(channel); };
    target.streamPath = [base, session](int channel) { return base + "/api/sse/messages?sessionId=" + session(channel); };
    target.publishPath = [base](int) { return base + "/api/messages"; };
    target.publishBody = [session](int channel, std::string_view content) { return "{\"sessionId\":\"" + session(channel) + "\",\"content\":\"" + std::string(content) + "\",\"senderType\":\"user\"}"; };
}

} // namespace pipit::load
