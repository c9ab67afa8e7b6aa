// SPDX-License-Identifier: GPL-3.0-or-later
// Does now and then what every client does, through the node's own front door: follows a session, publishes a message, waits for it. So
// the node knows what its clients see, and what it counts are whole ways.
//
// A message that has not come within the time is lost, one that comes again is doubled; a round that could not be made (the stream
// or the message was refused, the connection broke) has failed. Its session is in no list and in no stream of all
// (auth::isOfTheNode), and is emptied when it has grown long.
// Thread rule: the node's thread; figures() on any.
#pragma once

#include "core/histogram.h"
#include "core/sse_decoder.h"
#include "net/http_exchange.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>

#include <array>
#include <functional>

namespace pipit::ops {

inline constexpr std::array<std::string_view, 4> canaryResults{"good", "lost", "doubled", "failed"};

struct CanaryTimes {
    std::chrono::milliseconds every{10'000};
    std::chrono::milliseconds atMost{5'000};  // for a round to its message
    std::chrono::milliseconds lookOut{300};   // for the same message again
    int tidyEvery = 360;                      // rounds
};

class Canary : public QObject
{
    Q_OBJECT

public:
    struct Figures {
        std::array<Figure, canaryResults.size()> rounds;
        Histogram latency{latencyEdges}; // seconds, from the request to publish until the message came
        std::atomic<double> worst = 0;
    };

    // `tidy`: looks whether the session has grown too long. Called after the first round, and now and then.
    Canary(QUrl node, QByteArray token, QString session, std::function<void()> tidy, const CanaryTimes &times = {}, QObject *parent = nullptr);

    void start() { m_next.start(m_times.every); }

    const Figures &figures() const { return m_figures; }
    // Of the last round that was not good: a sentence.
    QString lastFault() const { return m_lastFault; }

Q_SIGNALS:
    void roundEnded();

private:
    enum class Result { Good, Lost, Doubled, Failed };

    void begin();
    void readStream(QByteArrayView bytes);
    void publish();
    void onMessage(const QByteArray &data);
    void end(Result result, const QString &fault = {});
    QUrl address(const QString &path, const QString &query = {}) const;
    HttpExchange *exchange(HttpRequest request);

    const QUrl m_node;
    const QByteArray m_token;
    const QString m_session;
    const std::function<void()> m_tidy;
    const CanaryTimes m_times;
    QTimer m_next;
    QTimer m_limit;
    QPointer<HttpExchange> m_stream, m_publishing;
    sse::Decoder m_decoder;
    QString m_mark; // of this round's message; empty: not published yet
    QElapsedTimer m_sent;
    int m_received = 0;
    qint64 m_rounds = 0;
    Figures m_figures;
    QString m_lastFault;
};

} // namespace pipit::ops
