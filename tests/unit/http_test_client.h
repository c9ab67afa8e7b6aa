// SPDX-License-Identifier: GPL-3.0-or-later
// A client that sends any bytes and reads answers one by one, over TLS where it is told how. Runs on the server's thread; every
// wait has a limit.
#pragma once

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QHostAddress>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpSocket>
#include <QTimer>

#include <chrono>
#include <memory>

namespace pipit::http {

// Runs the event loop until the condition holds. Unlike QTest::qWaitFor it does not sleep between two looks.
template<typename Condition>
bool waitUntil(Condition holds, std::chrono::milliseconds limit = std::chrono::seconds(20))
{
    QTimer wake; // for conditions that no event tells of
    wake.start(5);
    const QDeadlineTimer deadline(limit);
    while (!holds()) {
        if (deadline.hasExpired())
            return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    return true;
}

struct Answer {
    int status = 0; // 0: none came
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body;

    QByteArray header(QByteArrayView lowerCaseName) const
    {
        for (const auto &[name, value] : headers) {
            if (name == lowerCaseName)
                return value;
        }
        return {};
    }

    QJsonObject error() const { return QJsonDocument::fromJson(body).object().value(u"error").toObject(); }
    QString errorCode() const { return error().value(u"code").toString(); }
    QString errorMessage() const { return error().value(u"message").toString(); }
    QString errorField() const { return error().value(u"field").toString(); }
};

class TestClient
{
public:
    explicit TestClient(quint16 port, const QSslConfiguration *tls = nullptr) : m_socket(tls ? new QSslSocket : new QTcpSocket)
    {
        QObject::connect(m_socket.get(), &QTcpSocket::readyRead, m_socket.get(), [this] { receive(); });
        if (auto *secure = qobject_cast<QSslSocket *>(m_socket.get())) {
            secure->setSslConfiguration(*tls);
            secure->connectToHostEncrypted(QHostAddress(QHostAddress::LocalHost).toString(), port);
        } else {
            m_socket->connectToHost(QHostAddress::LocalHost, port);
        }
        m_socket->waitForConnected();
        m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    }

    // Over TLS, before the handshake is done, it waits for that.
    void send(const QByteArray &bytes)
    {
        if (isGone())
            return;
        m_socket->write(bytes);
        m_socket->flush();
    }

    Answer nextHead()
    {
        Answer answer;
        const bool whole = waitUntil([this] { return m_received.contains("\r\n\r\n"); });
        if (!whole)
            return answer;
        const auto end = m_received.indexOf("\r\n\r\n");
        const auto lines = m_received.first(end).split('\n');
        m_received.remove(0, end + 4);
        answer.status = lines.first().split(' ').value(1).toInt();
        for (const QByteArray &line : lines.sliced(1)) {
            const auto colon = line.indexOf(':');
            answer.headers.emplaceBack(line.first(colon).toLower(), line.sliced(colon + 1).trimmed());
        }
        return answer;
    }

    Answer next()
    {
        Answer answer = nextHead();
        const auto length = answer.header("content-length").toLongLong();
        if (waitUntil([&] { return m_received.size() >= length; })) {
            answer.body = m_received.first(length);
            m_received.remove(0, length);
        }
        return answer;
    }

    // Waits until the server has said that nothing more comes.
    bool isClosed()
    {
        return waitUntil([this] { return isGone(); });
    }

    bool isGone() const { return m_socket->state() == QAbstractSocket::UnconnectedState; }

    const QByteArray &rest() const { return m_received; }

    void stopReading()
    {
        m_reading = false;
        m_socket->setReadBufferSize(1);
    }

    void goOnReading()
    {
        m_reading = true;
        m_socket->setReadBufferSize(0);
        receive();
        m_socket->flush(); // over TLS, this also decrypts what was left
    }

    void reset() { m_socket->abort(); }

    bool isEncrypted() const
    {
        const auto *secure = qobject_cast<const QSslSocket *>(m_socket.get());
        return secure && secure->isEncrypted();
    }
    QSslConfiguration session() const { return qobject_cast<const QSslSocket *>(m_socket.get())->sslConfiguration(); }

private:
    void receive()
    {
        if (m_reading && m_socket->isReadable())
            m_received += m_socket->readAll();
    }

    const std::unique_ptr<QTcpSocket> m_socket;
    QByteArray m_received;
    bool m_reading = true;
};

} // namespace pipit::http
