// SPDX-License-Identifier: GPL-3.0-or-later
// Requirement: what is redacted, deleted or purged is gone: from every answer and every file of the node, with the node running
// and after it has stopped; and no node sends it to a client that comes back.
#include "tests/integration/ctl_process.h"
#include "tests/integration/node_client.h"
#include "tests/integration/node_process.h"
#include "tests/support/files_with.h"
#include "tests/support/postgres_test.h"
#include "tests/support/wait_until.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QHostAddress>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTcpSocket>

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace pipit::test {
namespace {

constexpr std::chrono::seconds limit{20};
const QString word = u"quxzebrafinch"_s;

// In every place where a text can stand: content, metadata, an edit, a question, an answer. The ids to redact.
QList<qint64> sayEverywhere(NodeClient &client, const QString &session)
{
    QList<qint64> ids{client.say(session, u"the %1 sings"_s.arg(word))};
    ids << client.say(session, u"of metadata"_s, {{u"metadata"_s, QJsonObject{{u"tag"_s, word}}}});
    const qint64 first = client.say(session, u"about a %1"_s.arg(word));
    client.say(session, u"about something else"_s, {{u"replaces"_s, first}});
    ids << client.say(session, u"about %1 again"_s.arg(word.toUpper()), {{u"replaces"_s, first}});
    ids << client.askEcho(session, u"what does %1 mean?"_s.arg(word));
    for (const QJsonValue message : client.history(session.toUtf8())) {
        if (message[u"content"].toString().startsWith(u"what does"))
            ids << message[u"id"].toInteger();
    }
    return ids;
}

bool isThere(const QString &path)
{
    return !filesWith(path, word).isEmpty() || !filesWith(path, word.toUpper()).isEmpty();
}

TEST(ErasureTest, NoFileOfANodeHasWhatWasRedacted)
{
    NodeProcess node;
    node.start();
    NodeClient client(node);
    for (int i = 0; i < 50; ++i)
        client.say(u"other"_s, u"nothing special %1"_s.arg(i));
    const QList<qint64> ids = sayEverywhere(client, u"s"_s);
    // As a bot with `raw_log` leaves it.
    ASSERT_TRUE(QDir(node.dataDirectory()).mkpath(u"raw"_s));
    QFile raw(node.dataDirectory() + u"/raw/helper.log.1"_s);
    ASSERT_TRUE(raw.open(QIODevice::WriteOnly));
    raw.write(word.toUtf8());
    raw.close();
    ASSERT_TRUE(isThere(node.dataDirectory()));
    ASSERT_EQ(client.ask("GET", "/api/messages/search?q=" + word.toUtf8()).data()[u"messages"].toArray().size(), 5);

    for (const qint64 id : ids) {
        const Answer answer = client.ask("POST", "/api/messages/" + QByteArray::number(id) + "/redact");
        ASSERT_EQ(answer.status, 200) << answer.body.constData();
        EXPECT_TRUE(answer.data()[u"message"][u"metadata"][u"ids"].toArray().contains(id));
    }
    EXPECT_EQ(filesWith(node.dataDirectory(), word), QStringList());
    EXPECT_EQ(filesWith(node.dataDirectory(), word.toUpper()), QStringList());
    EXPECT_EQ(client.ask("GET", "/api/messages/search?q=" + word.toUtf8()).data()[u"messages"].toArray().size(), 0);
    EXPECT_EQ(client.ask("GET", "/api/messages/search?q=nothing&limit=100").data()[u"messages"].toArray().size(), 50);
    EXPECT_FALSE(QJsonDocument(client.history("s")).toJson().toLower().contains(word.toUtf8()));
    EXPECT_EQ(node.terminate(), 0);
    EXPECT_FALSE(isThere(node.dataDirectory()));
    EXPECT_FALSE(node.log().contains(word.toUtf8()));
}

TEST(ErasureTest, NoFileOfANodeHasWhatWasDeleted)
{
    NodeProcess node;
    node.start();
    NodeClient client(node);
    sayEverywhere(client, u"s"_s);
    ASSERT_EQ(client.ask("PATCH", "/api/sessions/s", {{u"title"_s, word}}).status, 200);
    ASSERT_EQ(client.ask("PATCH", "/api/sessions/s", {{u"title"_s, u"another"_s}}).status, 200);
    ASSERT_EQ(client.ask("PATCH", "/api/sessions/s", {{u"title"_s, QString(word + u" 2")}}).status, 200);
    ASSERT_TRUE(isThere(node.dataDirectory()));

    ASSERT_EQ(client.ask("DELETE", "/api/sessions/s").status, 200);
    EXPECT_EQ(filesWith(node.dataDirectory(), word), QStringList());
    EXPECT_FALSE(isThere(node.dataDirectory()));
    EXPECT_EQ(client.ask("GET", "/api/sessions/s").status, 404);
    EXPECT_EQ(client.ask("GET", "/api/messages?sessionId=s&after=1").error()[u"code"], u"gone"_s);
    EXPECT_EQ(client.ask("DELETE", "/api/sessions/s").status, 404);
    EXPECT_EQ(node.terminate(), 0);
    EXPECT_FALSE(isThere(node.dataDirectory()));
    // Its positions do not come again.
    node.start();
    EXPECT_GT(NodeClient(node).say(u"s"_s, u"anew"_s), 7);
}

// With the settings of `[retention]`, by the node itself.
TEST(ErasureTest, NoFileOfANodeHasWhatWasPurged)
{
    NodeProcess node;
    node.start();
    NodeClient(node).say(u"stays"_s, u"the first"_s);
    {
        NodeClient client(node);
        sayEverywhere(client, u"s"_s);
        client.say(u"stays"_s, u"the second"_s);
        client.say(u"stays"_s, u"the third"_s);
    }
    ASSERT_EQ(node.terminate(), 0);
    ASSERT_TRUE(isThere(node.dataDirectory()));
    QFile settings(node.dataDirectory() + u"/pipit.toml"_s);
    ASSERT_TRUE(settings.open(QIODevice::WriteOnly));
    settings.write("[retention]\nmax_messages = 2\n");
    settings.close();

    node.start();
    EXPECT_TRUE(waitUntil([&] { return !isThere(node.dataDirectory()); }, limit)) << filesWith(node.dataDirectory(), word).join(u' ').toStdString();
    NodeClient client(node);
    EXPECT_EQ(client.history("stays").size(), 2);
    EXPECT_EQ(client.ask("GET", "/api/sessions/s").status, 404);
    EXPECT_TRUE(waitUntil([&] { return node.log().contains("Purged 8 messages"); }, limit)) << node.log().constData();
}

TEST(ErasureTest, TheCommandLineRedactsMessagesAndWholeSessions)
{
    NodeProcess node;
    node.start();
    NodeClient client(node);
    const QStringList caller{u"--url"_s, u"http://127.0.0.1:%1"_s.arg(node.port()), u"--token-file"_s, QString(node.dataDirectory() + u"/operator.token")};
    const qint64 first = client.say(u"a"_s, word), second = client.say(u"a"_s, QString(word + u" again"));
    const qint64 edit = client.say(u"a"_s, QString(word + u" edited"), {{u"replaces"_s, second}});
    const CtlOutcome some = runCtl(QStringList{u"redact"_s, QString::number(second), QString::number(edit)} + caller);
    EXPECT_EQ(some.output, u"Redacted 2 messages.\n"_s) << some.errors.toStdString();
    EXPECT_EQ(some.exitCode, 0);
    const CtlOutcome all = runCtl(QStringList{u"redact"_s, u"--session"_s, u"a"_s, u"--all"_s, u"--yes"_s} + caller);
    EXPECT_EQ(all.output, u"Redacted 1 message.\n"_s) << all.errors.toStdString();
    EXPECT_FALSE(isThere(node.dataDirectory()));
    EXPECT_EQ(runCtl(QStringList{u"redact"_s, u"--session"_s, u"a"_s, u"--all"_s} + caller).output, u"Redacted 0 messages.\n"_s);
    EXPECT_EQ(runCtl(QStringList{u"redact"_s, u"999"_s} + caller).exitCode, 1);
    EXPECT_EQ(runCtl(QStringList{u"redact"_s} + caller).exitCode, 2);
    EXPECT_EQ(runCtl(QStringList{u"redact"_s, QString::number(first), u"--all"_s, u"--session"_s, u"a"_s} + caller).exitCode, 2);
}

// What a stream says, down to a text; without a cursor: from now on.
class Reader
{
public:
    Reader(const NodeProcess &node, const QByteArray &session, const QByteArray &cursor = {})
    {
        const QByteArray resume = cursor.isEmpty() ? QByteArray() : QByteArray("Last-Event-ID: " + cursor + "\r\n");
        m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), node.port());
        m_socket.write("GET /api/sse/messages?sessionId=" + session + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + node.token() + "\r\n" + resume + "\r\n");
    }

    QByteArray until(const QByteArray &text)
    {
        const QDeadlineTimer deadline(limit);
        while (!m_received.contains(text) && !deadline.hasExpired() && m_socket.waitForReadyRead(int(deadline.remainingTime())))
            m_received += m_socket.readAll();
        EXPECT_TRUE(m_received.contains(text)) << m_received.constData();
        return m_received;
    }

private:
    QTcpSocket m_socket;
    QByteArray m_received;
};

class PostgresErasureTest : public PostgresTest
{
};

TEST_F(PostgresErasureTest, AnotherNodeSendsNothingOfItToWhoComesBack)
{
    const QString url = server().createDatabase();
    NodeProcess here({u"--database"_s, url}), there({u"--database"_s, url});
    here.start();
    there.start();
    NodeClient client(here);
    Reader live(there, "s");
    live.until("heartbeatMs");
    const QByteArray before = QByteArray::number(client.say(u"s"_s, u"hello"_s));
    const qint64 redacted = client.say(u"s"_s, word);
    client.say(u"s"_s, u"goodbye"_s);
    // It has been in that node's memory: whoever came back now would get it from there.
    EXPECT_TRUE(Reader(there, "s", before).until("goodbye").contains(word.toUtf8()));
    live.until("goodbye");
    ASSERT_EQ(client.ask("POST", "/api/messages/" + QByteArray::number(redacted) + "/redact").status, 200);
    live.until("\"ids\"");
    for (const NodeProcess *node : {&here, &there}) {
        const QByteArray stream = Reader(*node, "s", before).until("\"ids\"");
        EXPECT_FALSE(stream.contains(word.toUtf8())) << stream.constData();
        EXPECT_TRUE(stream.contains("\"status\":\"continue\"") && stream.contains("goodbye")) << stream.constData();
    }

    NodeClient(there).say(u"s"_s, u"%1 once more"_s.arg(word));
    live.until("once more");
    ASSERT_EQ(client.ask("DELETE", "/api/sessions/s").status, 200);
    live.until("\"deleted\":true");
    live.until("\"purgedTo\"");
    for (const NodeProcess *node : {&here, &there}) {
        const QByteArray stream = Reader(*node, "s", before).until("heartbeatMs");
        EXPECT_TRUE(stream.contains("cursor_too_old")) << stream.constData();
        EXPECT_FALSE(stream.contains(word.toUtf8())) << stream.constData();
    }
}

// What holds on PostgreSQL, as docs/postgresql.md tells it.
TEST_F(PostgresErasureTest, TheTablesFilesHaveNothingOnceTheyAreRewritten)
{
    const QString url = server().createDatabase();
    NodeProcess node({u"--database"_s, url});
    node.start();
    NodeClient client(node);
    for (int i = 0; i < 20; ++i)
        client.say(u"other"_s, u"nothing special %1"_s.arg(i));
    const QList<qint64> ids = sayEverywhere(client, u"s"_s);
    ASSERT_EQ(client.ask("GET", "/api/messages/search?q=" + word.toUtf8()).data()[u"messages"].toArray().size(), 5);
    server().sql(url, u"CHECKPOINT"_s);
    ASSERT_NE(filesWith(server().dataDirectory() + u"/data/base"_s, word), QStringList());
    for (const qint64 id : ids)
        ASSERT_EQ(client.ask("POST", "/api/messages/" + QByteArray::number(id) + "/redact").status, 200);
    // The node vacuums by itself: no row of a table has it, also not a dead one.
    EXPECT_TRUE(waitUntil([&] { return server().sql(url, u"SELECT count(*) FROM pg_stat_user_tables WHERE relname IN ('messages', 'message_terms', 'runs') AND vacuum_count > 0 AND n_dead_tup = 0"_s) == u"3"; }, limit));
    EXPECT_EQ(server().sql(url, u"SELECT count(*) FROM messages m WHERE m::text ILIKE '%%1%'"_s.arg(word)), u"0"_s);
    EXPECT_EQ(server().sql(url, u"SELECT count(*) FROM message_terms t WHERE t::text ILIKE '%%1%'"_s.arg(word)), u"0"_s);
    EXPECT_EQ(server().sql(url, u"SELECT count(*) FROM runs r WHERE r::text ILIKE '%%1%'"_s.arg(word)), u"0"_s);
    // The free places of their pages, and the keys of the search index, have it until they are rewritten.
    server().sql(url, u"VACUUM FULL messages, message_terms, runs"_s);
    // Of this database: those of the cases before were not rewritten.
    const QString own = u"/base/%1/"_s.arg(server().sql(url, u"SELECT oid FROM pg_database WHERE datname = current_database()"_s));
    QStringList files;
    const auto areClean = [&] {
        server().sql(url, u"CHECKPOINT"_s); // what was rewritten goes with one, but not while somebody still has it open
        files = filesWith(server().dataDirectory(), word) + filesWith(server().dataDirectory(), word.toUpper());
        files.removeIf([&own](const QString &file) { return file.contains(u"pg_wal/") || (file.contains(u"/base/") && !file.contains(own)); });
        return files.isEmpty();
    };
    EXPECT_TRUE(waitUntil(areClean, limit)) << files.join(u' ').toStdString() << ": " << server().sql(url, u"SELECT pg_filenode_relation(0, %1)"_s.arg(files.value(0).section(u'/', -1).section(u'_', 0, 0))).toStdString();
}

// The file's bytes, its name, its record. Half a minute after its upload, for its own uploader may still be at work.
TEST(ErasureTest, AFileGoesWithTheMessageThatShowsIt)
{
    NodeProcess node;
    node.start();
    NodeClient client(node);
    const auto upload = [&](const QByteArray &content) {
        const Answer answer = client.upload(u"s"_s, word + u".txt", content);
        EXPECT_EQ(answer.status, 201);
        return answer.data()[u"file"][u"url"].toString();
    };
    const QString redacted = upload("the song of the " + word.toUtf8()), kept = upload("something else"), deleted = upload("another " + word.toUtf8());
    const qint64 id = client.say(u"s"_s, redacted, {{u"contentType"_s, u"file"_s}, {u"metadata"_s, QJsonObject{{u"name"_s, u"song.txt"_s}}}});
    client.say(u"s"_s, kept, {{u"contentType"_s, u"file"_s}});
    ASSERT_TRUE(isThere(node.dataDirectory()));
    ASSERT_EQ(client.ask("GET", redacted.toUtf8()).status, 200);

    EXPECT_EQ(client.ask("POST", "/api/messages/" + QByteArray::number(id) + "/redact").status, 200);
    EXPECT_TRUE(waitUntil([&] { return client.ask("GET", redacted.toUtf8()).status == 404; }, limit));
    EXPECT_EQ(client.ask("GET", kept.toUtf8()).status, 200);
    EXPECT_TRUE(waitUntil([&] { return filesWith(node.dataDirectory() + u"/files"_s, u"the song of the "_s + word).isEmpty(); }, std::chrono::seconds(90)));

    EXPECT_EQ(client.ask("DELETE", "/api/sessions/s").status, 200);
    EXPECT_TRUE(waitUntil([&] { return client.ask("GET", deleted.toUtf8()).status == 404 && client.ask("GET", kept.toUtf8()).status == 404; }, limit));
    EXPECT_TRUE(waitUntil([&] { return filesWith(node.dataDirectory() + u"/files"_s, word).isEmpty(); }, std::chrono::seconds(90)));
    EXPECT_EQ(node.terminate(), 0);
    EXPECT_FALSE(isThere(node.dataDirectory())) << filesWith(node.dataDirectory(), word).join(u' ').toStdString();
}

} // namespace
} // namespace pipit::test
