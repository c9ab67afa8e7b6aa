// SPDX-License-Identifier: GPL-3.0-or-later
// JSON Web Tokens with the signature RS256, as Coze's OAuth applications show who they are.
// Thread rule: functions without state. Errors: Unavailable, a part of a sentence; never with anything of the key.
// Source: RFC 7515, RFC 7518, RFC 7519.
#pragma once

#include "core/result.h"

#include <QJsonObject>

#include <memory>

typedef struct evp_pkey_st EVP_PKEY;

namespace pipit::bots::coze {

class RsaPrivateKey
{
public:
    // In PEM, without a password, of at least 2048 bits.
    static Result<RsaPrivateKey> fromPem(const QByteArray &pem);

    // header.payload.signature; the header is given its `alg` and `typ`.
    Result<QByteArray> sign(QJsonObject header, const QJsonObject &payload) const;

private:
    struct Free {
        void operator()(EVP_PKEY *key) const;
    };
    explicit RsaPrivateKey(EVP_PKEY *key) : m_key(key) { }

    std::unique_ptr<EVP_PKEY, Free> m_key;
};

} // namespace pipit::bots::coze
