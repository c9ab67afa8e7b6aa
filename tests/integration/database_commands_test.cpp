// SPDX-License-Identifier: GPL-3.0-or-later
// pipitctl doctor, migrate and token create, as their users call them, against a real PostgreSQL.
#include "tests/integration/ctl_process.h"
#include "tests/integration/http_call.h"
#include "tests/integration/node_process.h"
#include "tests/integration/pg_bouncer.h"
#include "tests/support/postgres_test.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace pipit::test {
namespace {

class DatabaseCommandsTest : public PostgresTest
{
protected:
    // The URL with its password in a file, as --database-url-file takes it.
    QString fileOf(const QString &url)
    {
        const QString path = m_directory.filePath(QString::number(++m_files));
        QFile file(path);
        EXPECT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(url.toUtf8());
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        return path;
    }

    CtlOutcome run(const QStringList &command, const QString &url) { return runCtl(command + QStringList{u"--database-url-file"_s, fileOf(url)}); }

    QString migrated()
    {
        const QString url = server().createDatabase();
        const CtlOutcome outcome = run({u"migrate"_s}, url);
        EXPECT_EQ(outcome.exitCode, 0) << outcome.errors.toStdString();
        return url;
    }

    // What `doctor --json` says under this name.
    QList<QJsonObject> findings(const QString &url, const QString &check)
    {
        const CtlOutcome outcome = run({u"doctor"_s, u"--json"_s}, url);
        const QJsonObject answer = QJsonDocument::fromJson(outcome.output.toUtf8()).object();
        EXPECT_TRUE(answer.value(u"ok").isBool()) << outcome.output.toStdString() << outcome.errors.toStdString();
        EXPECT_EQ(outcome.exitCode, answer.value(u"ok").toBool() ? 0 : 1);
        QList<QJsonObject> found;
        for (const QJsonValue &finding : answer.value(u"findings").toArray()) {
            if (finding[u"check"] == check)
                found.append(finding.toObject());
        }
        return found;
    }

    QJsonObject finding(const QString &url, const QString &check) { return findings(url, check).value(0); }

    // Made by its owner, used by a role that may read and no more.
    QString urlOfReader(const QString &url)
    {
        const QString name = url.section(u'/', -1);
        server().sql(url, u"CREATE ROLE reader_%1 LOGIN PASSWORD 'pipit-tests'"_s.arg(name));
        return server().urlOf(name, server().port(), u"reader_"_s + name);
    }

    QTemporaryDir m_directory;

private:
    int m_files = 0;
};

TEST_F(DatabaseCommandsTest, TheDoctorFindsAFreshDatabaseGood)
{
    const QString url = migrated();
    const CtlOutcome outcome = run({u"doctor"_s}, url);
    EXPECT_EQ(outcome.exitCode, 0);
    EXPECT_TRUE(outcome.errors.isEmpty()) << outcome.errors.toStdString();
    const QStringList lines = outcome.output.split(u'\n', Qt::SkipEmptyParts);
    EXPECT_GE(lines.size(), 12);
    for (const QString &line : lines) {
        EXPECT_TRUE(line.startsWith(u"✓ good ")) << line.toStdString();
        EXPECT_FALSE(line.contains(u'\033')) << "colour is for terminals";
    }
    EXPECT_GT(finding(url, u"notify"_s).value(u"figures")[u"roundTripMs"].toDouble(), 0);
    EXPECT_GT(finding(url, u"commit"_s).value(u"figures")[u"transactionsPerSecond"].toDouble(), 0);
}

TEST_F(DatabaseCommandsTest, TheDoctorSaysWhatToDoWithAnEmptyDatabase)
{
    const CtlOutcome outcome = run({u"doctor"_s}, server().createDatabase());
    EXPECT_EQ(outcome.exitCode, 1);
    EXPECT_TRUE(outcome.output.contains(u"✗ failure  schema")) << outcome.output.toStdString();
    EXPECT_TRUE(outcome.output.contains(u"\n                         Run `pipitctl migrate`")) << outcome.output.toStdString();
}

TEST_F(DatabaseCommandsTest, TheDoctorNamesWhoKeepsTheLogLocked)
{
    const QString url = migrated();
    PsqlSession holder(url);
    holder.run(u"BEGIN; INSERT INTO messages (session_id, content, sender_type) VALUES ('s', 'x', 'user'); SET CONSTRAINTS ALL IMMEDIATE;"_s);
    const int pid = holder.run(u"SELECT pg_backend_pid();"_s).toInt();
    ASSERT_GT(pid, 0);
    const QString reader = urlOfReader(url);
    server().sql(url, u"GRANT SELECT ON ALL TABLES IN SCHEMA public TO PUBLIC"_s);
    // The second one is not shown what other roles' processes do.
    for (const QString &asWhom : {url, reader}) {
        const QJsonObject found = finding(asWhom, u"lock"_s);
        EXPECT_EQ(found.value(u"level"), u"failure"_s);
        EXPECT_EQ(found.value(u"figures")[u"pid"].toInt(), pid);
        EXPECT_TRUE(found.value(u"text").toString().startsWith(u"Process %1 (psql, role pipit, "_s.arg(pid))) << found.value(u"text").toString().toStdString();
        EXPECT_TRUE(found.value(u"next").toString().contains(u"pg_terminate_backend(%1)"_s.arg(pid)));
    }
    holder.run(u"COMMIT;"_s);
    EXPECT_EQ(finding(url, u"lock"_s).value(u"level"), u"good"_s);
}

TEST_F(DatabaseCommandsTest, TheDoctorFindsATriggerThatIsOff)
{
    const QString url = migrated();
    server().sql(url, u"ALTER TABLE messages DISABLE TRIGGER messages_settle; INSERT INTO messages (session_id, content, sender_type) VALUES ('s', 'x', 'user'); DROP TRIGGER messages_final ON messages"_s);
    const auto found = findings(url, u"trigger"_s);
    ASSERT_EQ(found.size(), 2);
    EXPECT_TRUE(found[0].value(u"text").toString().contains(u"messages_settle on messages is switched off"));
    EXPECT_EQ(found[0].value(u"next"), u"ALTER TABLE messages ENABLE TRIGGER messages_settle"_s);
    EXPECT_TRUE(found[1].value(u"text").toString().contains(u"messages_final on messages is missing"));
    EXPECT_EQ(finding(url, u"provisional"_s).value(u"figures")[u"count"].toInt(), 1);
}

TEST_F(DatabaseCommandsTest, TheDoctorSaysWhoMayDoTooMuch)
{
    const QString url = migrated();
    EXPECT_EQ(finding(url, u"grants"_s).value(u"level"), u"good"_s);
    server().sql(url, u"CREATE ROLE careless LOGIN; GRANT INSERT ON messages TO careless; GRANT CREATE ON SCHEMA public TO PUBLIC"_s);
    const auto found = findings(url, u"grants"_s);
    ASSERT_EQ(found.size(), 2);
    for (const QJsonObject &one : found) {
        EXPECT_EQ(one.value(u"level"), u"warning"_s);
        server().sql(url, one.value(u"next").toString()); // the next step is the statement that mends it
    }
    EXPECT_EQ(finding(url, u"grants"_s).value(u"level"), u"good"_s);
    // What is left is enough for writing.
    server().sql(url, u"SET ROLE careless; INSERT INTO messages (session_id, content, sender_type) VALUES ('s', 'x', 'user')"_s);
    EXPECT_EQ(server().sql(url, u"SELECT id FROM messages"_s), u"1"_s);
}

TEST_F(DatabaseCommandsTest, TheDoctorTellsThePoolersApart)
{
    const QString url = migrated();
    EXPECT_TRUE(finding(url, u"pooler"_s).value(u"text").toString().contains(u"no pooler"));
    {
        const PgBouncer bouncer(url, u"transaction"_s);
        const QJsonObject found = finding(bouncer.url(), u"pooler"_s);
        EXPECT_EQ(found.value(u"level"), u"failure"_s);
        EXPECT_TRUE(found.value(u"next").toString().contains(u"pool_mode = session"));
    }
    const PgBouncer bouncer(url, u"session"_s);
    const QJsonObject found = finding(bouncer.url(), u"pooler"_s);
    EXPECT_EQ(found.value(u"level"), u"good"_s);
    EXPECT_TRUE(found.value(u"text").toString().startsWith(u"There is a connection pooler"));
}

TEST_F(DatabaseCommandsTest, TheDoctorLooksAtFilesToo)
{
    const QString file = m_directory.filePath(u"some.db"_s);
    const QStringList doctor{u"doctor"_s, u"--database"_s, QString(u"sqlite:"_s + file)};
    EXPECT_EQ(runCtl(doctor).exitCode, 1);
    EXPECT_FALSE(QFile::exists(file)) << "a doctor makes nothing";
    QFile empty(file);
    ASSERT_TRUE(empty.open(QIODevice::WriteOnly));
    EXPECT_TRUE(runCtl(doctor).output.contains(u"no tables of Pipit's"));
    EXPECT_EQ(runCtl({u"migrate"_s, u"--database"_s, QString(u"sqlite:"_s + file)}).output, file + u": Made the tables, of version 9.\n"_s);
    EXPECT_EQ(runCtl(doctor).exitCode, 0);
}

TEST_F(DatabaseCommandsTest, AWrongCommandLineIsNotRepeated)
{
    const QString url = u"postgres://u:secret@127.0.0.1:1/d"_s, wrong = u"postgres://u:secret@h:0/d"_s;
    for (const QStringList &rest : {QStringList{u"--databse"_s, url}, {QString(u"--databse="_s + url)}, {QString(u"-d"_s + url)}, {url}, {u"--database"_s, wrong}, {u"--database-url-file"_s, url},
                                    {u"--database"_s, url, u"--database-url-file"_s, fileOf(url)}, {u"--json="_s + url}, {u"--data"_s, u"/nonexistent"_s, u"--database"_s, url}}) {
        for (const QStringList &command : {QStringList{u"doctor"_s}, {u"migrate"_s}, {u"token"_s, u"create"_s, u"--sub"_s, u"ann"_s}, {u"move"_s, u"--from"_s, u"sqlite:x"_s}}) {
            const CtlOutcome outcome = runCtl(command + rest);
            EXPECT_EQ(outcome.exitCode, 2) << rest.join(u' ').toStdString();
            EXPECT_TRUE(outcome.errors.startsWith(u"pipitctl: ")) << outcome.errors.toStdString();
            EXPECT_FALSE(QString(outcome.output + outcome.errors).contains(u"secret")) << outcome.errors.toStdString();
        }
    }
    // A server that does not answer.
    const CtlOutcome outcome = runCtl({u"migrate"_s, u"--database"_s, url});
    EXPECT_EQ(outcome.exitCode, 1);
    EXPECT_TRUE(outcome.errors.contains(u"postgres://u@127.0.0.1:1/d: ")) << outcome.errors.toStdString();
    EXPECT_FALSE(outcome.errors.contains(u"secret")) << outcome.errors.toStdString();
}

TEST_F(DatabaseCommandsTest, MigratesOnce)
{
    const QString url = server().createDatabase();
    EXPECT_TRUE(run({u"migrate"_s}, url).output.endsWith(u": Made the tables, of version 10.\n"));
    const CtlOutcome again = run({u"migrate"_s}, url);
    EXPECT_EQ(again.exitCode, 0);
    EXPECT_TRUE(again.output.endsWith(u"there was nothing to do.\n")) << again.output.toStdString();
    server().sql(url, u"UPDATE kept SET value = '99' WHERE key = 'schema_version'"_s);
    EXPECT_TRUE(run({u"migrate"_s}, url).output.endsWith(u": The tables are of version 99; this program knows 10, and still works with them.\n"));
    server().sql(url, u"UPDATE kept SET value = '99' WHERE key = 'oldest_program'"_s);
    const CtlOutcome newer = run({u"migrate"_s}, url);
    EXPECT_EQ(newer.exitCode, 1);
    EXPECT_TRUE(newer.errors.contains(u"newer Pipit (version 99, for programs of version 99 or later; this one knows 10)")) << newer.errors.toStdString();
}

TEST_F(DatabaseCommandsTest, MigratesNothingThatIsNotItsOwn)
{
    const QString foreign = server().createDatabase();
    server().sql(foreign, u"CREATE TABLE messages (id int)"_s);
    const CtlOutcome outcome = run({u"migrate"_s}, foreign);
    EXPECT_EQ(outcome.exitCode, 1);
    EXPECT_TRUE(outcome.errors.contains(u"a table `messages` that is not Pipit's")) << outcome.errors.toStdString();
    EXPECT_EQ(server().sql(foreign, u"SELECT to_regclass('kept') IS NULL"_s), u"t"_s) << "whole or not at all";

    const CtlOutcome refused = run({u"migrate"_s}, urlOfReader(server().createDatabase()));
    EXPECT_EQ(refused.exitCode, 1);
    EXPECT_TRUE(refused.errors.contains(u"This role may not make tables in schema public")) << refused.errors.toStdString();
    EXPECT_TRUE(refused.errors.contains(u"Run `pipitctl migrate --database URL` once as a role that may")) << refused.errors.toStdString();
}

TEST_F(DatabaseCommandsTest, ATokenMadeBesideARunningNodeCounts)
{
    const QString url = server().createDatabase();
    const QStringList create{u"token"_s, u"create"_s, u"--sub"_s, u"ann"_s, u"--sessions"_s, u"team-*"_s};
    const CtlOutcome early = run(create, url);
    EXPECT_EQ(early.exitCode, 1);
    EXPECT_TRUE(early.errors.contains(u"Run `pipitctl migrate`")) << early.errors.toStdString();

    NodeProcess node({u"--database"_s, url});
    node.start();
    const CtlOutcome made = run(create, url);
    ASSERT_EQ(made.exitCode, 0) << made.errors.toStdString();
    const auto post = [&](const QByteArray &session) {
        const QByteArray body = "{\"sessionId\":\"" + session + "\",\"content\":\"x\",\"senderType\":\"user\"}";
        return HttpConnection(node.port()).call(httpRequest("POST", "/api/messages", "Bearer " + made.output.trimmed().toUtf8(), body)).value_or(Answer()).status;
    };
    EXPECT_EQ(post("team-a"), 201);
    EXPECT_EQ(post("other"), 403);
    EXPECT_EQ(findings(url, u"nodes"_s).last().value(u"figures")[u"nodes"].toInt(), 1) << "the command is no node";
}

TEST_F(DatabaseCommandsTest, ANodesOwnPostgresIsFoundWhileItRuns)
{
    NodeProcess node({u"--database"_s, u"local-postgres"_s});
    // As root, the server runs as another user, who has to get there.
    ASSERT_TRUE(store::PostgresPrograms::letThrough(QFileInfo(node.dataDirectory()).path()).ok());
    node.start();
    const QStringList where{u"--data"_s, node.dataDirectory(), u"--database"_s, u"local-postgres"_s};
    EXPECT_EQ(runCtl(QStringList{u"doctor"_s} + where).exitCode, 0);
    EXPECT_EQ(runCtl(QStringList{u"token"_s, u"create"_s, u"--sub"_s, u"ann"_s} + where).exitCode, 0);
    node.terminate();
    const CtlOutcome outcome = runCtl(QStringList{u"doctor"_s} + where);
    EXPECT_EQ(outcome.exitCode, 2);
    EXPECT_TRUE(outcome.errors.contains(u"runs with its node only")) << outcome.errors.toStdString();
}

} // namespace
} // namespace pipit::test
