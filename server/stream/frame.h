// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes ready for the wire: made once, never changed, shared by every stream that sends them.
// Thread rule: immutable after it is made, so any thread.
#pragma once

#include "core/receipt.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace pipit::stream {

using Frame = std::shared_ptr<const std::string>;
using Clock = std::chrono::steady_clock;

inline Frame makeFrame(std::string bytes)
{
    return std::make_shared<const std::string>(std::move(bytes));
}

// The frame of a message that is on disk.
struct LogFrame {
    std::int64_t position = 0;
    std::string sessionId;
    Frame frame;
    Clock::time_point committed = {};
    ReceiptPtr receipt = {}; // null: it was published by another node
};

// From whoever published it on this node; nothing where nobody did.
inline Clock::time_point receivedAt(const LogFrame &frame)
{
    return frame.receipt ? frame.receipt->at : Clock::time_point();
}

} // namespace pipit::stream
