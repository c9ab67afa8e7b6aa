// SPDX-License-Identifier: GPL-3.0-or-later
// What a handler answers: bytes with a length, or the hand-over of the connection to the stream engine.
//
// The JSON envelope is {"success":true,"data":{…}} or {"success":false,"error":{…}}.
// Thread rule: plain values. Source: Pipit's contract of the HTTP interface.
#pragma once

#include "core/error.h"
#include "server/stream/native_socket.h"

#include <QByteArray>
#include <QFuture>
#include <QJsonObject>
#include <QList>

#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace pipit::http {

struct Response {
    int status = 200;
    QByteArray contentType = "application/json; charset=utf-8";
    QList<std::pair<QByteArray, QByteArray>> headers = {}; // further ones; Content-Length, Connection and Date are the server's
    QByteArray body = {};

    // Set: the body is so many bytes, asked for piece by piece as fast as the client takes them, one at a time, on the server's
    // thread. A piece has at most what is asked for, and at least one byte: else the connection ends.
    using Pieces = std::function<QFuture<QByteArray>(qint64 atMost)>;
    Pieces pieces = {};
    qint64 piecesBytes = 0;

    // Set: the connection's descriptor, which is non-blocking, goes to this function, which then owns it, with the bytes of the
    // answer's head, which were not sent. It is called on the server's thread, once, or never where the client has gone. A
    // HEAD gets the head as its answer.
    using TakeOver = std::function<void(stream::NativeSocket, std::string head)>;
    TakeOver takeOver = {};

    static Response success(const QJsonObject &data, int status = 200);
    // `data` is an object in JSON already.
    static Response successText(const QByteArray &data, int status = 200);
    // The code's own status; a 401 names its scheme.
    static Response failure(const Error &error);
    static Response text(const QByteArray &body, const QByteArray &contentType = "text/plain; charset=utf-8");
    static Response handOver(TakeOver takeOver);
};

// The words that belong to a status: "Not Found". "Unknown" for one that the node never sends.
QByteArrayView reasonPhrase(int status);

} // namespace pipit::http
