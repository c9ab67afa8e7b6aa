// SPDX-License-Identifier: GPL-3.0-or-later
// What a node answers to those who talk: messages, sessions, polls and streams, runs, cookies.
#include "tests/unit/routes_fixture.h"

#include <QElapsedTimer>
#include <QJsonArray>

using namespace pipit;
using namespace Qt::StringLiterals;
using http::Answer;
using http::TestClient;
using http::waitUntil;

namespace {

class RoutesTest : public test::RoutesFixture { };

TEST_F(RoutesTest, AMessageIsStoredListedFoundAndSummed)
{
    const Answer stored = say("s", "今天天气");
    EXPECT_EQ(stored.status, 201);
    const QJsonObject message = dataOf(stored).value(u"message").toObject();
    EXPECT_EQ(message.value(u"id").toInteger(), 1);
    EXPECT_EQ(message.value(u"senderId").toString(), u"operator"_s);

    const QJsonObject history = dataOf(ask("GET /api/messages?sessionId=s"));
    EXPECT_EQ(history.value(u"messages").toArray().first().toObject(), message);
    EXPECT_EQ(history.value(u"position").toInteger(), 1);
    EXPECT_EQ(dataOf(ask("GET /api/messages/search?q=%E5%A4%A9%E6%B0%94")).value(u"messages").toArray().size(), 1);
    const QJsonObject session = dataOf(ask("GET /api/sessions")).value(u"sessions").toArray().first().toObject();
    EXPECT_EQ(session.value(u"id").toString(), u"s"_s);
    EXPECT_EQ(session.value(u"lastMessage").toObject(), message);
    EXPECT_EQ(dataOf(ask("GET /api/sse/stats")).value(u"node").toObject().value(u"position").toInteger(), 1);
}

TEST_F(RoutesTest, AUserReplacesOnlyWhatItSaidItself)
{
    const QByteArray ann = bearer(tokenFor({.sub = u"ann"_s})), bob = bearer(tokenFor({.sub = u"bob"_s})), robot = bearer(tokenFor({.sub = u"robot"_s, .role = auth::Role::Bot}));
    const auto replace = [&](const QByteArray &caller, const QByteArray &members) { return askAs(caller, "POST /api/messages", R"({"sessionId":"s","content":"x","senderType":"user",)" + members + '}'); };
    ASSERT_EQ(replace(ann, R"("metadata":{})").status, 201);
    ASSERT_EQ(replace(ann, R"("contentType":"state")").status, 201);

    const Answer refused = replace(bob, R"("replaces":1)");
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(refused.errorField(), u"replaces"_s);
    EXPECT_EQ(askAs(bob, "POST /api/sessions/s/runs", R"({"botId":"echo","content":"x","replaces":1})").errorField(), u"replaces"_s);
    EXPECT_EQ(replace(bob, R"("contentType":"state","replaces":1)").status, 403);
    EXPECT_EQ(replace(bob, R"("contentType":"state","replaces":2,"ifLatest":2)").status, 201);
    EXPECT_EQ(replace(bob, R"("replaces":99)").status, 400);
    for (const QByteArray &caller : {ann, robot, operators()})
        EXPECT_EQ(replace(caller, R"("replaces":1)").status, 201);
}

TEST_F(RoutesTest, SessionsAreMadeRenamedAndArchived)
{
    const Answer made = ask("POST /api/sessions", R"({"title":"标题"})");
    EXPECT_EQ(made.status, 201);
    const QByteArray id = dataOf(made).value(u"session").toObject().value(u"id").toString().toUtf8();
    EXPECT_EQ(ask("POST /api/sessions", "{\"id\":\"" + id + "\"}").status, 200);
    const Answer changed = ask("PATCH /api/sessions/" + id, R"({"title":"new","archived":true})");
    EXPECT_EQ(dataOf(changed).value(u"session").toObject().value(u"title").toString(), u"new"_s);
    EXPECT_TRUE(dataOf(ask("GET /api/sessions/" + id)).value(u"session").toObject().value(u"archived").toBool());
    EXPECT_EQ(ask("GET /api/sessions/never").status, 404);
    EXPECT_EQ(ask("PATCH /api/sessions/" + id, R"({"colour":"red"})").errorField(), u"colour"_s);
    EXPECT_EQ(ask("PATCH /api/sessions/" + id, R"({"title":"a\nb"})").errorField(), u"title"_s);
}

TEST_F(RoutesTest, ALongPollWakesWithTheMessage)
{
    say("s", "first");
    TestClient waiting(port());
    waiting.send(requestOf("GET /api/messages?sessionId=s&after=1&wait=30", operators(), {}));
    QElapsedTimer clock;
    clock.start();
    say("other", "does not wake it");
    say("s", "second");
    const Answer answer = waiting.next();
    EXPECT_LT(clock.elapsed(), 10'000);
    ASSERT_EQ(dataOf(answer).value(u"messages").toArray().size(), 1);
    EXPECT_EQ(dataOf(answer).value(u"position").toInteger(), 3);

    // Where there is something already, it does not wait; where nothing comes, the time ends it.
    EXPECT_EQ(dataOf(ask("GET /api/messages?sessionId=s&after=1&wait=30")).value(u"messages").toArray().size(), 1);
    EXPECT_EQ(ask("GET /api/messages?sessionId=never&after=0&wait=1").status, 200);
    EXPECT_EQ(ask("GET /api/messages?sessionId=never").status, 404);
    EXPECT_EQ(ask("GET /api/messages?sessionId=s&wait=1").errorField(), u"wait"_s);
    EXPECT_EQ(ask("GET /api/messages?sessionId=s&after=1~elsewhere").errorField(), u"after"_s);
}

TEST_F(RoutesTest, ALongPollFollowsManySessionsInTheOrderOfTheLog)
{
    EXPECT_EQ(dataOf(ask("GET /api/messages?sessionId=*")), (QJsonObject{{u"messages"_s, QJsonArray()}, {u"hasMore"_s, false}, {u"position"_s, 0}, {u"epoch"_s, dataOf(ask("GET /api/messages?sessionId=*")).value(u"epoch")}}));
    for (int i = 0; i < 3; ++i) {
        say("a", "of a");
        say("b", "of b");
        say("c", "of c");
    }
    const auto idsIn = [](const QJsonObject &page) {
        QList<qint64> ids;
        const QJsonArray messages = page.value(u"messages").toArray();
        for (const QJsonValue message : messages)
            ids << message.toObject().value(u"id").toInteger();
        return ids;
    };
    const QJsonObject two = dataOf(ask("GET /api/messages?sessionId=a&sessionId=c&after=1"));
    EXPECT_EQ(idsIn(two), (QList<qint64>{3, 4, 6, 7, 9}));
    EXPECT_EQ(two.value(u"position"), 9);
    EXPECT_FALSE(two.value(u"hasMore").toBool());
    const QJsonObject cut = dataOf(ask("GET /api/messages?sessionId=*&after=2&limit=4"));
    EXPECT_EQ(idsIn(cut), (QList<qint64>{3, 4, 5, 6}));
    EXPECT_EQ(cut.value(u"position"), 6);
    EXPECT_TRUE(cut.value(u"hasMore").toBool());
    // Nothing of these sessions lies before that position.
    const QJsonObject none = dataOf(ask("GET /api/messages?sessionId=x&sessionId=y&after=4"));
    EXPECT_EQ(idsIn(none), QList<qint64>());
    EXPECT_EQ(none.value(u"position"), 9);

    TestClient all(port()), some(port());
    all.send(requestOf("GET /api/messages?sessionId=*&after=9&wait=30", operators(), {}));
    some.send(requestOf("GET /api/messages?sessionId=a&sessionId=x&after=9&wait=30", operators(), {}));
    ASSERT_EQ(ask("GET /api/sessions").status, 200);
    say("b", "wakes one of them");
    EXPECT_EQ(idsIn(dataOf(all.next())), (QList<qint64>{10}));
    say("x", "wakes the other");
    EXPECT_EQ(idsIn(dataOf(some.next())), (QList<qint64>{11}));

    EXPECT_EQ(ask("GET /api/messages?sessionId=*&wait=1").errorField(), u"wait"_s);
    EXPECT_EQ(ask("GET /api/messages?sessionId=*&before=3").errorField(), u"before"_s);
    EXPECT_EQ(ask("GET /api/messages?sessionId=*&after=99").errorField(), u"after"_s);
    EXPECT_EQ(ask("GET /api/messages?sessionId=*&after=1~elsewhere").errorField(), u"after"_s);
    ASSERT_EQ(ask("DELETE /api/sessions/c").status, 200);
    EXPECT_EQ(ask("GET /api/messages?sessionId=*&after=2").status, 410);
    EXPECT_EQ(ask("GET /api/messages?sessionId=a&sessionId=b&after=2").status, 200);
}

TEST_F(RoutesTest, ALongPollThatWasAnsweredNoLongerWaits)
{
    say("s", "x");
    TestClient client(port());
    const QByteArray quick = requestOf("GET /api/messages?sessionId=s&after=0&wait=60", operators(), {});
    for (int batch = 0; batch < 52; ++batch) { // more than may wait at once
        client.send(quick.repeated(100));
        for (int i = 0; i < 100; ++i)
            ASSERT_EQ(client.next().status, 200);
    }
    EXPECT_EQ(ask("GET /api/messages?sessionId=s&after=1&wait=1").status, 200);
}

TEST_F(RoutesTest, AStreamCarriesMessagesAndAnswers)
{
    say("s", "before");
    TestClient stream(port());
    stream.send(requestOf("GET /api/sse/messages?sessionId=s", operators() + "Last-Event-ID: 0\r\n", {}));
    const Answer head = stream.nextHead();
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.header("content-type"), "text/event-stream");
    EXPECT_EQ(head.header("cache-control"), "no-cache, no-transform");
    EXPECT_EQ(head.header("x-accel-buffering"), "no");
    ASSERT_TRUE(waitUntil([&] { return stream.rest().contains("\"content\":\"before\""); }));

    EXPECT_EQ(ask("POST /api/sessions/s/runs", R"({"botId":"echo","content":"hello"})").status, 202);
    ASSERT_TRUE(waitUntil([&] { return stream.rest().contains("\"state\":\"completed\""); }));
    const QByteArray &text = stream.rest();
    EXPECT_LT(text.indexOf("event: position"), text.indexOf("event: message"));
    EXPECT_LT(text.indexOf("event: delta"), text.lastIndexOf("event: message"));
    EXPECT_LT(text.lastIndexOf("event: delta"), text.lastIndexOf("event: message"));
    EXPECT_EQ(text.count("\nid: "), 3); // messages; that of `position` is the first line
    EXPECT_EQ(dataOf(ask("GET /api/messages?sessionId=s")).value(u"messages").toArray().size(), 3);
}

TEST_F(RoutesTest, AQuestionKeepsItsQuoteAndItsRunIsTold)
{
    say("s", "quoted");
    const QJsonObject asked = dataOf(ask("POST /api/sessions/s/runs", R"({"botId":"echo","content":"why?","contentType":"text","replyTo":1,"metadata":{"quote":"quo"}})"));
    EXPECT_EQ(asked.value(u"message").toObject().value(u"replyTo"), 1);
    EXPECT_EQ(asked.value(u"message").toObject().value(u"metadata").toObject().value(u"quote"), u"quo"_s);
    const auto runs = [this] { return dataOf(ask("GET /api/sessions/s/runs")).value(u"runs").toArray(); };
    ASSERT_TRUE(waitUntil([&] { return runs().size() == 1 && runs().first().toObject().value(u"state") == u"completed"_s; }));
    const QJsonObject run = runs().first().toObject();
    EXPECT_EQ(run.value(u"runId"), asked.value(u"run").toObject().value(u"runId"));
    EXPECT_EQ(run.value(u"replyTo"), asked.value(u"message").toObject().value(u"id"));
    EXPECT_EQ(ask("GET /api/sessions/s/runs?limit=0").errorField(), u"limit"_s);
    EXPECT_TRUE(dataOf(ask("GET /api/sessions/never/runs")).value(u"runs").toArray().isEmpty());
}

TEST_F(RoutesTest, AUselessCursorIsToldAsAReset)
{
    for (const auto &[cursor, reason] : {std::pair("99", "unknown_cursor"), std::pair("1~elsewhere", "other_epoch"), std::pair("x", "malformed_cursor")}) {
        TestClient stream(port());
        stream.send(requestOf(QByteArray("GET /api/sse/messages?sessionId=s&lastEventId=") + cursor, operators(), {}));
        EXPECT_TRUE(waitUntil([&] { return stream.rest().contains(QByteArray(QByteArray("\"reason\":\"") + reason)); })) << cursor;
        EXPECT_TRUE(stream.rest().contains("\"status\":\"reset\""));
    }
}

TEST_F(RoutesTest, TheTestStreamHasFiveEventsAndEnds)
{
    TestClient stream(port());
    stream.send(requestOf("GET /api/sse/test", operators(), {}));
    ASSERT_TRUE(stream.isClosed());
    EXPECT_EQ(stream.rest().count("data: {\"number\":"), 5);
}

TEST_F(RoutesTest, ACookieNamesABrowser)
{
    const Answer opened = askAs({}, "POST /api/auth/session", "{\"token\":\"" + server->operatorToken() + "\"}");
    ASSERT_EQ(opened.status, 200);
    const QByteArray setCookie = opened.header("set-cookie");
    EXPECT_TRUE(setCookie.contains("HttpOnly") && setCookie.contains("SameSite=Strict")) << setCookie.constData();
    const QByteArray cookie = "Cookie: " + setCookie.left(setCookie.indexOf(';')) + "\r\n";

    EXPECT_EQ(dataOf(askAs(cookie, "GET /api/auth/session")).value(u"caller").toObject().value(u"sub").toString(), u"operator"_s);
    EXPECT_EQ(askAs(cookie + "Origin: http://127.0.0.1\r\n", "GET /api/sessions").status, 200);
    EXPECT_EQ(askAs(cookie + "Origin: http://127.0.0.1:8080\r\n", "GET /api/sessions").status, 403);
    const QByteArray message = R"({"sessionId":"s","content":"x","senderType":"user"})";
    EXPECT_EQ(askAs(cookie, "POST /api/messages", message).status, 415);
    EXPECT_EQ(askAs(cookie + "Content-Type: application/json\r\n", "POST /api/messages", message).status, 201);

    EXPECT_EQ(askAs(cookie, "DELETE /api/auth/session").status, 200);
    EXPECT_EQ(askAs(cookie, "GET /api/sessions").status, 401);
    EXPECT_EQ(askAs({}, "POST /api/auth/session", R"({"token":"wrong"})").status, 401);
}

TEST_F(RoutesTest, AForeignPageCanNeitherUseNorSetACookie)
{
    const QByteArray body = "{\"token\":\"" + server->operatorToken() + "\"}";
    EXPECT_EQ(askAs("Origin: http://elsewhere.example\r\n", "POST /api/auth/session", body).status, 403);
    EXPECT_EQ(askAs("Sec-Fetch-Site: cross-site\r\n", "POST /api/auth/session", body).status, 403);
    const Answer opened = askAs({}, "POST /api/auth/session", body);
    const QByteArray setCookie = opened.header("set-cookie");
    const QByteArray cookie = "Cookie: " + setCookie.left(setCookie.indexOf(';')) + "\r\n";
    EXPECT_EQ(askAs(cookie + "Sec-Fetch-Site: same-site\r\n", "GET /api/sessions").status, 403);
    EXPECT_EQ(askAs(cookie + "Sec-Fetch-Site: same-origin\r\n", "GET /api/sessions").status, 200);
    EXPECT_EQ(askAs(cookie, "POST /api/auth/session").status, 401); // a cookie makes no cookie
}

TEST_F(RoutesTest, AUserPostsOnlyAsItselfAndOnlyWhereItMay)
{
    const QByteArray ann = bearer(tokenFor({.sub = u"ann"_s, .name = u"Ann"_s, .sessions = {u"team-*"_s}}));
    const auto post = [&](const QByteArray &rest) { return askAs(ann, "POST /api/messages", "{\"content\":\"x\"," + rest + "}"); };
    const Answer own = post(R"("sessionId":"team-1","senderType":"user")");
    EXPECT_EQ(dataOf(own).value(u"message").toObject().value(u"senderName").toString(), u"Ann"_s);
    EXPECT_EQ(post(R"("sessionId":"team-1","senderType":"bot")").errorField(), u"senderType"_s);
    EXPECT_EQ(post(R"("sessionId":"team-1","senderType":"user","senderName":"Bob")").errorField(), u"senderName"_s);
    EXPECT_EQ(post(R"("sessionId":"other","senderType":"user")").status, 403);

    say("other", "secret");
    EXPECT_EQ(askAs(ann, "GET /api/messages?sessionId=other").status, 403);
    EXPECT_EQ(askAs(ann, "GET /api/sse/messages?sessionId=other").status, 403);
    EXPECT_EQ(askAs(ann, "GET /api/sessions/other").status, 403);
    EXPECT_EQ(askAs(ann, "POST /api/sessions/other/runs", R"({"botId":"echo","content":"x"})").status, 403);
    // A bot's provider keeps its users apart by this name.
    const Answer asBob = askAs(ann, "POST /api/sessions/team-1/runs", R"({"botId":"echo","content":"x","metadata":{"userId":"bob"}})");
    EXPECT_EQ(asBob.status, 403);
    EXPECT_EQ(asBob.errorField(), u"metadata"_s);
    EXPECT_EQ(askAs(ann, "POST /api/sessions/team-1/runs", R"({"botId":"echo","content":"x","metadata":{"userId":"ann"}})").status, 202);
    EXPECT_EQ(ask("POST /api/sessions/team-1/runs", R"({"botId":"echo","content":"x","metadata":{"userId":"bob"}})").status, 202) << "an operator asks for others";
    EXPECT_EQ(dataOf(askAs(ann, "GET /api/messages/search?q=secret")).value(u"messages").toArray().size(), 0);
    EXPECT_EQ(dataOf(askAs(ann, "GET /api/sessions")).value(u"sessions").toArray().size(), 1);

    TestClient stream(port());
    stream.send(requestOf("GET /api/sse/messages?sessionId=*&lastEventId=0", ann, {}));
    say("other", "live secret");
    say("team-1", "for all");
    ASSERT_TRUE(waitUntil([&] { return stream.rest().contains("for all"); }));
    EXPECT_FALSE(stream.rest().contains("secret"));
}

TEST_F(RoutesTest, ARunCanBeStoppedByWhoMaySeeIt)
{
    config.bots[0].pieceInterval = std::chrono::milliseconds(50);
    start();
    const QByteArray outsider = bearer(tokenFor({.sub = u"eve"_s, .sessions = {u"elsewhere"_s}}));
    const QByteArray id = dataOf(ask("POST /api/sessions/s/runs", R"({"botId":"echo","content":"hello"})")).value(u"run").toObject().value(u"runId").toString().toUtf8();
    EXPECT_EQ(askAs(outsider, "POST /api/runs/" + id + "/cancel").status, 404);
    EXPECT_EQ(ask("POST /api/runs/" + id + "/cancel").status, 200);
    ASSERT_TRUE(waitUntil([&] { return ask("POST /api/runs/" + id + "/cancel").status == 404; }));
}

TEST_F(RoutesTest, RefusesAQuestionThatIsNotOne)
{
    EXPECT_EQ(ask("POST /api/sessions/s/runs", R"({"content":"x"})").errorField(), u"botId"_s);
    EXPECT_EQ(ask("POST /api/sessions/s/runs", R"({"botId":"nobody","content":"x"})").status, 404);
    EXPECT_EQ(ask("POST /api/sessions/s/runs", R"({"botId":"echo"})").errorField(), u"content"_s);
    EXPECT_EQ(ask("POST /api/sessions/s/runs", R"({"botId":"echo","content":"x","senderType":"bot"})").errorField(), u"senderType"_s);
    EXPECT_EQ(dataOf(ask("GET /api/bots")).value(u"bots").toArray().size(), 1);
    EXPECT_EQ(dataOf(ask("GET /api/sse/stats")).value(u"node").toObject().value(u"position").toInteger(), 0);
}

} // namespace
