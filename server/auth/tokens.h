// SPDX-License-Identifier: GPL-3.0-or-later
// Opaque tokens: random, shown once, kept only as a hash.
//
// A cookie is such a token too, made from another one and bound to its life. So is a ticket, which is good once and for
// half a minute: where it is seen (an address with a ticket in it stands in logs and histories) it is of no more use. An
// invitation is a ticket for somebody who has no token yet.
// Thread rule: values and pure functions; TokenStore as its implementation says.
// Source: Pipit's contract "who may do what".
#pragma once

#include "core/result.h"
#include "server/auth/caller.h"

#include <QByteArray>
#include <QFuture>
#include <QList>
#include <QSet>

#include <optional>

namespace pipit::auth {

struct TokenRecord {
    enum class Kind { Bearer, Cookie, Ticket, Invitation, TakenBack };
    Kind kind = Kind::Bearer;
    QByteArray hash;             // SHA-256 of the token
    Caller caller;               // sub, name, role and sessions
    QByteArray parentHash = {};  // of a Cookie or Ticket: the token that it was made from, where that is not a JWT
    qint64 createdAtMs = 0;
    std::optional<qint64> expiresAtMs = {};
    QByteArray jwtKey = {};      // the thumbprint of the key of the JWT that it goes back to
    std::optional<qint64> callerExpiresAtMs = {}; // of a Ticket: the end of what it was made from
};

// Where records are kept, so that every node on the same log knows them.
class TokenStore
{
public:
    virtual ~TokenStore() = default;
    // Nothing for an unknown or expired one, or a cookie whose parent is gone. A cookie expires with its parent.
    virtual QFuture<Result<std::optional<TokenRecord>>> findToken(QByteArray hash) = 0;
    // As findToken(), removes it and, where it was found, adds `made` in its place, all or nothing: of all who take a token, on any
    // node, one gets it.
    virtual QFuture<Result<std::optional<TokenRecord>>> takeToken(QByteArray hash, QList<TokenRecord> made) = 0;
    // Those of these that findToken() would find.
    virtual QFuture<Result<QSet<QByteArray>>> goodTokens(QList<QByteArray> hashes) = 0;
    // Conflict: there is one of this hash, or it was taken back.
    virtual QFuture<Result<Done>> addToken(TokenRecord record) = 0;
    // With the cookies and tickets that were made from it. A bearer token is taken back for good: it is remembered as that.
    virtual QFuture<Result<Done>> removeToken(QByteArray hash) = 0;
};

// "pipit_" and 43 characters with 256 random bits: the prefix lets secret scanners find one that went astray.
QByteArray makeToken();
QByteArray hashOf(QByteArrayView token);

} // namespace pipit::auth
