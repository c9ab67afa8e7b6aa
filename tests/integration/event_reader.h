// SPDX-License-Identifier: GPL-3.0-or-later
// One reader of an event stream, with everything that it was sent. It never comes back: what ends, has ended.
//
// Thread rule: the thread that made it; what has come is read while waitFor() waits. Blocks, for as long as it is told.
#pragma once

#include "core/sse_decoder.h"

#include <QByteArray>
#include <QJsonObject>
#include <QTcpSocket>

#include <chrono>
#include <functional>
#include <vector>

namespace pipit::test {

class EventReader
{
public:
    struct Event {
        QByteArray type;
        QJsonObject data;
    };

    EventReader(quint16 port, const QByteArray &request);

    // False: the limit was over first.
    bool waitFor(const std::function<bool()> &condition, std::chrono::seconds limit = std::chrono::seconds(20));
    bool hasEnded() const { return m_socket.state() == QAbstractSocket::UnconnectedState; }

    const QByteArray &head() const { return m_head; } // with the status line; empty until it is whole
    const QByteArray &body() const { return m_body; }
    const std::vector<Event> &events() const { return m_events; }
    std::vector<QJsonObject> of(QByteArrayView type) const;

    // The client is gone, in the middle of whatever it is.
    void leave() { m_socket.abort(); }

private:
    void take(const QByteArray &bytes);

    QTcpSocket m_socket;
    sse::Decoder m_decoder;
    QByteArray m_head;
    QByteArray m_body;
    QByteArray m_beginning; // until the head is whole
    std::vector<Event> m_events;
};

} // namespace pipit::test
