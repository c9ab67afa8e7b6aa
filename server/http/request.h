// SPDX-License-Identifier: GPL-3.0-or-later
// A request as a value of our own: safe to keep while a handler waits.
//
// Thread rule: plain values. Errors: InvalidRequest for a path or query that is not percent-encoded UTF-8; `field` names
// the part. Source: RFC 9110, RFC 3986, RFC 6265 (cookies).
#pragma once

#include "core/receipt.h"
#include "core/result.h"

#include <QByteArray>
#include <QHostAddress>
#include <QList>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <utility>

namespace pipit::auth {
struct Caller;
}

namespace pipit::http {

class BodyStream;
struct RequestHead;

struct Request {
    QByteArray method;                              // in capitals, as sent
    QString path;                                   // percent-decoded, starts with '/'; no segment holds an encoded '/'
    QList<std::pair<QString, QString>> query;       // percent-decoded, in the order sent; '+' is a space
    QList<std::pair<QByteArray, QByteArray>> headers; // names in lower case, values without surrounding blanks
    QByteArray body;                                // whole, where there is no stream
    std::shared_ptr<BodyStream> stream = {};        // a body that is still arriving
    bool isUpload = false;                          // and that is a file, for a handler that takes it in pieces
    QHostAddress peer;                              // the other end of the connection
    QHostAddress client = {};                       // who asks: the peer, or who a trusted proxy asks for
    bool isSecure = false;                          // what the client and the node, or a trusted proxy, say is encrypted
    ReceiptPtr receipt = {};                        // once the front door has it: its id is the client's X-Request-Id, or a new one
    std::shared_ptr<const auth::Caller> named = {}; // by the node itself: of what is said on a connection whose caller is known
    bool isForeign = false;                         // for a page of another address, one of server.cors_origins

    static Result<Request> fromHead(const RequestHead &head, const QByteArray &body, const QHostAddress &peer);

    // What leads through the logs; empty before the front door has seen it.
    QString requestId() const { return receipt ? QString::fromStdString(receipt->requestId) : QString(); }
    // The first header of this (lower-case) name; nothing where there is none.
    std::optional<QByteArray> header(QByteArrayView lowerCaseName) const;
    // Empty where there is none.
    QByteArray cookie(QByteArrayView name) const;

    bool hasQuery(QStringView name) const;
    QString queryValue(QStringView name) const;     // the first
    QStringList queryValues(QStringView name) const;
};

} // namespace pipit::http
