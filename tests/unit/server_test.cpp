// SPDX-License-Identifier: GPL-3.0-or-later
// How a node starts, drains and stops.
#include "server/server.h"

#include "server/store/sqlite/sqlite_database.h"
#include "tests/unit/routes_fixture.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>

using namespace pipit;
using namespace Qt::StringLiterals;
using http::TestClient;
using http::waitUntil;

namespace {

class ServerTest : public test::RoutesFixture { };

TEST_F(ServerTest, IsAliveAndReadyWithoutACaller)
{
    EXPECT_EQ(askAs({}, "GET /healthz").status, 200);
    EXPECT_EQ(askAs({}, "GET /readyz").body, "{\"status\":\"ready\"}");
    EXPECT_EQ(askAs({}, "GET /api/sessions").status, 401);
    EXPECT_EQ(askAs("Authorization: Bearer wrong\r\n", "GET /api/sessions").status, 401);
    EXPECT_EQ(askAs("Authorization: Basic x\r\n", "GET /api/sessions").status, 401);
}

TEST_F(ServerTest, WhoeverStopsADrainingNodeIsNotToldOfItsEnd)
{
    TestClient stream(port());
    stream.send(requestOf("GET /api/sse/messages?sessionId=s", operators(), {}));
    ASSERT_TRUE(waitUntil([&] { return stream.rest().contains("event: position"); }));
    bool isTold = false;
    server->drain([&isTold] { isTold = true; });
    server->stop();
    EXPECT_TRUE(stream.isClosed());
    waitUntil([&isTold] { return isTold; }, std::chrono::milliseconds(200)); // a few looks of the drain
    EXPECT_FALSE(isTold);
}

TEST_F(ServerTest, StoppingEndsWhatWaits)
{
    say("s", "x");
    TestClient polling(port()), stream(port());
    polling.send(requestOf("GET /api/messages?sessionId=s&after=1&wait=60", operators(), {}));
    stream.send(requestOf("GET /api/sse/messages?sessionId=s", operators(), {}));
    ask("POST /api/sessions/s/runs", R"({"botId":"echo","content":"hello"})");
    ASSERT_TRUE(waitUntil([&] { return stream.rest().contains("event: delta"); }));
    QElapsedTimer clock;
    clock.start();
    server->stop();
    EXPECT_LT(clock.elapsed(), 4'000);
    EXPECT_EQ(polling.next().status, 200);
    EXPECT_TRUE(stream.isClosed());
    EXPECT_TRUE(stream.rest().contains("\"state\":\"interrupted\""));
    EXPECT_TRUE(stream.rest().contains("\"reason\":\"shutdown\""));
}

TEST_F(ServerTest, EndsWithWorkUnderWayThatCannotBeStored)
{
    ask("POST /api/sessions/s/runs", R"({"botId":"echo","content":"hello"})");
    store::SqliteDatabase other(config.databasePath());
    other.execute(u"BEGIN IMMEDIATE"_s);
    TestClient posting(port());
    posting.send(requestOf("POST /api/messages", operators(), R"({"sessionId":"s","content":"x","senderType":"user"})"));
    QElapsedTimer clock;
    clock.start();
    server.reset();
    EXPECT_LT(clock.elapsed(), 20'000);
    QCoreApplication::processEvents(); // nothing that was waiting may wake up on what is gone
    other.execute(u"COMMIT"_s);
}

TEST_F(ServerTest, ADatabaseHasOneNode)
{
    QTemporaryDir other;
    Config second = config;
    second.server.dataDir = other.path();
    second.database.url = u"sqlite:"_s + config.databasePath();
    Server sameDatabase(second);
    const auto refused = sameDatabase.start();
    ASSERT_FALSE(refused.ok());
    EXPECT_TRUE(refused.error().message.contains(config.databasePath())) << qPrintable(refused.error().message);
}

TEST_F(ServerTest, TheTokenAndTheLogOutliveARestart)
{
    say("s", "kept");
    const QByteArray token = server->operatorToken();
    start();
    EXPECT_EQ(server->operatorToken(), token);
    EXPECT_EQ(dataOf(ask("GET /api/messages?sessionId=s")).value(u"messages").toArray().size(), 1);
    const QString file = QDir(directory.path()).filePath(u"operator.token"_s);
    EXPECT_FALSE(QFile::permissions(file) & (QFile::ReadGroup | QFile::ReadOther));
}

TEST_F(ServerTest, ATakenPortOrDirectoryIsSaidPlainly)
{
    Server sameDirectory(config);
    const auto first = sameDirectory.start();
    ASSERT_FALSE(first.ok());
    EXPECT_TRUE(first.error().message.contains(directory.path()));

    QTemporaryDir other;
    Config second = config;
    second.server.dataDir = other.path();
    second.server.listen = u"127.0.0.1:%1"_s.arg(port());
    {
        Server strict(second);
        const auto refused = strict.start();
        ASSERT_FALSE(refused.ok());
        EXPECT_TRUE(refused.error().message.contains(QString::number(port())));
    }
    Server lenient(second);
    ASSERT_TRUE(lenient.start(20).ok());
    EXPECT_NE(lenient.url().port(), port());
}

} // namespace
