// SPDX-License-Identifier: GPL-3.0-or-later
// What an operator says in many sessions at once.
#include "tests/unit/node_fixture.h"

#include <QJsonArray>

using namespace pipit;
using namespace Qt::StringLiterals;

namespace {

class AnnouncementTest : public test::NodeFixture
{
protected:
    void SetUp() override
    {
        start();
        for (const QByteArray &session : {QByteArray("team-1"), QByteArray("team-2"), QByteArray("other"), QByteArray("old")})
            EXPECT_EQ(ask(operators(), "POST /api/messages", R"({"sessionId":")" + session + R"(","content":"x","senderType":"user"})").status, 201);
        EXPECT_EQ(ask(operators(), "PATCH /api/sessions/old", R"({"archived":true})").status, 200);
    }

    http::Answer announce(const QByteArray &body) { return ask(operators(), "POST /api/ops/announcements", body); }
    QJsonArray messagesOf(const QByteArray &session) { return dataOf(ask(operators(), "GET /api/messages?sessionId=" + session)).value(u"messages").toArray(); }
};

TEST_F(AnnouncementTest, IsANotificationInEverySessionThatIsNotArchived)
{
    const QJsonObject answer = dataOf(announce(R"({"content":"停机维护 at noon","title":"Maintenance"})"));
    EXPECT_EQ(answer.value(u"sessions").toInt(), 3);
    for (const QByteArray session : {"team-1", "team-2", "other"}) {
        const QJsonArray messages = messagesOf(session);
        ASSERT_EQ(messages.size(), 2) << session.constData();
        EXPECT_EQ(messages[1][u"contentType"].toString(), u"notification"_s);
        EXPECT_EQ(messages[1][u"senderType"].toString(), u"system"_s);
        EXPECT_EQ(messages[1][u"content"].toString(), u"停机维护 at noon"_s);
        EXPECT_EQ(messages[1][u"metadata"][u"title"].toString(), u"Maintenance"_s);
    }
    EXPECT_EQ(messagesOf("old").size(), 1);
}

TEST_F(AnnouncementTest, IsForAPatternWhereOneIsGiven)
{
    EXPECT_EQ(dataOf(announce(R"({"content":"x","sessions":"team-*"})")).value(u"sessions").toInt(), 2);
    EXPECT_EQ(messagesOf("other").size(), 1);
    EXPECT_EQ(dataOf(announce(R"({"content":"x","sessions":"nothing-*"})")).value(u"sessions").toInt(), 0);
}

TEST_F(AnnouncementTest, TheSameAgainReachesOnlyWhoHasNotGotIt)
{
    const QByteArray body = R"({"content":"x","id":"7d444840-9dc0-11d1-b245-5ffdce74fad2"})";
    EXPECT_EQ(dataOf(announce(body)).value(u"id").toString(), u"7d444840-9dc0-11d1-b245-5ffdce74fad2"_s);
    EXPECT_EQ(ask(operators(), "POST /api/messages", R"({"sessionId":"new","content":"x","senderType":"user"})").status, 201);
    EXPECT_EQ(dataOf(announce(body)).value(u"sessions").toInt(), 4);
    EXPECT_EQ(messagesOf("team-1").size(), 2);
    EXPECT_EQ(messagesOf("new").size(), 2);
}

TEST_F(AnnouncementTest, SaysWhatIsWrong)
{
    EXPECT_EQ(announce("{}").errorField(), u"content"_s);
    EXPECT_EQ(announce(R"({"content":"x","sessions":"a b"})").errorField(), u"sessions"_s);
    EXPECT_EQ(announce(R"({"content":"x","id":"1"})").errorField(), u"id"_s);
    EXPECT_EQ(announce(R"({"content":"x","to":"all"})").errorField(), u"to"_s);
    EXPECT_EQ(ask(bearer(tokenFor({.sub = u"ann"_s})), "POST /api/ops/announcements", R"({"content":"x"})").status, 403);
}

} // namespace
