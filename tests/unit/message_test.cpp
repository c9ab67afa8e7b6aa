// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/message.h"

#include <QJsonDocument>

#include <gtest/gtest.h>

#include <limits>

using namespace Qt::StringLiterals;

namespace pipit {
namespace {

constexpr qint64 beyondDouble = 9007199254740993; // 2^53 + 1

QJsonObject request(const QJsonObject &changes = {})
{
    QJsonObject object{{u"sessionId"_s, u"team-1"_s}, {u"content"_s, u"Hello"_s}, {u"senderType"_s, u"user"_s}};
    for (auto it = changes.begin(); it != changes.end(); ++it)
        object.insert(it.key(), it.value());
    return object;
}

struct Fault {
    ErrorCode code;
    QString field;
    bool operator==(const Fault &) const = default;
};

std::optional<Fault> faultOf(const QJsonObject &object, const MessageLimits &limits = {})
{
    const auto draft = MessageDraft::fromJson(object, limits);
    return draft.ok() ? std::nullopt : std::optional(Fault{draft.error().code, draft.error().field});
}

Fault invalid(const QString &field) { return {ErrorCode::InvalidRequest, field}; }
Fault tooLarge(const QString &field) { return {ErrorCode::TooLarge, field}; }

TEST(MessageDraftTest, TakesTheLeastThatIsAllowed)
{
    const auto draft = MessageDraft::fromJson(request());
    ASSERT_TRUE(draft.ok());
    EXPECT_EQ(draft->sessionId, u"team-1");
    EXPECT_EQ(draft->contentType, u"text");
    EXPECT_EQ(draft->senderType, SenderType::User);
    EXPECT_TRUE(draft->clientMessageId.isEmpty());
    EXPECT_FALSE(draft->replyTo || draft->replaces || draft->ifLatest);
}

TEST(MessageDraftTest, SurvivesTheWireWhole)
{
    const QJsonObject whole = request({{u"contentType"_s, u"state"_s}, {u"senderName"_s, u"小明"_s}, {u"clientMessageId"_s, u"0f8fad5b-d9cb-469f-a165-70867728950e"_s},
                                       {u"replyTo"_s, beyondDouble}, {u"replaces"_s, beyondDouble + 2}, {u"ifLatest"_s, 3}, {u"metadata"_s, QJsonObject{{u"n"_s, beyondDouble}}}});
    const QByteArray bytes = QJsonDocument(whole).toJson(QJsonDocument::Compact);
    const auto draft = MessageDraft::fromJson(QJsonDocument::fromJson(bytes).object());
    ASSERT_TRUE(draft.ok()) << draft.error().message.toStdString();
    EXPECT_EQ(draft->replyTo, beyondDouble);
    EXPECT_EQ(draft->replaces, beyondDouble + 2);
    EXPECT_EQ(draft->metadata.value(u"n").toInteger(), beyondDouble);
    EXPECT_EQ(QJsonDocument(draft->toJson()).toJson(QJsonDocument::Compact), bytes);
}

TEST(MessageDraftTest, RequiredMembersAreNamed)
{
    for (const auto &name : {u"sessionId"_s, u"content"_s, u"senderType"_s}) {
        QJsonObject object = request();
        object.remove(name);
        EXPECT_EQ(faultOf(object), invalid(name));
        EXPECT_EQ(faultOf(request({{name, QJsonValue()}})), invalid(name));
        EXPECT_EQ(faultOf(request({{name, 5}})), invalid(name));
        EXPECT_EQ(faultOf(request({{name, QJsonObject{}}})), invalid(name));
    }
}

TEST(MessageDraftTest, UnknownMembersAreNamed)
{
    EXPECT_EQ(faultOf(request({{u"senderId"_s, u"me"_s}})), invalid(u"senderId"_s));
    EXPECT_EQ(faultOf(request({{u"Content"_s, u"x"_s}})), invalid(u"Content"_s));
}

TEST(MessageDraftTest, SessionIdsAreChecked)
{
    EXPECT_FALSE(faultOf(request({{u"sessionId"_s, QString(46, u'a')}})));
    for (const QString &bad : {QString(), QString(47, u'a'), u"a.b"_s, u"a b"_s, u"a/b"_s, u"é"_s, u"a\n"_s, u"a\r"_s, u"*"_s, u"会话"_s, QString(QChar(0))})
        EXPECT_EQ(faultOf(request({{u"sessionId"_s, bad}})), invalid(u"sessionId"_s)) << bad.toStdString();
}

TEST(MessageDraftTest, ClientMessageIdIsAUuidInLowerCase)
{
    const auto draft = MessageDraft::fromJson(request({{u"clientMessageId"_s, u"0F8FAD5B-D9CB-469F-A165-70867728950E"_s}}));
    ASSERT_TRUE(draft.ok());
    EXPECT_EQ(draft->clientMessageId, u"0f8fad5b-d9cb-469f-a165-70867728950e");
    for (const QString &bad : {u"x"_s, u"{0f8fad5b-d9cb-469f-a165-70867728950e}"_s, u"0f8fad5b-d9cb-469f-a165-70867728950"_s, u"0f8fad5b-d9cb-469f-a165-70867728950g"_s})
        EXPECT_EQ(faultOf(request({{u"clientMessageId"_s, bad}})), invalid(u"clientMessageId"_s)) << bad.toStdString();
}

TEST(MessageDraftTest, TypesAreOfTheClosedLists)
{
    for (const auto &name : {u"user"_s, u"bot"_s, u"system"_s})
        EXPECT_FALSE(faultOf(request({{u"senderType"_s, name}})));
    for (const char *name : contentTypes)
        EXPECT_FALSE(faultOf(request({{u"contentType"_s, QString::fromLatin1(name)}}))) << name;
    EXPECT_EQ(faultOf(request({{u"senderType"_s, u"User"_s}})), invalid(u"senderType"_s));
    EXPECT_EQ(faultOf(request({{u"senderType"_s, QString()}})), invalid(u"senderType"_s));
    EXPECT_EQ(faultOf(request({{u"contentType"_s, u"html"_s}})), invalid(u"contentType"_s));
    EXPECT_EQ(faultOf(request({{u"contentType"_s, QString()}})), invalid(u"contentType"_s));
}

TEST(MessageDraftTest, ContentIsExactAtItsLimit)
{
    EXPECT_FALSE(faultOf(request({{u"content"_s, QString(1 << 20, u'x')}})));
    EXPECT_EQ(faultOf(request({{u"content"_s, QString((1 << 20) + 1, u'x')}})), tooLarge(u"content"_s));

    const MessageLimits ten{.contentBytes = 10};
    EXPECT_FALSE(faultOf(request({{u"content"_s, u"你好你x"_s}}), ten));        // 3 + 3 + 3 + 1 bytes
    EXPECT_EQ(faultOf(request({{u"content"_s, u"你好你é"_s}}), ten), tooLarge(u"content"_s));
    EXPECT_FALSE(faultOf(request({{u"content"_s, u"👋👋é"_s}}), ten)); // 4 + 4 + 2 bytes
    EXPECT_EQ(faultOf(request({{u"content"_s, u"👋👋éx"_s}}), ten), tooLarge(u"content"_s));
}

TEST(MessageDraftTest, ContentIsWholeText)
{
    EXPECT_FALSE(faultOf(request({{u"content"_s, u"two\r\nlines\tand a tab"_s}})));
    EXPECT_EQ(faultOf(request({{u"content"_s, u"a\u0000b"_s}})), invalid(u"content"_s));
    EXPECT_EQ(faultOf(request({{u"content"_s, QString(QChar(0xd83d))}})), invalid(u"content"_s));
    EXPECT_EQ(faultOf(request({{u"content"_s, QString(QChar(0xdc4b))}})), invalid(u"content"_s));
    EXPECT_EQ(faultOf(request({{u"content"_s, QString()}})), invalid(u"content"_s));
    EXPECT_FALSE(faultOf(request({{u"content"_s, QString()}, {u"contentType"_s, u"state"_s}})));
}

TEST(MessageDraftTest, NamesAreOneShortLine)
{
    for (const QString &bad : {u"a\nb"_s, u"a\rb"_s, u"a\u0000"_s, u"a\u2028b"_s, u"a\u0085b"_s, u"a\u001bb"_s, QString(QChar(0xd800))})
        EXPECT_EQ(faultOf(request({{u"senderName"_s, bad}})), invalid(u"senderName"_s));
    EXPECT_FALSE(faultOf(request({{u"senderName"_s, QString(200, u'n')}})));
    EXPECT_EQ(faultOf(request({{u"senderName"_s, QString(201, u'n')}})), tooLarge(u"senderName"_s));
    EXPECT_FALSE(faultOf(request({{u"senderName"_s, QString(QString(64, u'名') + u"👋👋"_s)}})));
    EXPECT_EQ(faultOf(request({{u"senderName"_s, QString(67, u'名')}})), tooLarge(u"senderName"_s));
}

TEST(MessageDraftTest, MetadataIsExactAtItsLimit)
{
    // {"a":"…"} has eight bytes beside the text.
    const auto ofSize = [](qsizetype bytes) { return QJsonObject{{u"a"_s, QString(bytes - 8, u'x')}}; };
    EXPECT_FALSE(faultOf(request({{u"metadata"_s, ofSize(64 << 10)}})));
    EXPECT_EQ(faultOf(request({{u"metadata"_s, ofSize((64 << 10) + 1)}})), tooLarge(u"metadata"_s));
    EXPECT_EQ(faultOf(request({{u"metadata"_s, u"{}"_s}})), invalid(u"metadata"_s));
    EXPECT_EQ(faultOf(request({{u"metadata"_s, QJsonObject{{u"a"_s, u"\u0000"_s}}}})), invalid(u"metadata"_s));
}

TEST(MessageDraftTest, IfLatestIsOnlyForAStateThatReplaces)
{
    EXPECT_FALSE(faultOf(request({{u"ifLatest"_s, 2}, {u"replaces"_s, 1}, {u"contentType"_s, u"state"_s}})));
    EXPECT_EQ(faultOf(request({{u"ifLatest"_s, 2}, {u"replaces"_s, 1}})), invalid(u"ifLatest"_s));
    EXPECT_EQ(faultOf(request({{u"ifLatest"_s, 2}, {u"contentType"_s, u"state"_s}})), invalid(u"ifLatest"_s));
}

TEST(MessageDraftTest, IdsOfOtherMessagesArePositiveIntegers)
{
    for (const auto &name : {u"replyTo"_s, u"replaces"_s, u"ifLatest"_s}) {
        for (const QJsonValue &bad : {QJsonValue(0), QJsonValue(-1), QJsonValue(1.5), QJsonValue(u"1"_s), QJsonValue(true)})
            EXPECT_EQ(faultOf(request({{name, bad}, {u"contentType"_s, u"state"_s}})), invalid(name));
    }
}

Message sample()
{
    return Message{.id = beyondDouble, .sessionId = u"s"_s, .clientMessageId = u"0f8fad5b-d9cb-469f-a165-70867728950e"_s, .senderType = SenderType::Bot, .senderId = u"b1"_s,
                   .senderName = u"Bot"_s, .contentType = u"markdown"_s, .content = u"# 你好\n👋"_s, .metadata = QJsonObject{{u"n"_s, beyondDouble}}, .replyTo = beyondDouble - 1,
                   .replaces = std::nullopt, .createdAtMs = 1795249800123};
}

TEST(MessageTest, SurvivesTheWire)
{
    const QByteArray bytes = QJsonDocument(sample().toJson()).toJson(QJsonDocument::Compact);
    EXPECT_TRUE(bytes.contains("\"id\":9007199254740993"));
    const auto read = Message::fromJson(QJsonDocument::fromJson(bytes).object());
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(*read, sample());
}

TEST(MessageTest, HasEveryMemberAlways)
{
    const QJsonObject object = Message{.id = 1, .sessionId = u"s"_s, .content = u"x"_s}.toJson();
    for (const auto &name : {u"id"_s, u"sessionId"_s, u"clientMessageId"_s, u"senderType"_s, u"senderId"_s, u"senderName"_s, u"contentType"_s, u"content"_s, u"metadata"_s, u"replyTo"_s, u"replaces"_s, u"createdAt"_s})
        EXPECT_TRUE(object.contains(name)) << name.toStdString();
    EXPECT_TRUE(object.value(u"clientMessageId").isNull());
    EXPECT_TRUE(object.value(u"replyTo").isNull());
}

TEST(MessageTest, ReadsKindsAndMembersItDoesNotKnow)
{
    QJsonObject object = sample().toJson();
    object.insert(u"contentType"_s, u"hologram"_s);
    object.insert(u"mood"_s, u"new"_s);
    const auto read = Message::fromJson(object);
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read->contentType, u"hologram");
}

TEST(MessageTest, RefusesWhatCannotBePlaced)
{
    for (const auto &name : {u"id"_s, u"sessionId"_s, u"senderType"_s, u"createdAt"_s}) {
        QJsonObject object = sample().toJson();
        object.remove(name);
        EXPECT_FALSE(Message::fromJson(object).ok()) << name.toStdString();
        object.insert(name, QJsonObject{});
        EXPECT_FALSE(Message::fromJson(object).ok()) << name.toStdString();
    }
    QJsonObject object = sample().toJson();
    object.insert(u"id"_s, -4);
    EXPECT_FALSE(Message::fromJson(object).ok());
    object.insert(u"id"_s, 1.5);
    EXPECT_FALSE(Message::fromJson(object).ok());
}

TEST(IsoTimeTest, IsUtcWithMilliseconds)
{
    EXPECT_EQ(isoTime(0), u"1970-01-01T00:00:00.000Z");
    EXPECT_EQ(isoTime(1795249800123), u"2026-11-21T08:30:00.123Z");
}

// Whoever writes into the database by hand, and another node, may give any number.
TEST(IsoTimeTest, KeepsToYearsOfFourDigits)
{
    EXPECT_EQ(isoTime(253'402'300'799'999), u"9999-12-31T23:59:59.999Z");
    EXPECT_EQ(isoTime(253'402'300'800'000), u"9999-12-31T23:59:59.999Z");
    EXPECT_EQ(isoTime(std::numeric_limits<qint64>::max()), u"9999-12-31T23:59:59.999Z");
    EXPECT_EQ(isoTime(-62'135'596'800'000), u"0001-01-01T00:00:00.000Z");
    EXPECT_EQ(isoTime(-62'135'596'800'001), u"0001-01-01T00:00:00.000Z");
    EXPECT_EQ(isoTime(std::numeric_limits<qint64>::min()), u"0001-01-01T00:00:00.000Z");
}

} // namespace
} // namespace pipit
