// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/tls_pumps.h"

#include <asio/post.hpp>

#include <utility>
#include <vector>

namespace pipit::http {

TlsPumps::TlsPumps(std::chrono::milliseconds sweepInterval) : m_sweepInterval(sweepInterval)
{
    scheduleSweep();
    m_thread = std::thread([this] { m_context.run(); });
}

TlsPumps::~TlsPumps()
{
    asio::post(m_context, [this] {
        m_isStopping = true;
        m_timer.cancel();
        forEach([](TlsPump &pump) { pump.finish(); });
    });
    m_work.reset();
    m_thread.join();
}

void TlsPumps::add(stream::NativeSocket client, std::shared_ptr<const TlsContext> tls, const TlsPump::Times &times, std::shared_ptr<const void> counted, TlsPump::Events events)
{
    events.done = [this](const std::shared_ptr<TlsPump> &pump) { m_pumps.erase(pump); };
    auto pump = std::make_shared<TlsPump>(m_context, client, std::move(tls), times, std::move(counted), m_carrying, std::move(events));
    asio::post(m_context, [this, pump = std::move(pump)] {
        m_pumps.insert(pump);
        pump->begin();
    });
}

void TlsPumps::stopHandshakes()
{
    asio::post(m_context, [this] { forEach([](TlsPump &pump) { pump.stopHandshake(); }); });
}

void TlsPumps::forEach(void (*what)(TlsPump &))
{
    const std::vector<std::shared_ptr<TlsPump>> pumps(m_pumps.begin(), m_pumps.end());
    for (const auto &pump : pumps)
        what(*pump);
}

void TlsPumps::scheduleSweep()
{
    m_timer.expires_after(m_sweepInterval);
    m_timer.async_wait([this](const asio::error_code &fault) {
        if (fault || m_isStopping)
            return;
        forEach([](TlsPump &pump) { pump.sweep(TlsPump::Clock::now()); });
        scheduleSweep();
    });
}

} // namespace pipit::http
