// SPDX-License-Identifier: GPL-3.0-or-later
// Requirement: `pipitctl move` carries a log to PostgreSQL so that every cursor stays good and nothing is lost or doubled,
// however often it is broken off; it never changes its source and never mixes two logs.
#include "server/store/postgres/postgres_messages.h"
#include "server/store/postgres/postgres_store.h"
#include "server/store/sqlite/sqlite_database.h"
#include "server/store/sqlite/sqlite_store.h"
#include "tests/integration/ctl_process.h"
#include "tests/integration/http_call.h"
#include "tests/integration/node_process.h"
#include "tests/integration/sample_log.h"
#include "tests/support/postgres_test.h"
#include "tests/support/tcp_proxy.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTcpSocket>
#include <QThread>

#include <gtest/gtest.h>

#include <csignal>

using namespace Qt::StringLiterals;

namespace pipit::test {
namespace {

QList<Message> allOf(const QString &url)
{
    store::CallWatchdog watchdog;
    store::PostgresDatabase database(*store::parsePostgresUrl(url), u"test"_s, watchdog);
    QList<Message> list;
    for (store::LogPage page{.isLast = false}; !page.isLast;) {
        page = store::selectLog(database, list.isEmpty() ? 0 : list.last().id);
        list += page.messages;
    }
    return list;
}

class MoveTest : public PostgresTest
{
protected:
    QStringList command(const QString &file, const QString &url)
    {
        QFile target(m_directory.filePath(u"target"_s));
        EXPECT_TRUE(target.open(QIODevice::WriteOnly));
        target.write(url.toUtf8());
        return {u"move"_s, u"--from"_s, QString(u"sqlite:"_s + file), u"--to-file"_s, target.fileName()};
    }
    CtlOutcome move(const QString &file, const QString &url) { return runCtl(command(file, url)); }
    QString path(const QString &name) const { return m_directory.filePath(name); }

    void expectSame(const SampleLog &source, const QString &url)
    {
        const QList<Message> here = source.all(), there = allOf(url);
        ASSERT_LE(here.size(), there.size());
        for (qsizetype i = 0; i < here.size(); ++i)
            ASSERT_EQ(QJsonDocument(here[i].toJson()).toJson().toStdString(), QJsonDocument(there[i].toJson()).toJson().toStdString());
        EXPECT_EQ(source.hash(), source.bytes) << "a move changes nothing of its source";
    }

    qint64 count(const QString &url) { return server().sql(url, u"SELECT count(*) FROM messages"_s).toLongLong(); }

private:
    QTemporaryDir m_directory;
};

// What the stream says first when it is asked to go on behind this cursor.
QByteArray positionAfter(const NodeProcess &node, const QByteArray &token, const QByteArray &cursor)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), node.port());
    socket.write("GET /api/sse/messages?sessionId=s3 HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token + "\r\nLast-Event-ID: " + cursor + "\r\n\r\n");
    QByteArray stream;
    const QDeadlineTimer deadline(10'000);
    while (!stream.contains("heartbeatMs") && !deadline.hasExpired() && socket.waitForReadyRead(int(deadline.remainingTime())))
        stream += socket.readAll();
    return stream;
}

TEST_F(MoveTest, EveryCursorStaysGood)
{
    const SampleLog source(path(u"pipit.db"_s));
    const QString url = server().createDatabase();
    const CtlOutcome outcome = move(source.file, url);
    ASSERT_EQ(outcome.exitCode, 0) << outcome.errors.toStdString();
    EXPECT_TRUE(outcome.output.startsWith(u"Moved 20,000 messages, sessions: 8, tokens: 1, from "_s + source.file)) << outcome.output.toStdString();
    EXPECT_FALSE(outcome.output.contains(u"pipit-tests")) << "the password";
    expectSame(source, url);
    EXPECT_EQ(count(url), SampleLog::messages);

    NodeProcess node({u"--database"_s, url});
    node.start();
    const auto get = [&](const QByteArray &target) { return HttpConnection(node.port()).call(httpRequest("GET", target, "Bearer " + source.token)).value_or(Answer()); };
    const QByteArray stream = positionAfter(node, source.token, "19500~" + source.epoch.toLatin1());
    EXPECT_TRUE(stream.contains("\"status\":\"continue\"")) << stream.toStdString();
    EXPECT_TRUE(stream.contains("\"position\":19500")) << stream.toStdString();
    // Behind the newest, although that message is gone.
    EXPECT_TRUE(positionAfter(node, source.token, QByteArray::number(source.head) + '~' + source.epoch.toLatin1()).contains("\"status\":\"continue\""));

    // The search index is the nodes' own work; whoever asks waits for a part of it.
    const QDeadlineTimer deadline(30'000);
    QJsonArray found;
    while (found.isEmpty() && !deadline.hasExpired())
        found = get("/api/messages/search?q=" + QByteArray("天气").toPercentEncoding()).data().value(u"messages").toArray();
    ASSERT_FALSE(found.isEmpty());
    EXPECT_TRUE(found[0][u"content"].toString().contains(u"天气"));

    const QJsonObject renamed = get("/api/sessions/s1").data().value(u"session").toObject();
    EXPECT_EQ(renamed.value(u"title"), u"Renamed"_s);
    EXPECT_TRUE(renamed.value(u"archived").toBool());
    EXPECT_EQ(renamed.value(u"lastMessage")[u"sessionId"], u"s1"_s);
    EXPECT_EQ(get("/api/sessions/empty").data().value(u"session")[u"title"], u"一个空的会话"_s);

    const Answer posted = HttpConnection(node.port()).call(httpRequest("POST", "/api/messages", "Bearer " + source.token, R"({"sessionId":"s3","content":"x","senderType":"user"})")).value_or(Answer());
    EXPECT_EQ(posted.data().value(u"message")[u"id"].toInteger(), source.head + 1) << "a purged message's id never comes again";

    const CtlOutcome again = move(source.file, url);
    EXPECT_EQ(again.exitCode, 0) << again.errors.toStdString();
    EXPECT_TRUE(again.output.contains(u"an earlier run has moved it all")) << again.output.toStdString();
}

TEST_F(MoveTest, WhatWasReadStaysRead)
{
    const SampleLog source(path(u"pipit.db"_s), 100);
    const QString url = server().createDatabase();
    ASSERT_EQ(move(source.file, url).exitCode, 0);
    const auto before = std::move(store::openSqliteStore({.file = source.file}).value());
    const auto after = std::move(store::openPostgresStore({.target = *store::parsePostgresUrl(url), .nodeId = u"moved"_s, .readers = 1}).value());
    const auto readStates = [](store::Store &store) {
        const store::ReadStates states = store.readStates(u"ann"_s, {u"s1"_s, u"s2"_s}).result().value();
        QStringList list{states.isNoted ? u"noted"_s : u"new"_s};
        for (const QString &session : {u"s1"_s, u"s2"_s})
            list << u"%1 %2 %3"_s.arg(states.ofSession.value(session).readTo).arg(states.ofSession.value(session).unread).arg(states.ofSession.value(session).firstUnread);
        return list;
    };
    EXPECT_EQ(readStates(*after), readStates(*before));
    EXPECT_TRUE(readStates(*after).startsWith(u"noted"_s));
    const auto reader = [](store::Store &store) {
        const auto members = store.members(u"s1"_s).result();
        for (const store::MemberRecord &member : members.value()) {
            if (member.sub == u"ann")
                return u"%1 %2 %3 %4"_s.arg(member.name, member.role, QString::number(member.readTo), QString::number(member.seenAtMs));
        }
        return QString();
    };
    EXPECT_FALSE(reader(*before).isEmpty());
    EXPECT_EQ(reader(*after), reader(*before));
}

TEST_F(MoveTest, BotsGoOnWithWhatTheyWereDoing)
{
    const SampleLog source(path(u"pipit.db"_s), 100);
    const QString url = server().createDatabase();
    ASSERT_EQ(move(source.file, url).exitCode, 0);
    const auto store = std::move(store::openPostgresStore({.target = *store::parsePostgresUrl(url), .nodeId = u"moved"_s, .readers = 1}).value());
    for (const store::RunRecord &run : source.runs)
        EXPECT_EQ(store->findRun(run.runId).result()->value(), run) << run.runId.toStdString();
    EXPECT_EQ(*store->conversation(u"s1"_s, u"helper"_s).result(), source.conversation);
    EXPECT_EQ(*store->conversation(u"s1"_s, u"other"_s).result(), u"x"_s);
    EXPECT_EQ(server().sql(url, u"SELECT string_agg(run_id, ',') FROM runs WHERE ended_at IS NULL AND lease_until <= clock_timestamp()"_s), u"open"_s) << "free for whichever node comes";
    EXPECT_EQ(server().sql(url, u"SELECT ended_at = updated_at FROM runs WHERE run_id = 'ended'"_s), u"t"_s);
}

TEST_F(MoveTest, WhatWasErasedStaysSo)
{
    const QString file = path(u"pipit.db"_s);
    QList<Message> left;
    qint64 head = 0;
    {
        const auto source = std::move(store::openSqliteStore({.file = file}).value());
        const auto say = [&](const QString &session) { return source->append({.sessionId = session, .content = u"zebrafinch"_s}).result()->message.id; };
        const qint64 redacted = say(u"s"_s);
        say(u"gone"_s);
        ASSERT_TRUE(source->redact(redacted, u"olga"_s).result()->has_value());
        say(u"gone"_s);
        ASSERT_TRUE(source->deleteSession(u"gone"_s).result()->has_value());
        left = source->history({.sessionId = u"s"_s}).result()->messages;
        head = source->head();
    }
    const QString url = server().createDatabase();
    const CtlOutcome moved = move(file, url);
    ASSERT_EQ(moved.exitCode, 0) << moved.errors.toStdString();
    const auto store = std::move(store::openPostgresStore({.target = *store::parsePostgresUrl(url), .nodeId = u"moved"_s, .readers = 1}).value());
    EXPECT_EQ(store->history({.sessionId = u"s"_s}).result()->messages, left);
    EXPECT_EQ(store->search({.text = u"zebrafinch"_s}).result()->messages.size(), 0);
    EXPECT_EQ(store->head(), head);
    EXPECT_EQ(store->history({.sessionId = u"gone"_s, .after = 1}).result().error().code, ErrorCode::Gone);
    EXPECT_TRUE(store->history({.sessionId = u"s"_s, .after = 1}).result().ok());
}

TEST_F(MoveTest, GoesOnWhereItWasHoweverItWasBrokenOff)
{
    const SampleLog source(path(u"pipit.db"_s));
    const QString url = server().createDatabase();
    qint64 before = 0;
    enum class Way { Kill, Interrupt, Cut };
    for (const Way way : {Way::Kill, Way::Interrupt, Way::Cut}) {
        TcpProxy proxy(server().port());
        QProcess process;
        startCtl(process, command(source.file, server().urlOf(url.section(u'/', -1), proxy.port())));
        const QDeadlineTimer deadline(30'000);
        while (proxy.forwardedBytes() < 1'500'000 && !deadline.hasExpired())
            QThread::usleep(500);
        proxy.freeze();
        ASSERT_EQ(process.state(), QProcess::Running) << process.readAllStandardError().toStdString();
        const auto send = [&process](int signal) { ::kill(pid_t(process.processId()), signal); };
        CtlOutcome outcome;
        if (way == Way::Kill) {
            send(SIGKILL);
            outcome = outcomeOf(process);
            proxy.thaw();
        } else if (way == Way::Interrupt) {
            send(SIGINT);
            proxy.thaw();
            outcome = outcomeOf(process);
            EXPECT_EQ(outcome.exitCode, 1);
            EXPECT_TRUE(outcome.errors.contains(u"Broken off: ")) << outcome.errors.toStdString();
        } else {
            proxy.cut();
            outcome = outcomeOf(process);
            EXPECT_EQ(outcome.exitCode, 1);
            EXPECT_TRUE(outcome.errors.contains(u"Run the same command again; it goes on where it was.")) << outcome.errors.toStdString();
        }
        // Programs that write with plain SQL need not wait for the end: theirs follow all that is moved.
        server().sql(url, u"INSERT INTO messages (session_id, content, sender_type) VALUES ('foreign', '%1', 'user')"_s.arg(int(way)));
        const qint64 now = count(url) - 1 - int(way);
        EXPECT_GT(now, before);
        EXPECT_LT(now, SampleLog::messages);
        before = now;
        EXPECT_EQ(source.hash(), source.bytes);

        NodeProcess node({u"--database"_s, url});
        EXPECT_THROW(node.start(), std::runtime_error);
        EXPECT_TRUE(node.log().contains("A move into this database is not finished. Run the same `pipitctl move` again")) << node.log().toStdString();
    }
    const CtlOutcome outcome = move(source.file, url);
    ASSERT_EQ(outcome.exitCode, 0) << outcome.errors.toStdString();
    EXPECT_TRUE(outcome.output.contains(u"Moved 20,000 messages (%1 of them earlier), "_s.arg(QLocale(QLocale::English).toString(before)))) << outcome.output.toStdString();
    expectSame(source, url);
    EXPECT_EQ(server().sql(url, u"SELECT string_agg(content || ' ' || id, ',' ORDER BY id) FROM messages WHERE id > %1"_s.arg(source.head)), u"0 %1,1 %2,2 %3"_s.arg(source.head + 1).arg(source.head + 2).arg(source.head + 3));
}

TEST_F(MoveTest, NeverMixesTwoLogs)
{
    const SampleLog source(path(u"pipit.db"_s), 100), other(path(u"other.db"_s), 100);
    const auto expectRefused = [&](const QString &file, const QString &url, QStringView why) {
        const qint64 before = count(url);
        const CtlOutcome outcome = move(file, url);
        EXPECT_EQ(outcome.exitCode, 1);
        EXPECT_TRUE(outcome.errors.contains(why)) << outcome.errors.toStdString();
        EXPECT_EQ(count(url), before);
    };
    const QString used = server().createDatabase();
    {
        NodeProcess node({u"--database"_s, used});
        node.start();
    }
    expectRefused(source.file, used, u"holds another log, which a node has begun. Move into an empty database: createdb NAME");

    const QString written = server().createDatabase();
    ASSERT_EQ(runCtl({u"migrate"_s, u"--database"_s, written}).exitCode, 0);
    server().sql(written, u"INSERT INTO messages (session_id, content, sender_type) VALUES ('s', 'x', 'user')"_s);
    expectRefused(source.file, written, u"holds messages that are not of this log.");

    const QString half = server().createDatabase();
    ASSERT_EQ(runCtl({u"migrate"_s, u"--database"_s, half}).exitCode, 0);
    server().sql(half, u"INSERT INTO kept VALUES ('moving', '%1')"_s.arg(source.epoch));
    expectRefused(other.file, half, u"holds a part of another log, whose move is not finished.");
    server().sql(half, u"INSERT INTO messages (session_id, content, sender_type) VALUES ('s', 'x', 'user')"_s);
    expectRefused(source.file, half, u"has got messages from elsewhere since the move began, the newest with id 1.");

    const QString moved = server().createDatabase();
    ASSERT_EQ(move(source.file, moved).exitCode, 0);
    std::move(store::openSqliteStore({.file = source.file}).value())->append(SampleLog::draft(1)).waitForFinished();
    expectRefused(source.file, moved, u"has got other messages after that; they cannot be joined.");
}

TEST_F(MoveTest, NamesTheMessageThatCannotBeStored)
{
    const SampleLog source(path(u"pipit.db"_s), 100);
    store::SqliteDatabase(source.file).execute(u"UPDATE messages SET sender_id = '%1' WHERE id = 42"_s.arg(QString(300, u'x')));
    const QString url = server().createDatabase();
    const CtlOutcome outcome = move(source.file, url);
    EXPECT_EQ(outcome.exitCode, 1);
    EXPECT_TRUE(outcome.errors.contains(u"Message 42 cannot be stored in ")) << outcome.errors.toStdString();
    EXPECT_EQ(count(url), 41);
}

TEST_F(MoveTest, RefusesWhatItCannotMove)
{
    const QString url = server().createDatabase();
    NodeProcess node;
    node.start();
    const CtlOutcome used = move(node.dataDirectory() + u"/pipit.db"_s, url);
    EXPECT_EQ(used.exitCode, 1);
    EXPECT_TRUE(used.errors.contains(u"is in use by pipitd (process ")) << used.errors.toStdString();
    EXPECT_TRUE(used.errors.contains(u"Stop it, or move from a copy of it.")) << used.errors.toStdString();

    const CtlOutcome missing = move(path(u"nothing.db"_s), url);
    EXPECT_EQ(missing.exitCode, 1);
    EXPECT_TRUE(missing.errors.contains(u"There is no file "_s + path(u"nothing.db"_s))) << missing.errors.toStdString();
    EXPECT_FALSE(QFile::exists(path(u"nothing.db"_s)));

    store::SqliteDatabase(path(u"foreign.db"_s)).execute(u"CREATE TABLE messages (id)"_s);
    EXPECT_TRUE(move(path(u"foreign.db"_s), url).errors.contains(u"is another program's database"));

    const QString file = u"sqlite:"_s + path(u"foreign.db"_s), newFile = u"sqlite:"_s + path(u"new.db"_s);
    for (const QStringList &ends : {QStringList{url, newFile}, {file, newFile}, {url, url}}) {
        const CtlOutcome outcome = runCtl({u"move"_s, u"--from"_s, ends[0], u"--to"_s, ends[1]});
        EXPECT_EQ(outcome.exitCode, 2);
        EXPECT_TRUE(outcome.errors.contains(u"A move goes from a SQLite file to PostgreSQL, no other way")) << outcome.errors.toStdString();
    }
    EXPECT_EQ(runCtl({u"move"_s, u"--from"_s, u"sqlite:x"_s, u"--to"_s, u"local-postgres"_s}).exitCode, 2);
    EXPECT_EQ(runCtl({u"move"_s, u"--to-file"_s, url}).exitCode, 2);
}

} // namespace
} // namespace pipit::test
