// SPDX-License-Identifier: GPL-3.0-or-later
// Keys that sign JSON Web Tokens, as an identity provider has them.
#pragma once

#include "core/base64url.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <memory>

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace pipit::test {

using namespace Qt::StringLiterals;

// RSA of 2048 bits, or P-256.
class SigningKey
{
public:
    static SigningKey rsa() { return SigningKey(EVP_RSA_gen(2048)); }
    static SigningKey ec() { return SigningKey(EVP_EC_gen("P-256")); }

    bool isRsa() const { return EVP_PKEY_is_a(m_key.get(), "RSA"); }

    // The public half.
    QJsonObject jwk(const QString &id = {}) const
    {
        QJsonObject jwk;
        if (isRsa())
            jwk = {{u"kty"_s, u"RSA"_s}, {u"n"_s, member(OSSL_PKEY_PARAM_RSA_N)}, {u"e"_s, member(OSSL_PKEY_PARAM_RSA_E)}};
        else
            jwk = {{u"kty"_s, u"EC"_s}, {u"crv"_s, u"P-256"_s}, {u"x"_s, member(OSSL_PKEY_PARAM_EC_PUB_X, 32)}, {u"y"_s, member(OSSL_PKEY_PARAM_EC_PUB_Y, 32)}};
        if (!id.isNull())
            jwk.insert(u"kid"_s, id);
        return jwk;
    }

    QByteArray publicPem() const
    {
        const std::unique_ptr<BIO, decltype(&BIO_free)> bytes(BIO_new(BIO_s_mem()), &BIO_free);
        PEM_write_bio_PUBKEY(bytes.get(), m_key.get());
        char *data = nullptr;
        const long size = BIO_get_mem_data(bytes.get(), &data);
        return {data, qsizetype(size)};
    }

    QByteArray publicDer() const
    {
        QByteArray der(i2d_PUBKEY(m_key.get(), nullptr), Qt::Uninitialized);
        auto *out = reinterpret_cast<unsigned char *>(der.data());
        i2d_PUBKEY(m_key.get(), &out);
        return der;
    }

    // As OpenSSL makes it: with P-256 in DER.
    QByteArray signature(const QByteArray &text) const
    {
        const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
        QByteArray signature(EVP_PKEY_size(m_key.get()), Qt::Uninitialized);
        std::size_t size = std::size_t(signature.size());
        EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, m_key.get());
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char *>(signature.data()), &size, reinterpret_cast<const unsigned char *>(text.constData()), std::size_t(text.size()));
        return signature.first(qsizetype(size));
    }

    // As a JWT has it: with P-256 r and s.
    QByteArray jwtSignature(const QByteArray &text) const
    {
        const QByteArray made = signature(text);
        if (isRsa())
            return made;
        const auto *in = reinterpret_cast<const unsigned char *>(made.constData());
        const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> pair(d2i_ECDSA_SIG(nullptr, &in, made.size()), &ECDSA_SIG_free);
        return bytesOf(ECDSA_SIG_get0_r(pair.get()), 32) + bytesOf(ECDSA_SIG_get0_s(pair.get()), 32);
    }

private:
    explicit SigningKey(EVP_PKEY *key) : m_key(key, &EVP_PKEY_free) { }

    static QByteArray bytesOf(const BIGNUM *number, int size)
    {
        QByteArray bytes(size, Qt::Uninitialized);
        BN_bn2binpad(number, reinterpret_cast<unsigned char *>(bytes.data()), size);
        return bytes;
    }

    QString member(const char *name, int size = 0) const
    {
        BIGNUM *number = nullptr;
        EVP_PKEY_get_bn_param(m_key.get(), name, &number);
        const QByteArray bytes = bytesOf(number, size > 0 ? size : BN_num_bytes(number));
        BN_free(number);
        return QString::fromLatin1(base64UrlEncoded(bytes));
    }

    std::shared_ptr<EVP_PKEY> m_key;
};

// Making one takes a while: all tests of a program share them.
inline const SigningKey &rsaKey(int which = 0)
{
    static const SigningKey keys[] = {SigningKey::rsa(), SigningKey::rsa()};
    return keys[which];
}

inline const SigningKey &ecKey(int which = 0)
{
    static const SigningKey keys[] = {SigningKey::ec(), SigningKey::ec()};
    return keys[which];
}

inline QByteArray hs256(const QByteArray &secret, const QByteArray &text)
{
    QByteArray code(32, Qt::Uninitialized);
    HMAC(EVP_sha256(), secret.constData(), int(secret.size()), reinterpret_cast<const unsigned char *>(text.constData()), std::size_t(text.size()), reinterpret_cast<unsigned char *>(code.data()), nullptr);
    return code;
}

inline QByteArray jsonOf(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

inline QByteArray jwksOf(const QJsonArray &keys)
{
    return jsonOf({{u"keys"_s, keys}});
}

// `sign` makes the signature of a text.
template<typename Sign>
QByteArray jwtOf(const QByteArray &headerJson, const QByteArray &payloadJson, Sign sign)
{
    const QByteArray text = base64UrlEncoded(headerJson) + '.' + base64UrlEncoded(payloadJson);
    return text + '.' + base64UrlEncoded(sign(text));
}

} // namespace pipit::test
