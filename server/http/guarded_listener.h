// SPDX-License-Identifier: GPL-3.0-or-later
// Accepts connections and sets a guard on each before Qt's HTTP server sees it.
//
// Past the limit of connections a client gets 503 and is closed, and 429 where its address has too many. When the process has no descriptors left, accepting goes
// on a moment later, which Qt by itself never does.
// Thread rule: the thread that made it. Source: docs/http-layer.md.
#pragma once

#include "server/http/address_counts.h"
#include "server/http/guarded_socket.h"

#include <QSet>
#include <QTcpServer>
#include <QTimer>

namespace pipit::http {

class GuardedListener : public QTcpServer
{
    Q_OBJECT

public:
    // `counts`: null where each address may have as many connections as there are.
    explicit GuardedListener(const HttpLimits &limits, std::shared_ptr<AddressCounts> counts = {}, QObject *parent = nullptr);

    GuardPost &post() { return *m_post; }

    // No further connections; the guards end theirs as soon as nothing is under way on them.
    void stop();

    // Before the end, while Qt's server is still whole.
    void releaseResponders();

Q_SIGNALS:
    void refused(int status, const QString &reason, const QString &peer);

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    GuardedSocket *guard(QTcpSocket *socket);
    void turnAway(QTcpSocket *socket, const Error &error);
    void onAcceptError();
    void sweep();

    const std::shared_ptr<GuardPost> m_post;
    const std::shared_ptr<AddressCounts> m_counts;
    QSet<GuardedSocket *> m_guards;      // all, also those that are being turned away
    int m_open = 0;
    int m_turnedAway = 0;                // being told 503 just now
    bool m_accepted = false;             // a connection, since accepting last failed
    bool m_starved = false;              // out of descriptors, and said so
    QTimer m_sweep;
};

} // namespace pipit::http
