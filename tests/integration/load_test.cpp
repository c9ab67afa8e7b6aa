// SPDX-License-Identifier: GPL-3.0-or-later
// A node under load, on SQLite and on PostgreSQL: everything comes once and in order, whatever the readers do; and afterwards the
// node is as it was. How fast it is, is measured elsewhere (tests/bench).
#include "app/load/load_run.h"
#include "app/load/pipit_target.h"
#include "app/load/report.h"
#include "tests/integration/http_call.h"
#include "tests/integration/node_process.h"
#include "tests/support/postgres_server.h"
#include "tests/support/wait_until.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::test {
namespace {

class LoadTest : public testing::TestWithParam<bool>
{
protected:
    void start(const QStringList &more = {})
    {
        QStringList arguments = more;
        if (GetParam()) {
            m_server = std::make_unique<PostgresServer>();
            arguments << u"--database"_s << m_server->createDatabase();
        }
        m_node = std::make_unique<NodeProcess>(arguments);
        m_node->start();
    }

    load::LoadPlan plan() const
    {
        static int runs = 0;
        const std::string session = "load-" + std::to_string(++runs) + "-";
        load::LoadPlan plan;
        plan.target.port = m_node->port();
        plan.target.headers = {"Authorization: Bearer " + m_node->token().toStdString()};
        load::aimAtPipit(plan.target, session);
        plan.drain = 60s;
        return plan;
    }

    QJsonObject stats() const
    {
        HttpConnection connection(m_node->port());
        const auto answer = connection.call(httpRequest("GET", "/api/sse/stats", "Bearer " + m_node->token()));
        return answer ? answer->data() : QJsonObject();
    }

    qint64 closedFor(QStringView reason) const { return stats().value(u"connections").toObject().value(u"closed").toObject().value(reason).toInteger(); }
    qint64 open() const { return stats().value(u"connections").toObject().value(u"open").toInteger(-1); }

    NodeProcess &node() { return *m_node; }

    static void expectComplete(const load::LoadPlan &plan, const load::LoadResult &result)
    {
        EXPECT_TRUE(result.isComplete()) << load::summaryOf(plan, result).toStdString();
        EXPECT_EQ(result.accepted, result.sent);
        EXPECT_EQ(result.resets, 0);
    }

private:
    std::unique_ptr<PostgresServer> m_server;
    std::unique_ptr<NodeProcess> m_node;
};

TEST_P(LoadTest, EveryStreamHasEveryMessageOnceAndInOrder)
{
    start();
    auto few = plan();
    few.streams = 300;
    few.rate = 400;
    few.duration = 2s;
    expectComplete(few, load::run(few));
    auto many = plan();
    many.streams = 400;
    many.channels = 200;
    many.rate = 1'000;
    many.duration = 2s;
    expectComplete(many, load::run(many));
}

TEST_P(LoadTest, SlowReadersAreClosedWithTheirReasonAndEndComplete)
{
    start({u"--streams-queue-bytes"_s, u"65536"_s});
    auto plan = this->plan();
    plan.streams = 40;
    plan.slow = 10;
    plan.rate = 100;
    plan.size = 100'000; // more than the system keeps for a reader that does not read
    plan.duration = 2s;
    qint64 slow = 0;
    const auto result = load::run(plan, {.beforeEnd = [&] { slow = closedFor(u"slow_consumer"); }});
    expectComplete(plan, result);
    EXPECT_EQ(slow, 10);
    EXPECT_EQ(result.resumed, 10);
}

TEST_P(LoadTest, StreamsThatAreCutAtOnceComeBackAndMissNothing)
{
    start();
    auto plan = this->plan();
    plan.streams = 1'000;
    plan.channels = 10;
    plan.rate = 200;
    plan.duration = 3s;
    plan.storms = {1s, 2s};
    const auto result = load::run(plan);
    expectComplete(plan, result);
    EXPECT_EQ(result.resumed, 2'000);
    EXPECT_EQ(load::Latencies::total(result.catchUp), 2'000u);
    RecordProperty("worstCatchUpMs", int(load::Latencies::percentileMs(result.catchUp, 1)));
}

TEST_P(LoadTest, AMessageOfTheLargestSizeReachesAThousandReaders)
{
    start({u"--streams-queue-bytes"_s, u"65536"_s});
    auto plan = this->plan();
    plan.streams = 1'000;
    plan.rate = 1;
    plan.size = 1 << 20;
    plan.duration = 1s;
    const auto result = load::run(plan);
    expectComplete(plan, result);
    EXPECT_EQ(result.delivered, 1'000);
    EXPECT_EQ(closedFor(u"slow_consumer"), 0);
}

// For an hour: PIPIT_CHURN_S=3600 in the environment.
TEST_P(LoadTest, ComingsAndGoingsLeaveNothingBehind)
{
    start();
    const std::chrono::seconds churnTime(qEnvironmentVariableIsSet("PIPIT_CHURN_S") ? qEnvironmentVariableIntValue("PIPIT_CHURN_S") : 30); // on each store
    const auto round = [this](double rate) {
        auto plan = this->plan();
        plan.streams = 400;
        plan.channels = 40;
        plan.rate = rate;
        plan.duration = 1s;
        plan.settle = 0s;
        plan.storms = {500ms};
        expectComplete(plan, load::run(plan));
        ASSERT_TRUE(waitUntil([this] { return open() == 0; }, 10s));
    };
    // Warm: the ring of recent messages is full, and so are the database's caches; and over a long time, each thread has had its turn with
    // everything.
    for (int i = 0; i < 10; ++i)
        round(2'500);
    for (const auto warm = std::chrono::steady_clock::now() + churnTime / 10; std::chrono::steady_clock::now() < warm && !HasFailure();)
        round(400);
    const auto until = std::chrono::steady_clock::now() + churnTime;
    const qint64 warm = node().residentBytes();
    const int descriptors = node().descriptors();
    while (std::chrono::steady_clock::now() < until && !HasFailure())
        round(400);
    EXPECT_LE(node().descriptors(), descriptors + 2); // a connection to the database, or this test's own, may just be coming
    // 400 bytes kept of each of the streams that came would be more. Where other tests run beside, the allocators hold more for a while: a
    // node gives back every five minutes what it has freed, and what is kept stays.
    const qint64 most = warm + warm / 10;
    waitUntil([&] { return node().residentBytes() <= most; }, 6min);
    EXPECT_LE(node().residentBytes(), most) << "of " << warm;
    RecordProperty("warmKb", int(warm / 1024));
    RecordProperty("afterKb", int(node().residentBytes() / 1024));
}

INSTANTIATE_TEST_SUITE_P(Stores, LoadTest, testing::Bool(), [](const auto &store) { return store.param ? "PostgreSQL" : "SQLite"; });

} // namespace
} // namespace pipit::test
