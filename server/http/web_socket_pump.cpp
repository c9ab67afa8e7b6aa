// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/web_socket_pump.h"

#include "core/event.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QPointer>

using namespace Qt::StringLiterals;

namespace pipit::http {

namespace {

constexpr qint64 unreadAtMost = 256 << 10; // by the client
constexpr qint64 pieceBytes = 64 << 10;
constexpr qsizetype heardAtMost = 64;      // frames that wait
constexpr qint64 heardByAllAtMost = 64 << 20;

// Come back, as soon as you are told; or with another token.
QWebSocketProtocol::CloseCode codeOf(const QString &reason)
{
    if (reason.isEmpty())
        return QWebSocketProtocol::CloseCodeAbnormalDisconnection;
    if (reason == u"finished")
        return QWebSocketProtocol::CloseCodeNormal;
    return reason.startsWith(u"token_") ? QWebSocketProtocol::CloseCodePolicyViolated : QWebSocketProtocol::CloseCodeGoingAway;
}

} // namespace

QString webSocketFrame(const sse::EventView &event, std::string_view ownId)
{
    QByteArray frame;
    frame.reserve(qsizetype(event.data.size() + event.type.size() + ownId.size() + 32));
    frame.append("{\"type\":\"").append(event.type.data(), qsizetype(event.type.size()));
    if (!ownId.empty())
        frame.append("\",\"id\":\"").append(ownId.data(), qsizetype(ownId.size()));
    frame.append("\",\"data\":").append(event.data.data(), qsizetype(event.data.size())).append('}');
    return QString::fromUtf8(frame);
}

void WebSocketPost::close()
{
    const std::lock_guard lock(m_mutex);
    m_room = nullptr;
}

void WebSocketPost::send(std::function<void()> call)
{
    const std::lock_guard lock(m_mutex);
    if (m_room)
        QMetaObject::invokeMethod(m_room, std::move(call), Qt::QueuedConnection);
}

WebSocketPump::WebSocketPump(QWebSocket *socket, QTcpSocket *pair, WebSockets::Ask ask, std::shared_ptr<WebSocketPost> post, qint64 &heardByAll, QObject *parent)
    : QObject(parent), m_socket(socket), m_pair(pair), m_ask(std::move(ask)), m_post(std::move(post)), m_heardByAll(heardByAll)
{
    m_socket->setParent(this);
    m_pair->setParent(this);
    m_pair->setReadBufferSize(pieceBytes);
    connect(m_pair, &QTcpSocket::readyRead, this, &WebSocketPump::carryDown);
    connect(m_pair, &QTcpSocket::disconnected, this, &WebSocketPump::onPairEnded);
    connect(m_socket, &QWebSocket::bytesWritten, this, &WebSocketPump::carryDown);
    connect(m_socket, &QWebSocket::disconnected, this, &WebSocketPump::end);
    connect(m_socket, &QWebSocket::textMessageReceived, this, &WebSocketPump::hear);
    connect(m_socket, &QWebSocket::binaryMessageReceived, this, [this] { m_socket->close(QWebSocketProtocol::CloseCodeDatatypeNotSupported, u"Frames are text: a JSON object each."_s); });
    carryDown();
    if (m_pair->state() == QAbstractSocket::UnconnectedState)
        onPairEnded();
}

WebSocketPump::~WebSocketPump()
{
    m_heardByAll -= m_heardBytes;
}

void WebSocketPump::carryDown()
{
    while (!m_isEnding && m_pair->bytesAvailable() > 0 && m_socket->bytesToWrite() < unreadAtMost) {
        const QByteArray piece = m_pair->read(pieceBytes);
        // A sign of life where there is nothing else to send.
        if (piece.startsWith(':'))
            m_socket->ping();
        m_decoder.feed({piece.constData(), std::size_t(piece.size())}, [this](const sse::EventView &event) { take(event); });
    }
    if (m_pair->state() == QAbstractSocket::UnconnectedState && m_pair->bytesAvailable() == 0)
        onPairEnded();
}

void WebSocketPump::take(const sse::EventView &event)
{
    // The last id stands for every event until the next one; only `position` and `message` have one of their own.
    const bool hasId = event.lastEventId != m_lastId || event.type == event_name::message || event.type == event_name::position;
    m_lastId = event.lastEventId;
    if (event.type == event_name::closing)
        m_reason = QJsonDocument::fromJson(QByteArray(event.data.data(), qsizetype(event.data.size()))).object().value(u"reason").toString();
    m_socket->sendTextMessage(webSocketFrame(event, hasId ? event.lastEventId : std::string_view()));
}

// The stream has ended; what is left of it goes out first, but to a client that does not read.
void WebSocketPump::onPairEnded()
{
    if (m_isEnding)
        return;
    if (m_pair->bytesAvailable() > 0) {
        if (m_socket->bytesToWrite() >= unreadAtMost)
            m_socket->abort();
        return;
    }
    m_isEnding = true;
    m_socket->close(codeOf(m_reason), m_reason);
}

void WebSocketPump::hear(const QString &text)
{
    if (m_isEnding)
        return;
    QByteArray bytes = text.toUtf8();
    m_heardBytes += bytes.size();
    m_heardByAll += bytes.size();
    if (m_heard.size() >= heardAtMost || m_heardByAll > heardByAllAtMost) {
        m_isEnding = true;
        return m_socket->close(QWebSocketProtocol::CloseCodePolicyViolated, u"Too much was said before it was answered; wait for the answers."_s);
    }
    m_heard.enqueue(std::move(bytes));
    askNext();
}

void WebSocketPump::askNext()
{
    if (m_isAsking || m_heard.isEmpty())
        return;
    m_isAsking = true;
    const QByteArray text = m_heard.dequeue();
    m_heardBytes -= text.size();
    m_heardByAll -= text.size();
    // Whoever it is for may be gone by then: only this thread can tell.
    m_ask(text, [self = QPointer(this), post = m_post](const QByteArray &json) {
        post->send([self, json] {
            if (self)
                self->answer(json);
        });
    });
}

void WebSocketPump::answer(const QByteArray &json)
{
    m_isAsking = false;
    if (!m_isEnding)
        m_socket->sendTextMessage(QString::fromUtf8(json));
    askNext();
}

void WebSocketPump::end()
{
    m_isEnding = true;
    m_pair->abort();
    deleteLater();
}

} // namespace pipit::http
