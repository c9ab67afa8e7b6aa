// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/descriptor.h"

#include "server/stream/socket_options.h"

namespace pipit::http {

namespace {

Error systemFault(const QString &what, int code)
{
    return Error{ErrorCode::Unavailable, QStringLiteral("%1: %2.").arg(what, qt_error_string(code))};
}

} // namespace

Result<stream::NativeSocket> duplicateDescriptor(qintptr descriptor)
{
    const auto copy = duplicateSocket(stream::NativeSocket(descriptor));
    if (copy.fault != 0)
        return systemFault(QStringLiteral("The connection cannot be handed over"), copy.fault);
    return copy.value;
}

void shutDownWriting(qintptr descriptor)
{
    shutDownSending(stream::NativeSocket(descriptor));
}

void closeDescriptor(qintptr descriptor)
{
    stream::closeSocket(stream::NativeSocket(descriptor));
}

OwnedSocket::~OwnedSocket()
{
    if (m_socket)
        stream::closeSocket(*m_socket);
}

Result<std::pair<stream::NativeSocket, stream::NativeSocket>> connectedPair()
{
    const auto pair = connectedSockets();
    if (pair.fault != 0)
        return systemFault(QStringLiteral("A connection inside the node cannot be made"), pair.fault);
    return pair.value;
}

PeerName peerNameOf(stream::NativeSocket socket)
{
    const PeerAddress peer = peerAddressOf(socket);
    switch (peer.kind) {
    case PeerAddress::Kind::V4:
        return {QHostAddress(peer.v4), peer.port};
    case PeerAddress::Kind::V6:
        return {QHostAddress(peer.v6.data()), peer.port};
    case PeerAddress::Kind::None:
        break;
    }
    return {};
}

} // namespace pipit::http
