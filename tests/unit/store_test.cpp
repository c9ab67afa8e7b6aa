// SPDX-License-Identifier: GPL-3.0-or-later
// What every store must keep; run once for each kind of database.
#include "tests/unit/store_kinds.h"

#include <gtest/gtest.h>

#include <QTemporaryDir>
#include <QUuid>

#include <mutex>
#include <thread>

using namespace pipit;
using namespace pipit::store;
using namespace Qt::StringLiterals;

namespace {

class StoreTest : public testing::TestWithParam<test::StoreKind>
{
protected:
    QTemporaryDir directory;
    std::unique_ptr<Store> store;
    std::mutex mutex;
    QList<Message> heard; // by the commit listener
    int commits = 0;

    void SetUp() override { open(); }

    void open()
    {
        store.reset();
        store = GetParam().open(directory.path());
        ASSERT_TRUE(store);
        store->setCommitListener([this](const QList<Message> &messages) {
            const std::lock_guard lock(mutex);
            heard += messages;
            ++commits;
        });
    }

    static MessageDraft draft(const QString &session, const QString &content, const QString &clientId = {})
    {
        return {.sessionId = session, .clientMessageId = clientId, .senderId = u"ann"_s, .senderName = u"Ann"_s, .content = content};
    }

    Message say(const QString &session, const QString &content, const QString &clientId = {})
    {
        const auto stored = store->append(draft(session, content, clientId)).result();
        EXPECT_TRUE(stored.ok());
        return stored.ok() ? stored->message : Message{};
    }

    QList<qint64> idsOf(const HistoryQuery &query)
    {
        QList<qint64> ids;
        const auto history = store->history(query).result();
        for (const Message &message : history->messages)
            ids << message.id;
        return ids;
    }

    QStringList found(const QString &text, const QString &session = {})
    {
        QStringList contents;
        const auto result = store->search({.text = text, .sessionId = session}).result();
        EXPECT_TRUE(result.ok());
        for (const Message &message : result->messages)
            contents << message.content;
        return contents;
    }

    ReplayPage replay(std::vector<std::string> sessions, qint64 after)
    {
        auto subscription = std::make_shared<stream::Subscription>();
        subscription->all = sessions.empty();
        subscription->sessions = std::move(sessions);
        std::promise<Result<ReplayPage>> promise;
        store->replay(subscription, after, [&promise](Result<ReplayPage> page) { promise.set_value(std::move(page)); });
        return promise.get_future().get().value();
    }
};

QString uuid()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

TEST_P(StoreTest, KeepsEveryFieldOfAMessage)
{
    const Message first = say(u"s"_s, u"first"_s);
    MessageDraft full = draft(u"s"_s, u"第二 👍\nline"_s, uuid());
    full.senderType = SenderType::Bot;
    full.contentType = u"markdown"_s;
    full.metadata = {{u"big"_s, qint64(9007199254740993)}, {u"text"_s, u"天气"_s}};
    full.replyTo = first.id;
    full.replaces = first.id;
    const Message stored = store->append(full).result()->message;

    EXPECT_EQ(first.id, 1);
    EXPECT_EQ(stored.id, 2);
    EXPECT_GT(stored.createdAtMs, 1'700'000'000'000);
    const QList<Message> messages = store->history({.sessionId = u"s"_s}).result()->messages;
    ASSERT_EQ(messages.size(), 2);
    EXPECT_EQ(messages[1], stored);
    EXPECT_EQ(messages[1].metadata.value(u"big").toInteger(), 9007199254740993);
    EXPECT_EQ(messages[0].replyTo, std::nullopt);
    EXPECT_EQ(messages[0].clientMessageId, QString());
}

TEST_P(StoreTest, TheSameUuidStoresOnce)
{
    const QString id = uuid();
    const Message first = say(u"s"_s, u"hello"_s, id);
    const auto again = store->append(draft(u"s"_s, u"hello"_s, id)).result();
    ASSERT_TRUE(again.ok());
    EXPECT_FALSE(again->created);
    EXPECT_EQ(again->message, first);

    const auto other = store->append(draft(u"s"_s, u"different"_s, id)).result();
    ASSERT_FALSE(other.ok());
    EXPECT_EQ(other.error().code, ErrorCode::Conflict);
    EXPECT_EQ(other.error().field, u"content"_s);
    EXPECT_EQ(other.error().details.value(u"current").toObject().value(u"content").toString(), u"hello"_s);

    EXPECT_NE(say(u"elsewhere"_s, u"hello"_s, id).id, first.id);
    EXPECT_EQ(store->head(), heard.last().id);
    EXPECT_EQ(heard.size(), 2);
}

TEST_P(StoreTest, ReferencesMustBeOfTheSession)
{
    const Message elsewhere = say(u"other"_s, u"x"_s);
    MessageDraft reply = draft(u"s"_s, u"y"_s);
    reply.replyTo = elsewhere.id;
    const auto refused = store->append(reply).result();
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().field, u"replyTo"_s);
    EXPECT_EQ(store->head(), 1);
}

TEST_P(StoreTest, AStateIsComparedAndSet)
{
    MessageDraft state = draft(u"s"_s, u"v1"_s);
    state.contentType = u"state"_s;
    const Message first = store->append(state).result()->message;
    state.replaces = first.id;
    state.ifLatest = first.id;
    state.content = u"v2"_s;
    const Message second = store->append(state).result()->message;

    state.content = u"late"_s;
    const auto late = store->append(state).result();
    ASSERT_FALSE(late.ok());
    EXPECT_EQ(late.error().code, ErrorCode::Conflict);
    EXPECT_EQ(late.error().details.value(u"current").toObject().value(u"content").toString(), u"v2"_s);

    state.ifLatest = second.id;
    EXPECT_TRUE(store->append(state).result().ok());
}

TEST_P(StoreTest, TheNoteAndItsCommentsAreFoundHoweverOldTheyAre)
{
    EXPECT_FALSE(store->note(u"s"_s, 10).result()->latest);
    MessageDraft state = draft(u"s"_s, u"v1"_s);
    state.contentType = u"state"_s;
    state.metadata = {{u"name"_s, u"note"_s}};
    const Message first = store->append(state).result()->message;
    EXPECT_EQ(store->note(u"s"_s, 10).result()->latest, first);
    state.replaces = state.ifLatest = first.id;
    state.content = u"v2"_s;
    const Message second = store->append(state).result()->message;
    QList<Message> comments;
    for (const QString &text : {u"one"_s, u"two"_s, u"three"_s}) {
        MessageDraft comment = draft(u"s"_s, text);
        comment.contentType = u"comment"_s;
        comment.replyTo = first.id;
        comments << store->append(comment).result()->message;
    }
    MessageDraft other = draft(u"s"_s, u"another state"_s);
    other.contentType = u"state"_s;
    for (const QJsonObject &metadata : {QJsonObject(), QJsonObject{{u"name"_s, u"list"_s}}, QJsonObject{{u"name"_s, 5}}}) {
        other.metadata = metadata;
        ASSERT_TRUE(store->append(other).result().ok());
    }
    MessageDraft word = draft(u"s"_s, u"no state"_s);
    word.metadata = state.metadata;
    word.replyTo = first.id;
    ASSERT_TRUE(store->append(word).result().ok());
    say(u"s2"_s, u"x"_s);

    const auto note = store->note(u"s"_s, 2).result();
    EXPECT_EQ(note->latest, second);
    EXPECT_EQ(note->comments, comments.sliced(1)); // the newest of them
    EXPECT_FALSE(store->note(u"s2"_s, 10).result()->latest);

    ASSERT_TRUE(store->redact(second.id, u"op"_s).result().ok());
    EXPECT_FALSE(store->note(u"s"_s, 10).result()->latest);
}

TEST_P(StoreTest, PagesInBothDirections)
{
    for (int i = 0; i < 10; ++i)
        say(i % 2 ? u"odd"_s : u"even"_s, QString::number(i));
    EXPECT_EQ(idsOf({.sessionId = u"even"_s, .limit = 3}), (QList<qint64>{5, 7, 9}));
    EXPECT_EQ(idsOf({.sessionId = u"even"_s, .before = 5, .limit = 3}), (QList<qint64>{1, 3}));
    EXPECT_EQ(idsOf({.sessionId = u"even"_s, .after = 1, .limit = 2}), (QList<qint64>{3, 5}));
    EXPECT_TRUE(store->history({.sessionId = u"even"_s, .limit = 3}).result()->hasMore);
    EXPECT_FALSE(store->history({.sessionId = u"even"_s, .before = 5, .limit = 2}).result()->hasMore);
    EXPECT_EQ(store->history({.sessionId = u"nobody"_s}).result()->position, 10);
    EXPECT_TRUE(store->history({.sessionId = u"even"_s, .after = 10}).result().ok());
    EXPECT_EQ(store->history({.sessionId = u"even"_s, .after = 11}).result().error().field, u"after"_s); // never looks like caught up
}

TEST_P(StoreTest, ManyPublishersShareCommitsAndOrderIsCommitOrder)
{
    std::vector<std::thread> publishers;
    for (int publisher = 0; publisher < 8; ++publisher) {
        publishers.emplace_back([this, publisher] {
            std::vector<QFuture<Result<Stored>>> futures;
            for (int i = 0; i < 100; ++i)
                futures.push_back(store->append(draft(u"s%1"_s.arg(publisher % 3), u"m"_s)));
            for (auto &future : futures)
                ASSERT_TRUE(future.result().ok());
        });
    }
    for (std::thread &publisher : publishers)
        publisher.join();
    const std::lock_guard lock(mutex);
    EXPECT_LT(commits, 800); // they share
    ASSERT_EQ(heard.size(), 800);
    for (qint64 i = 1; i < 800; ++i)
        ASSERT_GT(heard[i].id, heard[i - 1].id);
    EXPECT_EQ(store->head(), heard.last().id);
}

TEST_P(StoreTest, EverythingIsThereAfterReopening)
{
    say(u"s"_s, u"kept"_s);
    const QString epoch = store->epoch(), node = store->nodeId();
    open();
    EXPECT_EQ(store->head(), 1);
    EXPECT_EQ(store->epoch(), epoch);
    EXPECT_EQ(store->nodeId(), node);
    EXPECT_EQ(found(u"kept"_s), QStringList{u"kept"_s});
    EXPECT_EQ(say(u"s"_s, u"next"_s).id, 2);
}

TEST_P(StoreTest, FindsWordsAndPairsOfLetters)
{
    say(u"s"_s, u"今天天气很好"_s);
    say(u"t"_s, u"The weather is fine, Köln"_s);
    say(u"s"_s, u"东京の天気 and more"_s);
    EXPECT_EQ(found(u"天气"_s), QStringList{u"今天天气很好"_s});
    EXPECT_EQ(found(u"天天气"_s), QStringList{u"今天天气很好"_s});
    EXPECT_EQ(found(u"好"_s), QStringList{u"今天天气很好"_s});
    EXPECT_EQ(found(u"天"_s).size(), 2);
    EXPECT_EQ(found(u"气天"_s), QStringList());
    EXPECT_EQ(found(u"WEATH fin"_s).size(), 1);
    EXPECT_EQ(found(u"koln"_s).size(), 1);
    EXPECT_EQ(found(u"weather"_s, u"s"_s), QStringList());
    EXPECT_EQ(found(u"\"weather\" OR NEAR("_s), QStringList());
    EXPECT_FALSE(store->search({.text = u"?!"_s}).result().ok());

    const auto seen = store->search({.text = u"weather"_s, .maySee = [](QStringView session) { return session != u"t"; }}).result();
    EXPECT_TRUE(seen->messages.isEmpty());
}

TEST_P(StoreTest, ReplaysOnlyWhatWasMissedPageByPage)
{
    const QString large(20'000, u'x');
    for (int i = 0; i < 60; ++i)
        say(u"s%1"_s.arg(i % 3), i % 2 ? large : u"small"_s);
    for (const std::vector<std::string> &sessions : {std::vector<std::string>{"s0", "s2"}, std::vector<std::string>{}}) {
        QList<qint64> ids;
        qint64 after = 4;
        int pages = 0;
        while (after < store->head()) {
            const ReplayPage page = replay(sessions, after);
            ASSERT_EQ(page.status, ReplayPage::Status::Read);
            ASSERT_GT(page.coveredTo, after);
            qsizetype size = 0;
            for (const Message &message : page.messages) {
                ids << message.id;
                size += message.content.size();
            }
            EXPECT_LE(size, 360'000); // two sessions read at least 16 messages each
            after = page.coveredTo;
            ++pages;
        }
        EXPECT_GE(pages, 2);
        QList<qint64> expected;
        for (qint64 id = 5; id <= 60; ++id) {
            if (sessions.empty() || (id - 1) % 3 != 1)
                expected << id;
        }
        EXPECT_EQ(ids, expected);
    }
    EXPECT_EQ(replay({"s0"}, 61).status, ReplayPage::Status::UnknownCursor);
    EXPECT_EQ(replay({"s0"}, 60).status, ReplayPage::Status::Read);
}

TEST_P(StoreTest, TextsBeginWithWhateverTheySay)
{
    for (const char16_t mark : {u'\xFEFF', u'\xFFFD'}) {
        const QString text = QChar(mark) + u"text "_s + QChar(mark), id = uuid();
        MessageDraft said = draft(QString::number(mark), text, id);
        said.senderName = text;
        const auto stored = store->append(said).result();
        ASSERT_TRUE(stored.ok());
        EXPECT_EQ(store->history({.sessionId = said.sessionId}).result()->messages, QList{stored->message});
        EXPECT_EQ(store->findByClientId(said.sessionId, id).result()->value(), stored->message);
        EXPECT_EQ(replay({said.sessionId.toStdString()}, stored->message.id - 1).messages, QList{stored->message});
        EXPECT_EQ(found(u"text"_s, said.sessionId), QStringList{text});
        EXPECT_FALSE(store->append(said).result()->created);
        EXPECT_EQ((*store->changeSession(said.sessionId, {.title = text}).result())->title, text);
    }
}

// Whether a page was cut must not be guessed from what was read: here its bytes come out at the limit exactly.
TEST_P(StoreTest, NothingIsSkippedWhereAPageIsJustFull)
{
    for (const bool isMarked : {true, false}) {
        const qint64 before = store->head();
        QString exact((256 << 10) - 200 - 2 - (isMarked ? 3 : 0), u'x'); // what PostgreSQL counts for it is 256 KiB
        if (isMarked)
            exact.prepend(QChar(QChar::ByteOrderMark));
        say(u"s"_s, exact);
        say(u"s"_s, u"second"_s);
        for (const std::vector<std::string> &sessions : {std::vector<std::string>{"s"}, std::vector<std::string>{}}) {
            QList<qint64> ids;
            for (qint64 after = before; after < store->head();) {
                const ReplayPage page = replay(sessions, after);
                ASSERT_GT(page.coveredTo, after);
                for (const Message &message : page.messages)
                    ids << message.id;
                after = page.coveredTo;
            }
            EXPECT_EQ(ids, (QList{before + 1, before + 2}));
        }
    }
}

TEST_P(StoreTest, SearchShowsNobodyWhatTheyMayNotSee)
{
    for (int i = 0; i < 40; ++i)
        say(i % 4 ? u"theirs"_s : u"mine"_s, u"word %1"_s.arg(i));
    const auto mine = [](QStringView session) { return session == u"mine"; };
    QStringList contents;
    std::optional<qint64> before;
    for (bool hasMore = true; hasMore;) {
        const auto page = store->search({.text = u"word"_s, .maySee = mine, .before = before, .limit = 3}).result();
        ASSERT_TRUE(page.ok() && !page->messages.isEmpty());
        for (const Message &message : page->messages)
            contents << message.content;
        before = page->messages.last().id;
        hasMore = page->hasMore;
    }
    QStringList expected;
    for (int i = 36; i >= 0; i -= 4)
        expected << u"word %1"_s.arg(i);
    EXPECT_EQ(contents, expected);
}

TEST_P(StoreTest, SessionsComeNewestFirst)
{
    say(u"a"_s, u"1"_s);
    std::this_thread::sleep_for(std::chrono::milliseconds(2)); // the order is by time in ms
    say(u"b"_s, u"2"_s);
    const auto made = store->createSession(u"c"_s, u"Title 标题"_s).result();
    EXPECT_TRUE(made->second);
    EXPECT_FALSE(store->createSession(u"c"_s, u"other"_s).result()->second);

    const auto all = store->sessions(10, {}).result();
    ASSERT_EQ(all->size(), 3);
    EXPECT_EQ(all->last().id, u"a"_s);
    EXPECT_EQ(all->last().lastMessage->content, u"1"_s);
    EXPECT_EQ(store->sessions(10, [](QStringView id) { return id == u"b"; }).result()->size(), 1);

    EXPECT_EQ((*store->changeSession(u"c"_s, {.title = u"new"_s, .archived = true}).result())->title, u"new"_s);
    EXPECT_TRUE((*store->session(u"c"_s).result())->archived);
    EXPECT_EQ(*store->session(u"nobody"_s).result(), std::nullopt);
    EXPECT_EQ(*store->changeSession(u"nobody"_s, {.title = u"x"_s}).result(), std::nullopt);
    EXPECT_EQ(store->sessions(10, {}).result()->last().id, u"c"_s); // archived ones are last
}

TEST_P(StoreTest, WhatWaitsIsBoundedInBytes)
{
    const QString large(8 << 20, u'x');
    std::vector<QFuture<Result<Stored>>> answers;
    for (int i = 0; i < 40; ++i) // more than twice as much as may wait
        answers.push_back(store->append(draft(u"s"_s, large)));
    int stored = 0, refused = 0;
    for (auto &answer : answers) {
        if (answer.result().ok())
            ++stored;
        else if (answer.result().error().code == ErrorCode::NotStored)
            ++refused;
    }
    EXPECT_EQ(stored + refused, 40);
    EXPECT_GT(stored, 10);
    EXPECT_GT(refused, 0);
    EXPECT_EQ(heard.size(), stored);
}

TEST_P(StoreTest, AClosedStoreRefusesAndKeepsWhatItAccepted)
{
    std::vector<QFuture<Result<Stored>>> accepted;
    for (int i = 0; i < 500; ++i)
        accepted.push_back(store->append(draft(u"s"_s, QString::number(i))));
    store->close();
    for (auto &future : accepted)
        EXPECT_TRUE(future.result().ok());
    const auto refused = store->append(draft(u"s"_s, u"late"_s)).result();
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::NotStored);
    EXPECT_EQ(store->history({.sessionId = u"s"_s}).result().error().code, ErrorCode::Unavailable);
    open();
    EXPECT_EQ(store->head(), 500);
}

INSTANTIATE_TEST_SUITE_P(Stores, StoreTest, test::storeKinds, test::nameOfKind);

} // namespace
