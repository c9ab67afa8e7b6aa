// SPDX-License-Identifier: GPL-3.0-or-later
// The canary of a node, and of servers that lose, double and refuse.
#include "server/ops/canary.h"

#include "server/auth/rules.h"
#include "tests/unit/fake_server.h"
#include "tests/unit/log_capture.h"
#include "tests/unit/node_fixture.h"

#include <QJsonArray>

using namespace pipit;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

class CanaryTest : public testing::Test
{
protected:
    CanaryTest()
    {
        server.on("/api/sse/messages", [this](const test::FakeRequest &, const test::FakeServer::Socket &socket) {
            stream = socket;
            socket->write(test::streamHead + "id: 0~e\nevent: position\ndata: {}\n\n");
        });
        server.on("/api/messages", [this](const test::FakeRequest &request, const test::FakeServer::Socket &socket) {
            mark = request.json().value(u"clientMessageId").toString().toLatin1();
            for (int i = 0; i < copies; ++i)
                say(mark);
            test::answerJson(socket, status, {});
        });
        canary.start();
    }

    void say(const QByteArray &clientMessageId)
    {
        if (stream)
            stream->write("id: 1~e\nevent: message\ndata: {\"clientMessageId\":\"" + clientMessageId + "\"}\n\n");
    }

    qint64 rounds(const char *result) const { return canary.figures().rounds[std::size_t(std::ranges::find(ops::canaryResults, result) - ops::canaryResults.begin())]; }
    bool comesTo(const char *result, qint64 many) { return http::waitUntil([&] { return rounds(result) >= many; }, 10s); }

    const LogCapture logged;
    test::FakeServer server;
    test::FakeServer::Socket stream;
    QByteArray mark;
    int copies = 1;
    int status = 201;
    int tidied = 0;
    ops::Canary canary{server.url(), "secret", u"s"_s, [this] { ++tidied; }, {.every = 20ms, .atMost = 500ms, .lookOut = 50ms, .tidyEvery = 2}};
};

TEST_F(CanaryTest, CountsGoodRoundsAndHowLongTheyTook)
{
    ASSERT_TRUE(comesTo("good", 3));
    EXPECT_EQ(rounds("lost") + rounds("doubled") + rounds("failed"), 0);
    EXPECT_EQ(canary.figures().latency.reading().total(), 3u);
    EXPECT_GT(canary.figures().worst, 0);
    EXPECT_EQ(tidied, 2) << "after the first and the third";
    EXPECT_EQ(server.requests("/api/messages").first().header("authorization"), "Bearer secret");
    EXPECT_EQ(server.requests("/api/messages").first().json().value(u"sessionId").toString(), u"s"_s);
}

TEST_F(CanaryTest, SeesWhatIsLostAndWhatIsDoubled)
{
    copies = 0;
    ASSERT_TRUE(comesTo("lost", 1));
    EXPECT_TRUE(logged.has(u"did not come to its stream")) << qPrintable(canary.lastFault());
    copies = 2;
    ASSERT_TRUE(comesTo("doubled", 1));
    EXPECT_TRUE(logged.has(u"came 2 times"));
    copies = 1;
    const qint64 lost = rounds("lost"), doubled = rounds("doubled");
    ASSERT_TRUE(comesTo("good", 2));
    EXPECT_EQ(rounds("lost"), lost);
    EXPECT_EQ(rounds("doubled"), doubled);
}

TEST_F(CanaryTest, OthersMessagesAreNotItsOwn)
{
    copies = 0;
    ASSERT_TRUE(http::waitUntil([&] { return !mark.isEmpty(); }, 5s));
    say("somebody-else");
    ASSERT_TRUE(comesTo("lost", 1));
    EXPECT_EQ(canary.figures().latency.reading().total(), 0u);
}

TEST_F(CanaryTest, SaysWhyARoundCouldNotBeMade)
{
    status = 503;
    copies = 0;
    ASSERT_TRUE(comesTo("failed", 1));
    EXPECT_TRUE(logged.has(u"The message was answered 503."));
    server.on("/api/sse/messages", [](const test::FakeRequest &, const test::FakeServer::Socket &socket) { test::answerJson(socket, 401, {}); });
    ASSERT_TRUE(comesTo("failed", 3));
    EXPECT_TRUE(logged.has(u"The stream was answered 401."));
    server.on("/api/sse/messages", [](const test::FakeRequest &, const test::FakeServer::Socket &socket) { socket->abort(); });
    ASSERT_TRUE(comesTo("failed", 5));
    EXPECT_TRUE(logged.has(u"The stream broke"));
    server.on("/api/sse/messages", [](const test::FakeRequest &, const test::FakeServer::Socket &) {});
    ASSERT_TRUE(comesTo("failed", 6));
    EXPECT_TRUE(http::waitUntil([&] { return logged.has(u"no stream was opened"); }, 5s));
    EXPECT_FALSE(logged.has(u"secret"));
}

class NodeWithCanaryTest : public test::NodeFixture
{
protected:
    void SetUp() override
    {
        config.server.canaryS = 1;
        start();
    }

    QByteArray get(const QByteArray &target) { return ask(operators(), "GET " + target).body; }
};

TEST_F(NodeWithCanaryTest, GoesItsRoundsAndIsInNobodysWay)
{
    http::TestClient all(port());
    all.send(requestOf("GET /api/sse/messages?sessionId=*", operators()));
    ASSERT_TRUE(http::waitUntil([&] { return get("/metrics").contains("pipit_canary_rounds_total{result=\"good\"} 2"); }, 15s)) << get("/metrics").constData();
    const QByteArray figures = get("/metrics");
    EXPECT_TRUE(figures.contains("pipit_canary_rounds_total{result=\"failed\"} 0"));
    EXPECT_TRUE(figures.contains("pipit_canary_seconds_count 2"));
    // It is there,
    const QByteArray session = auth::canarySession(QJsonDocument::fromJson(get("/api/sse/stats")).object().value(u"data")[u"node"][u"id"].toString()).toLatin1();
    EXPECT_EQ(dataOf(ask(operators(), "GET /api/messages?sessionId=" + session)).value(u"messages").toArray().size(), 2);
    // and nobody meets it who does not look for it.
    EXPECT_EQ(dataOf(ask(operators(), "GET /api/sessions")).value(u"sessions").toArray().size(), 0);
    EXPECT_EQ(dataOf(ask(operators(), "GET /api/messages/search?q=canary")).value(u"messages").toArray().size(), 0);
    ASSERT_EQ(ask(operators(), "POST /api/messages", R"({"sessionId":"s","content":"canary","senderType":"user"})").status, 201);
    EXPECT_EQ(dataOf(ask(operators(), "GET /api/sessions")).value(u"sessions").toArray().size(), 1);
    EXPECT_TRUE(http::waitUntil([&] { return all.rest().contains("\"sessionId\":\"s\""); }));
    EXPECT_FALSE(all.rest().contains("pipit:canary")) << all.rest().constData();
    EXPECT_TRUE(auth::isOfTheNode(auth::trialSessions(u"a"_s))); // those of trials neither
}

} // namespace
