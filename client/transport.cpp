// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/transport.h"

#include <QJsonDocument>
#include <QLoggingCategory>

#include <algorithm>

namespace pipit {

namespace {

Q_LOGGING_CATEGORY(lcTransport, "pipit.transport")

using namespace std::chrono_literals;

constexpr int silentStreams = 2;
constexpr std::chrono::milliseconds longestStreamPause = 10min;

void complain(const SseEvent &event, const Error &error)
{
    qCWarning(lcTransport, "%s: %s", event.type.constData(), qUtf8Printable(error.message));
}

} // namespace

Transport::Transport(const TransportOptions &options, QObject *parent)
    : QObject(parent), m_options(options), m_stream(options.stream), m_poll(options.poll), m_trial(options.trial), m_streamPauses(options.streamAgainAfter, longestStreamPause),
      m_kind(options.mode == TransportMode::Poll ? TransportKind::Poll : TransportKind::Stream)
{
    for (QTimer *timer : {&m_positionTimer, &m_streamTimer})
        timer->setSingleShot(true);
    m_positionTimer.setInterval(options.stream.connectionTimeout);
    connect(&m_positionTimer, &QTimer::timeout, this, [this] { m_stream.abandon(QStringLiteral("The stream was opened, but nothing came through.")); });
    connect(&m_streamTimer, &QTimer::timeout, &m_trial, &StreamTrial::start);
    connect(&m_trial, &StreamTrial::done, this, [this](bool getsThrough) {
        if (!getsThrough)
            return tryStreamLater();
        const auto at = cursor();
        m_stream.setLastEventId(at ? at->toString().toUtf8() : QByteArray());
        m_stream.start();
    });
    connect(&m_stream, &SseClient::stateChanged, this, &Transport::streamStateChanged);
    connect(&m_stream, &SseClient::event, this, &Transport::takeEvent);
    connect(&m_poll, &LongPoll::stateChanged, this, &Transport::pollStateChanged);
    connect(&m_poll, &LongPoll::positioned, this, &Transport::tellPosition);
    connect(&m_poll, &LongPoll::message, this, &Transport::tellMessage);
}

Transport::~Transport()
{
    m_stream.disconnect(this);
    m_poll.disconnect(this);
    m_trial.disconnect(this);
}

void Transport::start()
{
    m_silent = 0;
    if (isPolling())
        m_poll.start(cursor());
    else
        m_stream.start();
}

void Transport::stop()
{
    m_streamTimer.stop();
    m_positionTimer.stop();
    m_trial.stop();
    m_stream.stop();
    m_poll.stop();
}

void Transport::retryNow()
{
    if (!isPolling())
        return m_stream.retryNow();
    m_streamPauses.reset(); // the network may be another one now
    m_poll.retryNow();
}

void Transport::resume(const QString &reason)
{
    if (!isPolling())
        m_stream.resume(reason);
}

void Transport::resumeFrom(const std::optional<Cursor> &cursor, const QString &reason)
{
    m_seen = 0;
    const QByteArray from = cursor ? cursor->toString().toUtf8() : QByteArray();
    if (isPolling()) {
        m_stream.setLastEventId(from);
        m_poll.stop();
        m_poll.start(cursor);
    } else {
        m_stream.resumeFrom(from, reason);
    }
}

void Transport::setServer(const QUrl &node, const QByteArray &token)
{
    const auto at = [&node](QUrl url) {
        const QUrl there = endpoint(node, url.path());
        url.setScheme(there.scheme());
        url.setAuthority(there.authority());
        return url;
    };
    m_stream.setServer(at(m_options.stream.url), token);
    m_trial.setServer(at(m_options.trial.url), token);
    m_poll.setServer(node, token);
}

void Transport::setToken(const QByteArray &token)
{
    m_stream.setToken(token);
    m_poll.setToken(token);
    m_trial.setToken(token);
}

void Transport::heldBack(const QString &reason)
{
    if (isPolling() || m_options.mode != TransportMode::Auto || m_stream.state() != State::Open)
        return;
    m_isHeldBack = true;
    m_stream.abandon(reason);
}

Transport::State Transport::state() const
{
    if (!isPolling())
        return m_stream.state();
    switch (m_poll.state()) {
    case LongPoll::State::Idle: return State::Idle;
    case LongPoll::State::Connecting: return State::Connecting;
    case LongPoll::State::Open: return State::Open;
    case LongPoll::State::Waiting: return State::Waiting;
    case LongPoll::State::Failed: break;
    }
    return State::Failed;
}

int Transport::attempt() const
{
    return isPolling() ? m_poll.attempt() : m_stream.attempt();
}

std::chrono::steady_clock::time_point Transport::retryAt() const
{
    return isPolling() ? m_poll.retryAt() : m_stream.retryAt();
}

const QString &Transport::reason() const
{
    return isPolling() ? m_poll.reason() : m_stream.reason();
}

const Error &Transport::error() const
{
    return isPolling() ? m_poll.error() : m_stream.error();
}

std::optional<Cursor> Transport::streamCursor() const
{
    const std::string &id = m_stream.lastEventId();
    return Cursor::parse(QByteArrayView(id.data(), qsizetype(id.size())));
}

// Of the stream's and of polling's, whichever has come further; both are of one epoch, or the stream's is the newer one.
std::optional<Cursor> Transport::cursor() const
{
    const auto streamed = streamCursor();
    const auto &polled = m_poll.cursor();
    if (!streamed || !polled)
        return streamed ? streamed : polled;
    if (isPolling())
        return polled;
    return streamed->epoch == polled->epoch && polled->position > streamed->position && m_seen > 0 ? polled : streamed;
}

void Transport::streamStateChanged()
{
    const State state = m_stream.state();
    if (state == State::Open)
        m_positionTimer.start();
    else
        m_positionTimer.stop();
    if (isPolling()) {
        // A trial that came to nothing.
        if (state == State::Waiting || state == State::Ended || state == State::Failed) {
            m_stream.stop();
            tryStreamLater();
        }
        return;
    }
    if (state == State::Waiting) {
        m_silent = m_isHeldBack ? silentStreams : m_stream.wasSilent() ? m_silent + 1 : 0;
        if (m_silent >= silentStreams && m_options.mode == TransportMode::Auto && m_poll.state() == LongPoll::State::Idle)
            m_poll.start(cursor());
    }
    Q_EMIT stateChanged();
}

void Transport::pollStateChanged()
{
    const LongPoll::State state = m_poll.state();
    if (isPolling()) {
        if (state == LongPoll::State::Open)
            tryStreamLater();
        else if (state != LongPoll::State::Connecting) {
            m_streamTimer.stop();
            m_trial.stop();
        }
        Q_EMIT stateChanged();
    } else if (state == LongPoll::State::Open) {
        startPolling();
    } else if (state == LongPoll::State::Waiting || state == LongPoll::State::Failed) {
        m_isHeldBack = false;
        m_poll.stop(); // it does not get through either
    }
}

void Transport::startPolling()
{
    m_kind = TransportKind::Poll;
    m_kindReason = m_stream.reason();
    m_isHeldBack = false;
    if (const auto streamed = streamCursor())
        m_seen = std::max(m_seen, streamed->position);
    qCInfo(lcTransport, "No stream gets through: %s Messages come by polling.", qUtf8Printable(m_kindReason));
    m_stream.stop();
    m_streamPauses.reset();
    tryStreamLater();
    Q_EMIT stateChanged();
}

void Transport::tryStreamLater()
{
    if (m_options.mode != TransportMode::Auto || m_streamTimer.isActive() || m_trial.isUnderWay() || m_stream.state() != State::Idle)
        return;
    m_options.stream.clock->start(m_streamTimer, m_streamPauses.next());
}

// A stream that was tried while polling has said where it begins.
void Transport::useStream()
{
    qCInfo(lcTransport, "Streams get through again.");
    m_streamTimer.stop();
    m_seen = m_poll.cursor() ? m_poll.cursor()->position : 0;
    m_kind = TransportKind::Stream;
    m_kindReason.clear();
    m_poll.stop();
}

void Transport::takeEvent(const SseEvent &event)
{
    if (event.type == event_name::position)
        return takePosition(event);
    if (isPolling()) {
        // Before its position a stream says only that it ends.
        return;
    }
    if (event.type == event_name::message)
        takeMessage(event);
    else
        Q_EMIT this->event(event);
}

void Transport::takePosition(const SseEvent &event)
{
    auto start = PositionEvent::fromJson(QJsonDocument::fromJson(event.data).object());
    if (!start)
        return complain(event, start.error());
    m_positionTimer.stop();
    m_silent = 0;
    m_stream.setHeartbeat(std::chrono::milliseconds(start->heartbeatMs));
    if (isPolling())
        useStream();
    else if (m_poll.state() != LongPoll::State::Idle && !m_isHeldBack)
        m_poll.stop(); // it was being tried
    tellPosition(*start);
}

void Transport::takeMessage(const SseEvent &event)
{
    const auto message = Message::fromJson(QJsonDocument::fromJson(event.data).object());
    if (!message)
        complain(event, message.error());
    else
        tellMessage(*message);
}

void Transport::tellPosition(PositionEvent start)
{
    if (start.reset)
        m_seen = 0;
    start.position = std::max(start.position, m_seen);
    Q_EMIT positioned(start);
}

void Transport::tellMessage(const Message &message)
{
    if (message.id > m_seen)
        Q_EMIT this->message(message);
}

} // namespace pipit
