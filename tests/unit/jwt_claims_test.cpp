// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/auth/jwt_claims.h"

#include <gtest/gtest.h>

#include <QJsonArray>
#include <QJsonDocument>

using namespace pipit;
using namespace pipit::auth;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 nowMs = 1'700'000'000'000;

// The claims of a good token, with some members in the place of theirs; "-name" leaves one out.
QJsonObject claimsWith(const QByteArray &members)
{
    QJsonObject claims{{u"sub"_s, u"ann"_s}, {u"exp"_s, 1'700'000'060}, {u"sessions"_s, QJsonArray{u"team-*"_s}}};
    if (members.startsWith('-')) {
        claims.remove(QString::fromLatin1(members.sliced(1)));
        return claims;
    }
    const QJsonObject others = QJsonDocument::fromJson('{' + members + '}').object();
    for (auto it = others.begin(); it != others.end(); ++it)
        claims.insert(it.key(), it.value());
    return claims;
}

Result<JwtClaims> read(const QByteArray &members, const QString &audience = {})
{
    return readJwtClaims(claimsWith(members), audience, nowMs);
}

TEST(JwtClaimsTest, TheLeastThatIsNeeded)
{
    const auto claims = read({});
    ASSERT_TRUE(claims.ok()) << qPrintable(claims.error().message);
    EXPECT_EQ(claims->caller.sub, u"ann"_s);
    EXPECT_EQ(claims->caller.name, QString());
    EXPECT_EQ(claims->caller.role, Role::User);
    EXPECT_EQ(claims->caller.sessions, QStringList{u"team-*"_s});
    EXPECT_EQ(claims->expiresAtMs, 1'700'000'060'000);
}

TEST(JwtClaimsTest, EverythingThatCounts)
{
    const auto claims = read(R"("name":"Ann Ä","role":"bot","sessions":["a","b-*"],"nbf":1700000030,"iat":1700000030,"exp":1700000000.5,"iss":"x","jti":5)");
    ASSERT_TRUE(claims.ok()) << qPrintable(claims.error().message);
    EXPECT_EQ(claims->caller.name, u"Ann Ä"_s);
    EXPECT_EQ(claims->caller.role, Role::Bot);
    EXPECT_EQ(claims->caller.sessions, (QStringList{u"a"_s, u"b-*"_s}));
    EXPECT_EQ(claims->expiresAtMs, 1'700'000'000'500);
}

TEST(JwtClaimsTest, OnlyAnOperatorMayHaveEverySessionUnsaid)
{
    QJsonObject claims = claimsWith("-sessions");
    claims.insert(u"role"_s, u"operator"_s);
    const auto all = readJwtClaims(claims, {}, nowMs);
    ASSERT_TRUE(all.ok());
    EXPECT_EQ(all->caller.role, Role::Operator);
    EXPECT_TRUE(all->caller.maySee(u"any"));
    const auto some = read(R"("role":"operator")");
    ASSERT_TRUE(some.ok());
    EXPECT_FALSE(some->caller.maySee(u"any"));
    EXPECT_FALSE(read(R"("role":"operator","sessions":[])").ok());
    claims.insert(u"role"_s, u"bot"_s);
    EXPECT_FALSE(readJwtClaims(claims, {}, nowMs).ok());
}

TEST(JwtClaimsTest, TheAudienceMustBeThisNode)
{
    EXPECT_TRUE(read(R"("aud":"pipit")", u"pipit"_s).ok());
    EXPECT_TRUE(read(R"("aud":["other","pipit"])", u"pipit"_s).ok());
    for (const char *bad : {R"("aud":"other")", R"("aud":"Pipit")", R"("aud":[])", R"("aud":"")", R"("aud":["other"])", ""}) {
        const auto claims = read(bad, u"pipit"_s);
        ASSERT_FALSE(claims.ok()) << bad;
        EXPECT_TRUE(claims.error().message.contains(u"aud of this JWT does not name this node")) << bad;
    }
    for (const char *bad : {R"("aud":5)", R"("aud":null)", R"("aud":["pipit",5])", R"("aud":{"pipit":1})"}) {
        const auto claims = read(bad, u"pipit"_s);
        ASSERT_FALSE(claims.ok()) << bad;
        EXPECT_TRUE(claims.error().message.contains(u"aud of this JWT must be a string or")
                    || claims.error().message.contains(u"aud of this JWT must be an array of strings")) << bad;
    }
}

TEST(JwtClaimsTest, EachRefusalNamesItsClaim)
{
    const QByteArray long200(200, 'x'), patterns = QByteArray("\"a\",").repeated(100);
    const std::pair<QByteArray, const char *> rows[] = {
        {"-sub", "claim sub of this JWT is missing"},
        {R"("sub":"")", "claim sub of this JWT must be a string that is not empty"},
        {R"("sub":5)", "claim sub of this JWT must be a string"},
        {R"("sub":null)", "claim sub of this JWT must be a string"},
        {R"("sub":"a\u0000b")", "claim sub of this JWT has a line break or control character at position 1"},
        {R"("sub":"a\nb")", "claim sub of this JWT has a line break"},
        {R"("sub":"a\u2028b")", "claim sub of this JWT has a line break"},
        {R"("sub":"\ud800")", "claim sub of this JWT has half a surrogate pair"},
        {"\"sub\":\"x" + long200 + '"', "claim sub of this JWT may have at most 200 bytes"},
        {"\"sub\":\"" + QByteArray("\xc3\xa4").repeated(101) + '"', "claim sub of this JWT may have at most 200 bytes"},
        {"-exp", "claim exp of this JWT is missing"},
        {R"("exp":"1700000060")", "claim exp of this JWT must be a number"},
        {R"("exp":null)", "claim exp of this JWT must be a number"},
        {R"("exp":true)", "claim exp of this JWT must be a number"},
        {R"("exp":1700000000)", "This JWT has expired: sign in again."},
        {R"("exp":1699999999.999)", "This JWT has expired: sign in again."},
        {R"("exp":0)", "This JWT has expired: sign in again."},
        {R"("exp":-1e300)", "This JWT has expired: sign in again."},
        {R"("exp":1700000060000)", "claim exp of this JWT lies beyond the year 9999"},
        {R"("exp":1e300)", "claim exp of this JWT lies beyond the year 9999"},
        {R"("nbf":1700000031)", "claim nbf of this JWT lies 31 s in the future, so it is not valid yet"},
        {R"("nbf":"1")", "claim nbf of this JWT must be a number"},
        {R"("nbf":1e300)", "claim nbf of this JWT lies 1e+300 s in the future"},
        {R"("iat":1700003600)", "claim iat of this JWT lies 3600 s in the future"},
        {R"("iat":null)", "claim iat of this JWT must be a number"},
        {R"("aud":"pipit")", "claim aud of this JWT is there, and this node has no audience; its operator sets auth.jwt_audience"},
        {R"("aud":[])", "sets auth.jwt_audience"},
        {R"("name":"")", "claim name of this JWT must be a string that is not empty"},
        {R"("name":["Ann"])", "claim name of this JWT must be a string"},
        {R"("name":"A\tB")", "claim name of this JWT has a line break or control character"},
        {"\"name\":\"x" + long200 + '"', "claim name of this JWT may have at most 200 bytes"},
        {R"("role":"admin")", "claim role of this JWT must be user, bot or operator"},
        {R"("role":"Operator")", "claim role of this JWT must be user, bot or operator"},
        {R"("role":"")", "claim role of this JWT must be user, bot or operator"},
        {R"("role":2)", "claim role of this JWT must be user, bot or operator"},
        {R"("role":["operator"])", "claim role of this JWT must be user, bot or operator"},
        {"-sessions", R"(claim sessions of this JWT is missing: give it patterns such as ["team-*"], or ["*"] for all.)"},
        {R"("sessions":[])", "claim sessions of this JWT is empty: give it patterns"},
        {R"("sessions":"team-*")", "claim sessions of this JWT must be an array of strings"},
        {R"("sessions":null)", "claim sessions of this JWT must be an array of strings"},
        {R"("sessions":{"0":"a"})", "claim sessions of this JWT must be an array of strings"},
        {R"("sessions":["a",5])", "claim sessions of this JWT must be an array of strings"},
        {R"("sessions":["a",["b"]])", "claim sessions of this JWT must be an array of strings"},
        {R"("sessions":["a",""])", "claim sessions of this JWT has a pattern that is not"},
        {R"("sessions":["a b"])", "claim sessions of this JWT has a pattern that is not"},
        {R"("sessions":["a\u0000"])", "claim sessions of this JWT has a pattern that is not"},
        {"\"sessions\":[" + patterns + "\"a\"]", "claim sessions of this JWT may have at most 100 patterns"},
    };
    for (const auto &[members, says] : rows) {
        const auto claims = read(members);
        ASSERT_FALSE(claims.ok()) << members.constData();
        EXPECT_TRUE(claims.error().message.contains(QLatin1StringView(says))) << members.constData() << ": " << qPrintable(claims.error().message);
        EXPECT_EQ(claims.error().code, ErrorCode::Unauthenticated);
        EXPECT_EQ(claims.error().field, u"Authorization"_s);
    }
    EXPECT_TRUE(read("\"sub\":\"" + long200 + '"').ok());
    EXPECT_TRUE(read("\"sessions\":[" + patterns.chopped(1) + ']').ok());
}

} // namespace
