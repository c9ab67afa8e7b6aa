// SPDX-License-Identifier: GPL-3.0-or-later
// The log of a node, as it goes on: what it keeps, then each line, once, in order, however often the stream breaks.
//
// Lines come in batches, so that a thousand of them cost one turn. A batch says what is missing before it: lines that the node kept no
// longer when this feed came back. The log of a node that was started anew is another one (`log`), whose numbers begin with 1.
// Thread rule: the thread that made it; needs an event loop. A slot of its signals must not delete it. Errors: state() and error().
// Source: docs/api.md, /api/ops/log/stream.
#pragma once

#include "client/sse_client.h"
#include "core/log_line.h"

#include <QObject>
#include <QTimer>

namespace pipit {

struct LogBatch {
    QString log = {};          // whose lines they are: one run of one process
    qint64 missing = 0;        // lines between those that came before and these
    QList<LogLine> lines = {}; // by number, ascending
};

class LogFeed : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Idle,       // not started
        Connecting, // nothing is known yet
        Live,
        Waiting,    // for the next attempt, at retryAt(); reason() says why
        Refused,    // for good, as for who is no operator: error() says why
    };

    // Of `options`, the node's URL, the token, and how it is kept up.
    LogFeed(const QUrl &node, const QByteArray &token, SseOptions options = {}, QObject *parent = nullptr);
    ~LogFeed() override;

    void setServer(const QUrl &node, const QByteArray &token); // of the next start()
    void start();
    void stop();     // what came is told first
    void retryNow(); // also after a refusal

    State state() const { return m_state; }
    QString reason() const { return m_stream.reason(); }
    const Error &error() const { return m_stream.error(); }
    std::chrono::steady_clock::time_point retryAt() const { return m_stream.retryAt(); }

Q_SIGNALS:
    void stateChanged();
    void arrived(const pipit::LogBatch &batch);

private:
    void take(const SseEvent &event);
    void takePosition(const QByteArray &data);
    void takeLine(const QByteArray &data);
    void flush();
    void followStream();

    SseClient m_stream;
    State m_state = State::Idle;
    LogBatch m_batch;   // that is on its way
    qint64 m_last = 0;  // the number of the last line of this log; 0: none
    QTimer m_flush;
    bool m_isPlaced = false; // this connection has said where it begins
};

} // namespace pipit
