// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/ops/log_feed.h"

#include "core/cursor.h"
#include "core/event.h"
#include "net/network_access.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace pipit {

namespace {

using namespace std::chrono_literals;

constexpr auto batchTime = 30ms;
constexpr qsizetype mostInBatch = 2'000;
constexpr std::size_t mostLineBytes = 1 << 20; // a node cuts lines off at 8,000 characters

SseOptions logStream(const QUrl &node, const QByteArray &token, SseOptions options)
{
    options.url = endpoint(node, QStringLiteral("/api/ops/log/stream"));
    options.token = token;
    options.retryWhenBusy = true;
    options.pacing = SseOptions::Pacing::FullJitter;
    options.inServiceEvent = event_name::position;
    options.limits = {.lineBytes = mostLineBytes, .dataBytes = mostLineBytes};
    return options;
}

} // namespace

LogFeed::LogFeed(const QUrl &node, const QByteArray &token, SseOptions options, QObject *parent) : QObject(parent), m_stream(logStream(node, token, std::move(options)))
{
    m_flush.setSingleShot(true);
    m_flush.setInterval(batchTime);
    connect(&m_flush, &QTimer::timeout, this, &LogFeed::flush);
    connect(&m_stream, &SseClient::event, this, &LogFeed::take);
    connect(&m_stream, &SseClient::stateChanged, this, &LogFeed::followStream);
}

LogFeed::~LogFeed()
{
    m_stream.disconnect(this);
}

void LogFeed::setServer(const QUrl &node, const QByteArray &token)
{
    m_stream.setServer(endpoint(node, QStringLiteral("/api/ops/log/stream")), token);
}

void LogFeed::start()
{
    m_stream.start();
}

void LogFeed::stop()
{
    flush();
    m_stream.stop();
}

void LogFeed::retryNow()
{
    m_stream.retryNow();
}

void LogFeed::take(const SseEvent &event)
{
    if (event.type == event_name::position)
        takePosition(event.data);
    else if (event.type == "line")
        takeLine(event.data);
}

void LogFeed::takePosition(const QByteArray &data)
{
    const auto position = PositionEvent::fromJson(QJsonDocument::fromJson(data).object());
    if (!position) {
        m_stream.abandon(position.error().message);
        return;
    }
    m_stream.setHeartbeat(std::chrono::milliseconds(position->heartbeatMs));
    if (position->epoch != m_batch.log) {
        flush();
        m_batch.log = position->epoch;
        m_last = 0;
    }
    m_isPlaced = true;
    followStream();
}

void LogFeed::takeLine(const QByteArray &data)
{
    auto line = LogLine::fromJson(QJsonDocument::fromJson(data).object());
    if (!line || line->number <= m_last)
        return;
    if (m_last > 0 && line->number > m_last + 1) {
        flush();
        m_batch.missing = line->number - m_last - 1;
    }
    m_last = line->number;
    m_batch.lines.append(std::move(*line));
    if (m_batch.lines.size() >= mostInBatch)
        flush();
    else if (!m_flush.isActive())
        m_flush.start();
}

void LogFeed::flush()
{
    m_flush.stop();
    if (m_batch.lines.isEmpty())
        return;
    const LogBatch batch{m_batch.log, std::exchange(m_batch.missing, 0), std::exchange(m_batch.lines, {})};
    Q_EMIT arrived(batch);
}

void LogFeed::followStream()
{
    const auto stateOf = [this] {
        switch (m_stream.state()) {
        case SseClient::State::Idle: return State::Idle;
        case SseClient::State::Open: return m_isPlaced ? State::Live : m_state == State::Waiting ? State::Waiting : State::Connecting;
        case SseClient::State::Connecting: return m_state == State::Waiting ? State::Waiting : State::Connecting;
        case SseClient::State::Waiting: return State::Waiting;
        case SseClient::State::Ended:
        case SseClient::State::Failed: break;
        }
        return State::Refused;
    };
    if (m_stream.state() != SseClient::State::Open)
        m_isPlaced = false;
    // Told also where it is the same: the next attempt has another time, and perhaps another reason.
    m_state = stateOf();
    Q_EMIT stateChanged();
}

} // namespace pipit
