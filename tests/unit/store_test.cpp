// SPDX-License-Identifier: GPL-3.0-or-later
// What every store must keep; run once for each kind of database.
#include "tests/unit/store_fixture.h"

#include <thread>

using namespace pipit;
using namespace pipit::store;
using namespace Qt::StringLiterals;
using pipit::test::StoreTest;

namespace {

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
