// SPDX-License-Identifier: GPL-3.0-or-later
// The note of a session as a client has it, against a whole node: two who begin at once, what was erased, what was purged.
#include "client/connection.h"
#include "client/session_note.h"
#include "client/wait_for.h"
#include "tests/unit/node_fixture.h"

using namespace pipit;
using namespace Qt::StringLiterals;

namespace {

class SessionNoteTest : public test::NodeFixture
{
protected:
    // One that hears nothing but what it asks for: its stream is not started.
    struct Deaf {
        Connection connection;
        SessionNote note;
        Deaf(const QUrl &url, const QByteArray &token, const QString &outbox) : connection({.url = url, .token = token, .outboxFile = outbox}), note(connection, u"s"_s) { }
    };

    void SetUp() override { start(); }

    std::unique_ptr<Deaf> open()
    {
        auto deaf = std::make_unique<Deaf>(server->url(), server->operatorToken(), directory.filePath(u"outbox%1.db"_s.arg(++m_opened)));
        EXPECT_TRUE(http::waitUntil([&] { QCoreApplication::processEvents(); return deaf->note.isLoaded(); }, std::chrono::seconds(10)));
        return deaf;
    }

    static Result<NoteSaved> save(Deaf &who, const QString &text, const NoteVersion &base) { return waitFor(who.note.save(text, base)); }

    QList<Message> log()
    {
        QList<Message> messages;
        for (const QJsonValue message : dataOf(ask(operators(), "GET /api/messages?sessionId=s&limit=200")).value(u"messages").toArray())
            messages << *Message::fromJson(message.toObject());
        return messages;
    }

    void redact(qint64 id) { ASSERT_EQ(ask(operators(), "POST /api/messages/" + QByteArray::number(id) + "/redact").status, 200); }

private:
    int m_opened = 0;
};

TEST_F(SessionNoteTest, OfTwoWhoBeginAtOnceTheSecondHearsOfTheFirst)
{
    const auto ann = open(), ben = open();
    ASSERT_FALSE(save(*ann, u"Ann's"_s, {})->conflict);
    ASSERT_FALSE(save(*ann, u"Ann's second"_s, ann->note.latest())->conflict);
    const auto saved = save(*ben, u"Ben's"_s, {});
    ASSERT_TRUE(saved.ok() && saved->conflict);
    EXPECT_EQ(saved->conflict->text, u"Ann's second"_s); // what it says now, not what it began with
    EXPECT_EQ(log().size(), 2);
    EXPECT_FALSE(save(*ben, u"both"_s, *saved->conflict)->conflict);
    EXPECT_EQ(ben->note.latest().firstId, log().first().id);
    EXPECT_EQ(open()->note.latest().text, u"both"_s);
}

TEST_F(SessionNoteTest, ALateOneIsToldWhatCameBetween)
{
    const auto ann = open(), ben = open();
    ASSERT_TRUE(save(*ann, u"one"_s, {}).ok());
    const NoteVersion one = ann->note.latest();
    ASSERT_FALSE(save(*ben, u"two"_s, one)->conflict);
    const auto late = save(*ann, u"three"_s, one);
    ASSERT_TRUE(late.ok() && late->conflict);
    EXPECT_EQ(late->conflict->text, u"two"_s);
    EXPECT_EQ(ann->note.latest().text, u"two"_s);
    // An answer that was lost: what is there is what was meant.
    EXPECT_FALSE(save(*ann, u"two"_s, one)->conflict);
    EXPECT_EQ(log().size(), 2);
}

TEST_F(SessionNoteTest, AnErasedNoteCanBeBegunAgainOnceByOne)
{
    const auto ann = open();
    for (int round = 0; round < 3; ++round) {
        ASSERT_FALSE(save(*ann, u"secret"_s, {})->conflict);
        redact(ann->note.latest().id);
        ann->note.load();
        ASSERT_TRUE(http::waitUntil([&] { QCoreApplication::processEvents(); return ann->note.latest().id == 0; }, std::chrono::seconds(10)));
    }
    const auto ben = open();
    ASSERT_FALSE(save(*ann, u"clean"_s, {})->conflict);
    const auto second = save(*ben, u"another"_s, {});
    ASSERT_TRUE(second.ok() && second->conflict);
    EXPECT_EQ(second->conflict->text, u"clean"_s);
}

TEST_F(SessionNoteTest, WhatWasErasedWhileItWasEditedIsAConflict)
{
    const auto ann = open();
    ASSERT_TRUE(save(*ann, u"secret"_s, {}).ok());
    const NoteVersion before = ann->note.latest();
    redact(before.id);
    const auto late = save(*ann, u"more"_s, before);
    ASSERT_TRUE(late.ok() && late->conflict);
    EXPECT_EQ(late->conflict->text, QString());
    EXPECT_FALSE(save(*ann, u"more"_s, *late->conflict)->conflict);
    EXPECT_EQ(open()->note.latest().text, u"more"_s);
}

// Retention takes the oldest away, first of all the version that all others replace.
TEST_F(SessionNoteTest, ANoteOutlivesItsFirstVersion)
{
    const auto ann = open();
    ASSERT_TRUE(save(*ann, u"one"_s, {}).ok());
    const NoteVersion one = ann->note.latest();
    ASSERT_FALSE(save(*ann, u"two"_s, one)->conflict);
    const NoteVersion two = ann->note.latest();
    ASSERT_TRUE(tokens->purge({.maxMessages = 1}).result().ok());
    ASSERT_EQ(log().size(), 1);
    const auto ben = open(), eve = open();
    EXPECT_EQ(ben->note.latest().text, u"two"_s);
    EXPECT_EQ(waitFor(ben->note.comment(u"hm"_s)).error().code, ErrorCode::Gone);

    const auto late = save(*ann, u"late"_s, one);
    ASSERT_TRUE(late.ok() && late->conflict);
    EXPECT_EQ(late->conflict->text, u"two"_s);
    EXPECT_FALSE(save(*ben, u"three"_s, two)->conflict);
    EXPECT_TRUE(waitFor(ben->note.comment(u"hm"_s)).ok());
    const auto second = save(*eve, u"another three"_s, two); // at once
    ASSERT_TRUE(second.ok() && second->conflict);
    EXPECT_EQ(second->conflict->text, u"three"_s);
    EXPECT_EQ(open()->note.comments().value(0).content, u"hm"_s);
}

TEST_F(SessionNoteTest, AnEditedCommentStandsOnce)
{
    const auto ann = open();
    ASSERT_TRUE(save(*ann, u"one"_s, {}).ok());
    ASSERT_TRUE(waitFor(ann->note.comment(u"frist"_s)).ok());
    ASSERT_TRUE(waitFor(ann->note.comment(u"second"_s)).ok());
    const Message first = ann->note.comments().first();
    const QByteArray body = R"({"sessionId":"s","contentType":"comment","senderType":"user","content":"first","replyTo":)" + QByteArray::number(ann->note.latest().firstId) + R"(,"replaces":)" + QByteArray::number(first.id) + '}';
    ASSERT_EQ(ask(operators(), "POST /api/messages", body).status, 201);
    const auto ben = open();
    QStringList texts;
    for (const Message &comment : ben->note.comments())
        texts << comment.content;
    EXPECT_EQ(texts, (QStringList{u"second"_s, u"first"_s}));
}

} // namespace
