// SPDX-License-Identifier: GPL-3.0-or-later
// GET /api/ws: the events of /api/sse/messages over WebSocket, and what the client says: publish and typing, each answered as its
// request would be.
//
// Thread rule: the node's thread; what is said comes from the WebSockets' own and is asked here. Source: docs/api.md.
#pragma once

#include "server/http/router.h"
#include "server/http/stream_passes.h"
#include "server/http/web_sockets.h"
#include "server/log/dispatcher.h"
#include "server/store/store.h"

#include <QObject>

namespace pipit::http {

class WsRoutes : public QObject
{
    Q_OBJECT

public:
    static constexpr char path[] = "/api/ws";
    // Answers a request as if it had come by itself; kept for as long as one is under way.
    using Dispatch = std::function<QCoro::Task<Response>(Request)>;

    WsRoutes(store::Store &store, log::Dispatcher &dispatcher, StreamPasses &passes, Dispatch dispatch, qint64 messageBytes, std::chrono::milliseconds heartbeat, QObject *parent = nullptr);
    void addTo(Router &router);
    // Those whose stream has ended say so; two seconds at most.
    void stop() { m_sockets.stop(); }

private:
    struct Asker;

    QCoro::Task<Response> open(const Exchange &exchange);

    store::Store &m_store;
    log::Dispatcher &m_dispatcher;
    StreamPasses &m_passes;
    const std::shared_ptr<const Dispatch> m_dispatch;
    WebSockets m_sockets;
};

} // namespace pipit::http
