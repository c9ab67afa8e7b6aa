// SPDX-License-Identifier: GPL-3.0-or-later
// /api/ops/log: what this process logs. Its levels (GET, PATCH), the lines that are kept (…/lines), and those that come (…/stream).
//
// A stream begins with `position`, goes on with what is kept after its cursor, and then has each line as an event `line`, once, in
// order; only lines that the log itself no longer has are missing, and their numbers show it. A cursor is NUMBER~START, where START
// names the process: one of another process says `reset`, and everything that is kept follows.
// Lines are told every 100 ms, all at once, and only while somebody follows; telling them logs nothing.
// Thread rule: the node's thread; the listener and what joining streams are told, any.
#pragma once

#include "core/log_lines.h"
#include "server/http/router.h"
#include "server/http/stream_passes.h"
#include "server/log/dispatcher.h"

#include <QObject>
#include <QTimer>

#include <atomic>

namespace pipit::http {

class LogRoutes : public QObject
{
    Q_OBJECT

public:
    LogRoutes(log::Dispatcher &dispatcher, StreamPasses &passes, std::chrono::milliseconds heartbeat, QObject *parent = nullptr);
    void addTo(Router &router);

    // What those listen to who follow at the same time: they and what is on its way to them keep it.
    struct Channel {
        std::string name = {};
        std::atomic<qint64> carriedTo = 0; // the last line that the engine has carried; written by its first thread
    };

private:
    QCoro::Task<Response> setLevels(const Exchange &exchange);
    QCoro::Task<Response> lines(const Exchange &exchange);
    QCoro::Task<Response> follow(const Exchange &exchange);
    void begin(stream::NativeSocket socket, std::string head, const std::shared_ptr<stream::Subscription> &subscription, const QByteArray &cursor);
    void tell();

    stream::Engine &m_engine;
    StreamPasses &m_passes;
    const std::chrono::milliseconds m_heartbeat;
    std::shared_ptr<Channel> m_channel = std::make_shared<Channel>();
    quint64 m_channels = 0;
    qint64 m_toldTo = 0;    // the last line that was handed to the engine
    QTimer m_timer;         // to the next telling
    LogListener m_listener; // the last: it is gone before what it rings
};

} // namespace pipit::http
