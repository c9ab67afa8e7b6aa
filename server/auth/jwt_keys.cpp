// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/auth/jwt_keys.h"

#include "core/base64url.h"
#include "core/text_limits.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <array>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/param_build.h>

using namespace Qt::StringLiterals;

namespace pipit::auth {

namespace {

constexpr qsizetype shortestSecret = 32; // RFC 7518, section 3.2
constexpr int fewestBits = 2048;         // RFC 7518, section 3.3
constexpr int mostBits = 8192;           // the time of a check grows with the square
constexpr int mostExponentBits = 64;
constexpr qsizetype coordinateBytes = 32;
constexpr qsizetype keysAtMost = 100;
constexpr qsizetype documentBytes = 256 * 1024;
constexpr qsizetype reasonsShown = 3;

// What only private keys have (RFC 7518, sections 6.2.2 and 6.3.2).
constexpr std::array privateMembers{"d"_L1, "p"_L1, "q"_L1, "dp"_L1, "dq"_L1, "qi"_L1, "oth"_L1};

template<auto function>
struct FreedBy {
    template<typename T>
    void operator()(T *thing) const { function(thing); }
};

using Number = std::unique_ptr<BIGNUM, FreedBy<BN_free>>;
using ParameterBuilder = std::unique_ptr<OSSL_PARAM_BLD, FreedBy<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, FreedBy<OSSL_PARAM_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, FreedBy<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, FreedBy<EVP_MD_CTX_free>>;
using EcSignature = std::unique_ptr<ECDSA_SIG, FreedBy<ECDSA_SIG_free>>;

// OpenSSL keeps a queue of errors for each thread, in which nobody else shall find ours.
struct NoErrorsLeft {
    ~NoErrorsLeft() { ERR_clear_error(); }
};

Error fault(const QString &reason)
{
    return Error{ErrorCode::Unavailable, reason};
}

const unsigned char *bytesOf(QByteArrayView bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.data());
}

Number numberOf(QByteArrayView bytes)
{
    return Number(BN_bin2bn(bytesOf(bytes), int(bytes.size()), nullptr));
}

QByteArray sha256(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
}

// Of an integer's bytes: some libraries put a zero in front, and the thumbprint must not depend on it.
std::optional<QByteArray> integerMember(const QJsonObject &jwk, QStringView name)
{
    auto bytes = base64UrlDecoded(jwk.value(name).toString().toLatin1());
    if (!bytes)
        return std::nullopt;
    qsizetype zeros = 0;
    while (zeros < bytes->size() && bytes->at(zeros) == 0)
        ++zeros;
    return bytes->sliced(zeros);
}

// Null where OpenSSL finds that this is no key; for P-256 also where the point is not on the curve.
std::shared_ptr<EVP_PKEY> publicKey(const char *type, OSSL_PARAM_BLD *builder)
{
    const Parameters parameters(OSSL_PARAM_BLD_to_param(builder));
    const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVP_PKEY *key = nullptr;
    if (parameters && context && EVP_PKEY_fromdata_init(context.get()) == 1)
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get());
    return {key, &EVP_PKEY_free};
}

// Why a key of this algorithm is not for checking signatures, by its own members; nothing if it is.
std::optional<QString> faultOfUse(const QJsonObject &jwk, QLatin1StringView algorithm)
{
    if (const QJsonValue use = jwk.value(u"use"); !use.isUndefined() && use != "sig"_L1)
        return u"its use is not \"sig\""_s;
    if (const QJsonValue alg = jwk.value(u"alg"); !alg.isUndefined() && alg != algorithm)
        return u"its alg is not %1"_s.arg(algorithm);
    if (const QJsonValue operations = jwk.value(u"key_ops"); !operations.isUndefined() && !operations.toArray().contains("verify"_L1))
        return u"its key_ops are without \"verify\""_s;
    if (const QJsonValue id = jwk.value(u"kid"); !id.isUndefined() && !id.isString())
        return u"its kid is no string"_s;
    return std::nullopt;
}

bool isMacBy(const QByteArray &secret, QByteArrayView text, QByteArrayView signature)
{
    std::array<unsigned char, 32> code;
    unsigned int size = 0;
    return HMAC(EVP_sha256(), secret.constData(), int(secret.size()), bytesOf(text), std::size_t(text.size()), code.data(), &size)
           && signature.size() == qsizetype(code.size()) && CRYPTO_memcmp(code.data(), signature.data(), code.size()) == 0;
}

bool isSignedBy(EVP_PKEY *key, QByteArrayView text, QByteArrayView signature)
{
    const NoErrorsLeft clear;
    const DigestContext context(EVP_MD_CTX_new());
    return context && EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1
           && EVP_DigestVerify(context.get(), bytesOf(signature), std::size_t(signature.size()), bytesOf(text), std::size_t(text.size())) == 1;
}

// A token has r and s as they are; OpenSSL wants them in DER. Empty where the size is wrong.
QByteArray derOfSignature(QByteArrayView signature)
{
    if (signature.size() != 2 * coordinateBytes)
        return {};
    Number r = numberOf(signature.first(coordinateBytes)), s = numberOf(signature.last(coordinateBytes));
    const EcSignature pair(ECDSA_SIG_new());
    if (!pair || !r || !s || ECDSA_SIG_set0(pair.get(), r.get(), s.get()) != 1)
        return {};
    (void)r.release(), (void)s.release(); // the pair has them
    QByteArray der(i2d_ECDSA_SIG(pair.get(), nullptr), Qt::Uninitialized);
    auto *out = reinterpret_cast<unsigned char *>(der.data());
    i2d_ECDSA_SIG(pair.get(), &out);
    return der;
}

} // namespace

std::optional<JwtAlgorithm> jwtAlgorithmFromName(QStringView name)
{
    if (name == "HS256"_L1)
        return JwtAlgorithm::HS256;
    if (name == "RS256"_L1)
        return JwtAlgorithm::RS256;
    if (name == "ES256"_L1)
        return JwtAlgorithm::ES256;
    return std::nullopt;
}

Result<JwtKey> JwtKey::fromSecret(const QByteArray &secret)
{
    if (secret.size() < shortestSecret)
        return fault(u"has %1 bytes, and a secret for HS256 needs %2 or more; `openssl rand -base64 48` makes one"_s.arg(secret.size()).arg(shortestSecret));
    // Everybody may know a public key: with one as the secret, everybody could make tokens.
    if (secret.startsWith("-----BEGIN "))
        return fault(u"holds a key in PEM form, not a secret; public keys belong in auth.jwks_file, as a JWKS"_s);
    JwtKey key;
    key.m_algorithm = JwtAlgorithm::HS256;
    key.m_secret = secret;
    key.m_thumbprint = sha256(secret);
    return key;
}

Result<JwtKey> JwtKey::fromJwk(const QJsonObject &jwk)
{
    const NoErrorsLeft clear;
    const QString type = jwk.value(u"kty").toString();
    if (type == "oct"_L1)
        return fault(u"its kty oct is a secret, which belongs in auth.jwt_secret_file"_s);
    if (type != "RSA"_L1 && type != "EC"_L1)
        return fault(u"its kty is neither RSA nor EC"_s);
    auto key = type == "RSA"_L1 ? fromRsa(jwk) : fromEc(jwk);
    if (const QJsonValue id = jwk.value(u"kid"); key && id.isString())
        key->m_id = id.toString();
    return key;
}

Result<JwtKey> JwtKey::fromRsa(const QJsonObject &jwk)
{
    if (const auto reason = faultOfUse(jwk, "RS256"_L1))
        return fault(*reason);
    const auto n = integerMember(jwk, u"n"), e = integerMember(jwk, u"e");
    if (!n || !e || n->isEmpty() || e->isEmpty())
        return fault(u"its n or e is missing or not base64url"_s);
    const Number modulus = numberOf(*n), exponent = numberOf(*e);
    const ParameterBuilder builder(OSSL_PARAM_BLD_new());
    if (!modulus || !exponent || !builder)
        return fault(u"there is no memory for it"_s);
    if (const int bits = BN_num_bits(modulus.get()); bits < fewestBits || bits > mostBits)
        return fault(u"it has %1 bits, and %2 to %3 are taken"_s.arg(bits).arg(fewestBits).arg(mostBits));
    // With an exponent of 1, a message is its own signature; even numbers belong to no key.
    if (!BN_is_odd(modulus.get()) || !BN_is_odd(exponent.get()) || BN_is_one(exponent.get()) || BN_num_bits(exponent.get()) > mostExponentBits)
        return fault(u"its n or e cannot be of an RSA key"_s);

    JwtKey key;
    key.m_algorithm = JwtAlgorithm::RS256;
    if (OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) == 1 && OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) == 1)
        key.m_publicKey = publicKey("RSA", builder.get());
    if (!key.m_publicKey)
        return fault(u"OpenSSL takes it for no RSA key"_s);
    key.m_thumbprint = sha256(R"({"e":")" + base64UrlEncoded(*e) + R"(","kty":"RSA","n":")" + base64UrlEncoded(*n) + R"("})");
    return key;
}

Result<JwtKey> JwtKey::fromEc(const QJsonObject &jwk)
{
    if (jwk.value(u"crv") != "P-256"_L1)
        return fault(u"its crv is not P-256"_s);
    if (const auto reason = faultOfUse(jwk, "ES256"_L1))
        return fault(*reason);
    const auto x = base64UrlDecoded(jwk.value(u"x").toString().toLatin1()), y = base64UrlDecoded(jwk.value(u"y").toString().toLatin1());
    if (!x || !y || x->size() != coordinateBytes || y->size() != coordinateBytes)
        return fault(u"its x or y is missing or not %1 bytes in base64url"_s.arg(coordinateBytes));

    JwtKey key;
    key.m_algorithm = JwtAlgorithm::ES256;
    const QByteArray point = char(POINT_CONVERSION_UNCOMPRESSED) + *x + *y;
    const ParameterBuilder builder(OSSL_PARAM_BLD_new());
    if (builder && OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, SN_X9_62_prime256v1, 0) == 1
        && OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.constData(), std::size_t(point.size())) == 1)
        key.m_publicKey = publicKey("EC", builder.get());
    if (!key.m_publicKey)
        return fault(u"its point is not on the curve"_s);
    key.m_thumbprint = sha256(R"({"crv":"P-256","kty":"EC","x":")" + base64UrlEncoded(*x) + R"(","y":")" + base64UrlEncoded(*y) + R"("})");
    return key;
}

bool JwtKey::verifies(QByteArrayView text, QByteArrayView signature) const
{
    switch (m_algorithm) {
    case JwtAlgorithm::HS256:
        return isMacBy(m_secret, text, signature);
    case JwtAlgorithm::RS256:
        return isSignedBy(m_publicKey.get(), text, signature);
    case JwtAlgorithm::ES256:
        return isSignedBy(m_publicKey.get(), text, derOfSignature(signature));
    }
    return false;
}

Result<JwtKeySet> JwtKeySet::fromSecret(const QByteArray &secret)
{
    const auto key = JwtKey::fromSecret(secret);
    if (!key)
        return key.error();
    return JwtKeySet{.keys = {*key}};
}

Result<JwtKeySet> JwtKeySet::fromJwks(const QByteArray &document)
{
    if (document.size() > documentBytes)
        return fault(u"is larger than %1 KiB"_s.arg(documentBytes / 1024));
    QJsonParseError parseFault;
    const QJsonValue list = QJsonDocument::fromJson(document, &parseFault).object().value(u"keys");
    if (parseFault.error != QJsonParseError::NoError)
        return fault(u"is not JSON: %1 at byte %2"_s.arg(parseFault.errorString()).arg(parseFault.offset));
    if (!list.isArray())
        return fault(u"is no JWKS: that is {\"keys\":[…]}, as an identity provider publishes it"_s);
    const QJsonArray jwks = list.toArray();
    if (jwks.size() > keysAtMost)
        return fault(u"has more than %1 keys"_s.arg(keysAtMost));

    JwtKeySet set;
    for (qsizetype i = 0; i < jwks.size(); ++i) {
        const QJsonObject jwk = jwks.at(i).toObject();
        const QString id = jwk.value(u"kid").toString();
        const QString name = id.isEmpty() ? u"key %1"_s.arg(i + 1) : u"key %1 (kid \"%2\")"_s.arg(i + 1).arg(forEcho(id));
        if (std::ranges::any_of(privateMembers, [&jwk](QLatin1StringView member) { return jwk.contains(member); }))
            return fault(u"holds a private key, %1, with which anybody who reads the file makes tokens; make a new pair, and put only its public half there"_s.arg(name));
        const auto key = JwtKey::fromJwk(jwk);
        if (!key)
            set.leftOut << QString(name + ": "_L1 + key.error().message);
        else if (key->id() && std::ranges::any_of(set.keys, [&key](const JwtKey &other) { return other.id() == key->id(); }))
            return fault(u"has two keys with the kid \"%1\"; a token could mean either"_s.arg(forEcho(*key->id())));
        else
            set.keys << *key;
    }
    return set;
}

} // namespace pipit::auth
