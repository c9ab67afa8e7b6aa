// SPDX-License-Identifier: GPL-3.0-or-later
// One run of the desktop's node: a thread that starts a Server, serves until it is told to end, and stops it. When it has
// finished(), outcome() says how; another run is another object.
//
// What breaks out of the node's event loop ends this run, not the program: the Server is stopped as far as it goes.
// Thread rule: made, asked and destroyed on one thread; end() and drain() return at once. Destroying it ends the run and waits.
#pragma once

#include "client/own_node.h"
#include "core/config.h"

#include <QFuture>
#include <QPromise>
#include <QThread>

#include <functional>
#include <memory>

class QEventLoop;

namespace pipit {

class Server;

class NodeRun : public QThread
{
    Q_OBJECT

public:
    // What a started node tells of itself.
    struct Begun {
        QUrl url;
        QByteArray token;
        bool isTokenInFile = false;
        std::optional<TakenPort> taken = {};
    };

    // `token`: what is known already; empty: the keychain is asked. `port`: the one that was chosen, where the configuration has
    // another; 0: any is as good.
    NodeRun(Config config, QByteArray token, quint16 port, QObject *parent);
    ~NodeRun() override;

    const Config &config() const { return m_config; }
    void end();
    void drain();
    // Asks the node, in its thread. Where it does not run (any more), the promise is dropped, and its future cancelled by that.
    using Answer = std::shared_ptr<QPromise<Result<Done>>>;
    void ask(Answer answer, std::function<QFuture<Result<Done>>(Server &server)> question);
    // Once it has finished: why; nothing where it was told to end.
    const std::optional<Error> &fault() const { return m_fault; }

Q_SIGNALS:
    void begun(const pipit::NodeRun::Begun &begun);
    void drains(qint64 openStreams);
    void alerted(const pipit::NodeAlert &alert);

protected:
    void run() override;

private:
    void serve();
    QByteArray knownToken() const;
    std::optional<TakenPort> takenPort(quint16 used) const;

    const Config m_config;
    const QByteArray m_token;
    const quint16 m_port;
    std::optional<Error> m_fault;
    // What follows is touched in the run's thread only.
    QObject *m_inside; // lives there: where calls run
    Server *m_server = nullptr;
    QEventLoop *m_loop = nullptr;
    bool m_isToEnd = false;
};

} // namespace pipit
