// SPDX-License-Identifier: GPL-3.0-or-later
// What Qt's sockets cannot do: the system's calls (server/http/socket_calls.h) in Qt's types.
//
// Thread rule: any thread. Nothing here waits. Errors: Unavailable, with the system's words.
#pragma once

#include "core/result.h"
#include "server/http/socket_calls.h"

#include <QHostAddress>

#include <optional>
#include <utility>

namespace pipit::http {

// Another descriptor of the same connection, closed in child processes. Non-blocking as the first.
Result<stream::NativeSocket> duplicateDescriptor(qintptr descriptor);

// Says to the other side that nothing more will come, while its own bytes can still be read.
void shutDownWriting(qintptr descriptor);

void closeDescriptor(qintptr descriptor);

// A descriptor on its way: closed where it does not arrive.
class OwnedSocket
{
public:
    explicit OwnedSocket(stream::NativeSocket socket) : m_socket(socket) { }
    ~OwnedSocket();
    OwnedSocket(const OwnedSocket &) = delete;
    OwnedSocket &operator=(const OwnedSocket &) = delete;

    stream::NativeSocket take() { return *std::exchange(m_socket, std::nullopt); }

private:
    std::optional<stream::NativeSocket> m_socket;
};

// Two ends of a connection inside this process, both non-blocking and closed in child processes.
Result<std::pair<stream::NativeSocket, stream::NativeSocket>> connectedPair();

struct PeerName {
    QHostAddress address;
    quint16 port = 0; // 0: the client is gone already
};
PeerName peerNameOf(stream::NativeSocket socket);

} // namespace pipit::http
