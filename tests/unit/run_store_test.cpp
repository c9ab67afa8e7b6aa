// SPDX-License-Identifier: GPL-3.0-or-later
// What every store must keep of runs and conversations; run once for each kind of database.
#include "tests/unit/run_calls.h"
#include "tests/unit/store_kinds.h"

#include <gtest/gtest.h>

#include <QTemporaryDir>

#include <thread>

using namespace pipit;
using namespace pipit::test;
using namespace std::chrono_literals;

namespace {

class RunStoreTest : public testing::TestWithParam<StoreKind>
{
protected:
    void SetUp() override { open(); }

    void open()
    {
        store.reset();
        store = GetParam().open(directory.path());
        ASSERT_TRUE(store);
    }

    void execute(const QString &sql) { GetParam().execute(directory.path(), sql); }

    QTemporaryDir directory;
    std::unique_ptr<Store> store;
};

TEST_P(RunStoreTest, KeepsEverythingThatARunSays)
{
    RunRecord run = record(u"r1"_s);
    run.replaces = 5;
    run.state = RunState::Streaming;
    run.error = u"\uFEFFnone 没有"_s;
    run.provider = {{u"chat"_s, u"7566252531572473891"_s}, {u"log"_s, u"\"字\\ '"_s}, {u"big"_s, qint64(9007199254740993)}};
    run.answer = u"\uFEFFpiece 👍 'quoted' \\ ? :name\n"_s;
    run.reasoning = u"想"_s;
    run.figures = {{u"firstTokenMs"_s, 12.5}};
    const CreatedRun created = create(*store, run);
    EXPECT_TRUE(created.created);
    EXPECT_EQ(created.run.node, store->nodeId());
    EXPECT_GT(created.run.createdAtMs, 1'700'000'000'000);

    run.node = created.run.node;
    run.createdAtMs = run.updatedAtMs = created.run.createdAtMs;
    EXPECT_EQ(created.run, run);
    EXPECT_EQ(find(*store, u"r1"_s), run);

    RunRecord other = record(u"r1"_s, u"elsewhere"_s);
    const CreatedRun again = create(*store, other);
    EXPECT_FALSE(again.created);
    EXPECT_EQ(again.run, run);
    EXPECT_EQ(find(*store, u"r2"_s), std::nullopt);
}

TEST_P(RunStoreTest, AnUpdateChangesWhatItNames)
{
    RunRecord run = create(*store, record(u"r"_s)).run;
    const auto expectAfter = [&](const RunChange &change) {
        EXPECT_EQ(update(*store, u"r"_s, change), QString());
        const auto found = find(*store, u"r"_s);
        ASSERT_TRUE(found);
        EXPECT_GE(found->updatedAtMs, run.updatedAtMs);
        run.updatedAtMs = found->updatedAtMs;
        EXPECT_EQ(*found, run);
    };
    run.answer = u"\uFEFFHel"_s;
    expectAfter({.answer = run.answer});
    run.state = RunState::Polling;
    run.provider = {{u"chat"_s, u"1"_s}};
    expectAfter({.state = run.state, .provider = run.provider});
    run.answer = u"Hello"_s;
    run.reasoning = u"because"_s;
    expectAfter({.answer = run.answer, .reasoning = run.reasoning});
    run.figures = {{u"outputTokens"_s, 3}};
    run.provider = {};
    expectAfter({.provider = run.provider, .figures = run.figures});
    run.error = u"It hangs."_s;
    run.answer = QString();
    expectAfter({.error = run.error, .answer = run.answer});
    EXPECT_EQ(update(*store, u"nobody"_s, {.answer = u"x"_s}), u"not_found"_s);
}

TEST_P(RunStoreTest, AnEndIsFinalAndLeavesTheTextsToTheLog)
{
    create(*store, record(u"r"_s));
    ASSERT_EQ(update(*store, u"r"_s, {.answer = u"text"_s, .reasoning = u"thought"_s}), QString());
    const RunChange end{.state = RunState::Failed, .error = u"Broken."_s, .figures = QJsonObject{{u"ms"_s, 1}}};
    ASSERT_EQ(update(*store, u"r"_s, end), QString());
    const RunRecord ended = find(*store, u"r"_s).value();
    EXPECT_EQ(ended.state, RunState::Failed);
    EXPECT_EQ(ended.answer + ended.reasoning, QString());

    EXPECT_EQ(update(*store, u"r"_s, end), QString()) << "its answer may have been lost";
    for (const RunChange &change : {RunChange{.state = RunState::Completed}, RunChange{.state = RunState::Streaming}, RunChange{.answer = u"late"_s}}) {
        const auto refused = store->updateRun(u"r"_s, change).result();
        ASSERT_FALSE(refused.ok());
        EXPECT_EQ(refused.error().code, ErrorCode::Conflict);
        EXPECT_EQ(refused.error().details.value(u"state"), u"failed"_s);
    }
    EXPECT_EQ(find(*store, u"r"_s), ended);

    create(*store, record(u"kept"_s));
    ASSERT_EQ(update(*store, u"kept"_s, {.state = RunState::Failed, .answer = u"what could not be stored"_s}), QString());
    EXPECT_EQ(find(*store, u"kept"_s)->answer, u"what could not be stored"_s);
    open();
    EXPECT_EQ(claim(*store), QStringList());
}

TEST_P(RunStoreTest, OnlyTheOwnerWrites)
{
    create(*store, record(u"r"_s));
    execute(u"UPDATE runs SET node = 'other', instance = 'x'"_s);
    for (const RunChange &change : {RunChange{.answer = u"x"_s}, RunChange{.state = RunState::Completed}}) {
        const auto refused = store->updateRun(u"r"_s, change).result();
        ASSERT_FALSE(refused.ok());
        EXPECT_EQ(refused.error().code, ErrorCode::Conflict);
        EXPECT_EQ(refused.error().details.value(u"node"), u"other"_s);
    }
    EXPECT_EQ(find(*store, u"r"_s)->state, RunState::Queued);
    EXPECT_EQ(find(*store, u"r"_s)->answer, QString());
    execute(u"UPDATE runs SET state = 'completed', ended_at = updated_at"_s);
    EXPECT_EQ(update(*store, u"r"_s, {.state = RunState::Completed}), u"conflict"_s) << "another's end is not this one's";
}

TEST_P(RunStoreTest, ARestartTakesUpWhatItsLifeBeforeHasLeft)
{
    for (const QString &id : {u"1"_s, u"2"_s, u"3"_s, u"4"_s}) {
        create(*store, record(id));
        std::this_thread::sleep_for(2ms); // the order is by time in ms
    }
    ASSERT_EQ(update(*store, u"1"_s, {.state = RunState::Polling, .provider = QJsonObject{{u"chat"_s, u"c"_s}}, .answer = u"so far"_s}), QString());
    ASSERT_EQ(update(*store, u"3"_s, {.state = RunState::Cancelled}), QString());
    EXPECT_EQ(claim(*store), QStringList()) << "its own";
    open();
    EXPECT_EQ(claim(*store, 2), (QStringList{u"1"_s, u"2"_s}));
    EXPECT_EQ(claim(*store), QStringList{u"4"_s});
    EXPECT_EQ(claim(*store), QStringList());
    const RunRecord resumed = find(*store, u"1"_s).value();
    EXPECT_EQ(resumed.answer, u"so far"_s);
    EXPECT_EQ(resumed.provider.value(u"chat"), u"c"_s);
    EXPECT_EQ(resumed.state, RunState::Polling);
    EXPECT_EQ(update(*store, u"1"_s, {.state = RunState::Completed}), QString());
    EXPECT_FALSE(create(*store, record(u"2"_s)).created);
}

TEST_P(RunStoreTest, WhoHasItHearsThatItIsToEnd)
{
    for (const QString &id : {u"own"_s, u"left"_s, u"ended"_s})
        create(*store, record(id));
    ASSERT_EQ(update(*store, u"ended"_s, {.state = RunState::Completed}), QString());
    for (const QString &id : {u"own"_s, u"ended"_s, u"nobody's"_s})
        EXPECT_TRUE(store->askToCancel(id).result().ok());
    EXPECT_FALSE(find(*store, u"ended"_s)->cancelAsked);
    EXPECT_EQ(claim(*store), QStringList{u"own"_s});
    EXPECT_EQ(claim(*store), QStringList{u"own"_s}) << "until it has ended";
    EXPECT_TRUE(find(*store, u"own"_s)->cancelAsked);
    ASSERT_EQ(update(*store, u"own"_s, {.state = RunState::Cancelled}), QString());
    EXPECT_EQ(claim(*store), QStringList());

    EXPECT_TRUE(store->askToCancel(u"left"_s).result().ok());
    open();
    const auto claimed = store->claimRuns(9).result();
    ASSERT_TRUE(claimed.ok() && claimed->size() == 1);
    EXPECT_EQ(claimed->first().runId, u"left"_s);
    EXPECT_TRUE(claimed->first().cancelAsked);
}

TEST_P(RunStoreTest, TextsAreLarge)
{
    QString text = u"\uFEFF"_s;
    while (text.size() < (1 << 20))
        text += u"天气 'quoted' \\ 👍 line\n"_s;
    create(*store, record(u"r"_s));
    ASSERT_EQ(update(*store, u"r"_s, {.answer = text, .reasoning = text}), QString());
    ASSERT_EQ(update(*store, u"r"_s, {.state = RunState::Polling}), QString());
    const RunRecord run = find(*store, u"r"_s).value();
    EXPECT_EQ(run.answer, text);
    EXPECT_EQ(run.reasoning, text);
    open();
    EXPECT_EQ(store->claimRuns(1).result()->value(0).answer, text);
}

TEST_P(RunStoreTest, WhatWaitsIsBoundedInBytes)
{
    create(*store, record(u"r"_s));
    const QString large(8 << 20, u'x');
    std::vector<QFuture<Result<Done>>> answers;
    for (int i = 0; i < 40; ++i) // more than twice as much as may wait
        answers.push_back(store->updateRun(u"r"_s, {.answer = large}));
    int written = 0, refused = 0;
    for (auto &answer : answers) {
        if (answer.result().ok())
            ++written;
        else if (answer.result().error().code == ErrorCode::NotStored)
            ++refused;
    }
    EXPECT_EQ(written + refused, 40);
    EXPECT_GT(written, 10);
    EXPECT_GT(refused, 0);
}

TEST_P(RunStoreTest, ASessionListsItsNewestFirst)
{
    for (int i = 0; i < 4; ++i) {
        create(*store, record(QString::number(i), i == 2 ? u"other"_s : u"s"_s));
        std::this_thread::sleep_for(2ms); // the order is by time in ms
    }
    QStringList ids;
    const auto runs = store->runsOf(u"s"_s, 2).result();
    for (const RunRecord &run : *runs)
        ids << run.runId;
    EXPECT_EQ(ids, (QStringList{u"3"_s, u"1"_s}));
    EXPECT_EQ(store->runsOf(u"s"_s, 10).result()->size(), 3);
    EXPECT_TRUE(store->runsOf(u"nobody"_s, 10).result()->isEmpty());
}

TEST_P(RunStoreTest, OldRunsLeaveWhenOthersCome)
{
    constexpr int old = 50;
    const auto countOld = [&] {
        qsizetype count = 0;
        const auto runs = store->runsOf(u"s"_s, 1'000).result();
        for (const RunRecord &run : *runs)
            count += run.runId.startsWith(u"old");
        return count;
    };
    for (int i = 0; i < old; ++i) {
        create(*store, record(u"old%1"_s.arg(i)));
        ASSERT_EQ(update(*store, u"old%1"_s.arg(i), {.state = RunState::Completed}), QString());
    }
    create(*store, record(u"open"_s));
    create(*store, record(u"recent"_s));
    ASSERT_EQ(update(*store, u"recent"_s, {.state = RunState::Completed}), QString());
    const bool isSqlite = store->name() == u"SQLite";
    const auto setBack = [&](int days, const QString &which) {
        const QString by = isSqlite ? QString::number(days * 86'400'000LL) : u"interval '%1 days'"_s.arg(days);
        execute(u"UPDATE runs SET created_at = created_at - %1, updated_at = updated_at - %1, ended_at = ended_at - %1 WHERE %2"_s.arg(by, which));
    };
    setBack(31, u"run_id LIKE 'old%' OR run_id = 'open'"_s);
    setBack(29, u"run_id = 'recent'"_s);
    create(*store, record(u"old0"_s)); // there is one
    EXPECT_GE(countOld(), old - 20);
    for (int i = 0; i < 3; ++i) {
        const qsizetype before = countOld();
        create(*store, record(u"new%1"_s.arg(i)));
        EXPECT_LE(before - countOld(), 20) << "in small steps";
    }
    EXPECT_EQ(countOld(), 0);
    EXPECT_TRUE(find(*store, u"open"_s));
    EXPECT_TRUE(find(*store, u"recent"_s));
    EXPECT_TRUE(find(*store, u"new0"_s));
}

TEST_P(RunStoreTest, TheFirstConversationCounts)
{
    const auto conversation = [&](const QString &session, const QString &bot) { return *store->conversation(session, bot).result(); };
    EXPECT_EQ(conversation(u"s"_s, u"b"_s), std::nullopt);
    std::vector<QFuture<Result<QString>>> answers;
    for (int i = 0; i < 8; ++i)
        answers.push_back(store->setConversation(u"s"_s, u"b"_s, u"\uFEFFc%1"_s.arg(i)));
    const QString first = *answers.back().result();
    EXPECT_EQ(conversation(u"s"_s, u"b"_s), first);
    for (auto &answer : answers)
        EXPECT_EQ(*answer.result(), first);
    EXPECT_TRUE(first.startsWith(u"\uFEFFc"));
    EXPECT_EQ(*store->setConversation(u"s"_s, u"c"_s, u"other"_s).result(), u"other"_s);

    ASSERT_TRUE(store->clearConversation(u"s"_s, u"b"_s, u"another"_s).result().ok());
    EXPECT_EQ(conversation(u"s"_s, u"b"_s), first);
    ASSERT_TRUE(store->clearConversation(u"s"_s, u"b"_s, first).result().ok());
    EXPECT_EQ(conversation(u"s"_s, u"b"_s), std::nullopt);
    EXPECT_EQ(*store->setConversation(u"s"_s, u"b"_s, u"new"_s).result(), u"new"_s);
    open();
    EXPECT_EQ(conversation(u"s"_s, u"b"_s), u"new"_s);
    EXPECT_EQ(conversation(u"s"_s, u"c"_s), u"other"_s);
}

INSTANTIATE_TEST_SUITE_P(Stores, RunStoreTest, storeKinds, nameOfKind);

} // namespace
