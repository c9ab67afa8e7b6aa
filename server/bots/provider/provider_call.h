// SPDX-License-Identifier: GPL-3.0-or-later
// One request to a provider and its answer, with limits for every wait: connecting, the first piece, silence.
//
// What counts as a sign of life is for its owner to say, by progress(): comments and keep-alives are none.
// Thread rule: the node's thread. Deleting it closes the connection. done() comes once, later than start() returned.
#pragma once

#include "net/http_exchange.h"
#include "server/bots/provider/call_times.h"
#include "server/bots/provider/reply_reader.h"
#include "server/bots/provider/raw_log.h"

#include <QElapsedTimer>
#include <QTimer>

#include <optional>

namespace pipit::bots {

struct ProviderRequest {
    HttpRequest http;
    QByteArray secret = {}; // goes out as `Authorization: Bearer`, unless it is empty
    std::chrono::milliseconds connectTimeout{10'000};
    std::chrono::milliseconds firstTimeout{120'000};  // from when it was sent to the first progress()
    std::chrono::milliseconds silenceTimeout{60'000}; // between two of them
    std::weak_ptr<RawLog> rawLog = {};
    QString run = {}; // for the raw log
};

class ProviderCall : public QObject
{
    Q_OBJECT

public:
    enum class End {
        Whole,
        Broken,    // the connection broke, or never stood; reason()
        TimedOut,  // reason() says which limit
    };

    explicit ProviderCall(ProviderRequest request, QObject *parent = nullptr);
    ~ProviderCall() override;

    void start();
    void progress();

    // From done() on; the head of the answer from headReceived() on.
    End end() const { return m_end; }
    const QString &reason() const { return m_reason; } // a sentence, without secrets
    // What to tell people where there was no whole answer: who it is that gave none, and why. It passes.
    ProviderError fault() const;
    bool wasSent() const { return m_times.sent.has_value(); }
    const CallTimes &times() const { return m_times; }
    bool isSuccess() const { return status() / 100 == 2; }
    int status() const { return m_exchange ? m_exchange->answer().status() : 0; }
    QByteArray header(QByteArrayView name) const { return m_exchange ? m_exchange->answer().header(name) : QByteArray(); }

Q_SIGNALS:
    void headReceived();
    void bodyReceived(QByteArrayView bytes);
    void done();

private:
    void limit(std::chrono::milliseconds time, const QString &reason);
    void finish(End end, const QString &reason);

    ProviderRequest m_request;
    RawLog::Call m_raw;
    HttpExchange *m_exchange = nullptr;
    QTimer m_timer;
    QString m_ifTimedOut;
    QElapsedTimer m_clock;
    CallTimes m_times;
    bool m_finished = false;
    End m_end = End::Broken;
    QString m_reason;
};

} // namespace pipit::bots
