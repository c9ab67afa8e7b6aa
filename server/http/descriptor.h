// SPDX-License-Identifier: GPL-3.0-or-later
// The three things that Qt's sockets cannot do, as the system does them. The only file here that knows the platform.
//
// Thread rule: any thread. Errors: Unavailable, with the system's words.
#pragma once

#include "core/result.h"
#include "server/stream/native_socket.h"

#include <QtGlobal>

namespace pipit::http {

// Another descriptor of the same connection, closed in child processes. Non-blocking as the first.
Result<stream::NativeSocket> duplicateDescriptor(qintptr descriptor);

// Says to the other side that nothing more will come, while its own bytes can still be read.
void shutDownWriting(qintptr descriptor);

void closeDescriptor(qintptr descriptor);

} // namespace pipit::http
