// SPDX-License-Identifier: GPL-3.0-or-later
// One HTTP connection as bytes: what is sent is exactly what the test says, also where it is not HTTP.
//
// Thread rule: each connection on the thread that made it; blocks, for ten seconds at most.
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QTcpSocket>

#include <memory>
#include <optional>

namespace pipit::test {

struct Answer {
    int status = 0;
    QByteArray head;
    QByteArray body;

    QJsonObject json() const;
    QJsonObject data() const;  // of a success
    QJsonObject error() const; // of a failure
};

class HttpConnection
{
public:
    explicit HttpConnection(quint16 port) : m_port(port) { }

    // Sends the bytes and reads one answer. Nothing where the connection could not be made or broke first; the next call
    // makes a new one.
    std::optional<Answer> call(const QByteArray &request);

private:
    std::optional<Answer> readAnswer();
    bool waitForMore();

    quint16 m_port;
    std::unique_ptr<QTcpSocket> m_socket;
    QByteArray m_buffer;
};

// A request with this body and the headers that it needs. `authorization` is the whole value; empty: none.
QByteArray httpRequest(const QByteArray &method, const QByteArray &target, const QByteArray &authorization, const QByteArray &body = {});

} // namespace pipit::test
