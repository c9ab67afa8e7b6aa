// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/guarded_listener.h"

#include "server/http/descriptor.h"
#include "server/stream/socket_options.h"

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

// An IPv4 client of a dual-stack listener by its IPv4 address.
QHostAddress toldPlainly(const QHostAddress &address)
{
    bool isIpv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIpv4);
    return isIpv4 ? QHostAddress(ipv4) : address;
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

void GuardedListener::setTls(TlsOptions options)
{
    m_tls = std::move(options);
    m_post->isSecure = bool(m_tls.context);
}

void GuardedListener::incomingConnection(qintptr descriptor)
{
    m_accepted = true;
    m_starved = false;
    if (m_tls.context)
        acceptTls(descriptor);
    else
        acceptPlain(descriptor);
}

void GuardedListener::acceptPlain(qintptr descriptor)
{
    auto socket = std::make_unique<QTcpSocket>();
    if (!socket->setSocketDescriptor(descriptor)) {
        closeDescriptor(descriptor);
        return;
    }
    // Without a port the client was gone before it was accepted.
    if (socket->peerPort() == 0)
        return;
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    const QHostAddress peer = toldPlainly(socket->peerAddress());
    if (const Admission admission = admit(peer); admission.place)
        open(std::move(socket), peer, admission);
    else
        closeUnanswered(peer);
}

void GuardedListener::acceptTls(qintptr descriptor)
{
    const auto client = stream::NativeSocket(descriptor);
    const PeerName name = peerNameOf(client);
    const QHostAddress peer = toldPlainly(name.address);
    const Admission admission = name.port == 0 ? Admission() : admit(peer);
    if (!admission.place) {
        closeDescriptor(descriptor);
        if (name.port != 0)
            closeUnanswered(peer);
        return;
    }
    makeNonBlocking(client);
    // Of the pair, which a stream's engine has, nobody is a peer that could be dead.
    stream::prepareStreamSocket(client, m_tls.unacknowledged);
    const HttpLimits &limits = m_post->limits;
    auto *pump = new TlsPump(client, m_tls.context(), {.handshake = limits.headTime, .stall = m_tls.unacknowledged, .linger = limits.lingerTime}, admission.place, this);
    m_pumps.insert(pump);
    connect(pump, &QObject::destroyed, this, [this, pump] { m_pumps.remove(pump); });
    connect(pump, &TlsPump::refused, this, [this, peer](int status, const QString &reason) { Q_EMIT refused(status, reason, peer.toString()); });
    connect(pump, &TlsPump::opened, this, [this, pump, peer, admission](stream::NativeSocket otherEnd) {
        auto socket = std::make_unique<QTcpSocket>();
        if (!socket->setSocketDescriptor(qintptr(otherEnd))) {
            closeDescriptor(qintptr(otherEnd));
            return;
        }
        connect(open(std::move(socket), peer, admission), &GuardedSocket::handedOver, pump, &TlsPump::uncount);
    }, Qt::SingleShotConnection);
}

GuardedListener::Admission GuardedListener::admit(const QHostAddress &peer)
{
    const auto counted = [](const std::shared_ptr<int> &count, AddressCounts::Place place) {
        ++*count;
        return Ticket(count.get(), [count, place = std::move(place)](const void *) { --*count; });
    };
    std::optional<Error> refusal;
    if (*m_open >= m_post->limits.connections) {
        refusal = Error{ErrorCode::Unavailable, QStringLiteral("The node has %1 connections open and takes no more; try again.").arg(m_post->limits.connections)};
    } else if (m_counts) {
        if (auto place = m_counts->take(peer))
            return {counted(m_open, std::move(place)), {}};
        refusal = Error{ErrorCode::RateLimited, QStringLiteral("This address has %1 connections open, as many as limits.connections_per_address allows.").arg(m_counts->most()), {}, {{QStringLiteral("retryAfterS"), 5}}};
    }
    if (!refusal)
        return {counted(m_open, {}), {}};
    return {*m_turnedAway < mostTurnedAway ? counted(m_turnedAway, {}) : Ticket(), refusal};
}

void GuardedListener::closeUnanswered(const QHostAddress &peer)
{
    Q_EMIT refused(503, QStringLiteral("too many connections; closed without an answer"), peer.toString());
}

GuardedSocket *GuardedListener::open(std::unique_ptr<QTcpSocket> socket, const QHostAddress &peer, const Admission &admission)
{
    socket->setParent(this);
    auto *guard = new GuardedSocket(socket.get(), peer, m_post);
    m_guards.insert(guard);
    connect(guard, &QObject::destroyed, this, [this, guard, place = admission.place] { m_guards.remove(guard); });
    connect(guard, &GuardedSocket::refused, this, &GuardedListener::refused);
    if (admission.refusal) {
        connect(socket.get(), &QTcpSocket::disconnected, socket.get(), &QObject::deleteLater);
        socket.release();
        guard->refuse(*admission.refusal);
    } else {
        addPendingConnection(socket.release());
    }
    return guard;
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
    const auto pumps = m_pumps;
    for (TlsPump *pump : pumps)
        pump->stop();
}

bool GuardedListener::isEnding() const
{
    return std::ranges::any_of(m_pumps, [](const TlsPump *pump) { return pump->isEnding(); });
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
    const auto pumps = m_pumps;
    for (TlsPump *pump : pumps)
        pump->sweep(now);
}

} // namespace pipit::http
