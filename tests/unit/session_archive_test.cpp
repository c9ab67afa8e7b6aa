// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/session_archive.h"

#include "core/redaction.h"

#include <gtest/gtest.h>

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace pipit {
namespace {

Message said(qint64 id, const QString &text)
{
    return {.id = id, .sessionId = u"a"_s, .clientMessageId = {}, .senderId = u"li"_s, .senderName = u"李娜"_s, .content = text, .metadata = {{u"k"_s, 1}}, .createdAtMs = 1'790'000'000'000 + id};
}

SessionArchive archiveOf(const QList<Message> &messages)
{
    return {.sessionId = u"a"_s, .title = u"发布"_s, .exportedAtMs = 1'790'000'100'000, .messages = messages};
}

TEST(SessionArchive, ReadsWhatItHasWritten)
{
    Message answer = said(5, u"好的 😀\n\"quoted\""_s);
    answer.replyTo = 2;
    const SessionArchive archive = archiveOf({said(2, u"明天？"_s), answer});
    const auto read = SessionArchive::fromJsonText(archive.toJsonText());
    ASSERT_TRUE(read) << qPrintable(read.error().message);
    EXPECT_EQ(read->sessionId, archive.sessionId);
    EXPECT_EQ(read->title, archive.title);
    EXPECT_EQ(read->exportedAtMs, archive.exportedAtMs);
    EXPECT_EQ(read->messages, archive.messages);
}

TEST(SessionArchive, AnEmptySessionIsOneToo)
{
    const auto read = SessionArchive::fromJsonText(archiveOf({}).toJsonText());
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->messages.isEmpty());
}

TEST(SessionArchive, LeavesOutWhatWasRedacted)
{
    Message notice = said(3, {});
    const MessageDraft draft = redactionNotice(said(1, u"secret"_s), {1}, u"op"_s);
    notice.senderType = SenderType::System;
    notice.contentType = draft.contentType;
    notice.metadata = draft.metadata;
    notice.replaces = 1;
    const auto read = SessionArchive::fromJsonText(archiveOf({tombstoneOf(said(1, u"secret"_s)), said(2, u"open"_s), notice}).toJsonText());
    ASSERT_TRUE(read);
    ASSERT_EQ(read->messages.size(), 1);
    EXPECT_EQ(read->messages.first().id, 2);
}

// Posted by an operator, a notice in a file would erase what it names.
TEST(SessionArchive, BelievesNoNoticeOfAFile)
{
    QByteArray text = archiveOf({said(1, u"open"_s), said(2, u"swapped"_s), said(4, u"after"_s)}).toJsonText();
    Message notice = said(2, {});
    notice.senderType = SenderType::System;
    const MessageDraft draft = redactionNotice(said(1, u"open"_s), {1}, u"op"_s);
    notice.contentType = draft.contentType;
    notice.metadata = draft.metadata;
    notice.replaces = 1;
    QJsonObject root = QJsonDocument::fromJson(text).object();
    QJsonArray messages = root.value(u"messages").toArray();
    messages[1] = notice.toJson();
    root.insert(u"messages"_s, messages);
    const auto read = SessionArchive::fromJsonText(QJsonDocument(root).toJson());
    ASSERT_TRUE(read) << qPrintable(read.error().message);
    ASSERT_EQ(read->messages.size(), 2);
    EXPECT_EQ(read->messages.last().id, 4);
    messages[2] = said(2, u"again"_s).toJson(); // the order counts what is left out too
    root.insert(u"messages"_s, messages);
    EXPECT_FALSE(SessionArchive::fromJsonText(QJsonDocument(root).toJson()));
}

TEST(SessionArchive, SaysWhereAFileIsWrong)
{
    const auto fault = [](const QByteArray &text) {
        const auto read = SessionArchive::fromJsonText(text);
        return read ? QString() : read.error().message;
    };
    EXPECT_TRUE(fault("{").contains(u"at byte 1")) << qPrintable(fault("{"));
    EXPECT_TRUE(fault("{}").contains(u"pipit-session"));
    EXPECT_TRUE(fault(R"({"format":"pipit-session","version":9})").contains(u"its version is 9"));
    EXPECT_TRUE(fault(R"({"format":"pipit-session","version":1,"session":{}})").contains(u"session.id"));
    EXPECT_TRUE(fault(R"({"format":"pipit-session","version":1,"session":{"id":"a"}})").contains(u"messages"));
    EXPECT_TRUE(fault(R"({"format":"pipit-session","version":1,"session":{"id":"a"},"messages":[{"id":"x"}]})").contains(u"messages[0]"));
    QByteArray twice = archiveOf({said(1, u"a"_s), said(2, u"b"_s)}).toJsonText();
    twice.replace("\"id\":2", "\"id\":1");
    EXPECT_TRUE(fault(twice).contains(u"messages[1]"));
}

TEST(SessionArchive, LeadsToTheSameSessionEachTime)
{
    const SessionArchive archive = archiveOf({said(1, u"a"_s)});
    EXPECT_EQ(archive.importedId(), archiveOf({said(1, u"a"_s)}).importedId());
    EXPECT_NE(archive.importedId(), archiveOf({said(1, u"b"_s)}).importedId());
    EXPECT_LE(archive.importedId().toUtf8().size(), 46);
}

TEST(SessionArchive, ADraftIsTheSameEachTimeAndRefersToTheNewMessages)
{
    Message answer = said(5, u"yes"_s);
    answer.replyTo = 2;
    answer.replaces = 4; // not in the file
    const MessageDraft draft = importDraft(answer, u"import-1"_s, {{2, 70}});
    EXPECT_EQ(draft.sessionId, u"import-1");
    EXPECT_EQ(draft.replyTo, 70);
    EXPECT_EQ(draft.replaces, std::nullopt);
    EXPECT_EQ(draft.senderName, u"李娜");
    EXPECT_EQ(draft.clientMessageId, importDraft(answer, u"import-1"_s, {}).clientMessageId);
    EXPECT_NE(draft.clientMessageId, importDraft(answer, u"import-2"_s, {}).clientMessageId);
    EXPECT_TRUE(MessageDraft::fromJson(draft.toJson()));
    EXPECT_EQ(draft.metadata.value(u"k").toInt(), 1);
}

TEST(SessionArchive, WhatWasImportedTwiceIsStillOfWhoSaidIt)
{
    const auto posted = [](const MessageDraft &draft, qint64 id) {
        return Message{.id = id, .sessionId = draft.sessionId, .clientMessageId = {}, .senderId = u"operator"_s, .content = draft.content, .metadata = draft.metadata, .createdAtMs = 1'795'000'000'000};
    };
    const Message once = posted(importDraft(said(1, u"a"_s), u"x"_s, {}), 9);
    const Message twice = posted(importDraft(once, u"y"_s, {}), 12);
    const auto origin = originOf(twice);
    ASSERT_TRUE(origin);
    EXPECT_EQ(origin->senderId, u"li");
    EXPECT_EQ(origin->createdAtMs, said(1, {}).createdAtMs);
    EXPECT_FALSE(originOf(said(1, u"a"_s)));
    // Nobody comes from the future.
    Message early = twice;
    early.createdAtMs = 1'000;
    EXPECT_EQ(originOf(early)->createdAtMs, 1'000);
}

} // namespace
} // namespace pipit
