// SPDX-License-Identifier: GPL-3.0-or-later
// Names the caller of a request by the token in its Authorization header or cookie.
//
// A known token is remembered for two seconds, so that a busy caller costs no look-up for each request and a token that
// was taken back is refused soon after. Unknown ones are not remembered: guesses cannot fill memory.
// Thread rule: the server's thread. Errors: Unauthenticated, with what to do; Unavailable while the store cannot be read.
#pragma once

#include "core/result.h"
#include "server/auth/tokens.h"

#include <QCoroTask>
#include <QHash>

#include <chrono>

namespace pipit::auth {

class Gate
{
public:
    explicit Gate(TokenStore &store) : m_store(store) { }

    // An empty token: none was given.
    QCoro::Task<Result<Caller>> identify(QByteArray token);

    void forget(const QByteArray &tokenHash) { m_known.remove(tokenHash); }

private:
    struct Known {
        Caller caller;
        std::chrono::steady_clock::time_point until;
    };

    TokenStore &m_store;
    QHash<QByteArray, Known> m_known;
};

} // namespace pipit::auth
