// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/guarded_listener.h"

#include "server/http/descriptor.h"

#include <QTcpSocket>

#include <algorithm>
#include <utility>

namespace pipit::http {

namespace {

using namespace std::chrono_literals;

constexpr int backlog = 4096;
constexpr int mostTurnedAway = 256; // past this a client is closed without a word
constexpr auto acceptAgainAfter = 200ms;

// Often enough that a limit is overrun by a quarter at most, and by a second at most.
std::chrono::milliseconds sweepInterval(const HttpLimits &limits)
{
    const auto shortest = std::min({limits.headTime, limits.bodyTime, limits.idleTime, limits.answerTime, limits.lingerTime});
    return std::clamp(shortest / 4, std::chrono::milliseconds(10ms), std::chrono::milliseconds(1s));
}

} // namespace

GuardedListener::GuardedListener(const HttpLimits &limits, std::shared_ptr<AddressCounts> counts, QObject *parent)
    : QTcpServer(parent)
    , m_post(std::make_shared<GuardPost>(GuardPost{limits}))
    , m_counts(std::move(counts))
{
    setListenBacklogSize(backlog);
    setMaxPendingConnections(backlog);
    connect(this, &QTcpServer::acceptError, this, &GuardedListener::onAcceptError);
    connect(&m_sweep, &QTimer::timeout, this, &GuardedListener::sweep);
    m_sweep.start(sweepInterval(limits));
}

void GuardedListener::incomingConnection(qintptr descriptor)
{
    m_accepted = true;
    m_starved = false;
    auto socket = std::make_unique<QTcpSocket>();
    if (!socket->setSocketDescriptor(descriptor)) {
        closeDescriptor(descriptor);
        return;
    }
    // Without a port the client was gone before it was accepted.
    if (socket->peerPort() == 0)
        return;
    socket->setParent(this);
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    if (m_open >= m_post->limits.connections) {
        turnAway(socket.release(), {ErrorCode::Unavailable, QStringLiteral("The node has %1 connections open and takes no more; try again.").arg(m_post->limits.connections)});
        return;
    }
    AddressCounts::Place place;
    if (m_counts) {
        place = m_counts->take(peerOf(*socket));
        if (!place) {
            turnAway(socket.release(), {ErrorCode::RateLimited, QStringLiteral("This address has %1 connections open, as many as limits.connections_per_address allows.").arg(m_counts->most()), {}, {{QStringLiteral("retryAfterS"), 5}}});
            return;
        }
    }
    ++m_open;
    connect(guard(socket.get()), &QObject::destroyed, this, [this, place] { --m_open; });
    addPendingConnection(socket.release());
}

GuardedSocket *GuardedListener::guard(QTcpSocket *socket)
{
    auto *guard = new GuardedSocket(socket, m_post);
    m_guards.insert(guard);
    connect(guard, &QObject::destroyed, this, [this, guard] { m_guards.remove(guard); });
    connect(guard, &GuardedSocket::refused, this, &GuardedListener::refused);
    return guard;
}

void GuardedListener::turnAway(QTcpSocket *socket, const Error &error)
{
    if (m_turnedAway >= mostTurnedAway) {
        Q_EMIT refused(503, QStringLiteral("too many connections; closed without an answer"), socket->peerAddress().toString());
        socket->abort();
        delete socket;
        return;
    }
    ++m_turnedAway;
    connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    connect(socket, &QObject::destroyed, this, [this] { --m_turnedAway; });
    guard(socket)->refuse(error);
}

void GuardedListener::onAcceptError()
{
    // Qt never forgets the first error of a listening socket: after one real shortage it tells of another, and pauses, at
    // the end of every batch of connections. Where some were accepted there is no reason to wait.
    if (std::exchange(m_accepted, false)) {
        resumeAccepting();
        return;
    }
    if (!std::exchange(m_starved, true))
        Q_EMIT refused(503, QStringLiteral("a connection cannot be accepted: ") + errorString(), QString());
    QTimer::singleShot(acceptAgainAfter, this, &QTcpServer::resumeAccepting);
}

void GuardedListener::stop()
{
    close();
    m_post->stopping = true;
    const auto guards = m_guards;
    for (GuardedSocket *guard : guards)
        guard->stop();
}

void GuardedListener::releaseResponders()
{
    const auto guards = m_guards;
    for (GuardedSocket *guard : guards)
        guard->releaseResponder();
}

void GuardedListener::sweep()
{
    const auto now = GuardedSocket::Clock::now();
    const auto guards = m_guards;
    for (GuardedSocket *guard : guards)
        guard->sweep(now);
}

} // namespace pipit::http
