// SPDX-License-Identifier: GPL-3.0-or-later
// Names the caller of a JSON Web Token that somebody else has made and signed: HS256 with a shared secret, RS256 and ES256 with
// the keys of a JWKS file.
//
// The key decides about the algorithm, never the token; nothing of a token counts before its signature is good. The files are
// looked at again as tokens come, at most once a second, so that keys are changed without a restart; see jwt_key_file.h.
// Thread rule: one thread; a look reads small files. Errors: of make(), Unavailable with `field` the setting; of verify(),
// Unauthenticated with the field "Authorization": what is wrong with the token, but never which keys there are, and nothing of a
// signature or a key.
// Source: Pipit's contract "who may do what"; RFC 7515, RFC 7519, RFC 8725.
#pragma once

#include "core/result.h"
#include "server/auth/caller.h"
#include "server/auth/jwt_key_file.h"

#include <QByteArray>
#include <QDateTime>

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

namespace pipit::auth {

struct VerifiedJwt {
    Caller caller; // without tokenHash
    qint64 expiresAtMs = 0;
    QByteArray keyThumbprint = {}; // of the key that signed it, for knowsKey()
};

class JwtVerifier
{
public:
    using Clock = std::chrono::steady_clock;

    // The settings of the table auth: absolute paths; each may be empty.
    struct Options {
        QString secretFile = {};
        QString jwksFile = {};
        QString audience = {};
    };

    // `nowMs`: since the epoch, for the tokens' times. `now`: for when the files are looked at.
    static Result<std::unique_ptr<JwtVerifier>> make(Options options, std::function<qint64()> nowMs = &QDateTime::currentMSecsSinceEpoch, std::function<Clock::time_point()> now = &Clock::now);

    // Whether any token can be good here.
    bool isConfigured() const { return !m_files.empty(); }

    Result<VerifiedJwt> verify(const QByteArray &token);

    // Whether what this key signed still counts.
    bool knowsKey(const QByteArray &thumbprint);

private:
    struct Header {
        JwtAlgorithm algorithm;
        std::optional<QString> keyId;
    };

    JwtVerifier(Options options, std::function<qint64()> nowMs, std::function<Clock::time_point()> now);

    static Result<Header> readHeader(const QByteArray &json);
    void lookAgain();
    bool hasKeyNamed(const QString &id) const;
    const JwtKey *signerOf(const Header &header, QByteArrayView text, QByteArrayView signature) const;

    const QString m_audience;
    const std::function<qint64()> m_nowMs;
    const std::function<Clock::time_point()> m_now;
    std::vector<JwtKeyFile> m_files;
    Clock::time_point m_lookAgainAt;
};

// Whether it has a JWT's form, and no other token of this node has: three parts with dots between, the first an encoded "{".
bool looksLikeJwt(QByteArrayView token);

} // namespace pipit::auth
