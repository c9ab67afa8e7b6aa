// SPDX-License-Identifier: GPL-3.0-or-later
// A connection to this machine without anybody's help: what is sent need not be HTTP; sends until the other side has had enough.
// Thread rule: one thread; it blocks, for ten seconds at most.
#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QTcpSocket>

namespace pipit::test {

class RawConnection
{
public:
    explicit RawConnection(quint16 port)
    {
        m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
        m_isOpen = m_socket.waitForConnected(10'000);
    }

    // False: the node has closed.
    bool send(const QByteArray &bytes)
    {
        if (!m_isOpen)
            return false;
        m_socket.write(bytes);
        while (m_socket.bytesToWrite() > 0) {
            if (!m_socket.waitForBytesWritten(10'000)) {
                m_isOpen = false;
                return false;
            }
        }
        takeIn();
        return m_socket.state() == QAbstractSocket::ConnectedState;
    }

    // All that the node says until it closes, or nothing comes for so long.
    QByteArray rest(int quietMs = 10'000)
    {
        while (m_socket.state() == QAbstractSocket::ConnectedState && m_socket.waitForReadyRead(quietMs))
            takeIn();
        takeIn();
        return m_received;
    }

    bool isClosed() const { return m_socket.state() != QAbstractSocket::ConnectedState; }
    // Without waiting.
    bool hasBeenClosed()
    {
        m_socket.waitForReadyRead(0);
        takeIn();
        return isClosed();
    }
    const QByteArray &received() const { return m_received; }

private:
    void takeIn() { m_received += m_socket.readAll(); }

    QTcpSocket m_socket;
    QByteArray m_received;
    bool m_isOpen = false;
};

} // namespace pipit::test
