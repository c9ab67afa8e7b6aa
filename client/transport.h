// SPDX-License-Identifier: GPL-3.0-or-later
// How messages come from a node: by a stream, or by polling where no stream gets through, and what decides between them.
//
// - Auto: after two streams in a row through which nothing came (a proxy that keeps back what it should pass on), polling is
//   tried beside the next attempt, and takes over once it was answered. Where it is not answered either, the proxy is not to
//   blame, and the stream goes on being tried. A stream that keeps back what was sent from here is one of these: heldBack().
//   While polling, it is tried in the background, in growing pauses, whether events get through as they are said; then a stream
//   is opened, and its `position` event ends polling.
// - There is one cursor: nothing is lost and nothing comes twice at either change.
// - state() and what goes with it are those of what is in use.
// Thread rule: the thread that made it; needs an event loop. A slot of its signals may call everything here, but must not
// delete it. Errors: error(), in the state Failed.
#pragma once

#include "client/long_poll.h"
#include "client/sse_client.h"
#include "client/stream_trial.h"
#include "client/transport_kind.h"

#include <QObject>
#include <QTimer>

namespace pipit {

struct TransportOptions {
    SseOptions stream;
    SseOptions trial; // of GET /api/sse/test
    PollOptions poll;
    TransportMode mode = TransportMode::Auto;
    std::chrono::milliseconds streamAgainAfter{30'000}; // the first pause between two trials of a stream while polling
};

class Transport : public QObject
{
    Q_OBJECT

public:
    using State = SseClient::State;

    explicit Transport(const TransportOptions &options, QObject *parent = nullptr);
    ~Transport() override;

    void start();
    void stop();
    void retryNow();
    // Leaves the present stream and resumes without a wait; polling needs none of that.
    void resume(const QString &reason);
    // Something that the stream must have brought by now has not come.
    void heldBack(const QString &reason);
    void holdOff(std::chrono::milliseconds wait) { m_stream.holdOff(wait); }
    // The same from another place in the log; nothing: from its head.
    void resumeFrom(const std::optional<Cursor> &cursor, const QString &reason);
    // Of whatever is asked from now on.
    void setServer(const QUrl &node, const QByteArray &token);
    void setToken(const QByteArray &token);

    TransportKind kind() const { return m_kind; }
    // Why no stream is in use, though one is wanted; empty: there is no such reason.
    const QString &kindReason() const { return m_kindReason; }
    State state() const;
    int attempt() const;
    std::chrono::steady_clock::time_point retryAt() const;
    const QString &reason() const;
    const Error &error() const;

Q_SIGNALS:
    void stateChanged();
    // Where the stream, or polling, begins: before anything else that it brings.
    void positioned(const pipit::PositionEvent &position);
    void message(const pipit::Message &message);
    void event(const pipit::SseEvent &event); // of a stream: all that is neither

private:
    void streamStateChanged();
    void takeEvent(const SseEvent &event);
    void takePosition(const SseEvent &event);
    void takeMessage(const SseEvent &event);
    void tellPosition(PositionEvent start);
    void tellMessage(const Message &message);
    void pollStateChanged();
    void startPolling();
    void useStream();
    void tryStreamLater();
    std::optional<Cursor> cursor() const;
    std::optional<Cursor> streamCursor() const;
    bool isPolling() const { return m_kind == TransportKind::Poll; }

    TransportOptions m_options;
    SseClient m_stream;
    LongPoll m_poll;
    StreamTrial m_trial;
    Backoff m_streamPauses;
    QTimer m_positionTimer;      // from the head of the stream to its first event
    QTimer m_streamTimer;        // to the next trial of a stream while polling
    TransportKind m_kind = TransportKind::Stream;
    QString m_kindReason;
    int m_silent = 0;            // streams in a row through which nothing came
    bool m_isHeldBack = false;   // the stream: it is not believed before polling was tried
    qint64 m_seen = 0;           // up to here the other way has brought everything
};

} // namespace pipit
