// SPDX-License-Identifier: GPL-3.0-or-later
// The bytes of an answer's head: status line, the server's own headers, the handler's, the blank line.
//
// Thread rule: functions; the date is kept for each thread. Source: RFC 9110, RFC 9112.
#pragma once

#include "server/http/response.h"

namespace pipit::http {

struct Framing {
    bool close = false; // says that the connection ends after this answer
    bool head = false;  // answers a HEAD: the length is told, the body is not sent
};

// A header that would break the framing (a line break in its value, a name that is none) is a fault of the handler: the
// answer becomes a 500 and the log names the header.
QByteArray headOf(Response &response, Framing framing);

// Whether a body follows the head.
bool hasBody(const Response &response, Framing framing);

} // namespace pipit::http
