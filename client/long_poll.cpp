// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/long_poll.h"

#include <QElapsedTimer>

#include <algorithm>

namespace pipit {

namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr milliseconds longestPollPause = 60s;
constexpr milliseconds gather = 100ms;      // what comes in quick succession comes in one answer
constexpr milliseconds unwaitedPause = 1s;  // where an empty answer comes sooner than it may: somebody between does not let it wait

// The position means nothing to this node (any more).
bool isLostCursor(const Error &error)
{
    return error.code == ErrorCode::Gone || (error.code == ErrorCode::InvalidRequest && error.field == u"after");
}

} // namespace

LongPoll::LongPoll(const PollOptions &options, QObject *parent)
    : QObject(parent), m_options(options), m_api(options.url, options.token, options.connectionTimeout), m_backoff(options.reconnectInterval, longestPollPause)
{
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, [this] {
        if (m_state == State::Waiting)
            setState(State::Connecting);
        ask();
    });
}

LongPoll::~LongPoll()
{
    // Whoever waits for an answer hears now that none will come, while everything is still there.
    m_api.close();
}

void LongPoll::start(const std::optional<Cursor> &cursor)
{
    stop();
    m_cursor = cursor;
    m_isReset = m_isReset && !cursor;
    m_attempt = 0;
    m_backoff.reset();
    setState(State::Connecting);
    m_pause.start(0);
}

void LongPoll::stop()
{
    ++m_generation;
    m_pause.stop();
    m_api.cancelRequests();
    m_hasMore = false;
    setState(State::Idle);
}

void LongPoll::retryNow()
{
    if (m_state != State::Waiting)
        return start(std::optional<Cursor>(m_cursor));
    setState(State::Connecting);
    m_pause.start(0);
}

QCoro::Task<> LongPoll::ask()
{
    const int generation = m_generation;
    const auto wait = m_state == State::Open && !m_hasMore ? m_options.wait : 0s;
    const std::optional<Cursor> after = m_cursor;
    QElapsedTimer elapsed;
    elapsed.start();
    const auto page = co_await m_api.newMessages(after, wait);
    if ((!page && page.error().code == ErrorCode::Cancelled) || generation != m_generation)
        co_return;
    if (page)
        take(*page, milliseconds(elapsed.elapsed()));
    else
        fail(page.error());
}

void LongPoll::take(const HistoryPage &page, milliseconds took)
{
    const int generation = m_generation;
    const bool begins = m_state != State::Open;
    const bool isReset = std::exchange(m_isReset, false);
    const bool waited = !begins && !m_hasMore;
    if (!m_cursor)
        m_cursor = Cursor{page.position, page.epoch};
    m_cursor->epoch = page.epoch;
    m_hasMore = page.hasMore;
    m_attempt = 0;
    m_backoff.reset();
    if (begins) {
        const PositionEvent start{.reset = isReset, .position = m_cursor->position, .epoch = page.epoch};
        setState(State::Open);
        if (generation == m_generation)
            Q_EMIT positioned(start);
    }
    for (const Message &next : page.messages) {
        if (generation != m_generation)
            return;
        if (next.id <= m_cursor->position)
            continue;
        m_cursor->position = next.id;
        Q_EMIT message(next);
    }
    if (generation != m_generation)
        return;
    m_cursor->position = std::max(m_cursor->position, page.position);
    const bool isEarly = waited && page.messages.isEmpty() && took < std::min<milliseconds>(m_options.wait, unwaitedPause);
    const milliseconds pause = page.hasMore || begins ? 0ms : isEarly ? unwaitedPause : page.messages.isEmpty() ? 0ms : gather;
    m_pause.start(pause);
}

void LongPoll::fail(const Error &error)
{
    if (m_cursor && isLostCursor(error)) {
        m_cursor.reset();
        m_isReset = true;
        m_hasMore = false;
        setState(State::Connecting);
        m_pause.start(0);
        return;
    }
    m_reason = error.message;
    m_hasMore = false;
    if (!isPassing(error)) {
        m_error = error;
        setState(State::Failed);
        return;
    }
    const milliseconds asked(error.details.value(u"retryAfterMs").toInteger());
    const milliseconds wait = std::max(m_backoff.next(), asked);
    ++m_attempt;
    m_retryAt = m_options.clock->now() + wait;
    m_options.clock->start(m_pause, wait);
    setState(State::Waiting);
}

void LongPoll::setState(State state)
{
    if (m_state == state)
        return;
    m_state = state;
    Q_EMIT stateChanged();
}

} // namespace pipit
