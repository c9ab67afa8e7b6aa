// SPDX-License-Identifier: GPL-3.0-or-later
// What a handler answers: bytes with a length, or the hand-over of the connection to the stream engine.
//
// The JSON envelope is {"success":true,"data":{…}} or {"success":false,"error":{…}}.
// Thread rule: plain values. Source: Pipit's contract of the HTTP interface.
#pragma once

#include "core/error.h"
#include "server/stream/native_socket.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>

#include <functional>
#include <utility>

namespace pipit::http {

struct Response {
    int status = 200;
    QByteArray contentType = "application/json; charset=utf-8";
    QList<std::pair<QByteArray, QByteArray>> headers = {}; // further ones; Content-Length, Connection and Date are the server's
    QByteArray body = {};

    // Set: nothing of the above is written (but to a HEAD, which gets it as its answer); the connection's descriptor, which
    // is non-blocking, goes to this function, which then owns it. It is called on the server's thread, once, or never
    // where the client has gone.
    std::function<void(stream::NativeSocket)> takeOver = {};

    static Response success(const QJsonObject &data, int status = 200);
    // `data` is an object in JSON already.
    static Response successText(const QByteArray &data, int status = 200);
    // The code's own status; a 401 names its scheme.
    static Response failure(const Error &error);
    static Response text(const QByteArray &body, const QByteArray &contentType = "text/plain; charset=utf-8");
    static Response handOver(std::function<void(stream::NativeSocket)> takeOver);
};

// The words that belong to a status: "Not Found". "Unknown" for one that the node never sends.
QByteArrayView reasonPhrase(int status);

} // namespace pipit::http
