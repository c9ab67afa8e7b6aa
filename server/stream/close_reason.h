// SPDX-License-Identifier: GPL-3.0-or-later
// Why a stream ended: one closed list, the same in `closing` events, statistics and logs.
// Thread rule: constant data.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace pipit::stream {

enum class CloseReason { ClientGone, PeerTimeout, WriteFailed, SlowConsumer, StoreFailed, TokenExpired, TokenRevoked, Finished, Shutdown, Overloaded, ClosedByOperator };

struct CloseReasonInfo {
    std::string_view name;
    std::string_view meaning;
};

inline constexpr std::array closeReasons{
    CloseReasonInfo{"client_gone", "The client closed the connection."},
    CloseReasonInfo{"peer_timeout", "The client no longer acknowledged what was sent."},
    CloseReasonInfo{"write_failed", "The connection broke while something was being sent."},
    CloseReasonInfo{"slow_consumer", "More was waiting for the client than streams.queue_bytes allows."},
    CloseReasonInfo{"store_failed", "The history after the client's cursor could not be read."},
    CloseReasonInfo{"token_expired", "The token by which the client was named has expired."},
    CloseReasonInfo{"token_revoked", "The token by which the client was named was taken back, or the key that signed it."},
    CloseReasonInfo{"finished", "The stream had a last event, and it was sent."},
    CloseReasonInfo{"shutdown", "The node is stopping."},
    CloseReasonInfo{"overloaded", "The node carries as many streams as limits.streams allows."},
    CloseReasonInfo{"closed_by_operator", "An operator has closed it; its client may come back."},
};

constexpr std::string_view closeReasonName(CloseReason reason)
{
    return closeReasons[std::size_t(reason)].name;
}

} // namespace pipit::stream
