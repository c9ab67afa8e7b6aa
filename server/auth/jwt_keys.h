// SPDX-License-Identifier: GPL-3.0-or-later
// The keys by which signatures of JSON Web Tokens are checked: a secret (HS256), or the public keys of a JWKS document: RSA of
// 2048 to 8192 bits (RS256) and P-256 (ES256).
//
// A key serves its one algorithm and no other, whatever a token says: nobody can sign with a public key as if it were a secret.
// Thread rule: values, on one thread; copies share the key. Errors: Unavailable, as the end of a sentence about the file; never
// with anything of a key.
// Source: RFC 7517 (JWK), RFC 7518 (algorithms), RFC 7638 (thumbprints), RFC 8725 (best practices).
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QStringList>

#include <memory>
#include <optional>

typedef struct evp_pkey_st EVP_PKEY;

namespace pipit::auth {

enum class JwtAlgorithm { HS256, RS256, ES256 };

// By the exact name; nothing for any other, such as "none".
std::optional<JwtAlgorithm> jwtAlgorithmFromName(QStringView name);

class JwtKey
{
public:
    static Result<JwtKey> fromSecret(const QByteArray &secret);
    // One key of a JWKS. Errors: why it cannot be used.
    static Result<JwtKey> fromJwk(const QJsonObject &jwk);

    JwtAlgorithm algorithm() const { return m_algorithm; }
    const std::optional<QString> &id() const { return m_id; } // `kid`; a secret has none
    // 32 bytes, the same wherever the same key is read. Of a secret it is the SHA-256: not for others' eyes.
    const QByteArray &thumbprint() const { return m_thumbprint; }

    // `signature` as it stands in a token, decoded: for ES256 64 bytes, r and s.
    bool verifies(QByteArrayView text, QByteArrayView signature) const;

private:
    JwtKey() = default;
    static Result<JwtKey> fromRsa(const QJsonObject &jwk);
    static Result<JwtKey> fromEc(const QJsonObject &jwk);

    JwtAlgorithm m_algorithm = JwtAlgorithm::HS256;
    std::optional<QString> m_id;
    QByteArray m_thumbprint;
    QByteArray m_secret;                   // of HS256
    std::shared_ptr<EVP_PKEY> m_publicKey; // of the others
};

struct JwtKeySet {
    QList<JwtKey> keys;
    QStringList leftOut = {}; // for each key of the document that is not used: which, and why

    static Result<JwtKeySet> fromSecret(const QByteArray &secret);

    // At most 100 keys in 256 KiB. Keys that are of no use here are left out; an error where none is left, where a private key lies
    // in the document, or where two keys have one `kid`.
    static Result<JwtKeySet> fromJwks(const QByteArray &document);
};

} // namespace pipit::auth
