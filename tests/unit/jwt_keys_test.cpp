// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/auth/jwt_keys.h"

#include "tests/unit/jwt_maker.h"

#include <gtest/gtest.h>

#include <QCryptographicHash>

using namespace pipit;
using namespace pipit::auth;
using namespace pipit::test;

namespace {

QByteArray decoded(const char *text)
{
    return base64UrlDecoded(text).value();
}

QString encoded(const QByteArray &bytes)
{
    return QString::fromLatin1(base64UrlEncoded(bytes));
}

QJsonObject with(QJsonObject jwk, const char *member, const QJsonValue &value)
{
    jwk.insert(QString::fromLatin1(member), value);
    return jwk;
}

// RFC 7515, appendix A: the payload of its first three examples.
const QByteArray rfcPayload = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

bool accepts(const JwtKey &key, const QByteArray &text, const QByteArray &signature)
{
    return key.verifies(text, signature);
}

void expectVector(const JwtKey &key, JwtAlgorithm algorithm, const QByteArray &header, const char *signature)
{
    EXPECT_EQ(key.algorithm(), algorithm);
    const QByteArray text = header + '.' + rfcPayload;
    const QByteArray good = decoded(signature);
    EXPECT_TRUE(accepts(key, text, good));
    EXPECT_FALSE(accepts(key, text + 'x', good));
    EXPECT_FALSE(accepts(key, text, good.chopped(1)));
    EXPECT_FALSE(accepts(key, text, good + '\0'));
    EXPECT_FALSE(accepts(key, text, {}));
    for (qsizetype i = 0; i < good.size(); ++i) {
        QByteArray bad = good;
        bad[i] = char(bad[i] ^ 1);
        EXPECT_FALSE(accepts(key, text, bad)) << i;
    }
}

TEST(JwtKeyTest, Rfc7515A1)
{
    const auto key = JwtKey::fromSecret(decoded("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"));
    ASSERT_TRUE(key.ok());
    expectVector(*key, JwtAlgorithm::HS256, "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
}

TEST(JwtKeyTest, Rfc7515A2)
{
    const auto key = JwtKey::fromJwk({{u"kty"_s, u"RSA"_s}, {u"e"_s, u"AQAB"_s},
        {u"n"_s, u"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGz"
                  "jb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs"
                  "91kzk2PAcDTW9gb54h4FRWyuXpoQ"_s}});
    ASSERT_TRUE(key.ok()) << qPrintable(key.error().message);
    expectVector(*key, JwtAlgorithm::RS256, "eyJhbGciOiJSUzI1NiJ9",
                 "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBA"
                 "rLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlU"
                 "PQGe77Rw");
}

TEST(JwtKeyTest, Rfc7515A3)
{
    const auto key = JwtKey::fromJwk({{u"kty"_s, u"EC"_s}, {u"crv"_s, u"P-256"_s}, {u"x"_s, u"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"_s}, {u"y"_s, u"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"_s}});
    ASSERT_TRUE(key.ok()) << qPrintable(key.error().message);
    expectVector(*key, JwtAlgorithm::ES256, "eyJhbGciOiJFUzI1NiJ9", "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q");
}

TEST(JwtKeyTest, Rfc7638Thumbprint)
{
    QJsonObject jwk{{u"kty"_s, u"RSA"_s}, {u"e"_s, u"AQAB"_s}, {u"alg"_s, u"RS256"_s}, {u"kid"_s, u"2011-04-29"_s},
                    {u"n"_s, u"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4Qy"
                              "Q5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kE"
                              "gU8awapJzKnqDKgw"_s}};
    EXPECT_EQ(encoded(JwtKey::fromJwk(jwk)->thumbprint()), u"NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"_s);

    // The same key as some libraries write it.
    jwk.insert(u"n"_s, encoded(QByteArray(1, '\0') + decoded(jwk.value(u"n").toString().toLatin1().constData())));
    jwk.remove(u"kid"_s);
    EXPECT_EQ(encoded(JwtKey::fromJwk(jwk)->thumbprint()), u"NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"_s);
}

TEST(JwtKeyTest, AThumbprintIsOfTheKeyAlone)
{
    const QJsonObject jwk = ecKey().jwk();
    const QByteArray text = "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"" + jwk.value(u"x").toString().toLatin1() + "\",\"y\":\"" + jwk.value(u"y").toString().toLatin1() + "\"}";
    EXPECT_EQ(JwtKey::fromJwk(jwk)->thumbprint(), QCryptographicHash::hash(text, QCryptographicHash::Sha256));
    EXPECT_EQ(JwtKey::fromJwk(ecKey().jwk(u"other"_s))->thumbprint(), JwtKey::fromJwk(jwk)->thumbprint());
    EXPECT_EQ(JwtKey::fromSecret(QByteArray(32, 'x'))->thumbprint(), QCryptographicHash::hash(QByteArray(32, 'x'), QCryptographicHash::Sha256));
}

// In a token r and s stand as they are, in 64 bytes.
TEST(JwtKeyTest, Es256HasOneFormOfSignature)
{
    const auto key = JwtKey::fromJwk(ecKey().jwk());
    const QByteArray good = ecKey().jwtSignature("text"), zero(32, '\0'), r = good.first(32), s = good.last(32);
    EXPECT_TRUE(accepts(*key, "text", good));
    EXPECT_FALSE(accepts(*key, "text", ecKey().signature("text"))); // DER
    EXPECT_FALSE(accepts(*key, "text", zero + s));
    EXPECT_FALSE(accepts(*key, "text", r + zero));
    EXPECT_FALSE(accepts(*key, "text", zero + zero));
    EXPECT_FALSE(accepts(*key, "text", s + r));
    EXPECT_FALSE(accepts(*key, "text", r + zero + s));
    EXPECT_FALSE(accepts(*key, "text", QByteArray(64, '\xff')));
    EXPECT_FALSE(accepts(*key, "text", QByteArray(1, '\0') + r + QByteArray(1, '\0') + s));
}

TEST(JwtKeyTest, NamesOfAlgorithmsAreExact)
{
    EXPECT_EQ(jwtAlgorithmFromName(u"HS256"), JwtAlgorithm::HS256);
    EXPECT_EQ(jwtAlgorithmFromName(u"RS256"), JwtAlgorithm::RS256);
    EXPECT_EQ(jwtAlgorithmFromName(u"ES256"), JwtAlgorithm::ES256);
    for (const QStringView other : {u"", u"none", u"None", u"NONE", u"hs256", u"HS256 ", u"HS384", u"RS512", u"PS256", u"ES384", u"EdDSA"})
        EXPECT_EQ(jwtAlgorithmFromName(other), std::nullopt) << qPrintable(other.toString());
}

TEST(JwtKeySetTest, ASecretIsLongAndNoKeyInPemForm)
{
    const auto set = JwtKeySet::fromSecret(QByteArray(32, 'x'));
    ASSERT_TRUE(set.ok());
    ASSERT_EQ(set->keys.size(), 1);
    EXPECT_EQ(set->keys[0].id(), std::nullopt);

    const auto small = JwtKeySet::fromSecret(QByteArray(31, 'x'));
    ASSERT_FALSE(small.ok());
    EXPECT_TRUE(small.error().message.contains(u"31 bytes, and a secret for HS256 needs 32"));
    const auto pem = JwtKeySet::fromSecret(rsaKey().publicPem());
    ASSERT_FALSE(pem.ok());
    EXPECT_TRUE(pem.error().message.contains(u"PEM form"));
}

TEST(JwtKeySetTest, TakesWhatAProviderPublishes)
{
    QJsonObject full = with(with(rsaKey().jwk(u"r"_s), "use", u"sig"_s), "alg", u"RS256"_s);
    full = with(with(full, "key_ops", QJsonArray{u"verify"_s}), "x5t", u"abc"_s);
    const auto set = JwtKeySet::fromJwks(jwksOf({full, ecKey().jwk(), with(ecKey().jwk(u"e"_s), "alg", u"ES256"_s)}));
    ASSERT_TRUE(set.ok()) << qPrintable(set.error().message);
    EXPECT_TRUE(set->leftOut.isEmpty());
    ASSERT_EQ(set->keys.size(), 3);
    EXPECT_EQ(set->keys[0].algorithm(), JwtAlgorithm::RS256);
    EXPECT_EQ(set->keys[0].id(), u"r"_s);
    EXPECT_TRUE(accepts(set->keys[0], "text", rsaKey().jwtSignature("text")));
    EXPECT_EQ(set->keys[1].algorithm(), JwtAlgorithm::ES256);
    EXPECT_EQ(set->keys[1].id(), std::nullopt);
    EXPECT_TRUE(accepts(set->keys[2], "text", ecKey().jwtSignature("text")));
}

QJsonObject rsaOf(const QByteArray &modulus, const QByteArray &exponent = "\x03")
{
    return {{u"kty"_s, u"RSA"_s}, {u"kid"_s, u"odd"_s}, {u"n"_s, encoded(modulus)}, {u"e"_s, encoded(exponent)}};
}

struct LeftOut {
    const char *reason;
    QJsonObject jwk;
};

TEST(JwtKeySetTest, LeavesOutWhatIsOfNoUseAndSaysWhy)
{
    const QJsonObject rsa = rsaKey().jwk(u"odd"_s), ec = ecKey().jwk(u"odd"_s);
    const QByteArray bits2048(256, '\xff'), y = decoded(ec.value(u"y").toString().toLatin1().constData());
    const LeftOut rows[] = {
        {"kty oct is a secret", {{u"kty"_s, u"oct"_s}, {u"kid"_s, u"odd"_s}, {u"k"_s, encoded(QByteArray(32, 'x'))}}},
        {"neither RSA nor EC", {{u"kty"_s, u"OKP"_s}, {u"crv"_s, u"Ed25519"_s}, {u"kid"_s, u"odd"_s}}},
        {"neither RSA nor EC", {{u"kid"_s, u"odd"_s}}},
        {"crv is not P-256", with(ec, "crv", u"P-384"_s)},
        {"crv is not P-256", with(ec, "crv", u"secp256k1"_s)},
        {"crv is not P-256", with(ec, "crv", {})},
        {"not on the curve", with(ec, "y", encoded(y.chopped(1) + char(y.back() ^ 1)))},
        {"not on the curve", with(with(ec, "x", encoded(QByteArray(32, '\0'))), "y", encoded(QByteArray(32, '\0')))},
        {"x or y", with(ec, "y", encoded(y.chopped(1)))},
        {"x or y", with(ec, "y", encoded(y + '\0'))},
        {"x or y", with(ec, "x", 5)},
        {"x or y", with(ec, "x", QString(ec.value(u"x").toString() + u'='))},
        {"use is not", with(rsa, "use", u"enc"_s)},
        {"use is not", with(ec, "use", u""_s)},
        {"use is not", with(rsa, "use", 1)},
        {"alg is not RS256", with(rsa, "alg", u"RS512"_s)},
        {"alg is not RS256", with(rsa, "alg", u"PS256"_s)},
        {"alg is not RS256", with(rsa, "alg", u"HS256"_s)},
        {"alg is not ES256", with(ec, "alg", u"RS256"_s)},
        {"key_ops", with(rsa, "key_ops", QJsonArray{u"sign"_s})},
        {"key_ops", with(rsa, "key_ops", u"verify"_s)},
        {"kid is no string", with(rsa, "kid", 7)},
        {"2047 bits", rsaOf('\x7f' + bits2048.sliced(1))},
        {"8193 bits", rsaOf('\x01' + QByteArray(1024, '\xff'))},
        {"n or e", rsaOf({})},
        {"n or e", rsaOf(bits2048, {})},
        {"n or e", rsaOf(bits2048, QByteArray(2, '\0'))},
        {"n or e", with(rsa, "n", u"a+b"_s)},
        {"n or e", with(rsa, "n", {})},
        {"cannot be of an RSA key", rsaOf(bits2048, "\x01")},
        {"cannot be of an RSA key", rsaOf(bits2048, "\x04")},
        {"cannot be of an RSA key", rsaOf(bits2048.chopped(1) + '\xfe')},
        {"cannot be of an RSA key", rsaOf(bits2048, QByteArray(9, '\x01'))},
    };
    for (const LeftOut &row : rows) {
        const auto set = JwtKeySet::fromJwks(jwksOf({row.jwk, ecKey().jwk(u"good"_s)}));
        ASSERT_TRUE(set.ok()) << row.reason << qPrintable(set.error().message);
        EXPECT_EQ(set->keys.size(), 1) << row.reason;
        ASSERT_EQ(set->leftOut.size(), 1) << row.reason;
        EXPECT_TRUE(set->leftOut[0].contains(QLatin1StringView(row.reason))) << row.reason << ": " << qPrintable(set->leftOut[0]);
        EXPECT_TRUE(set->leftOut[0].startsWith(row.jwk.value(u"kid").isString() ? u"key 1 (kid \"odd\"): "_s : u"key 1: "_s)) << qPrintable(set->leftOut[0]);

        const auto alone = JwtKeySet::fromJwks(jwksOf({row.jwk}));
        ASSERT_TRUE(alone.ok()) << row.reason;
        EXPECT_TRUE(alone->keys.isEmpty()) << row.reason;
    }
    EXPECT_TRUE(JwtKeySet::fromJwks(jwksOf({rsaOf(bits2048)})).ok());
    EXPECT_TRUE(JwtKeySet::fromJwks(jwksOf({rsaOf(QByteArray(1024, '\xff'))})).ok());
}

TEST(JwtKeySetTest, RefusesWholeDocuments)
{
    const QJsonObject rsa = rsaKey().jwk(u"a"_s), ec = ecKey().jwk(u"a"_s);
    QJsonArray many;
    for (int i = 0; i < 101; ++i)
        many << ecKey().jwk();
    const std::pair<const char *, QByteArray> rows[] = {
        {"is not JSON", ""},
        {"is not JSON", rsaKey().publicPem()},
        {"is no JWKS", "[]"},
        {"is no JWKS", "{}"},
        {"is no JWKS", R"({"keys":{}})"},
        {"is no JWKS", jsonOf(rsa)},
        {"two keys with the kid \"a\"", jwksOf({rsa, ec})},
        {"two keys with the kid \"a\"", jwksOf({rsa, rsa})},
        {"a private key, key 2 (kid \"a\")", jwksOf({rsaKey().jwk(), with(rsa, "d", u"AQAB"_s)})},
        {"a private key", jwksOf({with(ec, "d", u"AQAB"_s)})},
        {"a private key", jwksOf({rsa, QJsonObject{{u"kty"_s, u"OKP"_s}, {u"d"_s, u"AQAB"_s}}})},
        {"a private key", jwksOf({with(rsa, "p", u"AQAB"_s)})},
        {"more than 100 keys", jwksOf(many)},
        {"larger than 256 KiB", jwksOf({with(rsa, "x5c", QString(256 * 1024, u'x'))})},
    };
    for (const auto &[reason, document] : rows) {
        const auto set = JwtKeySet::fromJwks(document);
        ASSERT_FALSE(set.ok()) << reason;
        EXPECT_TRUE(set.error().message.contains(QLatin1StringView(reason))) << reason << ": " << qPrintable(set.error().message);
        EXPECT_EQ(set.error().code, ErrorCode::Unavailable);
    }
    many.removeLast();
    EXPECT_EQ(JwtKeySet::fromJwks(jwksOf(many))->keys.size(), 100);
}

} // namespace
