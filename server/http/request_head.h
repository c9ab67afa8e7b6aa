// SPDX-License-Identifier: GPL-3.0-or-later
// The head of a request, read strictly: what two readers could take in two ways is refused.
//
// A head is the request line, the header lines and the blank line. Where it ends, and how long the body after it is, must
// never be a matter of opinion between this parser, Qt's parser behind it and a proxy before it: that is how requests are
// smuggled. So there is one way to end a line (CR LF), one length (Content-Length, once, digits, or chunks and nothing
// beside them) and one Host.
// Thread rule: functions without state. Errors: InvalidRequest, TooLarge, HeadTooLarge; each message says
// what to send instead. Source: RFC 9110, RFC 9112.
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QList>

#include <string_view>
#include <utility>

namespace pipit::http {

using HeaderList = QList<std::pair<QByteArray, QByteArray>>;

struct HeadLimits {
    qsizetype headBytes;
    int headerCount;
    qint64 bodyBytes;
};

struct RequestHead {
    QByteArray method;          // as sent
    QByteArray target;          // as sent; starts with '/', printable ASCII
    HeaderList headers = {};    // names in lower case, values without surrounding blanks
    qint64 contentLength = 0;   // 0 where the body is chunked
    bool chunked = false;
    bool http10 = false;
    bool close = false;         // HTTP/1.0, or the client asked for it
    bool expectContinue = false;
    bool webSocket = false;     // asks to speak WebSocket from here on, or Qt might think so
};

// The index after the head's blank line, or 0 while the head is not whole. Bytes before `from` were looked at by an
// earlier call. Errors: InvalidRequest for a line that ends in a bare line feed.
Result<qsizetype> findHeadEnd(std::string_view bytes, std::size_t from);

// `head` is everything up to and with the blank line.
Result<RequestHead> parseRequestHead(std::string_view head, const HeadLimits &limits);

// Whether the text is a token, the form of methods and header names.
bool isToken(std::string_view text);

} // namespace pipit::http
