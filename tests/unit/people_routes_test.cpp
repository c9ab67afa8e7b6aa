// SPDX-License-Identifier: GPL-3.0-or-later
// Members, read positions and typing over HTTP, and what streams hear of them.
#include "tests/unit/node_fixture.h"

#include <QJsonArray>

using namespace pipit;
using namespace Qt::StringLiterals;
using http::TestClient;

namespace {

class PeopleRoutesTest : public test::NodeFixture
{
protected:
    void SetUp() override
    {
        config.auth.anonymous = u"open-*"_s;
        start();
        ann = bearer(tokenFor({.sub = u"ann"_s, .name = u"Ann"_s, .sessions = {u"team-*"_s}}));
        bob = bearer(tokenFor({.sub = u"bob"_s, .name = u"Bob"_s, .sessions = {u"team-*"_s}}));
        stranger = bearer(tokenFor({.sub = u"zoe"_s, .sessions = {u"other-*"_s}}));
    }

    qint64 say(const QByteArray &as, const QByteArray &session = "team-a")
    {
        const auto answer = ask(as, "POST /api/messages", "{\"sessionId\":\"" + session + R"(","content":"x","senderType":"user"})");
        EXPECT_EQ(answer.status, 201) << answer.body.constData();
        return dataOf(answer).value(u"message").toObject().value(u"id").toInteger();
    }

    QJsonObject sessionOf(const QByteArray &as, const QString &id)
    {
        const QJsonArray sessions = dataOf(ask(as, "GET /api/sessions")).value(u"sessions").toArray();
        for (const QJsonValue session : sessions) {
            if (session[u"id"].toString() == id)
                return session.toObject();
        }
        return {};
    }

    QJsonObject memberOf(const QByteArray &as, const QString &sub)
    {
        const QJsonArray members = dataOf(ask(as, "GET /api/sessions/team-a/members")).value(u"members").toArray();
        for (const QJsonValue member : members) {
            if (member[u"sub"].toString() == sub)
                return member.toObject();
        }
        return {};
    }

    std::unique_ptr<TestClient> open(const QByteArray &as, const QByteArray &query = "sessionId=*")
    {
        auto stream = std::make_unique<TestClient>(port());
        stream->send(requestOf("GET /api/sse/messages?" + query, as));
        EXPECT_TRUE(http::waitUntil([&] { return stream->rest().contains("event: position"); }));
        return stream;
    }

    // The data of the events of this kind.
    static QList<QJsonObject> events(TestClient &stream, const QByteArray &kind)
    {
        QList<QJsonObject> found;
        const QList<QByteArray> lines = stream.rest().split('\n');
        for (qsizetype i = 1; i < lines.size(); ++i) {
            if (lines[i - 1] == "event: " + kind)
                found << QJsonDocument::fromJson(lines[i].mid(6)).object();
        }
        return found;
    }

    QByteArray ann, bob, stranger;
};

TEST_F(PeopleRoutesTest, ASessionSaysWhatItsCallerHasNotRead)
{
    const qint64 old = say(bob);
    EXPECT_EQ(sessionOf(ann, u"team-a"_s).value(u"unread"), 0) << "what was there before she first asked";
    EXPECT_EQ(sessionOf(ann, u"team-a"_s).value(u"readTo"), old);
    const qint64 first = say(bob);
    say(ann);
    const qint64 last = say(bob);
    const QJsonObject session = sessionOf(ann, u"team-a"_s);
    EXPECT_EQ(session.value(u"unread"), 2);
    EXPECT_EQ(session.value(u"firstUnread"), first);
    EXPECT_EQ(dataOf(ask(ann, "GET /api/sessions")).value(u"position"), last);
    EXPECT_EQ(dataOf(ask(ann, "GET /api/sessions/team-a")).value(u"session").toObject().value(u"unread"), 2);

    const auto read = ask(ann, "POST /api/sessions/team-a/read", "{\"position\":" + QByteArray::number(first) + '}');
    EXPECT_EQ(read.status, 200);
    EXPECT_EQ(dataOf(read).value(u"read"), (QJsonObject{{u"sub"_s, u"ann"_s}, {u"position"_s, first}}));
    EXPECT_EQ(sessionOf(ann, u"team-a"_s).value(u"unread"), 1);
    EXPECT_EQ(dataOf(ask(ann, "POST /api/sessions/team-a/read")).value(u"read").toObject().value(u"position"), last);
    EXPECT_EQ(dataOf(ask(ann, "POST /api/sessions/team-a/read", "{\"position\":1}")).value(u"read").toObject().value(u"position"), last);
    EXPECT_EQ(sessionOf(ann, u"team-a"_s).value(u"unread"), 0);
    EXPECT_FALSE(sessionOf(ann, u"team-a"_s).contains(u"firstUnread"));

    EXPECT_EQ(ask(ann, "POST /api/sessions/team-never/read").status, 404);
    EXPECT_EQ(ask(ann, "POST /api/sessions/team-a/read", R"({"position":"x"})").status, 400);
    EXPECT_EQ(ask(ann, "POST /api/sessions/team-a/read", R"({"place":1})").status, 400);
}

TEST_F(PeopleRoutesTest, TheOtherWindowsHearWhatWasRead)
{
    const qint64 last = say(bob);
    const auto other = open(ann, "sessionId=team-a"), outside = open(stranger);
    ask(ann, "POST /api/sessions/team-a/read");
    ask(ann, "POST /api/sessions/team-a/read"); // nothing new
    ASSERT_TRUE(http::waitUntil([&] { return !events(*other, "session").isEmpty(); }));
    EXPECT_EQ(events(*other, "session").first(), (QJsonObject{{u"id"_s, u"team-a"_s}, {u"read"_s, QJsonObject{{u"sub"_s, u"ann"_s}, {u"position"_s, last}}}}));
    ask(ann, "POST /api/sessions/team-a/typing"); // a mark: what comes after it has come
    ASSERT_TRUE(http::waitUntil([&] { return !events(*other, "typing").isEmpty(); }));
    EXPECT_EQ(events(*other, "session").size(), 1);
    EXPECT_TRUE(events(*outside, "session").isEmpty());
}

TEST_F(PeopleRoutesTest, MembersAreWhoWroteOrReadAndWhetherTheyAreHere)
{
    say(bob);
    ask(ann, "POST /api/sessions/team-a/read");
    EXPECT_EQ(memberOf(ann, u"bob"_s).value(u"name"), u"Bob"_s);
    EXPECT_TRUE(memberOf(ann, u"bob"_s).contains(u"lastMessageAt"));
    EXPECT_EQ(memberOf(ann, u"bob"_s).value(u"present"), false);
    EXPECT_EQ(memberOf(ann, u"ann"_s).value(u"role"), u"user"_s);
    EXPECT_GT(memberOf(ann, u"ann"_s).value(u"readTo").toInteger(), 0);
    EXPECT_FALSE(memberOf(ann, u"ann"_s).contains(u"lastMessageAt"));

    const auto watching = open(bob), outside = open(stranger);
    EXPECT_EQ(memberOf(ann, u"bob"_s).value(u"present"), true);
    const auto here = open(ann);
    ASSERT_TRUE(http::waitUntil([&] { return !events(*watching, "presence").isEmpty(); }));
    EXPECT_EQ(events(*watching, "presence").first(), (QJsonObject{{u"sessionId"_s, u"team-a"_s}, {u"sub"_s, u"ann"_s}, {u"name"_s, u"Ann"_s}, {u"present"_s, true}}));
    EXPECT_TRUE(events(*outside, "presence").isEmpty());
    EXPECT_EQ(ask(ann, "GET /api/sessions/team-never/members").status, 404);
    ask(ann, "POST /api/sessions", R"({"id":"team-empty"})");
    EXPECT_EQ(dataOf(ask(ann, "GET /api/sessions/team-empty/members")).value(u"members").toArray().size(), 0);
}

TEST_F(PeopleRoutesTest, WhoWritesIsToldToTheSessionAndNotTooOften)
{
    const auto here = open(bob, "sessionId=team-a"), outside = open(stranger), elsewhere = open(bob, "sessionId=team-b");
    EXPECT_EQ(ask(ann, "POST /api/sessions/team-a/typing").status, 200);
    EXPECT_EQ(ask(ann, "POST /api/sessions/team-a/typing", R"({"what":"message","active":true})").status, 200); // the same, a moment later
    EXPECT_EQ(ask(ann, "POST /api/sessions/team-a/typing", R"({"what":"note"})").status, 200);
    EXPECT_EQ(ask(ann, "POST /api/sessions/team-a/typing", R"({"active":false})").status, 200);
    ASSERT_TRUE(http::waitUntil([&] { return events(*here, "typing").size() >= 3; }));
    const QList<QJsonObject> told = events(*here, "typing");
    EXPECT_EQ(told[0], (QJsonObject{{u"sessionId"_s, u"team-a"_s}, {u"senderId"_s, u"ann"_s}, {u"senderName"_s, u"Ann"_s}, {u"what"_s, u"message"_s}, {u"active"_s, true}, {u"forMs"_s, 6000}}));
    EXPECT_EQ(told[1].value(u"what"), u"note"_s);
    EXPECT_EQ(told[2].value(u"active"), false);
    EXPECT_EQ(told.size(), 3);
    EXPECT_TRUE(events(*outside, "typing").isEmpty());
    EXPECT_TRUE(events(*elsewhere, "typing").isEmpty());
    EXPECT_EQ(ask(ann, "POST /api/sessions/team-a/typing", R"({"what":"song"})").status, 400);
    EXPECT_EQ(ask(ann, "POST /api/sessions/team-a/typing", R"({"senderName":"Bob"})").status, 403);
}

TEST_F(PeopleRoutesTest, WhoeverComesWithoutATokenWritesAndNothingIsKeptOfIt)
{
    say(operators(), "open-a");
    const auto here = open({}, "sessionId=open-a");
    EXPECT_EQ(ask({}, "POST /api/sessions/open-a/read").status, 403);
    EXPECT_EQ(ask({}, "POST /api/sessions/team-a/typing").status, 403);
    EXPECT_EQ(ask({}, "GET /api/sessions/open-a/members").status, 200);
    EXPECT_FALSE(sessionOf({}, u"open-a"_s).contains(u"unread"));
    EXPECT_EQ(ask({}, "POST /api/sessions/open-a/typing", R"({"senderName":"Guest"})").status, 200);
    ASSERT_TRUE(http::waitUntil([&] { return !events(*here, "typing").isEmpty(); }));
    EXPECT_EQ(events(*here, "typing").first().value(u"senderName"), u"Guest"_s);
    EXPECT_EQ(ask({}, "POST /api/sessions/open-a/typing", "{\"senderName\":\"" + QByteArray(201, 'x') + "\"}").status, 400);
    const QJsonArray members = dataOf(ask(operators(), "GET /api/sessions/open-a/members")).value(u"members").toArray();
    EXPECT_EQ(members.size(), 1) << "the operator";
}

} // namespace
