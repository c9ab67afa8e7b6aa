// SPDX-License-Identifier: GPL-3.0-or-later
// Requirement: a backup that is made beside a running node has everything that the node had accepted before, whole and in order, and
// its files; restored, it is a log that a node runs on, and clients of the one before are told that it is another.
#include "tests/integration/backup_places.h"
#include "tests/integration/event_reader.h"
#include "tests/integration/node_client.h"
#include "tests/integration/publishers.h"
#include "tests/support/postgres_test.h"

#include <QFileInfo>
#include <QUuid>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::test {
namespace {

const std::vector<std::string> sessions{"a", "b", "c"};

class BackupTest : public PostgresTest, public testing::WithParamInterface<bool>
{
protected:
    bool isPostgres() const { return GetParam(); }
    QStringList ofNode(const QString &url) const { return isPostgres() ? QStringList{u"--database"_s, url} : QStringList(); }
    // For pipitctl.
    QStringList logOf(const NodeProcess &node, const QString &url) const { return QStringList{u"--data"_s, node.dataDirectory()} + ofNode(url); }

    // All of a session, page by page.
    static QJsonArray historyOf(const NodeProcess &node, const std::string &session)
    {
        NodeClient client(node);
        QJsonArray all;
        for (bool hasMore = true; hasMore;) {
            const QByteArray after = QByteArray::number(all.isEmpty() ? 0 : all.last()[u"id"].toInteger());
            const QJsonObject page = client.ask("GET", "/api/messages?limit=200&sessionId=" + QByteArray::fromStdString(session) + "&after=" + after).data();
            for (const QJsonValue message : page[u"messages"].toArray())
                all.append(message);
            hasMore = page[u"hasMore"].toBool();
        }
        return all;
    }

    static QByteArray streamOf(const NodeProcess &node, const QByteArray &cursor)
    {
        return "GET /api/sse/messages?sessionId=a HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + node.token() + "\r\nLast-Event-ID: " + cursor + "\r\n\r\n";
    }

    BackupPlaces places;
    const QString url = isPostgres() ? server().createDatabase() : QString();
    const QString otherUrl = isPostgres() ? server().createDatabase() : QString();
};

TEST_P(BackupTest, HasAllThatWasAcceptedAndComesBackAsAnotherLog)
{
    NodeProcess node(ofNode(url));
    node.start();
    NodeClient client(node);
    const QByteArray bytes("the content of a file\n");
    const Answer uploaded = client.upload(u"a"_s, u"notes.txt"_s, bytes);
    ASSERT_EQ(uploaded.status, 201) << uploaded.body.constData();
    const QString address = uploaded.data()[u"file"][u"url"].toString();
    ASSERT_TRUE(address.startsWith(u"/api/files/")) << uploaded.body.constData();
    client.say(u"a"_s, address, {{u"contentType"_s, u"file"_s}});
    const QString clientId = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const qint64 once = client.say(u"a"_s, u"once"_s, {{u"clientMessageId"_s, clientId}});

    Publishers publishers({.ports = {node.port()}, .token = node.token(), .sessions = sessions, .senders = 4});
    publishers.start();
    ASSERT_TRUE(waitUntil([&] { return publishers.accepted() > 500; }, 60s));
    const auto before = publishers.ids();
    const int acceptedBefore = publishers.accepted();
    const CtlOutcome made = places.backup(places.path(u"backup"_s), logOf(node, url));
    const int acceptedMeanwhile = publishers.accepted() - acceptedBefore;
    EXPECT_TRUE(publishers.finish(30s));
    EXPECT_WORKED(made);
    EXPECT_FALSE(made.errors.contains(u"not in the backup"_s)) << made.errors.toStdString();
    EXPECT_GT(acceptedMeanwhile, 0) << "the backup kept the writers waiting";
    EXPECT_EQ(publishers.fault(), "");
    EXPECT_EQ(places.names(), QStringList{u"backup"_s}) << "nothing else is left beside it";

    const QString backup = places.path(u"backup"_s);
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    EXPECT_FALSE(QFile::permissions(backup) & others);
    for (const QString &name : {u"backup.json"_s, u"files.sha256"_s, isPostgres() ? u"pipit.dump"_s : u"pipit.db"_s})
        EXPECT_FALSE(QFile::permissions(backup + u'/' + name) & others) << name.toStdString();
    const QJsonObject manifest = manifestOf(backup);
    const qint64 position = manifest[u"position"].toInteger();
    EXPECT_EQ(manifest[u"files"].toInt(), 1);
    EXPECT_EQ(manifest[u"missingFiles"].toInt(), 0);

    NodeProcess restored(ofNode(otherUrl));
    const CtlOutcome brought = places.restore(backup, logOf(restored, otherUrl));
    EXPECT_WORKED(brought);
    ASSERT_EQ(brought.exitCode, 0);
    restored.start();

    // A beginning of the log: what is there is the same, and nothing before its newest message is missing.
    qint64 messages = 0;
    for (const std::string &session : sessions) {
        QJsonArray expected;
        for (const QJsonValue message : historyOf(node, session)) {
            if (message[u"id"].toInteger() <= position)
                expected.append(message);
        }
        const QJsonArray found = historyOf(restored, session);
        EXPECT_EQ(found, expected) << session;
        messages += found.size();
        std::set<std::int64_t> ids;
        for (const QJsonValue message : found)
            ids.insert(message[u"id"].toInteger());
        for (const std::int64_t id : before.at(session))
            EXPECT_TRUE(ids.contains(id)) << "message " << id << " was accepted before the backup began";
    }
    EXPECT_EQ(messages, manifest[u"messages"].toInteger());
    NodeClient other(restored);
    EXPECT_EQ(other.ask("GET", address.toUtf8()).body, bytes);
    // An outbox that sends again is told that this one is stored.
    const Answer again = other.ask("POST", "/api/messages", {{u"sessionId"_s, u"a"_s}, {u"content"_s, u"once"_s}, {u"senderType"_s, u"user"_s}, {u"clientMessageId"_s, clientId}});
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(again.data()[u"message"][u"id"].toInteger(), once);

    // A stream from before.
    const QByteArray epoch = manifest[u"epoch"].toString().toUtf8();
    EventReader reader(restored.port(), streamOf(restored, QByteArray::number(position) + '~' + epoch));
    ASSERT_TRUE(reader.waitFor([&] { return !reader.of("position").empty(); }));
    const QJsonObject told = reader.of("position").front();
    EXPECT_EQ(told[u"status"].toString(), u"reset");
    EXPECT_EQ(told[u"reason"].toString(), u"other_epoch");
    EXPECT_EQ(told[u"position"].toInteger(), position);
    EXPECT_NE(told[u"epoch"].toString().toUtf8(), epoch);
    const qint64 next = other.say(u"a"_s, u"after the restore"_s);
    EXPECT_GT(next, position);
    ASSERT_TRUE(reader.waitFor([&] { return !reader.of("message").empty(); }));
    EXPECT_EQ(reader.of("message").front()[u"id"].toInteger(), next);
    EventReader goesOn(restored.port(), streamOf(restored, QByteArray::number(position) + '~' + told[u"epoch"].toString().toUtf8()));
    ASSERT_TRUE(goesOn.waitFor([&] { return !goesOn.of("message").empty(); }));
    EXPECT_EQ(goesOn.of("position").front()[u"status"].toString(), u"continue");
    EXPECT_EQ(goesOn.of("message").front()[u"id"].toInteger(), next);
    EXPECT_EQ(runCtl(QStringList{u"doctor"_s} + logOf(restored, otherUrl)).exitCode, 0);
}

TEST_P(BackupTest, OfAStoppedNodeIsTheSame)
{
    if (isPostgres())
        GTEST_SKIP() << "the database goes on in any case";
    NodeProcess node;
    node.start();
    NodeClient(node).say(u"a"_s, u"kept"_s);
    node.terminate();
    EXPECT_WORKED(places.backup(places.path(u"backup"_s), logOf(node, url)));
    NodeProcess restored;
    EXPECT_WORKED(places.restore(places.path(u"backup"_s), logOf(restored, otherUrl)));
    restored.start();
    EXPECT_EQ(historyOf(restored, "a").size(), 1);
}

// What the log names and the directory has not.
TEST_P(BackupTest, NamesFilesThatAreLost)
{
    NodeProcess node(ofNode(url));
    node.start();
    const QByteArray bytes("will be lost");
    ASSERT_EQ(NodeClient(node).upload(u"a"_s, u"lost.txt"_s, bytes).status, 201);
    const QString sha256 = QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
    const QString blob = node.dataDirectory() + u"/files/"_s + sha256.first(2) + u'/' + sha256.mid(2, 2) + u'/' + sha256;
    spoil(blob);
    const CtlOutcome spoilt = places.backup(places.path(u"spoilt"_s), logOf(node, url));
    EXPECT_WORKED(spoilt);
    EXPECT_TRUE(spoilt.errors.contains(u"warning: 1 files") && spoilt.errors.contains(sha256)) << spoilt.errors.toStdString();
    ASSERT_TRUE(QFile::remove(blob));
    const CtlOutcome lost = places.backup(places.path(u"lost"_s), logOf(node, url));
    EXPECT_WORKED(lost);
    EXPECT_TRUE(lost.errors.contains(sha256)) << lost.errors.toStdString();
    EXPECT_EQ(manifestOf(places.path(u"lost"_s))[u"missingFiles"].toInt(), 1);
    NodeProcess restored(ofNode(otherUrl));
    EXPECT_WORKED(places.restore(places.path(u"lost"_s), logOf(restored, otherUrl)));

    // And a directory that is not mounted is not taken for one that has lost them all.
    ASSERT_TRUE(QDir().rename(node.dataDirectory() + u"/files"_s, node.dataDirectory() + u"/elsewhere"_s));
    EXPECT_REFUSED(places.backup(places.path(u"none"_s), logOf(node, url)), u"is not the directory of this log's files");
    EXPECT_WORKED(places.backup(places.path(u"named"_s), logOf(node, url) + QStringList{u"--files"_s, node.dataDirectory() + u"/elsewhere"_s}));
}

INSTANTIATE_TEST_SUITE_P(OnEachStore, BackupTest, testing::Bool(), [](const auto &store) { return store.param ? "Postgres" : "Sqlite"; });

class PostgresBackupTest : public PostgresTest
{
protected:
    PostgresBackupTest()
    {
        EXPECT_EQ(runCtl({u"migrate"_s, u"--database"_s, url}).exitCode, 0);
        server().sql(url, u"INSERT INTO kept VALUES ('epoch', 'abcdefgh')"_s);
        write(places.path(u"url"_s), url.toUtf8());
    }

    QStringList log() const { return {u"--database-url-file"_s, places.path(u"url"_s)}; }

    BackupPlaces places;
    const QString url = server().createDatabase();
};

TEST_F(PostgresBackupTest, ShowsNoPasswordWaitsForNobodyAndCanBeBrokenOff)
{
    PsqlSession holder(url);
    holder.run(u"BEGIN; LOCK TABLE runs IN ACCESS EXCLUSIVE MODE;"_s);
    QProcess process;
    startCtl(process, QStringList{u"backup"_s, places.path(u"backup"_s)} + log());
    const QString waiting = u"SELECT count(*) FROM pg_stat_activity WHERE application_name = 'pg_dump' AND wait_event_type = 'Lock'"_s;
    ASSERT_TRUE(waitUntil([&] { return server().sql(url, waiting).trimmed() == u"1"; }, 20s));
    int seen = 0;
    const QStringList numbers = QDir(u"/proc"_s).entryList(QDir::Dirs);
    for (const QString &number : numbers) {
        QFile line(u"/proc/"_s + number + u"/cmdline"_s);
        if (!line.open(QIODevice::ReadOnly))
            continue;
        const QByteArray words = line.readAll();
        if (!words.contains(places.path(u"backup"_s).toUtf8()))
            continue;
        ++seen;
        EXPECT_FALSE(words.contains("pipit-tests")) << "a password in: " << QByteArray(words).replace('\0', ' ').constData();
    }
    // The one that waits on is told of, and nobody waits for it for ever.
    EXPECT_REFUSED(outcomeOf(process), u"keeps the tables locked. `pipitctl doctor` names it");
    EXPECT_EQ(places.names(), QStringList{u"url"_s});
    startCtl(process, QStringList{u"backup"_s, places.path(u"backup"_s)} + log());
    ASSERT_TRUE(waitUntil([&] { return server().sql(url, waiting).trimmed() == u"1"; }, 20s));
    EXPECT_TRUE(seen == 2 || !QFile::exists(u"/proc/self"_s)) << "pipitctl and pg_dump, not " << seen;

    ::kill(pid_t(process.processId()), SIGINT);
    EXPECT_REFUSED(outcomeOf(process), u"Broken off; nothing of it is left.");
    EXPECT_EQ(places.names(), QStringList{u"url"_s});
    EXPECT_TRUE(waitUntil([&] { return server().sql(url, u"SELECT count(*) FROM pg_stat_activity WHERE application_name IN ('pg_dump', 'pipit backup')"_s).trimmed() == u"0"; }, 20s));
}

// Whatever happens in between, there is no moment at which a node would start on the tables under the epoch of the backup.
TEST_F(PostgresBackupTest, GoesIntoAnEmptyDatabaseOnly)
{
    server().sql(url, u"INSERT INTO messages (session_id, content, sender_type) VALUES ('s', 'x', 'user')"_s);
    ASSERT_EQ(places.backup(places.path(u"backup"_s), log()).exitCode, 0);
    EXPECT_REFUSED(places.restore(places.path(u"backup"_s), log()), u"has tables of Pipit's");
    EXPECT_EQ(server().sql(url, u"SELECT value FROM kept WHERE key = 'epoch'"_s).trimmed(), u"abcdefgh"_s);

    // A table in the way: nothing at all of the backup stays.
    const QString other = server().createDatabase();
    server().sql(other, u"CREATE TABLE runs (id int)"_s);
    EXPECT_REFUSED(places.restore(places.path(u"backup"_s), {u"--database"_s, other}), u"\"runs\" already exists");
    EXPECT_EQ(server().sql(other, u"SELECT string_agg(relname, ' ') FROM pg_class WHERE relnamespace = 'public'::regnamespace"_s).trimmed(), u"runs"_s);

    server().sql(other, u"DROP TABLE runs"_s);
    spoil(places.path(u"backup/pipit.dump"_s));
    EXPECT_REFUSED(places.restore(places.path(u"backup"_s), {u"--database"_s, other}), u"is not what was written");
    EXPECT_EQ(server().sql(other, u"SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"_s).trimmed(), u"0"_s);
    spoil(places.path(u"backup/pipit.dump"_s));
    EXPECT_WORKED(places.restore(places.path(u"backup"_s), {u"--database"_s, other}));
    EXPECT_EQ(server().sql(other, u"SELECT count(*) FROM kept WHERE key = 'epoch' AND value <> 'abcdefgh'"_s).trimmed(), u"1"_s);
    EXPECT_EQ(server().sql(other, u"SELECT content FROM messages"_s).trimmed(), u"x"_s);
    const QString callers = u"SELECT string_agg(proname || coalesce(proacl::text, ' anybody'), ' ' ORDER BY proname) FROM pg_proc WHERE pronamespace = 'public'::regnamespace"_s;
    EXPECT_EQ(server().sql(other, callers), server().sql(url, callers)) << "who may call the functions";
    EXPECT_REFUSED(places.restore(places.path(u"backup"_s), {u"--data"_s, places.path(u"data"_s)}), u"can be restored there only");
    EXPECT_FALSE(QFile::exists(places.path(u"data"_s)));
}

} // namespace
} // namespace pipit::test
