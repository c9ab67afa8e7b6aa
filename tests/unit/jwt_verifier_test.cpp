// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/auth/jwt_verifier.h"

#include "core/private_file.h"
#include "server/auth/tokens.h"
#include "tests/unit/jwt_maker.h"
#include "tests/unit/log_capture.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QTemporaryDir>

using namespace pipit;
using namespace pipit::auth;
using namespace pipit::test;
using namespace std::chrono_literals;

namespace {

constexpr qint64 startMs = 1'700'000'000'000;
constexpr auto oneSentence = "The signature of this JWT is not of a key that this node trusts."_L1;
const QByteArray secret = "0123456789abcdef0123456789abcdef";
const QByteArray goodClaims = R"({"sub":"ann","exp":1700000060,"sessions":["team-*"]})";

class JwtVerifierTest : public testing::Test
{
protected:
    void SetUp() override
    {
        write(secretFile(), secret + '\n');
        write(jwksFile(), jwksOf({rsaKey().jwk(u"r"_s), ecKey().jwk(u"e"_s)}));
    }

    QString secretFile() const { return m_directory.filePath(u"secret"_s); }
    QString jwksFile() const { return m_directory.filePath(u"jwks.json"_s); }

    // Under a new name first: another file then stands under the old one.
    void write(const QString &path, const QByteArray &content)
    {
        ASSERT_TRUE(writePrivateFile(path, content).ok());
    }

    Result<std::unique_ptr<JwtVerifier>> make(JwtVerifier::Options options)
    {
        return JwtVerifier::make(std::move(options), [this] { return m_nowMs; }, [this] { return m_now; });
    }

    std::unique_ptr<JwtVerifier> makeWithBoth(const QString &audience = {})
    {
        auto made = make({secretFile(), jwksFile(), audience});
        return made ? std::move(*made) : nullptr;
    }

    // The files are looked at again by the next call.
    void passTime() { m_now += 1s; }

    const LogCapture m_log;
    QTemporaryDir m_directory;
    qint64 m_nowMs = startMs;
    JwtVerifier::Clock::time_point m_now{};
};

QByteArray byHmac(const QByteArray &header, const QByteArray &claims = goodClaims, const QByteArray &key = secret)
{
    return jwtOf(header, claims, [&key](const QByteArray &text) { return hs256(key, text); });
}

QByteArray byKey(const SigningKey &key, const QByteArray &header, const QByteArray &claims = goodClaims)
{
    return jwtOf(header, claims, [&key](const QByteArray &text) { return key.jwtSignature(text); });
}

const char hsHeader[] = R"({"alg":"HS256","typ":"JWT"})";

void expectRefusal(const Result<VerifiedJwt> &verified, const QByteArray &token, QLatin1StringView says, const char *name)
{
    ASSERT_FALSE(verified.ok()) << name;
    const Error &error = verified.error();
    EXPECT_TRUE(error.message.contains(says)) << name << ": " << qPrintable(error.message);
    EXPECT_EQ(error.code, ErrorCode::Unauthenticated) << name;
    EXPECT_EQ(error.field, u"Authorization"_s) << name;
    const QByteArray signature = token.mid(token.lastIndexOf('.') + 1);
    EXPECT_FALSE(signature.size() >= 8 && error.message.contains(QString::fromLatin1(signature.first(8)))) << name;
}

TEST_F(JwtVerifierTest, EachAlgorithmNamesItsCaller)
{
    const auto verifier = makeWithBoth();
    ASSERT_TRUE(verifier);
    EXPECT_TRUE(verifier->isConfigured());
    const QByteArray good[] = {
        byHmac(hsHeader),
        byHmac(R"({"alg":"HS256"})"),
        byHmac(R"({"alg":"HS256","kid":"a name that only the maker knows"})"),
        byKey(rsaKey(), R"({"alg":"RS256","typ":"at+JWT","kid":"r"})"),
        byKey(rsaKey(), R"({"alg":"RS256","typ":"jwt"})"),
        byKey(ecKey(), R"({"alg":"ES256","kid":"e"})"),
        byKey(ecKey(), R"({"alg":"ES256","jku":"http://example.com","jwk":{}})"),
    };
    const QByteArray thumbprints[] = {JwtKey::fromSecret(secret)->thumbprint(), JwtKey::fromJwk(rsaKey().jwk())->thumbprint(), JwtKey::fromJwk(ecKey().jwk())->thumbprint()};
    for (std::size_t i = 0; i < std::size(good); ++i) {
        const auto verified = verifier->verify(good[i]);
        ASSERT_TRUE(verified.ok()) << i << qPrintable(verified.error().message);
        EXPECT_EQ(verified->caller.sub, u"ann"_s);
        EXPECT_EQ(verified->caller.sessions, QStringList{u"team-*"_s});
        EXPECT_EQ(verified->expiresAtMs, startMs + 60'000);
        EXPECT_EQ(verified->keyThumbprint, thumbprints[i < 3 ? 0 : i < 5 ? 1 : 2]) << i;
        EXPECT_TRUE(verifier->knowsKey(verified->keyThumbprint));
    }
    EXPECT_FALSE(verifier->knowsKey({}));
    EXPECT_FALSE(verifier->knowsKey(JwtKey::fromJwk(rsaKey(1).jwk())->thumbprint()));
}

TEST_F(JwtVerifierTest, ClaimsCountAndTheClockRuns)
{
    const auto verifier = makeWithBoth(u"pipit"_s);
    ASSERT_TRUE(verifier);
    const QByteArray token = byHmac(hsHeader, R"({"sub":"ann","exp":1700000060,"nbf":1700000040,"aud":["x","pipit"],"role":"operator"})");
    expectRefusal(verifier->verify(token), token, "nbf of this JWT lies 40 s in the future"_L1, "not yet");
    m_nowMs += 10'000;
    EXPECT_EQ(verifier->verify(token)->caller.role, Role::Operator);
    m_nowMs = startMs + 59'999;
    EXPECT_TRUE(verifier->verify(token).ok());
    m_nowMs = startMs + 60'000;
    expectRefusal(verifier->verify(token), token, "This JWT has expired: sign in again."_L1, "expired");
    m_nowMs = startMs;
    expectRefusal(verifier->verify(byHmac(hsHeader)), token, "aud of this JWT does not name this node"_L1, "no audience");
}

TEST_F(JwtVerifierTest, RefusesWhatIsNotInOrder)
{
    const auto verifier = makeWithBoth();
    ASSERT_TRUE(verifier);
    QFile jwks(jwksFile());
    ASSERT_TRUE(jwks.open(QIODevice::ReadOnly));
    const QByteArray jwksBytes = jwks.readAll();
    const QByteArray good = byHmac(hsHeader), rsaHeader = R"({"alg":"RS256","kid":"r"})", ecHeader = R"({"alg":"ES256","kid":"e"})";
    const QByteArrayList parts = good.split('.');
    QByteArray otherClaims = base64UrlEncoded(R"({"sub":"bob","exp":1700000060,"sessions":["*"]})");
    const auto noSignature = [](const QByteArray &) { return QByteArray(); };
    const auto zeroR = [](const QByteArray &text) { return QByteArray(QByteArray(32, '\0') + ecKey().jwtSignature(text).last(32)); };
    const auto zeroS = [](const QByteArray &text) { return QByteArray(ecKey().jwtSignature(text).first(32) + QByteArray(32, '\0')); };
    const auto der = [](const QByteArray &text) { return ecKey().signature(text); };

    struct Row {
        const char *name;
        QByteArray token;
        QLatin1StringView says;
    };
    const Row rows[] = {
        {"9 KiB", byHmac(hsHeader, goodClaims.chopped(1) + ",\"x\":\"" + QByteArray(9 * 1024, 'x') + "\"}"), "at most 8192"_L1},
        {"empty", {}, "three parts"_L1},
        {"two parts", parts[0] + '.' + parts[1], "three parts"_L1},
        {"four parts", good + ".x", "this one has 4"_L1},
        {"only dots", "..", "header of this JWT is no JSON object"_L1},
        {"many dots", QByteArray(8192, '.'), "three parts"_L1},
        {"padding", good + '=', "Part 3 of this JWT is not base64url"_L1},
        {"foreign character", parts[0] + '.' + parts[1] + "+/." + parts[2], "Part 2 of this JWT is not base64url"_L1},
        {"space", ' ' + good, "Part 1 of this JWT is not base64url"_L1},
        {"line break", good + '\n', "Part 3 of this JWT is not base64url"_L1},
        {"spare bits", good.chopped(1) + char(good.back() + 1), "Part 3 of this JWT is not base64url"_L1},
        {"cut", good.chopped(3), oneSentence},
        {"header is no JSON", byHmac("alg"), "header of this JWT is no JSON object"_L1},
        {"header is an array", byHmac("[]"), "header of this JWT is no JSON object"_L1},
        {"header has more behind it", byHmac(R"({"alg":"HS256"}{})"), "header of this JWT is no JSON object"_L1},
        {"alg twice", byHmac(R"({"alg":"none","alg":"HS256"})"), "header of this JWT has a member twice"_L1},
        {"alg twice, escaped", byHmac(R"({"alg":"HS256","\u0061lg":"none"})"), "header of this JWT has a member twice"_L1},
        {"typ", byHmac(R"({"alg":"HS256","typ":"JWE"})"), "typ of this JWT"_L1},
        {"typ is a number", byHmac(R"({"alg":"HS256","typ":1})"), "typ of this JWT"_L1},
        {"typ is null", byHmac(R"({"alg":"HS256","typ":null})"), "typ of this JWT"_L1},
        {"crit", byHmac(R"({"alg":"HS256","crit":["exp"]})"), "(crit)"_L1},
        {"empty crit", byHmac(R"({"alg":"HS256","crit":[]})"), "(crit)"_L1},
        {"no alg", byHmac("{}"), "alg of this JWT must be"_L1},
        {"empty alg", byHmac(R"({"alg":""})"), "alg of this JWT must be"_L1},
        {"none", jwtOf(R"({"alg":"none"})", goodClaims, noSignature), "alg of this JWT must be"_L1},
        {"None", jwtOf(R"({"alg":"None"})", goodClaims, noSignature), "alg of this JWT must be"_L1},
        {"NONE", jwtOf(R"({"alg":"NONE"})", goodClaims, noSignature), "alg of this JWT must be"_L1},
        {"nOnE, signed", byHmac(R"({"alg":"nOnE"})"), "alg of this JWT must be"_L1},
        {"small letters", byHmac(R"({"alg":"hs256"})"), "alg of this JWT must be"_L1},
        {"HS512", byHmac(R"({"alg":"HS512"})"), "alg of this JWT must be"_L1},
        {"alg is a list", byHmac(R"({"alg":["HS256"]})"), "alg of this JWT must be"_L1},
        {"kid is a number", byHmac(R"({"alg":"HS256","kid":1})"), "kid of this JWT must be a string"_L1},
        {"kid is null", byHmac(R"({"alg":"HS256","kid":null})"), "kid of this JWT must be a string"_L1},
        {"no signature", parts[0] + '.' + parts[1] + '.', oneSentence},
        {"another secret", byHmac(hsHeader, goodClaims, QByteArray(32, 'x')), oneSentence},
        {"the line break belongs to the file", byHmac(hsHeader, goodClaims, secret + '\n'), oneSentence},
        {"other claims", parts[0] + '.' + otherClaims + '.' + parts[2], oneSentence},
        {"the public key as the secret, in PEM", byHmac(hsHeader, goodClaims, rsaKey().publicPem()), oneSentence},
        {"the public key as the secret, in DER", byHmac(hsHeader, goodClaims, rsaKey().publicDer()), oneSentence},
        {"the public key as the secret, the JWKS", byHmac(hsHeader, goodClaims, jwksBytes), oneSentence},
        {"the public key as the secret, by its name", byHmac(R"({"alg":"HS256","kid":"r"})", goodClaims, rsaKey().publicPem()), oneSentence},
        {"the secret under another key's name", byHmac(R"({"alg":"HS256","kid":"r"})"), oneSentence},
        {"RS256 by a stranger", byKey(rsaKey(1), rsaHeader), oneSentence},
        {"ES256 by a stranger", byKey(ecKey(1), ecHeader), oneSentence},
        {"ES256 by a stranger, without a name", byKey(ecKey(1), R"({"alg":"ES256"})"), oneSentence},
        {"a name that no key has", byKey(rsaKey(), R"({"alg":"RS256","kid":"x"})"), oneSentence},
        {"an empty name", byKey(rsaKey(), R"({"alg":"RS256","kid":""})"), oneSentence},
        {"the name of the other algorithm's key", byKey(rsaKey(), R"({"alg":"RS256","kid":"e"})"), oneSentence},
        {"the other algorithm", byKey(rsaKey(), R"({"alg":"ES256","kid":"r"})"), oneSentence},
        {"the signature in DER", jwtOf(ecHeader, goodClaims, der), oneSentence},
        {"r = 0", jwtOf(ecHeader, goodClaims, zeroR), oneSentence},
        {"s = 0", jwtOf(ecHeader, goodClaims, zeroS), oneSentence},
        {"payload is no JSON", byHmac(hsHeader, "x"), "payload of this JWT is no JSON object"_L1},
        {"payload is an array", byHmac(hsHeader, "[]"), "payload of this JWT is no JSON object"_L1},
        {"payload is not UTF-8", byHmac(hsHeader, "{\"sub\":\"\xff\"}"), "payload of this JWT is no JSON object"_L1},
        {"sub twice", byHmac(hsHeader, R"({"sub":"ann","x":{"a":1,"b":[{"c":":"}]},"sub":"bob"})"), "payload of this JWT has a member twice"_L1},
        {"expired", byHmac(hsHeader, R"({"sub":"ann","exp":1699999999,"sessions":["*"]})"), "has expired: sign in again"_L1},
        {"not yet", byHmac(hsHeader, R"({"sub":"ann","exp":1700000060,"nbf":1700000050,"sessions":["*"]})"), "nbf of this JWT lies 50 s in the future"_L1},
        {"aud without a setting", byHmac(hsHeader, R"({"sub":"ann","exp":1700000060,"aud":"pipit","sessions":["*"]})"), "auth.jwt_audience"_L1},
        {"no sessions", byHmac(hsHeader, R"({"sub":"ann","exp":1700000060})"), "sessions of this JWT is missing"_L1},
        {"sub with NUL", byHmac(hsHeader, R"({"sub":"a\u0000","exp":1700000060,"sessions":["*"]})"), "sub of this JWT has"_L1},
    };
    for (const Row &row : rows)
        expectRefusal(verifier->verify(row.token), row.token, row.says, row.name);
    EXPECT_TRUE(verifier->verify(good).ok());
    // Members of members may have the names that they like, and a string may look like anything.
    EXPECT_TRUE(verifier->verify(byHmac(hsHeader, R"({"sub":"a:b\"{","exp":1700000060,"sessions":["*"],"x":{"sub":1,"y":[{"sub":2},":"]}})")).ok());
}

TEST_F(JwtVerifierTest, APublicKeyIsNoSecretAlsoWithoutOne)
{
    const auto made = make({{}, jwksFile(), {}});
    ASSERT_TRUE(made.ok());
    for (const QByteArray &key : {rsaKey().publicPem(), rsaKey().publicDer(), QByteArray()}) {
        const QByteArray token = byHmac(hsHeader, goodClaims, key);
        expectRefusal((*made)->verify(token), token, oneSentence, "HS256 without a secret");
    }
}

TEST_F(JwtVerifierTest, WithoutAKidTenKeysAreTried)
{
    QJsonArray keys;
    for (int i = 0; i < 9; ++i)
        keys << ecKey(1).jwk(QString::number(i));
    keys << rsaKey(1).jwk() << rsaKey(1).jwk() << ecKey().jwk(u"tenth"_s) << ecKey(1).jwk() << rsaKey().jwk(u"r"_s);
    write(jwksFile(), jwksOf(keys));
    const auto verifier = makeWithBoth();
    ASSERT_TRUE(verifier);
    const QByteArray token = byKey(ecKey(), R"({"alg":"ES256"})");
    EXPECT_TRUE(verifier->verify(token).ok());
    EXPECT_TRUE(verifier->verify(byKey(rsaKey(), R"({"alg":"RS256"})")).ok()); // other algorithms do not count

    keys.insert(0, ecKey(1).jwk());
    write(jwksFile(), jwksOf(keys));
    passTime();
    expectRefusal(verifier->verify(token), token, oneSentence, "the eleventh");
    EXPECT_TRUE(verifier->verify(byKey(ecKey(), R"({"alg":"ES256","kid":"tenth"})")).ok());
}

TEST_F(JwtVerifierTest, WithoutFilesItSaysWhatToSet)
{
    const auto made = make({{}, {}, u"pipit"_s});
    ASSERT_TRUE(made.ok());
    EXPECT_FALSE((*made)->isConfigured());
    EXPECT_FALSE((*made)->knowsKey(JwtKey::fromSecret(secret)->thumbprint()));
    const QByteArray token = byHmac(hsHeader);
    expectRefusal((*made)->verify(token), token, "takes no JWTs: its operator sets auth.jwt_secret_file or auth.jwks_file"_L1, "nothing is set");
}

TEST_F(JwtVerifierTest, IsNotMadeOfAFileThatCannotBeUsed)
{
    const QString missing = m_directory.filePath(u"missing"_s);
    for (const auto &[options, setting] : {std::pair(JwtVerifier::Options{missing, jwksFile(), {}}, u"auth.jwt_secret_file"_s), {JwtVerifier::Options{secretFile(), missing, {}}, u"auth.jwks_file"_s}}) {
        const auto made = make(options);
        ASSERT_FALSE(made.ok());
        EXPECT_EQ(made.error().field, setting);
        EXPECT_TRUE(made.error().message.startsWith(setting + u' ' + missing + u" cannot be read"_s)) << qPrintable(made.error().message);
    }
}

TEST_F(JwtVerifierTest, KeysChangeWithTheFile)
{
    write(jwksFile(), jwksOf({ecKey(0).jwk(u"old"_s)}));
    const auto verifier = makeWithBoth();
    ASSERT_TRUE(verifier);
    const QByteArray old = byKey(ecKey(0), R"({"alg":"ES256","kid":"old"})"), recent = byKey(ecKey(1), R"({"alg":"ES256","kid":"new"})");
    const QByteArray thumbprint = verifier->verify(old)->keyThumbprint;
    EXPECT_FALSE(verifier->verify(recent).ok());

    // Both for a while, so that nobody is locked out.
    write(jwksFile(), jwksOf({ecKey(0).jwk(u"old"_s), ecKey(1).jwk(u"new"_s)}));
    EXPECT_FALSE(verifier->verify(recent).ok()); // looked at within this second
    m_now += 999ms;
    EXPECT_FALSE(verifier->verify(recent).ok());
    m_now += 1ms;
    EXPECT_TRUE(verifier->verify(recent).ok());
    EXPECT_TRUE(verifier->verify(old).ok());
    EXPECT_TRUE(verifier->knowsKey(thumbprint));

    write(jwksFile(), jwksOf({ecKey(1).jwk(u"new"_s)}));
    EXPECT_TRUE(verifier->knowsKey(thumbprint));
    passTime();
    EXPECT_FALSE(verifier->knowsKey(thumbprint)); // looks by itself
    expectRefusal(verifier->verify(old), old, oneSentence, "the old key");
    EXPECT_TRUE(verifier->verify(recent).ok());
}

TEST_F(JwtVerifierTest, WhatCannotBeUsedLeavesTheKeysThatThereWere)
{
    const auto verifier = makeWithBoth();
    ASSERT_TRUE(verifier);
    write(jwksFile(), "{\"keys\":[");
    ASSERT_TRUE(QFile::remove(secretFile()));
    for (int i = 0; i < 3; ++i) {
        passTime();
        EXPECT_TRUE(verifier->verify(byKey(ecKey(), R"({"alg":"ES256","kid":"e"})")).ok());
        EXPECT_TRUE(verifier->verify(byHmac(hsHeader)).ok());
    }
    EXPECT_EQ(m_log.count(u"stay in force"), 2); // one for each file
}

TEST(LooksLikeJwtTest, IsToldFromOtherTokens)
{
    EXPECT_TRUE(looksLikeJwt("eyJhbGciOiJIUzI1NiJ9.e30.x"));
    EXPECT_TRUE(looksLikeJwt("eyJ.."));
    for (const QByteArray &other : {QByteArray(), QByteArray("eyJ"), QByteArray("eyJ.x"), QByteArray("eyJ.x.y.z"), QByteArray("x.eyJ.y"), QByteArray("ey.J.x"), makeToken()})
        EXPECT_FALSE(looksLikeJwt(other)) << other.constData();
}

} // namespace
