// SPDX-License-Identifier: GPL-3.0-or-later
// All sessions followed by polling, where no stream gets through: the same messages, in the same order, from the same cursor.
//
// - One request at a time, which the node answers when there is something, or after `wait`. The first one does not wait: its
//   answer shows that polling works, and from where. Then positioned() is told, before any message.
// - A cursor that the node does not know (410, another epoch, beyond the end) is told as a reset, at the head of the log.
// - What may pass (no answer, 408, 429, 5xx) is tried again after growing pauses; any other refusal ends it as Failed.
// Thread rule: the thread that made it; needs an event loop. A slot of its signals may call everything here, but must not
// delete it. Errors: error(), in the state Failed. Source: docs/api.md.
#pragma once

#include "client/api_client.h"
#include "core/backoff.h"
#include "core/clock.h"

#include <QObject>
#include <QTimer>

namespace pipit {

struct PollOptions {
    QUrl url;
    QByteArray token = {};
    std::chrono::milliseconds connectionTimeout{10'000}; // beside the wait
    std::chrono::milliseconds reconnectInterval{3'000};
    std::chrono::seconds wait{25};                       // less than most proxies wait for an answer
    Clock *clock = &Clock::system();
};

class LongPoll : public QObject
{
    Q_OBJECT

public:
    enum class State { Idle, Connecting, Open, Waiting, Failed };

    explicit LongPoll(const PollOptions &options, QObject *parent = nullptr);
    ~LongPoll() override;

    // From behind this cursor; nothing: from the head of the log.
    void start(const std::optional<Cursor> &cursor);
    void stop();
    // The next attempt starts at once; attempts are counted anew unless it was waiting.
    void retryNow();
    void setServer(const QUrl &node, const QByteArray &token) { m_api.setNode(node, token); }
    void setToken(const QByteArray &token) { m_api.setToken(token); }

    State state() const { return m_state; }
    int attempt() const { return m_attempt; } // since the last answer; 0: the first
    std::chrono::steady_clock::time_point retryAt() const { return m_retryAt; }
    const QString &reason() const { return m_reason; }
    const Error &error() const { return m_error; }
    // Behind the last message that was handed out.
    const std::optional<Cursor> &cursor() const { return m_cursor; }

Q_SIGNALS:
    void stateChanged();
    void positioned(const pipit::PositionEvent &position);
    void message(const pipit::Message &message);

private:
    QCoro::Task<> ask();
    void take(const HistoryPage &page, std::chrono::milliseconds took);
    void fail(const Error &error);
    void setState(State state);

    PollOptions m_options;
    ApiClient m_api;
    Backoff m_backoff;
    QTimer m_pause;               // to the next request
    State m_state = State::Idle;
    std::optional<Cursor> m_cursor;
    bool m_isReset = false;       // the cursor was refused
    bool m_hasMore = false;
    int m_attempt = 0;
    int m_generation = 0;         // an answer to an older question is dropped
    QString m_reason;
    Error m_error;
    std::chrono::steady_clock::time_point m_retryAt;
};

} // namespace pipit
