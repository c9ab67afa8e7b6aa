// SPDX-License-Identifier: GPL-3.0-or-later
// One event stream, read and kept up: what EventSource is in a browser.
//
// - Only an answer of 200 with `text/event-stream` is a stream. 204 ends for good; any other answer fails for good, and
//   so does more than 20 redirects, or a line beyond the decoder's limit.
// - A stream that ends or breaks, and a server that cannot be reached, are tried again after the reconnection time
//   (`retry:`, else reconnectInterval). Every attempt begins at the original URL, with the last event id.
// - Every event that arrived whole is handed out, also when the connection breaks right behind it.
// - Credentials do not follow a redirect to another origin.
// Thread rule: the thread that made it; needs an event loop. A slot of its signals may call everything here, but must not
// delete it. Errors: error(), in the state Failed. Source: WHATWG HTML, "Server-sent events".
#pragma once

#include "net/http_exchange.h"
#include "core/backoff.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/sse_decoder.h"

#include <QByteArray>
#include <QObject>
#include <QTimer>
#include <QUrl>

#include <chrono>

namespace pipit {

// All in well-formed UTF-8.
struct SseEvent {
    QByteArray type;
    QByteArray data;
    QByteArray lastEventId;
};

struct SseOptions {
    // How long to wait before an attempt. Standard: the reconnection time, and more the more attempts were in vain.
    // FullJitter: spread between a tenth of it and all of it, for clients who lose the same server in the same moment.
    enum class Pacing { Standard, FullJitter };

    QUrl url;
    QByteArray token = {};       // sent as Authorization: Bearer
    HttpHeaders headers = {};    // each of one line
    QByteArray lastEventId = {}; // where an earlier program left off
    std::chrono::milliseconds connectionTimeout{10'000}; // to the head of the answer, redirects included
    std::chrono::milliseconds reconnectInterval{3'000};
    Pacing pacing = Pacing::Standard;
    bool reconnect = true;
    bool retryWhenBusy = false;  // 429, 502, 503 and 504 are tried again, after Retry-After, and do not fail for good
    QByteArray inServiceEvent = {}; // the type of event that proves a connection good; empty: any
    sse::Decoder::Limits limits = {};
    Clock *clock = &Clock::system(); // of the waits between attempts
};

class SseClient : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Idle,
        Connecting,
        Open,    // the head of the answer was good
        Waiting, // for the next attempt, which starts at retryAt()
        Ended,   // for good, and properly: 204, or the end of the stream where reconnect is off
        Failed,  // for good: error() says why
    };

    explicit SseClient(SseOptions options, QObject *parent = nullptr);
    ~SseClient() override;

    void setServer(const QUrl &url, const QByteArray &token); // of the next start()
    void start();
    void stop();
    // The next attempt starts at once, in whatever state; attempts are counted anew unless it was waiting.
    void retryNow();
    // Leaves the present connection, with this reason, and resumes without a wait.
    void resume(const QString &reason);
    // The same from another place; an empty one: from where the server is.
    void resumeFrom(const QByteArray &lastEventId, const QString &reason);
    // Counts the present connection as broken, for this reason.
    void abandon(const QString &reason);
    // Of the next connections.
    void setToken(const QByteArray &token) { m_options.token = token; }
    void setLastEventId(const QByteArray &id);
    // Bytes are expected at this rate: two and a half of it without any, and the connection counts as dead. 0: never.
    void setHeartbeat(std::chrono::milliseconds heartbeat);
    // The next attempt starts no earlier than this from the end of the present connection.
    void holdOff(std::chrono::milliseconds wait);

    State state() const { return m_state; }
    int attempt() const { return m_attempt; }      // since the last good connection; 0: the first
    std::chrono::steady_clock::time_point retryAt() const { return m_retryAt; }
    const QString &reason() const { return m_reason; } // why the last connection ended
    // The last connection ended without an event, though nobody refused it: what was said was kept from this side.
    bool wasSilent() const { return m_wasSilent; }
    const Error &error() const { return m_error; }
    const std::string &lastEventId() const { return m_decoder.lastEventId(); }

Q_SIGNALS:
    void stateChanged();
    void event(const pipit::SseEvent &event);

private:
    void connectNow();
    void request(const QUrl &url);
    void readHead();
    void followRedirect();
    void readBody(QByteArrayView bytes);
    void answerBroken(const QString &reason);
    void answerEnded();
    void drop();
    void refuse();
    void end();
    void fail(ErrorCode code, const QString &message);
    void connectionLost(const QString &reason);
    std::chrono::milliseconds nextWait();
    void setState(State state);

    SseOptions m_options;
    sse::Decoder m_decoder;
    Backoff m_backoff;
    State m_state = State::Idle;
    QString m_reason;
    Error m_error;
    HttpExchange *m_stream = nullptr;
    QByteArray m_refusal;            // the body of an answer that is no stream
    QTimer m_attemptTimer;           // to the next attempt
    QTimer m_headTimer;              // to the head of the answer, and to the end of a refusal
    QTimer m_silenceTimer;           // to the next byte
    std::chrono::steady_clock::time_point m_retryAt;
    std::chrono::milliseconds m_holdOff{0};
    int m_attempt = 0;
    int m_redirects = 0;
    bool m_mayTell = true;           // credentials: no redirect has led to another origin
    bool m_refused = false;
    bool m_hasEvent = false;         // the present connection
    bool m_hasNoAnswer = false;      // in time
    bool m_wasSilent = false;
};

} // namespace pipit
