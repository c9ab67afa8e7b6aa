// SPDX-License-Identifier: GPL-3.0-or-later
// A node: puts the parts together from a configuration, starts them and stops them in order.
//
// Thread rule: one thread with an event loop, the same for every member. Errors: start() says what is wrong and what to
// do; a node that did not start can only be destroyed.
#pragma once

#include "core/config.h"
#include "server/http/router.h"
#include "server/ops/alerts.h"
#include "core/result.h"

#include <QFuture>
#include <QObject>
#include <QUrl>

#include <functional>
#include <memory>

namespace pipit {

class Server : public QObject
{
    Q_OBJECT

public:
    explicit Server(Config config, QObject *parent = nullptr);
    ~Server() override; // as stop()

    // Before start(), for whoever keeps the operator's token elsewhere than in the data directory. Empty: it is kept there. Where
    // it was taken back, the node starts with another.
    void setOperatorToken(const QByteArray &token) { m_operatorToken = token; }

    // `portsToTry`: how many ports from the configured one on, where others are taken; after them any free one. 1: only that.
    Result<Done> start(int portsToTry = 1);

    // Valid once started.
    QUrl url() const;
    QByteArray operatorToken() const; // in the file operator.token of the data directory, where nobody has set a good one

    // All that it answers: method, pattern and who may ask.
    std::vector<http::Router::Entry> routes() const;

    // Ends every stream at a moment of its own within streams.drain_s, so that their clients do not all come back at once; one that comes
    // meanwhile is told to come back, /readyz says no, and everything else is answered as before. `done` is called once, when the last
    // stream is gone or the time is over, and should stop(); not where somebody has stopped before.
    void drain(std::function<void()> done);
    // While it runs: now.
    qint64 openStreams() const;

    // Faults to try on this node; nothing that is stored is touched. Errors: Unavailable, where its database has nothing of the kind too.
    QFuture<Result<Done>> dropListener();
    QFuture<Result<Done>> writeBeside(const QString &sessionId, const QString &content); // as another program does, by SQL
    QFuture<Result<Done>> restartDatabase();

    // Refuses what is new, lets requests end, stores the answers so far, tells every stream. At most about 10 s.
    void stop();

Q_SIGNALS:
    void alerted(const pipit::ops::AlertNews &news);

private:
    class Parts;

    Result<Done> listen(int portsToTry);

    const Config m_config;
    std::unique_ptr<Parts> m_parts;
    QByteArray m_operatorToken;
};

} // namespace pipit
