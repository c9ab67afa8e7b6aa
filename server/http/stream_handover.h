// SPDX-License-Identifier: GPL-3.0-or-later
// Takes a connection away from Qt without the other side noticing, so that the stream engine can carry it.
//
// The descriptor is duplicated and Qt's socket aborted: Qt only closes its own copy. Bytes that the client sent after its
// request are dropped; a stream reads none.
// Thread rule: the socket's thread. Errors: Unavailable when the connection has ended, or has an earlier answer that its
// client has not read; then nothing has happened and the socket is Qt's as before. Source: docs/http-layer.md.
#pragma once

#include "core/result.h"
#include "server/stream/native_socket.h"

class QTcpSocket;

namespace pipit::http {

// The caller owns the descriptor. `disconnected` is emitted by the socket before this returns.
Result<stream::NativeSocket> takeDescriptor(QTcpSocket &socket);

} // namespace pipit::http
