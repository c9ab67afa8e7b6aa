// SPDX-License-Identifier: GPL-3.0-or-later
// One HTTP connection as bytes: what is sent is exactly what the test says, also where it is not HTTP.
//
// Thread rule: each connection on the thread that made it; blocks, for ten seconds at most where it is not told otherwise.
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QTcpSocket>

#include <chrono>
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
    // `limit`: of each wait for bytes.
    explicit HttpConnection(quint16 port, std::chrono::milliseconds limit = std::chrono::seconds(10)) : m_port(port), m_limitMs(int(limit.count())) { }

    // Sends the bytes and reads one answer. Nothing where the connection could not be made or broke first; the next call
    // makes a new one.
    std::optional<Answer> call(const QByteArray &request);

private:
    std::optional<Answer> readAnswer();
    bool waitForMore();

    quint16 m_port;
    int m_limitMs;
    std::unique_ptr<QTcpSocket> m_socket;
    QByteArray m_buffer;
};

// A request with this body and the headers that it needs. `authorization` is the whole value; empty: none.
QByteArray httpRequest(const QByteArray &method, const QByteArray &target, const QByteArray &authorization, const QByteArray &body = {});

} // namespace pipit::test
