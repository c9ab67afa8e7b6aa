// SPDX-License-Identifier: GPL-3.0-or-later
// Opaque tokens: random, shown once, kept only as a hash.
//
// A cookie is such a token too, of kind Cookie, made from another one and bound to its life.
// Thread rule: values and pure functions; TokenStore as its implementation says.
// Source: Pipit's contract "who may do what".
#pragma once

#include "core/result.h"
#include "server/auth/caller.h"

#include <QByteArray>
#include <QFuture>

#include <optional>

namespace pipit::auth {

struct TokenRecord {
    enum class Kind { Bearer, Cookie };
    Kind kind = Kind::Bearer;
    QByteArray hash;             // SHA-256 of the token
    Caller caller;               // without tokenHash
    QByteArray parentHash = {};  // of a Cookie: the token that it was made from
    qint64 createdAtMs = 0;
    std::optional<qint64> expiresAtMs = {};
};

// Where records are kept, so that every node on the same log knows them.
class TokenStore
{
public:
    virtual ~TokenStore() = default;
    // Nothing for an unknown or expired one, or a cookie whose parent is gone. A cookie expires with its parent.
    virtual QFuture<Result<std::optional<TokenRecord>>> findToken(QByteArray hash) = 0;
    virtual QFuture<Result<Done>> addToken(TokenRecord record) = 0;
    virtual QFuture<Result<Done>> removeToken(QByteArray hash) = 0;
};

// "pipit_" and 43 characters with 256 random bits: the prefix lets secret scanners find one that went astray.
QByteArray makeToken();
QByteArray hashOf(QByteArrayView token);

} // namespace pipit::auth
