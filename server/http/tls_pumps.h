// SPDX-License-Identifier: GPL-3.0-or-later
// All pumps of a server, on a thread of their own.
//
// Why not the node's: its event loop polls every descriptor each time it turns, and a pump has two. Measured on Qt 6.4.2, a
// request beside 1,000 streams over TLS took 1.0 ms there, and 7 ms beside 5,000; here it takes what it takes without them.
// Handshakes, each a signature, are not in the requests' way either.
// Thread rule: public members on the thread that made it; the events of a pump come on the pumps' thread, and none after the
// end of this. Source: docs/http-layer.md.
#pragma once

#include "server/http/tls_pump.h"

#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>

#include <atomic>
#include <thread>
#include <unordered_set>

namespace pipit::http {

class TlsPumps
{
public:
    explicit TlsPumps(std::chrono::milliseconds sweepInterval);
    // Every connection is closed as it is.
    ~TlsPumps();
    TlsPumps(const TlsPumps &) = delete;
    TlsPumps &operator=(const TlsPumps &) = delete;

    // Owns the descriptor, which is non-blocking. The rest as of TlsPump.
    void add(stream::NativeSocket client, std::shared_ptr<const TlsContext> tls, const TlsPump::Times &times, std::shared_ptr<const void> counted, TlsPump::Events events);

    // Cuts off the handshakes; who is further than that goes on.
    void stopHandshakes();

    // How many have something to carry, or may yet.
    int carrying() const { return m_carrying; }

private:
    void scheduleSweep();
    // Some of them finish meanwhile.
    void forEach(void (*what)(TlsPump &));

    const std::chrono::milliseconds m_sweepInterval;
    std::atomic<int> m_carrying = 0;
    asio::io_context m_context{1};
    asio::executor_work_guard<asio::io_context::executor_type> m_work = asio::make_work_guard(m_context);
    asio::steady_timer m_timer{m_context};
    std::unordered_set<std::shared_ptr<TlsPump>> m_pumps;
    bool m_isStopping = false;
    std::thread m_thread;
};

} // namespace pipit::http
