// SPDX-License-Identifier: GPL-3.0-or-later
// The plainest client of a pretended provider: a socket, and the bytes as they came.
//
// Thread rule: one thread; it blocks.
#pragma once

#include "tests/support/fake_provider.h"

#include <QDeadlineTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTcpSocket>

namespace pipit::test {

using Event = std::pair<QByteArray, QByteArray>; // its name and its data

class ProviderClient
{
public:
    ProviderClient(const FakeProvider &provider, const QByteArray &request)
    {
        m_socket.connectToHost(QStringLiteral("127.0.0.1"), provider.port());
        m_socket.write(request);
        if (m_socket.waitForConnected(10'000))
            m_socket.flush();
    }

    static QByteArray request(const QByteArray &method, const QByteArray &target, const QByteArray &token, const QByteArray &body = {}, const QByteArray &contentType = "application/json")
    {
        return method + ' ' + target + " HTTP/1.1\r\nHost: t\r\nAuthorization: Bearer " + token + "\r\nContent-Type: " + contentType + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
    }

    // To the end of the connection.
    ProviderClient &read()
    {
        while (m_socket.waitForReadyRead(10'000))
            m_bytes += m_socket.readAll();
        return *this;
    }

    // What came by then, once it has all that; the connection stays open.
    bool readUntil(const QByteArray &text)
    {
        const QDeadlineTimer deadline(10'000);
        while (!m_bytes.contains(text)) {
            if (!m_socket.waitForReadyRead(int(deadline.remainingTime())))
                return false;
            m_bytes += m_socket.readAll();
        }
        return true;
    }

    bool isSilent() { return !m_socket.waitForReadyRead(50) && m_socket.state() == QAbstractSocket::ConnectedState; }
    bool isRefused() const { return m_socket.error() == QAbstractSocket::ConnectionRefusedError; }
    void close() { m_socket.abort(); }

    const QByteArray &bytes() const { return m_bytes; }
    int status() const { return m_bytes.mid(9, 3).toInt(); }
    QByteArray head() const { return m_bytes.left(m_bytes.indexOf("\r\n\r\n") + 4); }
    QByteArray rawBody() const { return m_bytes.mid(head().size()); }
    QByteArray header(const QByteArray &name) const
    {
        for (const QByteArray &line : head().split('\n')) {
            if (line.startsWith(name))
                return line.mid(name.size() + 1).trimmed();
        }
        return {};
    }
    bool isChunked() const { return header("Transfer-Encoding") == "chunked"; }
    // As HTTP knows it; where the connection's end is the answer's, it always is.
    bool isWhole() const
    {
        if (const QByteArray length = header("Content-Length"); !length.isEmpty())
            return rawBody().size() == length.toLongLong();
        return !head().isEmpty() && (!isChunked() || rawBody().endsWith("0\r\n\r\n"));
    }

    QByteArrayList chunks() const
    {
        const QByteArray raw = rawBody();
        QByteArrayList chunks;
        for (qsizetype at = 0, lineEnd = 0; (lineEnd = raw.indexOf("\r\n", at)) > at;) {
            const qsizetype size = raw.mid(at, lineEnd - at).toLongLong(nullptr, 16);
            if (size > 0)
                chunks << raw.mid(lineEnd + 2, size);
            at = lineEnd + 2 + size + 2;
        }
        return chunks;
    }

    QByteArray body() const { return isChunked() ? chunks().join() : rawBody(); }
    QJsonObject json() const { return QJsonDocument::fromJson(body()).object(); }

    // Of a body with the line ends of the standard, one data line for each frame.
    QList<Event> events() const
    {
        QList<Event> events;
        Event event;
        for (QByteArray line : body().replace("\r\n", "\n").replace('\r', '\n').split('\n')) {
            const QByteArray value = line.mid(line.indexOf(':') + 1).trimmed();
            if (line.startsWith("event:"))
                event.first = value;
            else if (line.startsWith("data:"))
                event.second = value;
            else if (line.isEmpty() && event != Event())
                events << std::exchange(event, {});
        }
        return events;
    }

    QByteArrayList eventNames() const
    {
        QByteArrayList names;
        for (const Event &event : events())
            names << event.first;
        return names;
    }

    // The values of one key in the data of these events.
    QStringList values(const QByteArray &event, const QString &key) const
    {
        QStringList values;
        for (const auto &[name, data] : events()) {
            const QJsonObject object = QJsonDocument::fromJson(data).object();
            if (name == event && object.contains(key))
                values << object[key].toString();
        }
        return values;
    }

private:
    QTcpSocket m_socket;
    QByteArray m_bytes;
};

} // namespace pipit::test
