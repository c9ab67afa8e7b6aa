// SPDX-License-Identifier: GPL-3.0-or-later
// The calls behind server/http/descriptor.h, as each system has them. No Qt.
// Thread rule: any thread. Nothing here waits. Errors: the system's number.
#pragma once

#include "server/stream/native_socket.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace pipit::http {

// What a call gave; or, where `fault` is not 0, why it gave nothing.
template<typename Value>
struct CallResult {
    Value value{};
    int fault = 0;
};

// Another descriptor of the same connection, closed in child processes. Non-blocking as the first.
CallResult<stream::NativeSocket> duplicateSocket(stream::NativeSocket socket);

// Two ends of a connection inside this process, both non-blocking and closed in child processes.
CallResult<std::pair<stream::NativeSocket, stream::NativeSocket>> connectedSockets();

void shutDownSending(stream::NativeSocket socket);

// From now on no call waits on this descriptor.
void makeNonBlocking(stream::NativeSocket socket);

struct PeerAddress {
    enum class Kind { None, V4, V6 }; // None: the client is gone already
    Kind kind = Kind::None;
    std::uint32_t v4 = 0; // in the processor's order
    std::array<std::uint8_t, 16> v6{};
    std::uint16_t port = 0;
};
PeerAddress peerAddressOf(stream::NativeSocket socket);

// What became of one call on a non-blocking descriptor.
struct Transfer {
    enum class Outcome {
        Moved,   // `bytes` of them, one at least
        Blocked, // not now
        Ended,   // the other side says that nothing more will come
        Broken,
    };
    Outcome outcome;
    std::size_t bytes = 0;
};
Transfer receiveInto(stream::NativeSocket socket, char *bytes, std::size_t size);
// As receiveInto(), but what was received is received again.
Transfer peekInto(stream::NativeSocket socket, char *bytes, std::size_t size);
Transfer sendFrom(stream::NativeSocket socket, const char *bytes, std::size_t size);

} // namespace pipit::http
