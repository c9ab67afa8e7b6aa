// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/guarded_listener.h"

#include "server/http/descriptor.h"
#include "server/stream/socket_options.h"

#include <QTcpSocket>

#include <algorithm>
#include <mutex>
#include <utility>

namespace pipit::http {

namespace {

using namespace std::chrono_literals;

constexpr int backlog = 4096;
constexpr int acceptedInTurn = 32; // of the event loop
constexpr qintptr refusalsBeyond = 32; // descriptors past the highest, in which to say so
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

GuardedListener::~GuardedListener()
{
    m_pumps.reset();
}

// A connection's place, kept by whoever has a part of the connection. Any thread.
class GuardedListener::Counted
{
public:
    Counted(std::shared_ptr<std::atomic<int>> count, AddressCounts::Place place) : m_count(std::move(count)), m_place(std::move(place)) { ++*m_count; }
    ~Counted() { letGo(); }

    // It is counted elsewhere now, as a stream.
    void letGo()
    {
        const std::lock_guard lock(m_mutex);
        if (const auto count = std::exchange(m_count, nullptr))
            --*count;
        m_place.reset();
    }

private:
    std::mutex m_mutex;
    std::shared_ptr<std::atomic<int>> m_count;
    AddressCounts::Place m_place;
};

void GuardedListener::setTls(TlsOptions options)
{
    m_tls = std::move(options);
    m_post->isSecure = true;
    m_pumps = std::make_unique<TlsPumps>(sweepInterval(m_post->limits));
}

void GuardedListener::incomingConnection(qintptr descriptor)
{
    m_accepted = true;
    m_starved = false;
    pauseWhereMany();
    if (m_pumps)
        acceptTls(descriptor);
    else
        acceptPlain(descriptor);
}

// Qt accepts until nobody waits, unless as many are pending as may be.
void GuardedListener::pauseWhereMany()
{
    if (++m_acceptedInTurn != acceptedInTurn)
        return;
    setMaxPendingConnections(0);
    QMetaObject::invokeMethod(this, [this] {
        m_acceptedInTurn = 0;
        setMaxPendingConnections(backlog);
        if (isListening())
            resumeAccepting();
    }, Qt::QueuedConnection);
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
    if (const Admission admission = admit(peer, descriptor); admission.place)
        open(std::move(socket), peer, admission);
    else
        closeUnanswered(peer);
}

void GuardedListener::acceptTls(qintptr descriptor)
{
    const auto owned = std::make_shared<OwnedSocket>(stream::NativeSocket(descriptor));
    const PeerName name = peerNameOf(stream::NativeSocket(descriptor));
    if (name.port == 0)
        return;
    const QHostAddress peer = toldPlainly(name.address);
    const Admission admission = admit(peer, descriptor);
    if (!admission.place) {
        closeUnanswered(peer);
        return;
    }
    makeNonBlocking(stream::NativeSocket(descriptor));
    // Of the pair, which a stream's engine has, nobody is a peer that could be dead.
    stream::prepareStreamSocket(stream::NativeSocket(descriptor), m_tls.unacknowledged);

    const auto opened = [this, peer, admission](const std::shared_ptr<OwnedSocket> &otherEnd) {
        QMetaObject::invokeMethod(this, [this, peer, admission, otherEnd] {
            auto socket = std::make_unique<QTcpSocket>();
            const auto end = otherEnd->take();
            if (m_post->stopping || !socket->setSocketDescriptor(qintptr(end)))
                closeDescriptor(qintptr(end));
            else
                open(std::move(socket), peer, admission);
        }, Qt::QueuedConnection);
    };
    const auto failed = [this, peer](int status, const QString &reason) {
        QMetaObject::invokeMethod(this, [this, peer, status, reason] { Q_EMIT refused(status, reason, peer.toString()); }, Qt::QueuedConnection);
    };
    const HttpLimits &limits = m_post->limits;
    m_pumps->add(owned->take(), m_tls.context(), {.handshake = limits.headTime, .stall = m_tls.unacknowledged, .linger = limits.lingerTime}, admission.place, {.opened = opened, .refused = failed});
}

GuardedListener::Admission GuardedListener::admit(const QHostAddress &peer, qintptr descriptor)
{
    const HttpLimits &limits = m_post->limits;
    std::optional<Error> refusal;
    AddressCounts::Place place;
    if (*m_open >= limits.connections)
        refusal = Error{ErrorCode::Unavailable, QStringLiteral("The node has %1 connections open and takes no more; try again.").arg(limits.connections)};
    else if (limits.highestDescriptor > 0 && descriptor > limits.highestDescriptor) // the system gives the lowest that is free
        refusal = Error{ErrorCode::Unavailable, QStringLiteral("The node's process may open hardly more descriptors, and takes no more connections; try again. Its operator can raise the limit (ulimit -n, or LimitNOFILE= of the service).")};
    else if (m_counts && !(place = m_counts->take(peer)))
        refusal = Error{ErrorCode::RateLimited, QStringLiteral("This address has %1 connections open, as many as limits.connections_per_address allows.").arg(m_counts->most()), {}, {{QStringLiteral("retryAfterS"), 5}}};
    if (!refusal)
        return {std::make_shared<Counted>(m_open, std::move(place)), {}};
    const bool mayHear = *m_turnedAway < mostTurnedAway && (limits.highestDescriptor == 0 || descriptor <= limits.highestDescriptor + refusalsBeyond);
    return {mayHear ? std::make_shared<Counted>(m_turnedAway, nullptr) : nullptr, refusal};
}

void GuardedListener::closeUnanswered(const QHostAddress &peer)
{
    Q_EMIT refused(503, QStringLiteral("too many connections; closed without an answer"), peer.toString());
}

void GuardedListener::open(std::unique_ptr<QTcpSocket> owned, const QHostAddress &peer, const Admission &admission)
{
    owned->setParent(this);
    QTcpSocket *const socket = owned.release();
    auto *guard = new GuardedSocket(socket, peer, m_post);
    m_guards.insert(guard);
    connect(guard, &QObject::destroyed, this, [this, guard, place = admission.place] { m_guards.remove(guard); });
    connect(guard, &GuardedSocket::refused, this, &GuardedListener::refused);
    connect(guard, &GuardedSocket::handedOver, this, [place = admission.place] { place->letGo(); });
    if (admission.refusal) {
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        guard->refuse(*admission.refusal);
    } else {
        addPendingConnection(socket);
    }
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
    if (m_pumps)
        m_pumps->stopHandshakes();
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
