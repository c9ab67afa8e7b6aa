// SPDX-License-Identifier: GPL-3.0-or-later
// Names the caller of a request by the token in its Authorization header or cookie.
//
// A known token is remembered for two seconds, so that a busy caller costs no look-up for each request and a token that
// was taken back is refused soon after. While the store cannot be read, or is silent, whoever it knew within the last five
// minutes stays known. At most 50,000 are remembered, and unknown ones are not: guesses cannot fill memory.
// Thread rule: the server's thread. Errors: Unauthenticated, with what to do; Unavailable while the store cannot be read.
#pragma once

#include "core/result.h"
#include "server/auth/tokens.h"

#include <QCoroTask>
#include <QHash>

#include <chrono>
#include <functional>

namespace pipit::auth {

class Gate
{
public:
    using Clock = std::chrono::steady_clock;

    explicit Gate(TokenStore &store, std::function<Clock::time_point()> now = &Clock::now) : m_store(store), m_now(std::move(now)) { }

    // An empty token: none was given.
    QCoro::Task<Result<Caller>> identify(QByteArray token);

    void forget(const QByteArray &tokenHash) { m_known.remove(tokenHash); }

private:
    struct Known {
        Caller caller;
        Clock::time_point lookAgainAt;
        Clock::time_point confirmedAt; // by the store
        std::optional<qint64> expiresAtMs;
    };

    using Found = Result<std::optional<TokenRecord>>;

    bool isGoodWithoutStore(const QByteArray &hash) const;
    QCoro::Task<Found> askForAWhile(QByteArray hash);
    void makeRoom();

    TokenStore &m_store;
    const std::function<Clock::time_point()> m_now;
    QHash<QByteArray, Known> m_known;
    Clock::time_point m_nextSweep{};
};

} // namespace pipit::auth
