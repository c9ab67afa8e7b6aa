// SPDX-License-Identifier: GPL-3.0-or-later
// One stream over WebSocket: see web_sockets.h. Thread rule: the thread of its sockets. Deletes itself when both are done.
#pragma once

#include "core/sse_decoder.h"
#include "server/http/web_sockets.h"

#include <QObject>
#include <QQueue>
#include <QTcpSocket>
#include <QWebSocket>

#include <mutex>

namespace pipit::http {

// {"type":…,"id":…,"data":…} of an event whose data is JSON. Without an id where the event has none of its own.
QString webSocketFrame(const sse::EventView &event, std::string_view ownId);

// Where answers go from other threads: to the thread of the pumps, for as long as there is one.
class WebSocketPost
{
public:
    explicit WebSocketPost(QObject *room) : m_room(room) { }
    void close();
    void send(std::function<void()> call);

private:
    std::mutex m_mutex;
    QObject *m_room;
};

class WebSocketPump : public QObject
{
    Q_OBJECT

public:
    // Takes both sockets over. `heardByAll`: the bytes that wait in all pumps of the thread; it outlives them.
    WebSocketPump(QWebSocket *socket, QTcpSocket *pair, WebSockets::Ask ask, std::shared_ptr<WebSocketPost> post, qint64 &heardByAll, QObject *parent);
    ~WebSocketPump() override;

private:
    void carryDown();
    void onPairEnded();
    void take(const sse::EventView &event);
    void hear(const QString &text);
    void askNext();
    void answer(const QByteArray &json);
    void end();

    QWebSocket *m_socket;
    QTcpSocket *m_pair;
    const WebSockets::Ask m_ask;
    const std::shared_ptr<WebSocketPost> m_post;
    sse::Decoder m_decoder;
    std::string m_lastId;      // of the event before
    QString m_reason;          // of `closing`
    QQueue<QByteArray> m_heard; // waits for the answer to what was said before
    qint64 m_heardBytes = 0;
    qint64 &m_heardByAll;
    bool m_isAsking = false;
    bool m_isEnding = false;
};

} // namespace pipit::http
