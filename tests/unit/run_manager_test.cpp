// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/run_manager.h"

#include "server/bots/echo/echo_bot.h"
#include "server/log/dispatcher.h"
#include "server/store/sqlite/sqlite_store.h"
#include "tests/unit/faulty_store.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace pipit;
using namespace pipit::bots;
using namespace Qt::StringLiterals;

namespace {

class RunManagerTest : public testing::Test
{
protected:
    QTemporaryDir directory;
    std::unique_ptr<test::FaultyStore> store = std::make_unique<test::FaultyStore>(std::move(store::openSqliteStore({.file = QDir(directory.path()).filePath(u"pipit.db"_s)}).value()));
    log::Dispatcher dispatcher{*store, {}};
    std::unique_ptr<BotRegistry> bots;
    std::unique_ptr<RunManager> runs;

    void start(std::chrono::milliseconds pieceInterval)
    {
        bots = std::move(BotRegistry::make({{.id = u"echo"_s, .provider = u"echo"_s, .name = u"Echo"_s, .pieceInterval = pieceInterval}}, directory.path()).value());
        runs = std::make_unique<RunManager>(*bots, *store, dispatcher);
    }

    void TearDown() override
    {
        runs.reset();
        dispatcher.stop();
        store->close();
    }

    static MessageDraft question(const QString &text, const QString &clientId = u"0f8fad5b-d9cb-469f-a165-70867728950e"_s)
    {
        return {.sessionId = u"s"_s, .clientMessageId = clientId, .senderId = u"ann"_s, .content = text};
    }

    Result<Asked> ask(const MessageDraft &draft, const QString &bot = u"echo"_s) { return *QCoro::waitFor(asOptional(runs->ask(bot, draft))); }

    // QCoro::waitFor wants a type with a default.
    static QCoro::Task<std::optional<Result<Asked>>> asOptional(QCoro::Task<Result<Asked>> task) { co_return co_await task; }

    QList<Message> messages() { return store->history({.sessionId = u"s"_s}).result()->messages; }

    bool waitUntilIdle() { return QTest::qWaitFor([this] { return runs->active() == 0; }, 10'000); }
};

TEST_F(RunManagerTest, TheAnswerIsStoredAfterTheQuestion)
{
    start(std::chrono::milliseconds(0));
    const auto asked = ask(question(u"你好 👋🏽 hello"_s));
    ASSERT_TRUE(asked.ok());
    EXPECT_TRUE(asked->created);
    EXPECT_EQ(asked->run.state, RunState::Streaming);
    ASSERT_TRUE(waitUntilIdle());

    const QList<Message> all = messages();
    ASSERT_EQ(all.size(), 2);
    EXPECT_EQ(all[1].content, echoAnswer(u"你好 👋🏽 hello"_s));
    EXPECT_EQ(all[1].senderType, SenderType::Bot);
    EXPECT_EQ(all[1].replyTo, all[0].id);
    EXPECT_EQ(all[1].clientMessageId, asked->run.clientMessageId);
    EXPECT_TRUE(all[1].metadata.contains(u"firstTokenMs"));
}

TEST_F(RunManagerTest, AskingTheSameAgainNeverAsksTwice)
{
    start(std::chrono::milliseconds(1));
    const auto first = ask(question(u"hello"_s));
    const auto during = ask(question(u"hello"_s));
    EXPECT_FALSE(during->created);
    EXPECT_EQ(during->run.runId, first->run.runId);
    EXPECT_EQ(runs->active(), 1);
    ASSERT_TRUE(waitUntilIdle());
    const auto after = ask(question(u"hello"_s));
    EXPECT_FALSE(after->created);
    EXPECT_EQ(after->run.state, RunState::Completed);
    EXPECT_EQ(messages().size(), 2);

    EXPECT_EQ(ask(question(u"other words"_s)).error().code, ErrorCode::Conflict);
}

TEST_F(RunManagerTest, CancellingKeepsWhatHasComeAndSaysSo)
{
    start(std::chrono::milliseconds(2));
    const auto asked = ask(question(u"hello"_s));
    ASSERT_TRUE(QTest::qWaitFor([&] { const bots::Run *run = runs->find(asked->run.runId); return run && run->event().firstTokenMs.has_value(); }, 10'000));
    runs->find(asked->run.runId)->cancel();
    ASSERT_TRUE(waitUntilIdle());
    const QList<Message> all = messages();
    ASSERT_EQ(all.size(), 2);
    EXPECT_TRUE(echoAnswer(u"hello"_s).startsWith(all[1].content));
    EXPECT_LT(all[1].content.size(), echoAnswer(u"hello"_s).size());
    EXPECT_EQ(all[1].metadata.value(u"runState").toString(), u"cancelled"_s);
}

TEST_F(RunManagerTest, ACancelledQuestionIsNotAskedAgainUnawares)
{
    start(std::chrono::seconds(5)); // no piece comes before the cancel
    const auto asked = ask(question(u"hello"_s));
    runs->find(asked->run.runId)->cancel();
    ASSERT_TRUE(waitUntilIdle());
    const auto again = ask(question(u"hello"_s));
    ASSERT_TRUE(again.ok());
    EXPECT_FALSE(again->created);
    EXPECT_EQ(again->run.state, RunState::Cancelled);
    EXPECT_EQ(runs->active(), 0);
}

TEST_F(RunManagerTest, StoppingStoresTheAnswersSoFar)
{
    start(std::chrono::milliseconds(2));
    const auto asked = ask(question(u"hello"_s));
    ASSERT_TRUE(QTest::qWaitFor([&] { const bots::Run *run = runs->find(asked->run.runId); return run && run->event().firstTokenMs.has_value(); }, 10'000));
    QCoro::waitFor(runs->stop());
    EXPECT_EQ(runs->active(), 0);
    EXPECT_EQ(messages().last().metadata.value(u"runState").toString(), u"interrupted"_s);
    EXPECT_EQ(ask(question(u"more"_s, u"11111111-d9cb-469f-a165-70867728950e"_s)).error().code, ErrorCode::Unavailable);
}

// What was accepted is answered, if not by this life of the node then by the next.
TEST_F(RunManagerTest, AQuestionThatCameWhileTheNodeStoppedIsAnsweredInItsNextLife)
{
    start(std::chrono::milliseconds(0));
    auto asking = asOptional(runs->ask(u"echo"_s, question(u"hello"_s)));
    QCoro::waitFor(runs->stop());
    const auto asked = QCoro::waitFor(std::move(asking));
    ASSERT_TRUE(asked->ok()) << qPrintable(asked->error().message);
    EXPECT_EQ(asked->value().run.state, RunState::Queued);
    EXPECT_EQ(runs->active(), 0);

    runs.reset();
    store->close();
    const auto next = std::move(store::openSqliteStore({.file = QDir(directory.path()).filePath(u"pipit.db"_s)}).value());
    log::Dispatcher nextDispatcher(*next, {});
    RunManager nextRuns(*bots, *next, nextDispatcher);
    nextRuns.takeOver();
    const auto stored = [&] { return next->history({.sessionId = u"s"_s}).result()->messages; };
    EXPECT_TRUE(QTest::qWaitFor([&] { return stored().size() == 2; }, 10'000));
    EXPECT_EQ(stored().last().content, echoAnswer(u"hello"_s));
    EXPECT_FALSE(stored().last().metadata.contains(u"runState"));
    EXPECT_TRUE(QTest::qWaitFor([&] { return nextRuns.active() == 0; }, 10'000));
    nextDispatcher.stop();
    next->close();
}

TEST_F(RunManagerTest, AnAnswerIsStoredAsSoonAsTheDatabaseIsBack)
{
    start(std::chrono::milliseconds(0));
    store->refusedAnswers = 2;
    store->refusedEnds = 2;
    const auto asked = ask(question(u"hello"_s));
    ASSERT_TRUE(waitUntilIdle());
    EXPECT_LE(store->refusedAnswers, 0);
    EXPECT_LE(store->refusedEnds, 0);
    EXPECT_EQ(messages().size(), 2);
    EXPECT_EQ(messages().last().content, echoAnswer(u"hello"_s));
    EXPECT_EQ(store->findRun(asked->run.runId).result()->value().state, RunState::Completed);
}

TEST_F(RunManagerTest, AnUnknownBotIsNamed)
{
    start(std::chrono::milliseconds(0));
    const auto refused = ask(question(u"x"_s), u"nobody"_s);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::NotFound);
    EXPECT_EQ(refused.error().field, u"botId"_s);
    EXPECT_EQ(store->head(), 0);
}

TEST(BotRegistryTest, AnUnknownProviderIsNamed)
{
    const auto refused = BotRegistry::make({{.id = u"x"_s, .provider = u"magic"_s}}, {});
    ASSERT_FALSE(refused.ok());
    EXPECT_TRUE(refused.error().message.contains(u"magic"));
}

TEST(EchoBotTest, SaysBackWhatItWasTold)
{
    EXPECT_TRUE(echoAnswer(u"one\ntwo"_s).contains(u"> one\n> two\n"));
    EXPECT_TRUE(echoAnswer(u"天气"_s).contains(u"回声"));
    EXPECT_FALSE(echoAnswer(u"plain"_s).contains(u"回声"));
    EXPECT_LT(echoAnswer(QString(1'000'000, u'x')).size(), 4'000);
    EXPECT_TRUE(echoAnswer(u"100 %1 %2"_s).contains(u"> 100 %1 %2\n"));
}

} // namespace
