// SPDX-License-Identifier: GPL-3.0-or-later
// Names the caller of a request by its credential: an opaque token, a JWT, a cookie, a ticket, or none.
//
// A known token is remembered for two seconds, so that a busy caller costs no look-up for each request and a token that
// was taken back is refused soon after. While the store cannot be read, or is silent, whoever it knew within the last five
// minutes stays known. At most 50,000 are remembered, and unknown ones are not: guesses cannot fill memory.
// Thread rule: the server's thread. Errors: Unauthenticated, with what to do; Unavailable while the store cannot be read.
// Source: Pipit's contract "who may do what".
#pragma once

#include "core/result.h"
#include "server/auth/jwt_verifier.h"
#include "server/auth/tokens.h"

#include <QCoroTask>
#include <QHash>

#include <chrono>
#include <functional>

namespace pipit::auth {

struct Credential {
    enum class Kind { None, Bearer, Cookie, Ticket };
    Kind kind = Kind::None;
    QByteArray secret = {};
};

class Gate
{
public:
    using Clock = std::chrono::steady_clock;

    // `anonymous`: the sessions of whoever has no credential, as a pattern; empty: nobody without one.
    Gate(TokenStore &store, JwtVerifier &jwts, QString anonymous = {}, std::function<Clock::time_point()> now = &Clock::now)
        : m_store(store), m_jwts(jwts), m_anonymous(std::move(anonymous)), m_now(std::move(now))
    {
    }

    QCoro::Task<Result<Caller>> identify(Credential credential);

    // A ticket, or an invitation where that will do, which is gone by that; what `made` gives for it comes in its place, all or
    // nothing. Where there is none of that name: Unauthenticated.
    enum class Redeem { Tickets, Invitations };
    using Made = std::function<QList<TokenRecord>(const TokenRecord &)>;
    QCoro::Task<Result<TokenRecord>> redeem(QByteArray ticket, Redeem what, Made made = {});

    // Why somebody who was named would no longer be.
    enum class Lost { No, Expired, Revoked };
    // As far as it can be told without the store.
    Lost plainlyLost(const Caller &caller);
    // Those of these token hashes that are good no more. None, where the store cannot be read just now.
    enum class Patience { Short, Whole }; // with the store: a second, or as long as it takes
    QCoro::Task<QSet<QByteArray>> revokedOf(QList<QByteArray> hashes, Patience patience);

    // Whether naming this one costs no look-up in the store.
    bool isKnown(const Credential &credential) const;

    void forget(const QByteArray &tokenHash) { m_known.remove(tokenHash); }

private:
    struct Known {
        Caller caller;
        TokenRecord::Kind kind;
        Clock::time_point lookAgainAt;
        Clock::time_point confirmedAt; // by the store
    };

    using Found = Result<std::optional<TokenRecord>>;

    Result<Caller> callerWithoutToken() const;
    Result<Caller> callerOfJwt(const QByteArray &token);
    QCoro::Task<Result<Caller>> callerOfToken(QByteArray token, TokenRecord::Kind kind);
    QCoro::Task<Result<Caller>> callerOfTicket(QByteArray ticket);
    bool goesBackToKnownKey(const TokenRecord &record);
    bool isGoodWithoutStore(const QByteArray &hash, TokenRecord::Kind kind);
    // Unavailable where the store takes longer than it may.
    template<typename T>
    static QCoro::Task<Result<T>> askForAWhile(QFuture<Result<T>> asked);
    void makeRoom();

    TokenStore &m_store;
    JwtVerifier &m_jwts;
    const QString m_anonymous;
    const std::function<Clock::time_point()> m_now;
    QHash<QByteArray, Known> m_known;
    Clock::time_point m_nextSweep{};
};

} // namespace pipit::auth
