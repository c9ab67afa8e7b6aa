// SPDX-License-Identifier: GPL-3.0-or-later
// Accepts connections and sets a guard on each before Qt's HTTP server sees it. Where it speaks HTTPS, each is a pump's first, and
// the guard's once its handshake is done; it counts from the moment when it was accepted.
//
// Past the limit of connections a client gets 503 and is closed, and 429 where its address has too many. When the process has no descriptors left, accepting goes
// on a moment later, which Qt by itself never does.
// Thread rule: the thread that made it. Source: docs/http-layer.md.
#pragma once

#include "server/http/address_counts.h"
#include "server/http/guarded_socket.h"
#include "server/http/tls_context.h"
#include "server/http/tls_pumps.h"

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
    ~GuardedListener() override;

    // Before the first connection.
    void setTls(TlsOptions options);

    GuardPost &post() { return *m_post; }

    // No further connections; the guards end theirs as soon as nothing is under way on them.
    void stop();

    // Whether anything is, or may yet be, encrypted and sent.
    bool isCarrying() const { return m_pumps && m_pumps->carrying() > 0; }

    // Before the end, while Qt's server is still whole.
    void releaseResponders();

Q_SIGNALS:
    void refused(int status, const QString &reason, const QString &peer);

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    class Counted;

    // What a new connection gets: a place among all and among those of its address, or the reason why not.
    struct Admission {
        std::shared_ptr<Counted> place; // of those that are being turned away, too; null: there is not even time to say why
        std::optional<Error> refusal;
    };
    Admission admit(const QHostAddress &peer, qintptr descriptor);
    void acceptPlain(qintptr descriptor);
    void acceptTls(qintptr descriptor);
    void closeUnanswered(const QHostAddress &peer);
    void open(std::unique_ptr<QTcpSocket> socket, const QHostAddress &peer, const Admission &admission);
    void pauseWhereMany();
    void onAcceptError();
    void sweep();

    const std::shared_ptr<GuardPost> m_post;
    const std::shared_ptr<AddressCounts> m_counts;
    QSet<GuardedSocket *> m_guards;      // all, also those that are being turned away
    // Shared, and counted from both threads: a connection that counts is here, or its pump's.
    const std::shared_ptr<std::atomic<int>> m_open = std::make_shared<std::atomic<int>>(0);
    const std::shared_ptr<std::atomic<int>> m_turnedAway = std::make_shared<std::atomic<int>>(0); // being told why just now
    bool m_accepted = false;             // a connection, since accepting last failed
    int m_acceptedInTurn = 0;
    bool m_starved = false;              // out of descriptors, and said so
    QTimer m_sweep;
    TlsOptions m_tls;
    std::unique_ptr<TlsPumps> m_pumps;   // where TLS is spoken; its thread calls what is above
};

} // namespace pipit::http
