// SPDX-License-Identifier: GPL-3.0-or-later
// A socket as OpenSSL reads and writes it (BIO). OpenSSL has one of its own, which ends the program by SIGPIPE where the other
// side is gone.
//
// Thread rule: as OpenSSL's objects, one thread at a time.
#pragma once

#include "server/stream/native_socket.h"

#include <openssl/bio.h>

namespace pipit::http {

// For SSL_set_bio(), which then owns it. The descriptor, non-blocking, stays the caller's.
BIO *socketBio(stream::NativeSocket socket);

} // namespace pipit::http
