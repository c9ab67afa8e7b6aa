// SPDX-License-Identifier: GPL-3.0-or-later
// Requirement: whoever puts a new version in place of an old one finds everything again; and where several nodes share a database,
// they can be exchanged one after the other.
#include "app/desktop/desktop.h"
#include "client/connection.h"
#include "keychain/keychain.h"
#include "server/store/postgres/postgres_schema.h"
#include "server/store/sqlite/sqlite_schema.h"
#include "tests/integration/loaded_nodes.h"
#include "tests/integration/stored_version.h"
#include "tests/support/postgres_test.h"
#include "ui/chat/chat_page.h"
#include "ui/chat/messages/message_model.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QDir>
#include <QDirIterator>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::test {
namespace {

const QString stored = QStringLiteral(PIPIT_SOURCE_DIR "/tests/integration/stored/");

QStringList storedVersions()
{
    return QDir(stored).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
}

QByteArray readAll(const QString &path)
{
    QFile file(path);
    EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << path.toStdString();
    return file.readAll();
}

// As a person's data directory is: its owner's alone.
void copyTree(const QString &from, const QString &to)
{
    QDirIterator entries(from, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (entries.hasNext()) {
        const QString source = entries.next(), target = to + source.sliced(from.size());
        ASSERT_TRUE(QDir().mkpath(QFileInfo(target).path()));
        ASSERT_TRUE(QFile::copy(source, target)) << target.toStdString();
        ASSERT_TRUE(QFile::setPermissions(target, QFile::ReadOwner | QFile::WriteOwner));
    }
    QDirIterator folders(to, QDir::Dirs | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
    while (folders.hasNext())
        ASSERT_TRUE(QFile::setPermissions(folders.next(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    ASSERT_TRUE(QFile::setPermissions(to, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
}

void expectAllThere(NodeProcess &node, const QString &answers)
{
    node.start();
    NodeClient client(node);
    const QJsonObject before = QJsonDocument::fromJson(readAll(answers)).object();
    ASSERT_GT(before.size(), 10);
    QString lost;
    EXPECT_TRUE(waitUntil([&] { return (lost = lostSince(before, answersOf(client))).isEmpty(); }, 10s)) << lost.toStdString(); // search follows a little behind

    // And it goes on where it was.
    qint64 last = 0;
    for (const QJsonValue message : client.history(left_behind::session.toUtf8()))
        last = std::max(last, message[u"id"].toInteger());
    EXPECT_GT(client.say(left_behind::session, u"after the upgrade"_s), last);
    EXPECT_GT(client.askEcho(u"later"_s, u"are you there?"_s), last);
}

TEST(UpgradeTest, ADataDirectoryOfEachVersionIsGoneOnWith)
{
    ASSERT_FALSE(storedVersions().isEmpty());
    for (const QString &version : storedVersions()) {
        SCOPED_TRACE(version.toStdString());
        NodeProcess node;
        copyTree(stored + version + u"/sqlite", node.dataDirectory());
        expectAllThere(node, stored + version + u"/sqlite.json");
        EXPECT_EQ(node.terminate(), 0);
        // A second start finds it all done.
        node.start();
        EXPECT_EQ(NodeClient(node).ask("GET", "/readyz").status, 200);
    }
}

TEST(UpgradeTest, TheDesktopOfEachVersionHasWhatWasChosenSaidAndNotSentYet)
{
    leaveKeychainAlone();
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    qputenv("PIPIT_SERVER_LISTEN", "127.0.0.1:0");
    for (const QString &version : storedVersions()) {
        SCOPED_TRACE(version.toStdString());
        QTemporaryDir directory;
        copyTree(stored + version + u"/sqlite", directory.path());
        Desktop desktop({.dataDir = directory.path(), .size = QSize(1100, 760)});
        desktop.window()->show();
        ChatPage &chat = *desktop.window()->chat();
        const auto shows = [&chat](const QString &text) {
            for (int row = 0; row < chat.messages()->rowCount(); ++row) {
                if (chat.messages()->row(row).text == text && chat.messages()->row(row).state == ChatRow::State::Stored)
                    return true;
            }
            return false;
        };
        EXPECT_EQ(Theme::instance().mode(), ThemeMode::Dark);
        EXPECT_EQ(QLocale().language(), QLocale::Spanish);
        desktop.start();
        EXPECT_TRUE(QTest::qWaitFor([&] { return shows(u"三份宫保鸡丁，谢谢"_s); }, 30'000));
        EXPECT_TRUE(QTest::qWaitFor([&] { return shows(left_behind::unsent); }, 30'000)) << "what waited is sent";
        EXPECT_EQ(chat.currentSession(), left_behind::session);
    }
}

TEST(UpgradeTest, TheCopyOfEachVersionIsReadWhileTheNodeIsAway)
{
    for (const QString &version : storedVersions()) {
        SCOPED_TRACE(version.toStdString());
        QTemporaryDir directory;
        copyTree(stored + version + u"/sqlite", directory.path());
        Connection connection({.url = QUrl(u"http://127.0.0.1:1"_s), .token = "t", .outboxFile = directory.filePath(u"outbox-own.db"_s), .localFile = directory.filePath(u"local-own.db"_s), .reconnectInterval = 20ms, .maxReconnectAttempts = 1});
        connection.start();
        const SessionFeed *feed = connection.feed(left_behind::session);
        const auto has = [feed](const QString &text) { return std::ranges::any_of(feed->messages(), [&text](const Message &message) { return message.content == text; }); };
        EXPECT_TRUE(QTest::qWaitFor([&] { return has(u"三份宫保鸡丁，谢谢"_s); }, 20'000));
        ASSERT_EQ(feed->pending().size(), 1);
        EXPECT_EQ(feed->pending().front().draft.content, left_behind::unsent);
    }
}

class RollingUpgradeTest : public PostgresTest
{
protected:
    const QString url = server().createDatabase();

    // As a version leaves the tables that only adds to them.
    void bringToNextVersion()
    {
        server().sql(url, u"BEGIN; ALTER TABLE messages ADD COLUMN colour text NOT NULL DEFAULT ''; ALTER TABLE nodes ADD COLUMN zone text NOT NULL DEFAULT '';"
                          " ALTER TABLE runs ADD COLUMN cost bigint NOT NULL DEFAULT 0; CREATE TABLE reactions (message_id bigint PRIMARY KEY);"
                          " UPDATE kept SET value = '%1' WHERE key = 'schema_version'; COMMIT"_s.arg(store::postgresVersion + 1));
    }
    void needPrograms(int version) { server().sql(url, u"UPDATE kept SET value = '%1' WHERE key = 'oldest_program'"_s.arg(version)); }
};

TEST_F(RollingUpgradeTest, ADatabaseOfEachVersionIsGoneOnWith)
{
    for (const QString &version : storedVersions()) {
        SCOPED_TRACE(version.toStdString());
        const QString copy = server().createDatabase();
        server().sql(copy, QString::fromUtf8(readAll(stored + version + u"/postgres.sql")));
        NodeProcess node({u"--database"_s, copy});
        copyTree(stored + version + u"/postgres", node.dataDirectory());
        expectAllThere(node, stored + version + u"/postgres.json");
    }
}

// The program of this version as the older one: the tables move on below it while it is under load.
TEST_F(RollingUpgradeTest, NodesGoOnAndStartAgainOnTablesThatANewerVersionHasAddedTo)
{
    LoadedNodes nodes(server(), url, {url, url});
    nodes.start();
    ASSERT_TRUE(nodes.goesOn(100, 20s));
    bringToNextVersion();
    EXPECT_TRUE(nodes.goesOn(200, 20s));
    EXPECT_TRUE(nodes.allReady());
    NodeProcess another({u"--database"_s, url});
    another.start();
    EXPECT_TRUE(another.log().contains(QByteArray("this program knows " + QByteArray::number(store::postgresVersion) + ", and still works with them"))) << another.log().constData();
    EXPECT_EQ(NodeClient(another).ask("GET", "/readyz").status, 200);
    EXPECT_TRUE(nodes.goesOn(100, 20s));
    nodes.reckon();
}

// With the real program of an earlier commit, which ./check --upgrade builds: the new one brings the tables up to date below its load.
TEST_F(RollingUpgradeTest, NodesOfThePreviousProgramGoOnBesideOneOfThis)
{
    const QString program = qEnvironmentVariable("PIPIT_PREVIOUS_PIPITD");
    if (program.isEmpty())
        GTEST_SKIP() << "PIPIT_PREVIOUS_PIPITD names no program; ./check --upgrade [COMMIT] builds one and does.";
    LoadedNodes before(server(), url, {url, url}, program);
    before.start({"rolling"});
    ASSERT_TRUE(before.goesOn(100, 20s));
    const QString tables = u"SELECT value FROM kept WHERE key = 'schema_version'"_s;
    std::printf("tables before: %s\n", qPrintable(server().sql(url, tables)));

    NodeProcess now({u"--database"_s, url});
    now.start();
    EXPECT_EQ(server().sql(url, tables).toInt(), store::postgresVersion);
    StreamSwarm readers({now.port()}, now.token().toStdString());
    readers.add("rolling");
    readers.start();
    ASSERT_TRUE(waitUntil([&] { return readers.placed() == 1; }, 20s));
    EXPECT_TRUE(before.goesOn(200, 30s));
    EXPECT_TRUE(before.allReady());
    // Each way: what one takes reaches the streams of the other, and each answers a bot's question.
    NodeClient client(now);
    const QByteArray said = R"({"sessionId":"rolling","content":"by the previous one","senderType":"user"})";
    for (int i = 0; i < 20; ++i) {
        EXPECT_EQ(before.call(std::size_t(i % 2), "POST", "/api/messages", said).status, 201);
        client.say(u"rolling"_s, u"by this one"_s);
    }
    EXPECT_GT(client.askEcho(u"asked-now"_s, u"are you there?"_s), 0);
    EXPECT_EQ(before.call(0, "POST", "/api/sessions/asked-before/runs", R"({"botId":"echo","content":"and you?"})").status, 202);
    EXPECT_TRUE(waitUntil([&] { return client.history("asked-before").size() == 2; }, 20s));
    EXPECT_TRUE(waitUntil([&] { return readers.received() >= 40; }, 20s)) << readers.received();
    EXPECT_EQ(readers.records().front().ids.size(), 40u);
    EXPECT_EQ(readers.records().front().resets, 0);
    before.reckon();
}

TEST_F(RollingUpgradeTest, ANodeThatTheTablesDoNotServeAnyMoreSaysSoAndStops)
{
    NodeProcess node({u"--database"_s, url});
    node.start();
    bringToNextVersion();
    needPrograms(store::postgresVersion + 1);
    NodeClient client(node);
    EXPECT_TRUE(waitUntil([&] { return client.ask("GET", "/readyz").status == 503; }, 20s));
    const Answer refused = client.ask("POST", "/api/messages", {{u"sessionId"_s, u"s"_s}, {u"content"_s, u"?"_s}, {u"senderType"_s, u"user"_s}});
    EXPECT_EQ(refused.status, 503);
    EXPECT_TRUE(refused.error()[u"message"].toString().contains(u"made by a newer Pipit"_s)) << refused.body.constData();

    NodeProcess late({u"--database"_s, url});
    EXPECT_THROW(late.start(), std::runtime_error);
    EXPECT_TRUE(late.log().contains("made by a newer Pipit")) << late.log().constData();
}

TEST_F(RollingUpgradeTest, ANodeBelowWhichAnOlderBackupWasRestoredSaysSoAndGoesOnOnceItIsRestarted)
{
    NodeProcess node({u"--database"_s, url});
    node.start();
    server().sql(url, u"BEGIN; UPDATE kept SET value = '9' WHERE key = 'schema_version'; DELETE FROM kept WHERE key = 'oldest_program'; ALTER TABLE nodes DROP COLUMN tables; COMMIT;"
                      " SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"_s);
    {
        NodeClient client(node);
        QString told;
        EXPECT_TRUE(waitUntil([&] {
            told = client.ask("POST", "/api/messages", {{u"sessionId"_s, u"s"_s}, {u"content"_s, u"?"_s}, {u"senderType"_s, u"user"_s}}).error()[u"message"].toString();
            return told.contains(u"gone back to older tables (version 9"_s);
        }, 20s)) << told.toStdString();
    }
    node.terminate();
    node.start();
    EXPECT_EQ(server().sql(url, u"SELECT value FROM kept WHERE key = 'schema_version'"_s).toInt(), store::postgresVersion);
    EXPECT_EQ(NodeClient(node).ask("GET", "/readyz").status, 200);
}

// The other way round: tables of a version whose programs could not go on with what this one would leave.
TEST_F(RollingUpgradeTest, AStepThatWouldBreakANodeThatRunsWaitsUntilThatHasEnded)
{
    {
        NodeProcess node({u"--database"_s, url});
        node.start();
        EXPECT_EQ(node.terminate(), 0);
    }
    server().sql(url, u"UPDATE kept SET value = '8' WHERE key = 'schema_version'; DELETE FROM kept WHERE key = 'oldest_program'; DROP FUNCTION append_message; ALTER TABLE nodes DROP COLUMN tables;"
                      " INSERT INTO nodes (id, started_at, seen_at, clock) VALUES ('oldnode', now(), now(), now())"_s);
    NodeProcess node({u"--database"_s, url});
    EXPECT_THROW(node.start(), std::runtime_error);
    EXPECT_TRUE(node.log().contains("would break nodes that run on the old ones: oldnode.")) << node.log().constData();
    EXPECT_EQ(server().sql(url, u"SELECT value FROM kept WHERE key = 'schema_version'"_s), u"8"_s);

    server().sql(url, u"UPDATE nodes SET seen_at = now() - interval '16 s'"_s);
    node.start();
    EXPECT_EQ(server().sql(url, u"SELECT value FROM kept WHERE key = 'schema_version'"_s).toInt(), store::postgresVersion);
}

} // namespace
} // namespace pipit::test

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    testing::InitGoogleTest(&argc, argv);
    QApplication application(argc, argv);
    return RUN_ALL_TESTS();
}
