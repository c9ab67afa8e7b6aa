// SPDX-License-Identifier: GPL-3.0-or-later
// The few socket calls that differ between systems. Thread rule: functions without state.
#pragma once

#include "server/stream/native_socket.h"

#include <chrono>

namespace pipit::stream {

// How long a peer may acknowledge nothing where it is sent something with every heartbeat: so that one that has vanished is gone from the
// counts within two heartbeats and ten seconds. The system looks at its own moments, up to a second late.
constexpr std::chrono::milliseconds unacknowledgedTime(std::chrono::milliseconds heartbeat)
{
    return heartbeat + std::chrono::seconds(9);
}

// Sends small frames at once, and breaks the connection when the peer has acknowledged nothing for this long.
// Best effort: a system that cannot do it leaves dead peers to its own, longer, time-out; and the end of a local pair, which
// has no such options, is left as it is.
void prepareStreamSocket(NativeSocket socket, std::chrono::milliseconds unacknowledged);

bool isIpv6(NativeSocket socket);

void closeSocket(NativeSocket socket);

// Ends both directions, and with them whatever waits on the socket; it stays open.
void shutdownSocket(NativeSocket socket);

} // namespace pipit::stream
