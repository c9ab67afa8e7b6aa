// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/web_sockets.h"

#include "server/http/web_socket_pump.h"
#include "server/stream/socket_options.h"

#include <QDeadlineTimer>
#include <QWebSocketServer>

#include <map>

using namespace Qt::StringLiterals;

namespace pipit::http {

namespace {

constexpr std::chrono::seconds stopTime{2};
// By which the one that was handed in is known again; no client's header of this name gets here.
constexpr char numberHeader[] = "X-Pipit-Number";

} // namespace

// On the thread of the sockets.
class WebSockets::Room : public QObject
{
public:
    Room(WebSockets &outside, qint64 messageBytes, std::chrono::milliseconds unacknowledged)
        : m_outside(outside), m_messageBytes(messageBytes), m_unacknowledged(unacknowledged), m_post(std::make_shared<WebSocketPost>(this))
    {
    }
    ~Room() override
    {
        m_post->close();
        qDeleteAll(findChildren<WebSocketPump *>(Qt::FindDirectChildrenOnly));
    }

    void open(const std::shared_ptr<OwnedSocket> &client, QByteArray head, const std::shared_ptr<OwnedSocket> &pair, Ask ask)
    {
        if (!m_server) { // made on the thread that uses it
            m_server = new QWebSocketServer(u"Pipit"_s, QWebSocketServer::NonSecureMode, this);
            connect(m_server, &QWebSocketServer::newConnection, this, &Room::begin);
        }
        const stream::NativeSocket descriptor = client->take();
        stream::prepareStreamSocket(descriptor, m_unacknowledged);
        auto socket = std::make_unique<QTcpSocket>();
        auto engine = std::make_unique<QTcpSocket>();
        if (!socket->setSocketDescriptor(qintptr(descriptor)) || !engine->setSocketDescriptor(qintptr(pair->take()))) {
            --m_outside.m_open;
            return; // both end with their objects
        }
        const QByteArray number = QByteArray::number(++m_number);
        head.insert(head.indexOf("\r\n") + 2, numberHeader + (": " + number) + "\r\n");
        m_waiting.emplace(number, Waiting{std::move(engine), std::move(ask)});
        // It was read once already: it is read again.
        for (qsizetype i = head.size() - 1; i >= 0; --i)
            socket->ungetChar(head[i]);
        QTcpSocket *const given = socket.release();
        // What comes to nothing leaves its stream.
        connect(given, &QObject::destroyed, this, [this, number] {
            if (m_waiting.erase(number))
                --m_outside.m_open;
        });
        m_server->handleConnection(given);
    }

private:
    struct Waiting {
        std::unique_ptr<QTcpSocket> engine;
        Ask ask;
    };

    void begin()
    {
        while (QWebSocket *socket = m_server->nextPendingConnection()) {
            const auto waiting = m_waiting.find(socket->request().rawHeader(numberHeader));
            if (waiting == m_waiting.end()) {
                delete socket;
                continue;
            }
            socket->setMaxAllowedIncomingFrameSize(quint64(m_messageBytes));
            socket->setMaxAllowedIncomingMessageSize(quint64(m_messageBytes));
            Waiting taken = std::move(waiting->second);
            m_waiting.erase(waiting);
            auto *pump = new WebSocketPump(socket, taken.engine.release(), std::move(taken.ask), m_post, m_heard, this);
            connect(pump, &QObject::destroyed, this, [this] { --m_outside.m_open; });
        }
    }

    WebSockets &m_outside;
    const qint64 m_messageBytes;
    const std::chrono::milliseconds m_unacknowledged;
    const std::shared_ptr<WebSocketPost> m_post;
    QWebSocketServer *m_server = nullptr;
    quint64 m_number = 0;
    qint64 m_heard = 0;
    std::map<QByteArray, Waiting> m_waiting; // for the end of the handshake
};

WebSockets::WebSockets(qint64 messageBytes, std::chrono::milliseconds unacknowledged) : m_room(new Room(*this, messageBytes, unacknowledged))
{
    m_room->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_room, &QObject::deleteLater);
    m_thread.setObjectName(u"pipit websockets"_s);
}

WebSockets::~WebSockets()
{
    if (!m_thread.isRunning()) {
        delete m_room;
        return;
    }
    m_thread.quit();
    m_thread.wait();
}

void WebSockets::open(std::shared_ptr<OwnedSocket> client, QByteArray head, std::shared_ptr<OwnedSocket> pair, Ask ask)
{
    ++m_open;
    if (!m_thread.isRunning())
        m_thread.start(); // with the first one
    QMetaObject::invokeMethod(m_room, [room = m_room, client = std::move(client), head = std::move(head), pair = std::move(pair), ask = std::move(ask)]() mutable { room->open(client, std::move(head), pair, std::move(ask)); }, Qt::QueuedConnection);
}

void WebSockets::stop()
{
    for (const QDeadlineTimer until(stopTime); m_open > 0 && !until.hasExpired();)
        QThread::msleep(5);
}

} // namespace pipit::http
