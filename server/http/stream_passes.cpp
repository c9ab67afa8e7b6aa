// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/stream_passes.h"

#include <QPointer>

using namespace Qt::StringLiterals;

namespace pipit::http {

namespace {

constexpr std::chrono::milliseconds lookTime{2'000};

// What a caller's streams depend on. Empty: on nothing.
QByteArray nameOf(const auth::Caller &caller)
{
    if (caller.tokenHash.isEmpty() && caller.jwtKey.isEmpty() && !caller.expiresAtMs)
        return {};
    return caller.tokenHash + '|' + caller.jwtKey + '|' + QByteArray::number(caller.expiresAtMs.value_or(0));
}

// What a client says of itself is kept for as long as its stream is there.
constexpr qsizetype agentBytes = 120;

} // namespace

stream::StreamOrigin originOf(const Exchange &exchange)
{
    const auth::Caller &caller = exchange.caller;
    const QByteArray agent = exchange.request.header("user-agent").value_or(QByteArray());
    return {.caller = caller.sub.toStdString(), .name = caller.name.toStdString(), .address = exchange.request.client.toString().toStdString(), .agent = QString::fromUtf8(agent.left(agentBytes)).toStdString()};
}

StreamPasses::StreamPasses(auth::Gate &gate, stream::Engine &engine, std::shared_ptr<AddressCounts> counts, QObject *parent)
    : QObject(parent), m_gate(gate), m_engine(engine), m_counts(std::move(counts))
{
    connect(&m_timer, &QTimer::timeout, this, [this] { endLost(); });
    m_timer.start(lookTime);
}

std::optional<Error> StreamPasses::admit(const Exchange &exchange, stream::Subscription &subscription)
{
    subscription.origin = originOf(exchange);
    subscription.countedAs = m_counts->take(exchange.request.client);
    if (!subscription.countedAs)
        return Error{ErrorCode::RateLimited, u"This address has %1 streams open, as many as limits.connections_per_address allows. Carry several sessions in one stream."_s.arg(m_counts->most()), {}, {{u"retryAfterS"_s, 5}}};
    const QByteArray name = nameOf(exchange.caller);
    if (name.isEmpty())
        return std::nullopt;
    std::shared_ptr<const Holder> holder = m_holders.value(name).lock();
    if (!holder) {
        holder = std::make_shared<Holder>(Holder{exchange.caller});
        m_holders.insert(name, holder);
    }
    subscription.owner = std::move(holder);
    return std::nullopt;
}

QCoro::Task<> StreamPasses::endLost()
{
    if (m_isLooking)
        co_return;
    m_isLooking = true;
    const QPointer<StreamPasses> self(this);
    m_holders.removeIf([](QHash<QByteArray, std::weak_ptr<const Holder>>::iterator holder) { return holder->expired(); });
    QList<QByteArray> hashes;
    QList<std::shared_ptr<const Holder>> holders;
    for (const auto &weak : std::as_const(m_holders)) {
        auto holder = weak.lock();
        if (!holder)
            continue;
        switch (m_gate.plainlyLost(holder->caller)) {
        case auth::Gate::Lost::Expired:
            m_engine.finishOwned(holder, stream::CloseReason::TokenExpired);
            break;
        case auth::Gate::Lost::Revoked:
            m_engine.finishOwned(holder, stream::CloseReason::TokenRevoked);
            break;
        case auth::Gate::Lost::No:
            if (!holder->caller.tokenHash.isEmpty()) {
                hashes.append(holder->caller.tokenHash);
                holders.append(std::move(holder));
            }
        }
    }
    const auto revoked = co_await m_gate.revokedOf(hashes, auth::Gate::Patience::Whole);
    if (!self)
        co_return;
    for (const auto &holder : std::as_const(holders)) {
        if (revoked.contains(holder->caller.tokenHash))
            m_engine.finishOwned(holder, stream::CloseReason::TokenRevoked);
    }
    m_isLooking = false;
}

} // namespace pipit::http
