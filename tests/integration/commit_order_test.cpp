// SPDX-License-Identifier: GPL-3.0-or-later
// The promise of the log on PostgreSQL: ids grow in the order in which messages become visible, whoever inserts them, and
// however long their transactions stay open.
#include "server/ops/doctor.h"
#include "tests/integration/http_call.h"
#include "tests/integration/node_process.h"
#include "tests/integration/stream_swarm.h"
#include "tests/support/postgres_test.h"
#include "tests/support/wait_until.h"

#include <QElapsedTimer>

#include <gtest/gtest.h>

#include <thread>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::test {
namespace {

using Ids = std::vector<std::int64_t>;

class CommitOrderTest : public PostgresTest
{
protected:
    CommitOrderTest() : node({u"--database"_s, url})
    {
        node.start();
        swarm = std::make_unique<StreamSwarm>(std::vector<std::uint16_t>{node.port()}, node.token().toStdString());
        swarm->add("order");
        swarm->start();
        EXPECT_TRUE(waitUntil([&] { return swarm->placed() == 1; }, 20s));
    }

    Answer post(const QByteArray &content)
    {
        const QByteArray body = "{\"sessionId\":\"order\",\"senderType\":\"user\",\"content\":\"" + content + "\"}";
        return HttpConnection(node.port()).call(httpRequest("POST", "/api/messages", "Bearer " + node.token(), body)).value_or(Answer());
    }

    int get(const QByteArray &target) { return HttpConnection(node.port()).call(httpRequest("GET", target, "Bearer " + node.token())).value_or(Answer()).status; }

    static QString insert(const QString &content) { return u"INSERT INTO messages (session_id, content, sender_type) VALUES ('order', '%1', 'user')"_s.arg(content); }

    std::int64_t idOf(const QString &content) { return server().sql(url, u"SELECT id FROM messages WHERE content = '%1'"_s.arg(content)).toLongLong(); }
    Ids seen() { return swarm->records().front().ids; }

    const QString url = server().createDatabase();
    NodeProcess node;
    std::unique_ptr<StreamSwarm> swarm;
};

TEST_F(CommitOrderTest, WhatCommitsLateComesLateAndIsNotLost)
{
    PsqlSession early(url), late(url);
    // The first takes its number while the second has not begun, and commits when the second is long seen.
    const qint64 provisional = early.run(u"BEGIN; "_s + insert(u"early"_s) + u" RETURNING id;"_s).toLongLong();
    EXPECT_LT(provisional, 0);
    late.run(insert(u"late"_s) + u';');
    ASSERT_TRUE(waitUntil([&] { return seen().size() == 1; }, 10s));
    EXPECT_EQ(post("between").status, 201);
    ASSERT_TRUE(waitUntil([&] { return seen().size() == 2; }, 10s));
    const std::int64_t cursor = seen().back();

    early.run(u"COMMIT;"_s);
    EXPECT_TRUE(waitUntil([&] { return seen().size() == 3; }, 10s)) << "the reader has gone past it";
    EXPECT_EQ(seen(), (Ids{idOf(u"late"_s), idOf(u"between"_s), idOf(u"early"_s)}));
    EXPECT_GT(idOf(u"early"_s), cursor);
    // The same for one who reads page by page.
    const QByteArray page = "/api/messages?sessionId=order&after=" + QByteArray::number(qlonglong(cursor));
    const Answer answer = HttpConnection(node.port()).call(httpRequest("GET", page, "Bearer " + node.token())).value_or(Answer());
    EXPECT_TRUE(answer.body.contains("\"early\"")) << answer.body.toStdString();
}

TEST_F(CommitOrderTest, ARolledBackTransactionLeavesNothing)
{
    PsqlSession psql(url);
    psql.run(u"BEGIN; "_s + insert(u"never"_s) + u"; SAVEPOINT s; "_s + insert(u"nor this"_s) + u"; ROLLBACK TO s; ROLLBACK;"_s);
    psql.run(u"BEGIN ISOLATION LEVEL REPEATABLE READ; "_s + insert(u"one"_s) + u"; SAVEPOINT s; "_s + insert(u"two"_s) + u"; RELEASE s; COMMIT;"_s);
    EXPECT_EQ(post("three").status, 201);
    EXPECT_TRUE(waitUntil([&] { return seen().size() == 3; }, 10s));
    EXPECT_EQ(seen(), (Ids{idOf(u"one"_s), idOf(u"two"_s), idOf(u"three"_s)}));
}

TEST_F(CommitOrderTest, ATransactionThatKeepsTheLockCostsA503AndTheDoctorNamesIt)
{
    PsqlSession greedy(url);
    greedy.run(u"SET application_name = 'greedy'; BEGIN; "_s + insert(u"held"_s) + u"; SET CONSTRAINTS ALL IMMEDIATE;"_s);
    const int pid = greedy.run(u"SELECT pg_backend_pid();"_s).toInt();
    QElapsedTimer clock;
    clock.start();
    const Answer refused = post("refused");
    EXPECT_EQ(refused.status, 503) << refused.body.toStdString();
    EXPECT_EQ(refused.error().value(u"code").toString(), u"not_stored");
    EXPECT_TRUE(refused.body.contains("doctor")) << refused.body.toStdString();
    EXPECT_LT(clock.elapsed(), 9'000);
    // All else goes on.
    clock.restart();
    EXPECT_EQ(get("/healthz"), 200);
    EXPECT_EQ(get("/api/messages/search?q=held"), 200);
    EXPECT_LT(clock.elapsed(), 2'000);

    bool named = false;
    for (const auto &finding : ops::examinePostgres(*store::parsePostgresUrl(url)))
        named = named || (finding.check == u"lock" && finding.level == ops::Finding::Level::Failure && finding.text.contains(QString::number(pid)) && finding.text.contains(u"greedy"));
    EXPECT_TRUE(named);

    greedy.run(u"COMMIT;"_s);
    EXPECT_EQ(post("after").status, 201);
    EXPECT_TRUE(waitUntil([&] { return seen().size() == 2; }, 10s));
    EXPECT_EQ(seen(), (Ids{idOf(u"held"_s), idOf(u"after"_s)}));
    EXPECT_EQ(idOf(u"refused"_s), 0);
}

TEST_F(CommitOrderTest, AHundredThousandRowsBesideTheNode)
{
    constexpr int copied = 100'000;
    QByteArray rows;
    for (int i = 0; i < copied; ++i)
        rows += "order\tcopied " + QByteArray::number(i) + "\tbot\n";
    std::atomic<bool> done = false;
    std::thread copy([&] {
        server().copyIn(url, u"COPY messages (session_id, content, sender_type) FROM STDIN"_s, rows);
        done = true;
    });
    int stored = 0, refused = 0;
    qint64 slowest = 0, slowestProbe = 0;
    while (!done) {
        QElapsedTimer clock;
        clock.start();
        const Answer answer = post("beside");
        slowest = std::max(slowest, clock.elapsed());
        ASSERT_TRUE(answer.status == 201 || (answer.status == 503 && answer.error().value(u"code").toString() == u"not_stored")) << answer.body.toStdString();
        ++(answer.status == 201 ? stored : refused);
        clock.restart();
        ASSERT_EQ(get("/healthz"), 200);
        slowestProbe = std::max(slowestProbe, clock.elapsed());
        std::this_thread::sleep_for(5ms);
    }
    copy.join();
    EXPECT_GT(stored, 0);
    EXPECT_LT(slowest, 9'000);
    EXPECT_LT(slowestProbe, 2'000);
    EXPECT_TRUE(waitUntil([&] { return seen().size() == std::size_t(copied + stored); }, 60s)) << seen().size();
    const Ids ids = seen();
    EXPECT_EQ(std::ranges::adjacent_find(ids, std::greater_equal<>()), ids.end());
    EXPECT_EQ(server().sql(url, u"SELECT count(*) FROM messages"_s).toInt(), copied + stored);
    RecordProperty("slowestPostMs", int(slowest));
    std::printf("COPY of %d rows: %d posts stored beside it, %d refused, the slowest took %lld ms\n", copied, stored, refused, static_cast<long long>(slowest));
}

} // namespace
} // namespace pipit::test
