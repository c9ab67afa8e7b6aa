// SPDX-License-Identifier: GPL-3.0-or-later
// What a JSON Web Token says of its caller, once its signature is known to be good.
//
// `sub`, `exp` and, but for operators, `sessions` are required; `name`, `role`, `nbf`, `iat` and `aud` count where they are
// there. Every one is checked for its type and range, and members that are not known are left alone.
// Thread rule: functions without state. Errors: Unauthenticated with the field "Authorization", naming the claim.
// Source: Pipit's contract "who may do what"; RFC 7519, section 4.
#pragma once

#include "core/result.h"
#include "server/auth/caller.h"

#include <QJsonObject>

namespace pipit::auth {

struct JwtClaims {
    Caller caller; // without tokenHash
    qint64 expiresAtMs = 0;
};

// `audience` empty: this node has none, and a token that is meant for one is refused.
Result<JwtClaims> readJwtClaims(const QJsonObject &claims, const QString &audience, qint64 nowMs);

// Every refusal of a token: one sentence about it, for whoever sent it.
Error jwtRefusal(const QString &sentence);

} // namespace pipit::auth
