// SPDX-License-Identifier: GPL-3.0-or-later
// Tokens, cookies and tickets on every kind of database.
#include "tests/unit/store_kinds.h"

#include <gtest/gtest.h>

#include <QDateTime>
#include <QTemporaryDir>

using namespace pipit;
using namespace pipit::store;
using namespace Qt::StringLiterals;

namespace {

class TokenStoreTest : public testing::TestWithParam<test::StoreKind>
{
protected:
    QTemporaryDir directory;
    std::unique_ptr<Store> store;

    void SetUp() override
    {
        store = GetParam().open(directory.path());
        ASSERT_TRUE(store);
    }

    std::optional<ErrorCode> faultOf(const auth::TokenRecord &added)
    {
        const auto result = store->addToken(added).result();
        return result ? std::nullopt : std::optional(result.error().code);
    }
};

TEST_P(TokenStoreTest, ATicketIsTakenOnceAndKeepsWhatItWasMadeFrom)
{
    using Kind = auth::TokenRecord::Kind;
    const auth::Caller ann{.sub = u"ann"_s, .sessions = {u"team-*"_s}};
    const qint64 soon = QDateTime::currentMSecsSinceEpoch() + 60'000;
    for (const auth::TokenRecord &record : {auth::TokenRecord{.hash = "h1", .caller = ann, .createdAtMs = 1},
                                            auth::TokenRecord{.kind = Kind::Ticket, .hash = "t1", .caller = ann, .parentHash = "h1", .createdAtMs = 2, .expiresAtMs = soon},
                                            auth::TokenRecord{.kind = Kind::Ticket, .hash = "t2", .caller = ann, .createdAtMs = 3, .expiresAtMs = soon, .jwtKey = "key", .callerExpiresAtMs = soon + 1},
                                            auth::TokenRecord{.kind = Kind::Ticket, .hash = "t3", .caller = ann, .parentHash = "h1", .createdAtMs = 4, .expiresAtMs = 5}})
        ASSERT_TRUE(store->addToken(record).result().ok());
    EXPECT_EQ(*store->goodTokens({"h1", "t1", "t2", "t3", "other"}).result(), (QSet<QByteArray>{"h1", "t1", "t2"}));

    std::vector<QFuture<Result<std::optional<auth::TokenRecord>>>> takers;
    for (int i = 0; i < 20; ++i)
        takers.push_back(store->takeToken("t2", {}));
    std::optional<auth::TokenRecord> taken;
    for (auto &taker : takers) {
        const auto result = taker.result();
        ASSERT_TRUE(result.ok());
        EXPECT_FALSE(*result && taken) << "taken twice";
        if (*result)
            taken = *result;
    }
    ASSERT_TRUE(taken);
    EXPECT_EQ(taken->kind, Kind::Ticket);
    EXPECT_EQ(taken->caller.sub, u"ann"_s);
    EXPECT_EQ(taken->jwtKey, "key");
    EXPECT_EQ(taken->callerExpiresAtMs, soon + 1);
    EXPECT_EQ(taken->parentHash, QByteArray());

    EXPECT_FALSE(*store->takeToken("t3", {}).result()); // expired
    ASSERT_TRUE(store->removeToken("h1").result().ok());
    EXPECT_FALSE(*store->takeToken("t1", {}).result()); // what it was made from is gone
    EXPECT_TRUE(store->goodTokens({"h1", "t1", "t2"}).result()->isEmpty());
    EXPECT_TRUE(store->goodTokens({}).result()->isEmpty());
}

TEST_P(TokenStoreTest, TokensAreFoundUntilTheyExpireOrAreTakenBack)
{
    const auth::TokenRecord bearer{.hash = "h1", .caller = {.sub = u"ann"_s, .name = u"Ann"_s, .role = auth::Role::Bot, .sessions = {u"team-*"_s, u"x"_s}}, .createdAtMs = 1};
    auth::TokenRecord cookie{.kind = auth::TokenRecord::Kind::Cookie, .hash = "c1", .caller = bearer.caller, .parentHash = "h1", .createdAtMs = 1};
    auth::TokenRecord expired{.hash = "h2", .caller = bearer.caller, .createdAtMs = 1, .expiresAtMs = 1000};
    for (const auto &record : {bearer, cookie, expired})
        ASSERT_TRUE(store->addToken(record).result().ok());

    const auto found = *store->findToken("h1").result();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->caller.role, auth::Role::Bot);
    EXPECT_EQ(found->caller.sessions, bearer.caller.sessions);
    EXPECT_TRUE(*store->findToken("c1").result());
    EXPECT_FALSE(*store->findToken("h2").result());
    EXPECT_FALSE(*store->findToken("h3").result());

    ASSERT_TRUE(store->removeToken("h1").result().ok());
    EXPECT_FALSE(*store->findToken("h1").result());
    EXPECT_FALSE(*store->findToken("c1").result());
}

TEST_P(TokenStoreTest, WhatIsMadeForATicketComesWithItsEndOrNotAtAll)
{
    using Kind = auth::TokenRecord::Kind;
    const auth::Caller guest{.sub = u"guest"_s};
    const qint64 soon = QDateTime::currentMSecsSinceEpoch() + 60'000;
    ASSERT_TRUE(store->addToken({.kind = Kind::Invitation, .hash = "i1", .caller = guest, .createdAtMs = 1, .expiresAtMs = soon}).result().ok());
    const QList<auth::TokenRecord> made{{.hash = "own", .caller = guest, .createdAtMs = 2}, {.kind = Kind::Cookie, .hash = "cookie", .caller = guest, .parentHash = "own", .createdAtMs = 2, .expiresAtMs = soon}};
    EXPECT_TRUE(*store->takeToken("i1", made).result());
    EXPECT_EQ(*store->goodTokens({"i1", "own", "cookie"}).result(), (QSet<QByteArray>{"own", "cookie"}));
    const QList<auth::TokenRecord> late{{.hash = "late", .caller = guest, .createdAtMs = 3}};
    EXPECT_FALSE(*store->takeToken("i1", late).result());
    EXPECT_FALSE(*store->findToken("late").result());
}

TEST_P(TokenStoreTest, WhatWasTakenBackNeverComesAgain)
{
    const auth::TokenRecord token{.hash = "h1", .caller = {.sub = u"ann"_s}, .createdAtMs = 1};
    const auth::TokenRecord cookie{.kind = auth::TokenRecord::Kind::Cookie, .hash = "c1", .caller = token.caller, .parentHash = "h1", .createdAtMs = 1};
    for (const auth::TokenRecord &record : {token, cookie})
        ASSERT_TRUE(store->addToken(record).result().ok());
    EXPECT_EQ(faultOf(token), ErrorCode::Conflict);
    ASSERT_TRUE(store->removeToken("h1").result().ok());
    EXPECT_TRUE(store->goodTokens({"h1", "c1"}).result()->isEmpty());
    EXPECT_EQ(faultOf(token), ErrorCode::Conflict);
    // Nor does a cookie that was on its way.
    ASSERT_TRUE(store->addToken(cookie).result().ok());
    EXPECT_FALSE(*store->findToken("c1").result());
    EXPECT_FALSE(*store->takeToken("h1", {}).result());
    EXPECT_EQ(faultOf(token), ErrorCode::Conflict);
}

INSTANTIATE_TEST_SUITE_P(Stores, TokenStoreTest, test::storeKinds, test::nameOfKind);

} // namespace
