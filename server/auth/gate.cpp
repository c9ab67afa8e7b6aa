// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/auth/gate.h"

#include "core/wait.h"

#include <QCoroFuture>
#include <QDateTime>
#include <QFutureWatcher>
#include <QSet>

namespace pipit::auth {

namespace {

constexpr std::chrono::seconds rememberedFor{2};
constexpr std::chrono::minutes goodWithoutStore{5};
constexpr std::chrono::seconds patience{1}; // with the store, where the caller was known a moment ago
constexpr std::chrono::seconds sweepTime{10};
constexpr qsizetype rememberedAtMost = 50'000;

bool isPast(std::optional<qint64> atMs)
{
    return atMs && *atMs <= QDateTime::currentMSecsSinceEpoch();
}

Error unauthenticated(const QString &message)
{
    return Error{ErrorCode::Unauthenticated, message};
}

Caller callerOf(const TokenRecord &record)
{
    Caller caller = record.caller;
    caller.jwtKey = record.jwtKey;
    return caller;
}

} // namespace

template<typename T>
QCoro::Task<Result<T>> Gate::askForAWhile(QFuture<Result<T>> asked)
{
    Wait wait(patience);
    QFutureWatcher<Result<T>> watcher;
    QObject::connect(&watcher, &QFutureWatcherBase::finished, wait.context(), [&wait] { wait.come(); });
    watcher.setFuture(asked);
    co_await wait.future();
    if (watcher.isFinished())
        co_return watcher.result();
    co_return Error{ErrorCode::Unavailable, QStringLiteral("The store takes too long to say who this is.")};
}

QCoro::Task<Result<Caller>> Gate::identify(Credential credential)
{
    switch (credential.kind) {
    case Credential::Kind::None:
        break;
    case Credential::Kind::Bearer: {
        if (looksLikeJwt(credential.secret))
            co_return callerOfJwt(credential.secret);
        auto caller = co_await callerOfToken(credential.secret, TokenRecord::Kind::Bearer);
        co_return caller;
    }
    case Credential::Kind::Cookie: {
        auto caller = co_await callerOfToken(credential.secret, TokenRecord::Kind::Cookie);
        co_return caller;
    }
    case Credential::Kind::Ticket: {
        auto caller = co_await callerOfTicket(credential.secret);
        co_return caller;
    }
    }
    co_return callerWithoutToken();
}

Result<Caller> Gate::callerWithoutToken() const
{
    if (m_anonymous.isEmpty())
        return unauthenticated(QStringLiteral("No token was given. Send `Authorization: Bearer TOKEN`; `pipitctl token create` makes one."));
    return Caller{.sub = QStringLiteral("anonymous"), .name = QStringLiteral("Anonymous"), .sessions = {m_anonymous}};
}

Result<Caller> Gate::callerOfJwt(const QByteArray &token)
{
    auto verified = m_jwts.verify(token);
    if (!verified)
        return verified.error();
    Caller caller = std::move(verified->caller);
    caller.proof = Proof::Jwt;
    caller.jwtKey = verified->keyThumbprint;
    caller.expiresAtMs = verified->expiresAtMs;
    return caller;
}

QCoro::Task<Result<Caller>> Gate::callerOfToken(QByteArray token, TokenRecord::Kind kind)
{
    const QByteArray hash = hashOf(token);
    if (const auto known = m_known.constFind(hash); known != m_known.cend() && m_now() < known->lookAgainAt && known->kind == kind && plainlyLost(known->caller) == Lost::No)
        co_return Caller(known->caller);

    Found found = Error{};
    if (isGoodWithoutStore(hash, kind))
        found = co_await askForAWhile(m_store.findToken(hash));
    else
        found = co_await m_store.findToken(hash);
    if (!found) {
        if (!isGoodWithoutStore(hash, kind))
            co_return found.error();
        Known &known = m_known[hash];
        known.lookAgainAt = m_now() + rememberedFor;
        co_return Caller(known.caller); // a copy: QCoro moves from what is named here
    }
    // A cookie is no bearer token, nor the other way round: each is good only where its own precautions are taken.
    const bool isGood = *found && (*found)->kind == kind && goesBackToKnownKey(**found);
    if (!isGood) {
        m_known.remove(hash);
        co_return unauthenticated(QStringLiteral("This token is not known here: it is misspelt, expired, taken back, or of another node."));
    }

    Caller caller = callerOf(**found);
    caller.proof = kind == TokenRecord::Kind::Cookie ? Proof::Cookie : Proof::Token;
    caller.tokenHash = hash;
    caller.expiresAtMs = (*found)->expiresAtMs;
    if (m_known.size() >= rememberedAtMost && !m_known.contains(hash))
        makeRoom();
    m_known.insert(hash, {caller, kind, m_now() + rememberedFor, m_now()});
    co_return caller;
}

QCoro::Task<Result<Caller>> Gate::callerOfTicket(QByteArray ticket)
{
    const auto record = co_await redeem(ticket, Redeem::Tickets);
    if (!record)
        co_return record.error();
    Caller caller = callerOf(*record);
    caller.proof = Proof::Ticket;
    caller.tokenHash = record->parentHash;
    caller.expiresAtMs = record->callerExpiresAtMs;
    co_return caller;
}

QCoro::Task<Result<TokenRecord>> Gate::redeem(QByteArray ticket, Redeem what, Made made)
{
    const QByteArray hash = hashOf(ticket);
    const Error unknown = unauthenticated(QStringLiteral("This ticket is not known here: it was used, is too old, or is of another node. Ask for another."));
    // Looked at first: a token that somebody puts where a ticket belongs is not used up.
    const auto found = co_await m_store.findToken(hash);
    if (!found)
        co_return found.error();
    if (*found && (*found)->kind == TokenRecord::Kind::Invitation && what == Redeem::Tickets)
        co_return unauthenticated(QStringLiteral("This is an invitation. Take it up with POST /api/auth/session first; that gives a token."));
    const bool isTicket = *found && ((*found)->kind == TokenRecord::Kind::Ticket || (*found)->kind == TokenRecord::Kind::Invitation);
    if (!isTicket || !goesBackToKnownKey(**found))
        co_return unknown;
    const QList<TokenRecord> instead = made ? made(**found) : QList<TokenRecord>();
    const auto taken = co_await m_store.takeToken(hash, instead);
    if (!taken)
        co_return taken.error();
    if (!*taken)
        co_return unknown;
    TokenRecord record = **taken;
    co_return record;
}

bool Gate::isKnown(const Credential &credential) const
{
    const bool isJwt = credential.kind == Credential::Kind::Bearer && looksLikeJwt(credential.secret);
    return credential.kind == Credential::Kind::None || isJwt || m_known.contains(hashOf(credential.secret));
}

Gate::Lost Gate::plainlyLost(const Caller &caller)
{
    if (isPast(caller.expiresAtMs))
        return Lost::Expired;
    return caller.jwtKey.isEmpty() || m_jwts.knowsKey(caller.jwtKey) ? Lost::No : Lost::Revoked;
}

QCoro::Task<QSet<QByteArray>> Gate::revokedOf(QList<QByteArray> hashes, Patience patience)
{
    QSet<QByteArray> revoked;
    if (hashes.isEmpty())
        co_return revoked;
    Result<QSet<QByteArray>> good = Error{};
    if (patience == Patience::Short)
        good = co_await askForAWhile(m_store.goodTokens(hashes));
    else
        good = co_await m_store.goodTokens(hashes);
    if (!good)
        co_return revoked;
    for (const QByteArray &hash : std::as_const(hashes)) {
        if (good->contains(hash))
            continue;
        revoked.insert(hash);
        m_known.remove(hash);
    }
    co_return revoked;
}

// Where it goes back to a JWT at all.
bool Gate::goesBackToKnownKey(const TokenRecord &record)
{
    return record.jwtKey.isEmpty() || m_jwts.knowsKey(record.jwtKey);
}

bool Gate::isGoodWithoutStore(const QByteArray &hash, TokenRecord::Kind kind)
{
    const auto known = m_known.constFind(hash);
    return known != m_known.cend() && known->kind == kind && m_now() < known->confirmedAt + goodWithoutStore && plainlyLost(known->caller) == Lost::No;
}

void Gate::makeRoom()
{
    // Not at each time: where everybody is of late, a look at all of them finds nobody.
    if (m_now() >= m_nextSweep) {
        m_nextSweep = m_now() + sweepTime;
        m_known.removeIf([this](QHash<QByteArray, Known>::iterator known) { return m_now() >= known->confirmedAt + goodWithoutStore; });
    }
    if (m_known.size() >= rememberedAtMost)
        m_known.erase(m_known.begin());
}

} // namespace pipit::auth
