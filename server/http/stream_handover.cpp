// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/stream_handover.h"

#include "server/http/descriptor.h"

#include <QTcpSocket>

namespace pipit::http {

Result<stream::NativeSocket> takeDescriptor(QTcpSocket &socket)
{
    socket.flush();
    if (socket.state() != QAbstractSocket::ConnectedState)
        return Error{ErrorCode::Unavailable, QStringLiteral("The connection has ended.")};
    if (socket.bytesToWrite() > 0)
        return Error{ErrorCode::Unavailable, QStringLiteral("An earlier answer on this connection was not read; open another connection for the stream.")};
    auto descriptor = duplicateDescriptor(socket.socketDescriptor());
    if (descriptor)
        socket.abort();
    return descriptor;
}

} // namespace pipit::http
