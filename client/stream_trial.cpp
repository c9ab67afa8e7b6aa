// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/stream_trial.h"

namespace pipit {

namespace {

using namespace std::chrono_literals;

constexpr int events = 5;       // which take the node 800 ms
constexpr auto together = 300ms;

SseOptions once(SseOptions options)
{
    options.reconnect = false;
    options.inServiceEvent.clear();
    return options;
}

} // namespace

StreamTrial::StreamTrial(const SseOptions &options, QObject *parent) : QObject(parent), m_stream(once(options))
{
    for (QTimer *timer : {&m_silence, &m_soon})
        timer->setSingleShot(true);
    m_silence.setInterval(options.connectionTimeout);
    m_soon.setInterval(together);
    connect(&m_silence, &QTimer::timeout, this, [this] { finish(false); });
    connect(&m_soon, &QTimer::timeout, this, [this] { finish(true); });
    connect(&m_stream, &SseClient::event, this, &StreamTrial::takeEvent);
    connect(&m_stream, &SseClient::stateChanged, this, [this] {
        if (m_stream.state() == SseClient::State::Open)
            m_silence.start();
        else if (m_stream.state() == SseClient::State::Ended || m_stream.state() == SseClient::State::Failed)
            finish(false);
    });
}

StreamTrial::~StreamTrial()
{
    m_stream.disconnect(this);
}

void StreamTrial::start()
{
    m_events = 0;
    m_isUnderWay = true;
    m_stream.start();
}

void StreamTrial::stop()
{
    m_isUnderWay = false;
    m_silence.stop();
    m_soon.stop();
    m_stream.stop();
}

void StreamTrial::takeEvent()
{
    m_silence.stop();
    if (++m_events == 1)
        m_soon.start();
    else if (m_events >= events)
        finish(false);
}

void StreamTrial::finish(bool getsThrough)
{
    if (!m_isUnderWay)
        return;
    stop();
    Q_EMIT done(getsThrough);
}

} // namespace pipit
