// SPDX-License-Identifier: GPL-3.0-or-later
// Streams over WebSocket: what the stream engine sends as Server-Sent Events goes out as JSON, one object a frame, and what the
// client says comes in.
//
//     engine ⇢ pair of local sockets ⇢ WebSocketPump ⇢ QWebSocket ⇢ client
//
// For the engine it is a stream like any other: its queue, its limits, its end. A client that does not read is felt by it, because no more
// is taken from the pair than the WebSocket lets go of. What a client says waits for the answer to what it said before.
// Thread rule: open(), stop() and the destructor on one thread; the sockets live on a thread of their own, and `ask` is called there.
// Memory: some 30 KB for each, mostOpen of them, a message that is arriving, and 256 KB that a client has not read yet; and 64 MB of all
// that was said and waits. Source: RFC 6455, docs/api.md.
#pragma once

#include "server/http/descriptor.h"

#include <QByteArray>
#include <QThread>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>

namespace pipit::http {

class WebSockets
{
public:
    static constexpr int mostOpen = 2'000;

    // What came in, and where the answer to it goes: once, from any thread; not at all ends the connection's hearing.
    using Tell = std::function<void(QByteArray json)>;
    using Ask = std::function<void(const QByteArray &text, Tell tell)>;

    // `messageBytes`: what a frame from a client may hold. `unacknowledged`: as prepareStreamSocket() has it.
    WebSockets(qint64 messageBytes, std::chrono::milliseconds unacknowledged);
    ~WebSockets();

    bool hasRoom() const { return m_open < mostOpen; }
    int open() const { return m_open; }

    // `head`: the request for it, as it came in. The pair's other end is the engine's.
    void open(std::shared_ptr<OwnedSocket> client, QByteArray head, std::shared_ptr<OwnedSocket> pair, Ask ask);

    // Those whose stream has ended say so to their clients; two seconds at most.
    void stop();

private:
    class Room;

    QThread m_thread;
    std::atomic<int> m_open = 0;
    Room *m_room; // lives on the thread
};

} // namespace pipit::http
