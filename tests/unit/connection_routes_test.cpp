// SPDX-License-Identifier: GPL-3.0-or-later
// The table of streams: what it shows, closing one, listening to one.
#include "tests/unit/node_fixture.h"

#include <QJsonArray>

using namespace pipit;
using namespace Qt::StringLiterals;
using http::TestClient;
using http::waitUntil;

namespace {

class ConnectionRoutesTest : public test::NodeFixture
{
protected:
    void SetUp() override { start(); }

    QJsonObject list(const QByteArray &query = {}) { return dataOf(ask(operators(), "GET /api/ops/connections" + query)); }
    QJsonArray connections(const QByteArray &query = {}) { return list(query).value(u"connections").toArray(); }

    std::unique_ptr<TestClient> follow(const QByteArray &caller, const QByteArray &sessions, const QByteArray &headers = {})
    {
        auto client = std::make_unique<TestClient>(port());
        client->send(requestOf("GET /api/sse/messages?" + sessions, caller + headers));
        EXPECT_TRUE(waitUntil([&] { return client->rest().contains("event: position"); }));
        return client;
    }

    void say(const QByteArray &session, const QByteArray &content)
    {
        EXPECT_EQ(ask(operators(), "POST /api/messages", R"({"sessionId":")" + session + R"(","senderType":"user","content":")" + content + "\"}").status, 201);
    }

    QByteArray annsToken() { return bearer(tokenFor({.sub = u"ann"_s, .name = u"Ann Lee"_s, .sessions = {u"team-*"_s}})); }
};

TEST_F(ConnectionRoutesTest, AStreamIsShownWithWhoseItIsAndHowItStands)
{
    const auto stream = follow(annsToken(), "sessionId=team-a&sessionId=team-b", "User-Agent: Reader/2\r\n");
    say("team-a", "x");
    ASSERT_TRUE(waitUntil([&] { return stream->rest().contains("event: message") && connections().first().toObject().value(u"delivered").toInteger() == 1; }));
    ASSERT_EQ(connections().size(), 1);
    const QJsonObject shown = connections().first().toObject();
    EXPECT_EQ(shown.value(u"caller"), u"ann"_s);
    EXPECT_EQ(shown.value(u"name"), u"Ann Lee"_s);
    EXPECT_EQ(shown.value(u"address"), u"127.0.0.1"_s);
    EXPECT_EQ(shown.value(u"agent"), u"Reader/2"_s);
    EXPECT_EQ(shown.value(u"transport"), u"sse"_s);
    EXPECT_EQ(shown.value(u"state"), u"live"_s);
    EXPECT_EQ(shown.value(u"sessions"), (QJsonArray{u"team-a"_s, u"team-b"_s}));
    EXPECT_EQ(shown.value(u"cursor"), 1);
    EXPECT_EQ(shown.value(u"lag"), 0);
    EXPECT_EQ(list().value(u"all"), 1);
}

TEST_F(ConnectionRoutesTest, ALongPollIsAmongThem)
{
    TestClient poll(port());
    poll.send(requestOf("GET /api/messages?sessionId=team-a&after=0&wait=30", annsToken()));
    ASSERT_TRUE(waitUntil([&] { return connections("?q=ann").size() == 1; }));
    EXPECT_EQ(connections().first().toObject().value(u"transport"), u"poll"_s);
    EXPECT_EQ(connections().first().toObject().value(u"sessions"), QJsonArray{u"team-a"_s});
    // Counted apart from the streams: whoever wants to close it does not close one of them.
    const auto stream = follow(annsToken(), "sessionId=team-b");
    const qint64 id = connections("?q=team-a").first().toObject().value(u"id").toInteger();
    EXPECT_LT(id, 0);
    EXPECT_EQ(ask(operators(), "DELETE /api/ops/connections/" + QByteArray::number(id)).status, 404);
    EXPECT_EQ(connections().size(), 2);
    say("team-a", "x");
    EXPECT_EQ(poll.next().status, 200);
    EXPECT_TRUE(waitUntil([&] { return connections().size() == 1; }));
}

TEST_F(ConnectionRoutesTest, AnOperatorEndsAStreamWhoseClientMayComeBack)
{
    const auto stream = follow(annsToken(), "sessionId=team-a");
    const QByteArray id = QByteArray::number(connections().first().toObject().value(u"id").toInteger());
    const auto closed = ask(operators(), "DELETE /api/ops/connections/" + id);
    EXPECT_EQ(closed.status, 200);
    EXPECT_EQ(dataOf(closed).value(u"connection").toObject().value(u"caller"), u"ann"_s);
    ASSERT_TRUE(stream->isClosed());
    EXPECT_TRUE(stream->rest().contains("\"reason\":\"closed_by_operator\""));
    ASSERT_TRUE(waitUntil([&] { return connections("?state=ended").size() == 1; }));
    const QJsonObject ended = connections("?state=ended").first().toObject();
    EXPECT_EQ(ended.value(u"reason"), u"closed_by_operator"_s);
    EXPECT_TRUE(ended.value(u"why").toString().contains(u"operator"_s));
    EXPECT_FALSE(ended.value(u"ended").toString().isEmpty());

    const auto gone = ask(operators(), "DELETE /api/ops/connections/" + id);
    EXPECT_EQ(gone.status, 404);
    EXPECT_TRUE(gone.errorMessage().contains(u"state=ended"_s));
    EXPECT_EQ(ask(operators(), "DELETE /api/ops/connections/nonsense").status, 404);
}

TEST_F(ConnectionRoutesTest, AreForOperatorsOnly)
{
    const QByteArray ann = annsToken();
    for (const QByteArray &asked : {QByteArray("GET /api/ops/connections"), QByteArray("DELETE /api/ops/connections/1"), QByteArray("GET /api/ops/connections/1/tap")})
        EXPECT_EQ(ask(ann, asked).status, 403) << asked.constData();
}

TEST_F(ConnectionRoutesTest, SayWhatIsWrongWithAQuestion)
{
    for (const auto &[query, field] : {std::pair("?sort=colour", u"sort"_s), std::pair("?limit=0", u"limit"_s), std::pair("?state=asleep", u"state"_s)}) {
        const auto refused = ask(operators(), QByteArray("GET /api/ops/connections") + query);
        EXPECT_EQ(refused.status, 400);
        EXPECT_EQ(refused.errorField(), field);
    }
    EXPECT_EQ(ask(operators(), "GET /api/ops/connections?sort=-queued&limit=1000&q=x").status, 200);
}

TEST_F(ConnectionRoutesTest, ATapHearsWhatIsSent)
{
    const auto stream = follow(annsToken(), "sessionId=team-a");
    const QByteArray id = QByteArray::number(connections().first().toObject().value(u"id").toInteger());
    TestClient ear(port());
    ear.send(requestOf("GET /api/ops/connections/" + id + "/tap", operators()));
    EXPECT_EQ(ear.nextHead().header("content-type"), "text/event-stream");
    ASSERT_TRUE(waitUntil([&] {
        say("team-a", "heard");
        return ear.rest().contains("event: tap\n") && ear.rest().contains(R"(\"content\":\"heard\")");
    }));
    // A console's own stream, and what it hears, is no stream of messages.
    TestClient console(port());
    console.send(requestOf("GET /api/ops/stream", operators()));
    ASSERT_TRUE(waitUntil([&] { return console.rest().contains("event: alerts") && connections().size() == 3; }));
    int ofNoMessages = 0;
    for (const QJsonValue value : connections()) {
        if (!value.toObject().value(u"ofMessages").toBool()) {
            ++ofNoMessages;
            EXPECT_TRUE(value.toObject().value(u"sessions").toArray().isEmpty());
            EXPECT_EQ(ask(operators(), "GET /api/ops/connections/" + QByteArray::number(value.toObject().value(u"id").toInteger()) + "/tap").status, 400);
        }
    }
    EXPECT_EQ(ofNoMessages, 2);
    EXPECT_EQ(ask(operators(), "DELETE /api/ops/connections/" + id).status, 200);
    EXPECT_TRUE(ear.isClosed());
    EXPECT_TRUE(ear.rest().endsWith("event: ended\ndata: {}\n\n")) << ear.rest().right(200).constData();
}

TEST_F(ConnectionRoutesTest, AnOperatorOfSomeSessionsHearsAndReadsNothingOfOthers)
{
    const auto mine = follow(operators(), "sessionId=team-a"), others = follow(operators(), "sessionId=team-a&sessionId=secret"), all = follow(operators(), "sessionId=*");
    const QByteArray limited = bearer(tokenFor({.sub = u"lead"_s, .role = auth::Role::Operator, .sessions = {u"team-*"_s}}));
    const auto listed = dataOf(ask(limited, "GET /api/ops/connections?sort=since")).value(u"connections").toArray();
    ASSERT_EQ(listed.size(), 3);
    EXPECT_EQ(listed[1].toObject().value(u"sessions"), QJsonArray{u"team-a"_s});
    EXPECT_EQ(listed[1].toObject().value(u"sessionCount"), 2);
    const auto tap = [&](int place) { return ask(limited, "GET /api/ops/connections/" + QByteArray::number(listed[place].toObject().value(u"id").toInteger()) + "/tap").status; };
    EXPECT_EQ(tap(0), 200);
    EXPECT_EQ(tap(1), 403);
    EXPECT_EQ(tap(2), 403);
    // Nor does looking for it tell that there is one.
    EXPECT_EQ(dataOf(ask(limited, "GET /api/ops/connections?q=secr")).value(u"fitting"), 0);
    EXPECT_EQ(dataOf(ask(limited, "GET /api/ops/connections?q=team-a")).value(u"fitting"), 2);
    EXPECT_EQ(list("?q=secr").value(u"fitting"), 1);
}

} // namespace
