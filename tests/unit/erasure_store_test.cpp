// SPDX-License-Identifier: GPL-3.0-or-later
// What erasing must keep on every kind of database: nothing is left of what was erased, and everything else stays as it was.
#include "core/redaction.h"
#include "tests/support/files_with.h"
#include "tests/support/wait_until.h"
#include "tests/unit/store_kinds.h"

#include <gtest/gtest.h>

#include <QTemporaryDir>
#include <QUuid>

#include <mutex>

using namespace pipit;
using namespace pipit::store;
using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::seconds limit{15};

class ErasureStoreTest : public testing::TestWithParam<test::StoreKind>
{
protected:
    QTemporaryDir directory;
    std::unique_ptr<Store> store;
    std::mutex mutex;
    QList<Message> heard; // by the commit listener
    QList<PurgedSession> purged; // by the purge listener

    void SetUp() override { open(); }

    void open()
    {
        store.reset();
        store = GetParam().open(directory.path());
        ASSERT_TRUE(store);
        store->setCommitListener([this](const QList<Message> &messages) {
            const std::lock_guard lock(mutex);
            heard += messages;
        });
        store->setPurgeListener([this](const QList<PurgedSession> &sessions) {
            const std::lock_guard lock(mutex);
            purged += sessions;
        });
    }

    Message say(const QString &session, const QString &content, std::optional<qint64> replaces = {})
    {
        const auto stored = store->append({.sessionId = session, .senderId = u"ann"_s, .senderName = u"Ann"_s, .content = content, .metadata = {{u"of"_s, content}}, .replaces = replaces}).result();
        EXPECT_TRUE(stored.ok());
        return stored.ok() ? stored->message : Message{};
    }

    std::optional<Redaction> redact(qint64 id)
    {
        const auto redaction = store->redact(id, u"olga"_s).result();
        EXPECT_TRUE(redaction.ok()) << (redaction.ok() ? "" : qPrintable(redaction.error().message));
        return redaction.ok() ? *redaction : std::nullopt;
    }

    QList<Message> history(const QString &session) { return store->history({.sessionId = session}).result()->messages; }

    qsizetype found(const QString &text)
    {
        const auto result = store->search({.text = text}).result();
        EXPECT_TRUE(result.ok());
        return result->messages.size();
    }

    ReplayPage::Status replayed(std::vector<std::string> sessions, qint64 after, std::function<bool(std::string_view)> maySee = {})
    {
        auto subscription = std::make_shared<stream::Subscription>();
        subscription->all = sessions.empty();
        subscription->sessions = std::move(sessions);
        subscription->maySee = std::move(maySee);
        std::promise<Result<ReplayPage>> promise;
        store->replay(subscription, after, [&promise](Result<ReplayPage> page) { promise.set_value(std::move(page)); });
        return promise.get_future().get()->status;
    }

    RunRecord ended(const QString &runId, const Message &question, const QString &answerId)
    {
        RunRecord record{.runId = runId, .sessionId = question.sessionId, .botId = u"b-"_s + runId, .clientMessageId = answerId, .questionId = question.id};
        EXPECT_TRUE(store->createRun(record).result().ok());
        EXPECT_TRUE(store->updateRun(runId, {.state = RunState::Failed, .error = u"zebrafinch was too much"_s, .answer = u"zebrafinch"_s}).result().ok());
        EXPECT_TRUE(store->setConversation(question.sessionId, record.botId, u"c-"_s + runId).result().ok());
        return *store->findRun(runId).result().value();
    }
};

QString uuid()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

TEST_P(ErasureStoreTest, RedactsEveryVersionAndTellsTheLog)
{
    const Message other = say(u"s"_s, u"goldfinch"_s);
    const Message first = say(u"s"_s, u"zebrafinch one"_s);
    const Message edit = say(u"s"_s, u"zebrafinch two"_s, first.id);
    const Message again = say(u"s"_s, u"zebrafinch three"_s, edit.id);
    ASSERT_EQ(found(u"zebrafinch"_s), 3);

    const auto redaction = redact(edit.id);
    ASSERT_TRUE(redaction);
    EXPECT_EQ(redaction->tombstones, (QList<Message>{tombstoneOf(first), tombstoneOf(edit), tombstoneOf(again)}));
    EXPECT_EQ(redaction->notice.id, again.id + 1);
    EXPECT_EQ(redaction->notice.replaces, first.id);
    EXPECT_EQ(redaction->notice.senderId, u"olga"_s);
    EXPECT_EQ(redactedIds(redaction->notice), (QList<qint64>{first.id, edit.id, again.id}));
    EXPECT_EQ(heard.last(), redaction->notice);
    EXPECT_EQ(history(u"s"_s), (QList<Message>{other, tombstoneOf(first), tombstoneOf(edit), tombstoneOf(again), redaction->notice}));
    EXPECT_EQ(found(u"zebrafinch"_s), 0);
    EXPECT_EQ(found(u"goldfinch"_s), 1);
    EXPECT_EQ(replayed({"s"}, 1), ReplayPage::Status::Read);
}

TEST_P(ErasureStoreTest, RedactingAgainIsTheSameAnswer)
{
    const Message first = say(u"s"_s, u"zebrafinch"_s);
    const auto once = redact(first.id), twice = redact(first.id), byNotice = redact(once->notice.id);
    EXPECT_EQ(twice->notice, once->notice);
    EXPECT_EQ(twice->tombstones, once->tombstones);
    EXPECT_EQ(byNotice->notice, once->notice);
    EXPECT_EQ(store->head(), once->notice.id);
    // What comes in its place later can be erased too.
    const Message edit = say(u"s"_s, u"zebrafinch again"_s, first.id);
    EXPECT_EQ(redactedIds(redact(first.id)->notice), (QList<qint64>{first.id, edit.id}));
    EXPECT_EQ(found(u"zebrafinch"_s), 0);
}

TEST_P(ErasureStoreTest, RedactsOnlyWhatIsThereAndMayBeSeen)
{
    const Message message = say(u"s"_s, u"zebrafinch"_s);
    EXPECT_FALSE(redact(99));
    EXPECT_FALSE(*store->redact(message.id, u"olga"_s, [](QStringView session) { return session == u"t"; }).result());
    EXPECT_EQ(history(u"s"_s), QList<Message>{message});
}

TEST_P(ErasureStoreTest, TellsWhatMayHaveNamedFiles)
{
    const auto image = store->append({.sessionId = u"s"_s, .contentType = u"image"_s, .content = u"/api/files/1"_s}).result()->message;
    const Message text = say(u"s"_s, u"see [this](/api/files/2)"_s), plain = say(u"s"_s, u"nothing"_s);
    EXPECT_EQ(redact(image.id)->contents, QStringList{u"/api/files/1"_s});
    EXPECT_EQ(redact(image.id)->contents, QStringList());
    EXPECT_EQ(store->deleteSession(u"s"_s).result()->value().contents, QStringList{text.content});
}

TEST_P(ErasureStoreTest, TakesWhatRunsKept)
{
    const Message question = say(u"s"_s, u"zebrafinch?"_s), other = say(u"s"_s, u"goldfinch?"_s);
    const QString answerId = uuid();
    ended(u"r1"_s, question, uuid());
    ended(u"r2"_s, other, answerId);
    const RunRecord kept = ended(u"r3"_s, other, uuid());
    const Message answer = store->append({.sessionId = u"s"_s, .clientMessageId = answerId, .senderType = SenderType::Bot, .content = u"zebrafinch!"_s, .replyTo = other.id}).result()->message;
    const RunRecord open{.runId = u"open"_s, .sessionId = u"s"_s, .botId = u"b"_s, .clientMessageId = uuid(), .questionId = question.id, .state = RunState::Streaming, .answer = u"under way"_s};
    ASSERT_TRUE(store->createRun(open).result().ok());

    redact(question.id);
    redact(answer.id);
    for (const QString &run : {u"r1"_s, u"r2"_s}) {
        const RunRecord erased = *store->findRun(run).result().value();
        EXPECT_EQ(QString(erased.error + erased.answer), QString());
        EXPECT_FALSE(*store->conversation(u"s"_s, erased.botId).result());
    }
    EXPECT_EQ(store->findRun(u"r3"_s).result()->value(), kept);
    EXPECT_TRUE(*store->conversation(u"s"_s, kept.botId).result());
    EXPECT_EQ(store->findRun(u"open"_s).result()->value().answer, u"under way"_s);
}

TEST_P(ErasureStoreTest, DeletesASessionWithAllThatItHas)
{
    for (int i = 0; i < 1'200; ++i)
        store->append({.sessionId = u"gone"_s, .content = u"zebrafinch %1"_s.arg(i)});
    const Message stays = say(u"stays"_s, u"zebrafinch"_s);
    const Message last = say(u"gone"_s, u"the last"_s);
    ended(u"r"_s, last, uuid());
    ASSERT_EQ(found(u"last"_s), 1);

    const auto deletion = store->deleteSession(u"gone"_s).result();
    ASSERT_TRUE(deletion.ok());
    EXPECT_EQ((*deletion)->messages, 1'201);
    EXPECT_EQ((*deletion)->position, last.id);
    EXPECT_EQ(history(u"gone"_s), QList<Message>());
    EXPECT_FALSE(*store->session(u"gone"_s).result());
    EXPECT_FALSE(*store->findRun(u"r"_s).result());
    EXPECT_FALSE(*store->conversation(u"gone"_s, u"b-r"_s).result());
    EXPECT_EQ(found(u"zebrafinch"_s), 1);
    EXPECT_EQ(history(u"stays"_s), QList<Message>{stays});
    EXPECT_EQ(purged.last().id, u"gone"_s);
    EXPECT_EQ(purged.last().position, last.id);
    EXPECT_FALSE(*store->deleteSession(u"gone"_s).result()) << "it was never used since";

    // Its position does not come again, also not in the next life.
    open();
    EXPECT_EQ(store->head(), last.id);
    EXPECT_EQ(say(u"gone"_s, u"anew"_s).id, last.id + 1);
}

TEST_P(ErasureStoreTest, ACursorIsTooOldForItsOwnSessionsOnly)
{
    const qint64 before = say(u"gone"_s, u"a"_s).id;
    say(u"stays"_s, u"b"_s);
    const qint64 last = say(u"gone"_s, u"c"_s).id;
    ASSERT_TRUE(store->deleteSession(u"gone"_s).result().ok());

    using Status = ReplayPage::Status;
    EXPECT_EQ(replayed({"gone"}, before), Status::TooOld);
    EXPECT_EQ(replayed({"stays", "gone"}, before), Status::TooOld);
    EXPECT_EQ(replayed({"stays"}, before), Status::Read);
    EXPECT_EQ(replayed({"gone"}, last), Status::Read);
    EXPECT_EQ(replayed({}, before), Status::TooOld);
    EXPECT_EQ(replayed({}, before, [](std::string_view session) { return session == "stays"; }), Status::Read);
    EXPECT_EQ(store->history({.sessionId = u"gone"_s, .after = before}).result().error().code, ErrorCode::Gone);
    EXPECT_TRUE(store->history({.sessionId = u"stays"_s, .after = before}).result().ok());
    EXPECT_TRUE(store->history({.sessionId = u"gone"_s, .after = last}).result().ok());
}

TEST_P(ErasureStoreTest, PurgesTheOldestBeyondACount)
{
    for (int i = 0; i < 700; ++i)
        store->append({.sessionId = i < 600 ? u"old"_s : u"new"_s, .content = u"zebrafinch"_s});
    const auto made = store->createSession(u"never-used"_s, u"A title"_s).result();
    const qint64 head = say(u"new"_s, u"last"_s).id;
    ASSERT_EQ(found(u"last"_s), 1);

    const auto purge = store->purge({.maxMessages = 51}).result();
    ASSERT_TRUE(purge.ok());
    EXPECT_EQ(purge->messages, 650);
    ASSERT_EQ(purge->endedSessions.size(), 1);
    EXPECT_EQ(purge->endedSessions.first().id, u"old"_s);
    EXPECT_FALSE(*store->session(u"old"_s).result());
    EXPECT_TRUE(*store->session(u"never-used"_s).result());
    EXPECT_EQ(store->history({.sessionId = u"new"_s, .limit = 100}).result()->messages.first().id, 651);
    EXPECT_EQ(replayed({"new"}, 649), ReplayPage::Status::TooOld);
    EXPECT_EQ(replayed({"new"}, 650), ReplayPage::Status::Read);
    EXPECT_EQ((*store->session(u"new"_s).result())->purgedTo, 650);
    EXPECT_EQ((*store->session(u"never-used"_s).result())->purgedTo, 0);
    const auto all = store->sessions(10, {}).result();
    EXPECT_TRUE(std::ranges::any_of(*all, [](const SessionRecord &session) { return session.id == u"new" && session.purgedTo == 650; }));
    EXPECT_EQ(store->head(), head);
    EXPECT_EQ(store->purge({.maxMessages = 51}).result()->messages, 0);
    EXPECT_EQ(store->purge({}).result()->messages, 0);
}

TEST_P(ErasureStoreTest, PurgesTheOldestBeyondAnAgeOrASize)
{
    for (int i = 0; i < 10; ++i)
        say(u"s"_s, QString(1'000, u'x'));
    store->close();
    GetParam().execute(directory.path(), std::string_view(GetParam().name) == "SQLite" ? u"UPDATE messages SET created_at = created_at - 86400000 WHERE id <= 3"_s
                                                                                         : u"SET pipit.writer TO 'on'; UPDATE messages SET created_at = created_at - interval '1 day' WHERE id <= 3"_s);
    open();
    EXPECT_EQ(store->purge({.maxAge = std::chrono::hours(23)}).result()->messages, 3);
    const auto purge = store->purge({.maxBytes = 5'000}).result();
    EXPECT_EQ(purge->messages, 5);
    EXPECT_GT(purge->bytes, 5 * 2'000);
    EXPECT_EQ(history(u"s"_s).size(), 2);
    // All of it: the head stays.
    EXPECT_EQ(store->purge({.maxBytes = 1}).result()->messages, 2);
    open();
    EXPECT_EQ(say(u"s"_s, u"next"_s).id, 11);
}

INSTANTIATE_TEST_SUITE_P(Kinds, ErasureStoreTest, test::storeKinds, test::nameOfKind);

// With the store open, on a log whose tables and index have been rewritten many times.
TEST(SqliteErasureTest, NoFileHasTheBytesAnyMore)
{
    QTemporaryDir directory;
    const auto store = test::openSqlite(directory.path());
    const auto say = [&](int i, const QString &word) {
        return store->append({.sessionId = u"s%1"_s.arg(i % 7), .content = u"%1 message number %2 with some words"_s.arg(word).arg(i), .metadata = {{u"m"_s, word}}});
    };
    QList<QFuture<Result<Stored>>> all;
    for (int i = 0; i < 4'000; ++i)
        all << say(i, i % 500 == 100 ? u"zebrafinch"_s : u"word%1"_s.arg(i % 300));
    ASSERT_TRUE(all.last().result().ok());
    ASSERT_FALSE(test::filesWith(directory.path(), u"zebrafinch"_s).isEmpty());

    ASSERT_TRUE(store->purge({.maxMessages = 3'000}).result().ok()); // two of the eight, and pages are put together
    for (int i = 1'100; i < 3'000; i += 500)
        ASSERT_TRUE(store->redact(all[i].result()->message.id, u"olga"_s).result().ok());
    ASSERT_TRUE(store->deleteSession(all[3'100].result()->message.sessionId).result().ok());
    ASSERT_TRUE(store->deleteSession(all[3'600].result()->message.sessionId).result().ok());
    EXPECT_EQ(test::filesWith(directory.path(), u"zebrafinch"_s), QStringList());
}

// The other node's ring must forget, too.
TEST(PostgresErasureTest, AnotherNodeHearsOfIt)
{
    const QString url = test::sharedServer().createDatabase();
    const auto here = test::openNode(url, u"a"_s), there = test::openNode(url, u"b"_s);
    std::mutex mutex;
    QList<Message> messages;
    QList<PurgedSession> purged;
    here->setCommitListener([](const QList<Message> &) {});
    there->setCommitListener([&](const QList<Message> &more) { const std::lock_guard lock(mutex); messages += more; });
    there->setPurgeListener([&](const QList<PurgedSession> &more) { const std::lock_guard lock(mutex); purged += more; });
    const Message message = here->append({.sessionId = u"s"_s, .content = u"zebrafinch"_s}).result()->message;
    const Message notice = here->redact(message.id, u"olga"_s).result()->value().notice;
    ASSERT_TRUE(test::waitUntil([&] { const std::lock_guard lock(mutex); return !messages.isEmpty() && messages.last() == notice; }, limit));
    ASSERT_TRUE(here->deleteSession(u"s"_s).result()->has_value());
    ASSERT_TRUE(test::waitUntil([&] { const std::lock_guard lock(mutex); return !purged.isEmpty() && purged.last().position == notice.id; }, limit));
    // Only one node purges at a time, and whoever comes second says so.
    test::PsqlSession other(url);
    other.run(u"BEGIN; SELECT pg_advisory_xact_lock(1349087337, 4);"_s);
    const auto purge = here->purge({.maxMessages = 1}).result();
    ASSERT_TRUE(purge.ok()) << qPrintable(purge.error().message);
    EXPECT_TRUE(purge->isElsewhere);
}

} // namespace
