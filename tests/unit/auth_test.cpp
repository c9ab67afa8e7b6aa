// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ready_future.h"
#include "core/text_limits.h"
#include "server/auth/caller.h"
#include "server/auth/gate.h"
#include "server/auth/tokens.h"

#include <gtest/gtest.h>

#include <QCoroTask>
#include <QDateTime>
#include <QPromise>
#include <QSet>

using namespace pipit;
using namespace pipit::auth;
using namespace Qt::StringLiterals;

namespace {

TEST(PatternTest, AStarStandsForAnything)
{
    EXPECT_TRUE(matchesPattern(u"team-*", u"team-a"));
    EXPECT_TRUE(matchesPattern(u"team-*", u"team-"));
    EXPECT_FALSE(matchesPattern(u"team-*", u"team"));
    EXPECT_FALSE(matchesPattern(u"team-*", u"my-team-a"));
    EXPECT_TRUE(matchesPattern(u"*-team-*", u"my-team-a"));
    EXPECT_TRUE(matchesPattern(u"a*b*c", u"aXbYbZc"));
    EXPECT_FALSE(matchesPattern(u"a*b*c", u"aXbYbZ"));
    EXPECT_FALSE(matchesPattern(u"", u"a"));
    EXPECT_TRUE(matchesPattern(u"", u""));
    EXPECT_FALSE(matchesPattern(u"a.c", u"abc"));
}

TEST(PatternTest, ManyStarsStayCheap)
{
    const QString pattern = QString(u"a*"_s).repeated(30) + u'b';
    EXPECT_FALSE(matchesPattern(pattern, QString(46, u'a'))); // exponential in a naive matcher
}

TEST(PatternTest, OnlySessionCharactersAndStarsArePatterns)
{
    EXPECT_TRUE(isSessionPattern(u"*"));
    EXPECT_TRUE(isSessionPattern(u"team-*"));
    for (const QStringView bad : {u"", u"a b", u"a/b", u"a.b"})
        EXPECT_FALSE(isSessionPattern(bad)) << qPrintable(bad.toString());
}

TEST(CallerTest, WithoutPatternsEverySessionIsTheirs)
{
    EXPECT_TRUE(Caller{.sub = u"a"_s}.maySee(u"x"));
    const Caller bound{.sub = u"a"_s, .sessions = {u"x"_s, u"team-*"_s}};
    EXPECT_TRUE(bound.maySee(u"team-1"));
    EXPECT_FALSE(bound.maySee(u"y"));
}

TEST(TokenTest, EachIsDifferentAndOnlyItsHashIsKept)
{
    QSet<QByteArray> tokens;
    for (int i = 0; i < 1000; ++i)
        tokens.insert(makeToken());
    EXPECT_EQ(tokens.size(), 1000);
    EXPECT_EQ(makeToken().size(), 49);
    EXPECT_EQ(hashOf("abc").toHex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

class FakeTokens : public TokenStore
{
public:
    QHash<QByteArray, TokenRecord> records;
    int lookUps = 0;
    std::optional<Error> fault;
    bool isSilent = false;

    QFuture<Result<std::optional<TokenRecord>>> findToken(QByteArray hash) override
    {
        ++lookUps;
        using Found = Result<std::optional<TokenRecord>>;
        if (isSilent) {
            QPromise<Found> never;
            never.start();
            unanswered.push_back(std::move(never));
            return unanswered.back().future();
        }
        if (fault)
            return readyFuture(Found(*fault));
        return readyFuture(Found(records.contains(hash) ? std::optional(records.value(hash)) : std::nullopt));
    }
    std::vector<QPromise<Result<std::optional<TokenRecord>>>> unanswered;
    QFuture<Result<std::optional<TokenRecord>>> takeToken(QByteArray hash, QList<TokenRecord>) override
    {
        const auto record = records.contains(hash) ? std::optional(records.take(hash)) : std::nullopt;
        return readyFuture(Result<std::optional<TokenRecord>>(record));
    }
    QFuture<Result<QSet<QByteArray>>> goodTokens(QList<QByteArray>) override { return readyFuture(Result<QSet<QByteArray>>(QSet<QByteArray>())); }
    QFuture<Result<Done>> addToken(TokenRecord) override { return readyFuture(Result<Done>(Done())); }
    QFuture<Result<Done>> removeToken(QByteArray) override { return readyFuture(Result<Done>(Done())); }
};

// QCoro::waitFor wants a type with a default.
QCoro::Task<std::optional<Result<Caller>>> identifyOptional(Gate &gate, Credential credential)
{
    co_return co_await gate.identify(credential);
}

Result<Caller> identify(Gate &gate, const QByteArray &secret, Credential::Kind kind = Credential::Kind::Bearer)
{
    return *QCoro::waitFor(identifyOptional(gate, {kind, secret}));
}

JwtVerifier &noJwts()
{
    static const auto verifier = std::move(*JwtVerifier::make({}));
    return *verifier;
}

TEST(GateTest, NamesTheCallerAndRemembersForAWhile)
{
    FakeTokens tokens;
    tokens.records.insert(hashOf("good"), {.hash = hashOf("good"), .caller = {.sub = u"ann"_s}});
    Gate gate(tokens, noJwts());
    EXPECT_EQ(identify(gate, "good")->sub, u"ann"_s);
    EXPECT_EQ(identify(gate, "good")->tokenHash, hashOf("good"));
    EXPECT_EQ(tokens.lookUps, 1);
    gate.forget(hashOf("good"));
    tokens.records.clear();
    EXPECT_EQ(identify(gate, "good").error().code, ErrorCode::Unauthenticated);
}

TEST(GateTest, ASilentStoreIsNotWaitedForWhereTheCallerIsKnown)
{
    FakeTokens tokens;
    tokens.records.insert(hashOf("good"), {.hash = hashOf("good"), .caller = {.sub = u"ann"_s}});
    Gate::Clock::time_point now{};
    Gate gate(tokens, noJwts(), {}, [&now] { return now; });
    EXPECT_TRUE(identify(gate, "good").ok());
    tokens.isSilent = true;
    now += std::chrono::seconds(30);
    EXPECT_EQ(identify(gate, "good")->sub, u"ann"_s);
    EXPECT_EQ(tokens.lookUps, 2);
}

// A caller that was named while the store was away is the same each time: with the sessions of its token, not with all.
TEST(GateTest, WhoeverStaysKnownKeepsItsNameAndItsLimits)
{
    FakeTokens tokens;
    tokens.records.insert(hashOf("good"), {.hash = hashOf("good"), .caller = {.sub = u"ann"_s, .name = u"Ann"_s, .sessions = {u"team-*"_s}}});
    Gate::Clock::time_point now{};
    Gate gate(tokens, noJwts(), {}, [&now] { return now; });
    EXPECT_TRUE(identify(gate, "good").ok());
    tokens.fault = Error{ErrorCode::Unavailable, u"down"_s};
    for (int i = 0; i < 4; ++i) {
        now += std::chrono::seconds(i == 3 ? 1 : 30); // the last one is remembered
        const auto caller = identify(gate, "good");
        ASSERT_TRUE(caller.ok());
        EXPECT_EQ(caller->sub, u"ann"_s) << i;
        EXPECT_EQ(caller->name, u"Ann"_s) << i;
        EXPECT_EQ(caller->sessions, QStringList{u"team-*"_s}) << i;
        EXPECT_EQ(caller->tokenHash, hashOf("good")) << i;
    }
}

TEST(GateTest, RefusesWhatItDoesNotKnow)
{
    FakeTokens tokens;
    Gate gate(tokens, noJwts());
    EXPECT_EQ(identify(gate, {}, Credential::Kind::None).error().code, ErrorCode::Unauthenticated);
    EXPECT_EQ(tokens.lookUps, 0);
    EXPECT_EQ(identify(gate, "bad").error().code, ErrorCode::Unauthenticated);
    EXPECT_EQ(identify(gate, "bad").error().code, ErrorCode::Unauthenticated);
    EXPECT_EQ(tokens.lookUps, 2); // never remembered
    tokens.fault = Error{ErrorCode::Unavailable, u"down"_s};
    EXPECT_EQ(identify(gate, "good").error().code, ErrorCode::Unavailable);
}

TEST(GateTest, WhoWasKnownStaysSoWhileTheStoreCannotBeRead)
{
    FakeTokens tokens;
    const qint64 nowMs = QDateTime::currentMSecsSinceEpoch();
    tokens.records.insert(hashOf("good"), {.hash = hashOf("good"), .caller = {.sub = u"ann"_s}});
    tokens.records.insert(hashOf("short"), {.hash = hashOf("short"), .caller = {.sub = u"bob"_s}, .expiresAtMs = nowMs + 1});
    Gate::Clock::time_point now{};
    Gate gate(tokens, noJwts(), {}, [&now] { return now; });
    EXPECT_TRUE(identify(gate, "good").ok());
    EXPECT_TRUE(identify(gate, "short").ok());

    tokens.fault = Error{ErrorCode::Unavailable, u"down"_s};
    now += std::chrono::seconds(30);
    while (QDateTime::currentMSecsSinceEpoch() <= nowMs + 1) { }
    EXPECT_EQ(identify(gate, "short").error().code, ErrorCode::Unavailable); // expired meanwhile
    EXPECT_EQ(identify(gate, "good")->sub, u"ann"_s);
    const int lookUps = tokens.lookUps;
    EXPECT_TRUE(identify(gate, "good").ok());
    EXPECT_EQ(tokens.lookUps, lookUps); // each look-up may wait for the database
    now += std::chrono::minutes(5);
    EXPECT_EQ(identify(gate, "good").error().code, ErrorCode::Unavailable);

    // However many others come.
    tokens.fault.reset();
    for (int i = 0; i < 50'500; ++i) {
        const QByteArray name = "many " + QByteArray::number(i);
        tokens.records.insert(hashOf(name), {.hash = hashOf(name), .caller = {.sub = u"x"_s}});
        ASSERT_TRUE(identify(gate, name).ok());
    }
    tokens.fault = Error{ErrorCode::Unavailable, u"down"_s};
    now += std::chrono::seconds(30);
    int known = 0;
    for (int i = 0; i < 50'500; ++i)
        known += identify(gate, "many " + QByteArray::number(i)).ok();
    EXPECT_GE(known, 49'900);
    EXPECT_LE(known, 50'000);

    // Taken back meanwhile.
    tokens.fault.reset();
    tokens.records.clear();
    EXPECT_EQ(identify(gate, "good").error().code, ErrorCode::Unauthenticated);
    tokens.fault = Error{ErrorCode::Unavailable, u"down"_s};
    EXPECT_EQ(identify(gate, "good").error().code, ErrorCode::Unavailable);
}

} // namespace
