// SPDX-License-Identifier: GPL-3.0-or-later
// A node's figures under a known load: the load's own count, /metrics, /api/sse/stats and /api/ops/stream say the same.
#include "app/load/load_run.h"
#include "app/load/pipit_target.h"
#include "app/load/report.h"
#include "client/api_client.h"
#include "client/ops/ops_feed.h"
#include "core/alert_config.h"
#include "core/private_file.h"
#include "tests/integration/event_reader.h"
#include "tests/integration/http_call.h"
#include "tests/integration/node_process.h"
#include "tests/integration/prometheus_process.h"
#include "tests/support/postgres_server.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QMap>
#include <QProcess>
#include <QStandardPaths>

#include <gtest/gtest.h>

#include <future>
#include <numeric>
#include <thread>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::test {
namespace {

// What Prometheus would read.
class Scrape
{
public:
    explicit Scrape(const QByteArray &text)
    {
        for (const QByteArray &line : text.split('\n')) {
            if (!line.isEmpty() && !line.startsWith('#'))
                m_values.insert(line.left(line.lastIndexOf(' ')), line.mid(line.lastIndexOf(' ') + 1).toDouble());
        }
    }

    double value(const QByteArray &series) const
    {
        EXPECT_TRUE(m_values.contains(series)) << series.constData();
        return m_values.value(series);
    }

    // As histogram_quantile() does it, of a histogram without other labels.
    double quantile(const QByteArray &name, double share) const
    {
        std::vector<std::pair<double, double>> buckets; // upper edge, how many lie below
        for (auto it = m_values.begin(); it != m_values.end(); ++it) {
            const QByteArray prefix = name + "_bucket{le=\"";
            if (it.key().startsWith(prefix))
                buckets.push_back({it.key().mid(prefix.size(), it.key().size() - prefix.size() - 2).replace("+Inf", "inf").toDouble(), it.value()});
        }
        std::ranges::sort(buckets);
        const double rank = share * buckets.back().second;
        const auto found = std::ranges::find_if(buckets, [rank](const auto &bucket) { return bucket.second >= rank; });
        const auto before = found == buckets.begin() ? std::pair(0.0, 0.0) : *(found - 1);
        return before.first + (found->first - before.first) * (rank - before.second) / (found->second - before.second);
    }

private:
    QMap<QByteArray, double> m_values;
};

class FiguresTest : public testing::TestWithParam<bool>
{
protected:
    void SetUp() override
    {
        QStringList arguments;
        if (GetParam()) {
            m_server = std::make_unique<PostgresServer>();
            arguments << u"--database"_s << m_server->createDatabase();
        }
        m_node = std::make_unique<NodeProcess>(arguments);
        m_node->start();
    }

    QByteArray bearer() const { return "Bearer " + m_node->token(); }
    QByteArray get(const QByteArray &target) const
    {
        const auto answer = HttpConnection(m_node->port()).call(httpRequest("GET", target, bearer()));
        return answer ? answer->body : QByteArray();
    }
    QByteArray metrics() const { return get("/metrics"); }
    QJsonObject stats() const { return QJsonDocument::fromJson(get("/api/sse/stats")).object().value(u"data").toObject(); }

    load::LoadPlan plan(int streams, int channels, double rate, std::chrono::seconds duration) const
    {
        load::LoadPlan plan{.streams = streams, .channels = channels, .rate = rate, .duration = duration};
        plan.target.port = m_node->port();
        plan.target.headers = {"Authorization: Bearer " + m_node->token().toStdString()};
        load::aimAtPipit(plan.target, "load-");
        plan.drain = 60s;
        return plan;
    }

    NodeProcess &node() { return *m_node; }

private:
    std::unique_ptr<PostgresServer> m_server;
    std::unique_ptr<NodeProcess> m_node;
};

// The newest row of what consoles are told, by its fields' names.
QMap<QString, double> newestRow(const EventReader &console)
{
    const QJsonArray fields = console.of("history").front().value(u"fields").toArray();
    const QJsonArray row = console.of("snapshot").back().value(u"row").toArray();
    EXPECT_EQ(fields.size(), row.size());
    QMap<QString, double> values;
    for (qsizetype i = 0; i < fields.size(); ++i)
        values.insert(fields[i].toString(), row[i].toDouble());
    return values;
}

// The events of this thread go on meanwhile.
bool until(const std::function<bool()> &holds)
{
    const QDeadlineTimer deadline(60s);
    while (!holds() && !deadline.hasExpired()) {
        QCoreApplication::processEvents();
        std::this_thread::sleep_for(2ms);
    }
    return holds();
}

// A console that was there all the time: what it would show is what happened.
TEST_P(FiguresTest, AConsoleHasSeenTheSame)
{
    ApiClient api(QUrl(u"http://127.0.0.1:%1"_s.arg(node().port())), node().token(), 20s);
    OpsFeed console(api);
    console.start();
    const FigureHistory &figures = console.figures();
    ASSERT_TRUE(until([&] { return console.state() == OpsFeed::State::Live && figures.size() >= 2; }));
    const qint64 from = figures.lastMs();

    auto plan = this->plan(200, 20, 400, 5s);
    plan.storms = {2s};
    auto loading = std::async(std::launch::async, [plan] { return load::run(plan); });
    ASSERT_TRUE(until([&] { return loading.wait_for(0s) == std::future_status::ready; }));
    const load::LoadResult result = loading.get();
    ASSERT_TRUE(result.isComplete()) << load::summaryOf(plan, result).toStdString();
    const qint64 streams = result.streams + result.resumed;
    ASSERT_TRUE(until([&] { return figures.counted(u"closed"_s, from, figures.lastMs()) == double(streams); })) << figures.counted(u"closed"_s, from, figures.lastMs());
    const Scrape scrape(metrics());
    const qint64 to = figures.lastMs();
    EXPECT_EQ(figures.counted(u"opened"_s, from, to), double(streams));
    // A stream that is cut while something is sent on it is a broken write.
    EXPECT_EQ(figures.counted(u"closedClientGone"_s, from, to) + figures.counted(u"closedWriteFailed"_s, from, to), double(streams));
    EXPECT_EQ(figures.counted(u"resumed"_s, from, to), double(result.resumed));
    EXPECT_EQ(figures.counted(u"published"_s, from, to), double(result.accepted));
    EXPECT_EQ(figures.counted(u"messages"_s, from, to), double(result.accepted));
    EXPECT_EQ(figures.counted(u"deliveries"_s, from, to), scrape.value("pipit_deliveries_total"));
    EXPECT_EQ(figures.latest(u"open"_s), 1);
    for (const double share : {0.5, 0.95, 0.99})
        EXPECT_NEAR(*figures.percentile(share, from, to) / (scrape.quantile("pipit_commit_to_wire_seconds", share) * 1000), 1, 0.05) << share;
    const auto heat = figures.heat(from, to, 10);
    std::uint64_t seen = 0;
    for (const auto &column : heat.columns)
        seen = std::accumulate(column.begin(), column.end(), seen);
    EXPECT_EQ(double(seen), scrape.value("pipit_commit_to_wire_seconds_count"));
    // The line of what was published has it all under it.
    double most = 0;
    for (const auto &line : figures.lines({.kind = Curve::Kind::Rate, .field = u"published"_s}, from, to, 1'000)) {
        for (const QPointF &point : line)
            most = std::max(most, point.y());
    }
    EXPECT_NEAR(most / 400, 1, 0.35);
    EXPECT_EQ(console.alerts().size(), qsizetype(defaultAlerts().size()));
}

// As it fires and as it ends, with the moment and the figure; and with another limit when somebody has set one.
TEST(ConsoleAlertsTest, AConsoleIsToldOfThem)
{
    NodeProcess node;
    ASSERT_TRUE(QDir().mkpath(node.dataDirectory()));
    ASSERT_TRUE(writePrivateFile(node.dataDirectory() + u"/pipit.toml", "[[alerts]]\nname = \"crowd\"\nmetric = \"sse_connections_total\"\nabove = 2.5\nfor_s = 0\n").ok());
    node.start();
    ApiClient api(QUrl(u"http://127.0.0.1:%1"_s.arg(node.port())), node.token(), 20s);
    OpsFeed console(api);
    QList<NodeAlert> told;
    QObject::connect(&console, &OpsFeed::turned, &console, [&](const NodeAlert &alert) { told << alert; });
    console.start();
    ASSERT_TRUE(until([&] { return console.state() == OpsFeed::State::Live && console.alerts().size() == 1; }));
    EXPECT_EQ(console.alerts().first().name, u"crowd");
    EXPECT_EQ(console.alerts().first().state, OpsAlert::State::Quiet);

    const QByteArray stream = httpRequest("GET", "/api/sse/messages?sessionId=*", "Bearer " + node.token());
    const qint64 begin = QDateTime::currentMSecsSinceEpoch();
    {
        EventReader one(node.port(), stream), other(node.port(), stream);
        ASSERT_TRUE(until([&] { return told.size() == 1; }));
        EXPECT_EQ(console.alerts().first().state, OpsAlert::State::Firing);
        EXPECT_TRUE(told.first().fires);
        EXPECT_EQ(told.first().value, 3);
        EXPECT_EQ(told.first().limit, 2.5);
    }
    ASSERT_TRUE(until([&] { return told.size() == 2; }));
    EXPECT_FALSE(told.last().fires);
    EXPECT_EQ(console.alerts().first().state, OpsAlert::State::Quiet);
    ASSERT_EQ(console.marks().size(), 2u);
    EXPECT_TRUE(console.marks().front().fires && !console.marks().back().fires);
    EXPECT_TRUE(console.marks().front().text.contains(u"crowd")) << console.marks().front().text.toStdString();
    EXPECT_GE(console.marks().front().atMs, begin);
    EXPECT_GE(console.marks().back().atMs, console.marks().front().atMs);

    console.setLimit(u"crowd"_s, 0.5);
    ASSERT_TRUE(until([&] { return told.size() == 3; })) << "its own stream is more than that";
    EXPECT_EQ(told.last().limit, 0.5);
    EXPECT_EQ(console.alerts().first().limit, 0.5);
}

TEST_P(FiguresTest, AgreeWithTheLoadAndWithEachOther)
{
    auto plan = this->plan(300, 30, 500, 4s);
    plan.storms = {2s};
    const auto result = load::run(plan);
    ASSERT_TRUE(result.isComplete()) << load::summaryOf(plan, result).toStdString();

    EventReader console(node().port(), httpRequest("GET", "/api/ops/stream", bearer()));
    const auto rowIs = [&](const QString &name, qint64 value) { return console.of("snapshot").size() > 0 && qint64(newestRow(console).value(name)) == value; };
    const qint64 streams = result.streams + result.resumed;
    ASSERT_TRUE(console.waitFor([&] { return rowIs(u"closed"_s, streams) && rowIs(u"opened"_s, streams + 1); })) << "the console's own stream is open";
    const auto row = newestRow(console);
    const Scrape scrape(metrics());
    const QJsonObject stats = this->stats();
    const QJsonObject connections = stats.value(u"connections").toObject(), messages = stats.value(u"messages").toObject();

    // How many streams, and how they ended.
    EXPECT_EQ(scrape.value("sse_connections_total"), 1);
    EXPECT_EQ(connections.value(u"open").toInteger(), 1);
    EXPECT_EQ(row.value(u"open"_s), 1);
    EXPECT_EQ(scrape.value("pipit_streams_opened_total"), streams + 1);
    EXPECT_EQ(connections.value(u"opened").toInteger(), streams + 1);
    double closed = 0;
    const QJsonObject reasons = connections.value(u"closed").toObject();
    for (auto it = reasons.begin(); it != reasons.end(); ++it) {
        closed += it.value().toDouble();
        EXPECT_EQ(scrape.value("pipit_streams_closed_total{reason=\"" + it.key().toLatin1() + "\"}"), it.value().toDouble()) << qPrintable(it.key());
    }
    EXPECT_EQ(closed, streams);
    EXPECT_EQ(scrape.value("pipit_stream_lifetime_seconds_count"), streams);
    EXPECT_EQ(scrape.value("pipit_resume_total{result=\"continued\"}"), result.resumed);
    EXPECT_EQ(row.value(u"resumed"_s), result.resumed);
    EXPECT_EQ(scrape.value("pipit_replayed_messages_count"), result.resumed);
    EXPECT_EQ(row.value(u"resets"_s), 0);

    // What was published, and what was sent. After a cut the same message may be on its way on the stream that was cut.
    EXPECT_EQ(scrape.value("pipit_published_total{origin=\"user\",result=\"stored\"}"), result.accepted);
    EXPECT_EQ(row.value(u"published"_s), result.accepted);
    EXPECT_EQ(scrape.value("pipit_messages_total"), result.accepted);
    EXPECT_EQ(messages.value(u"published").toInteger(), result.accepted);
    EXPECT_EQ(scrape.value("pipit_writer_messages_total"), result.accepted);
    const double deliveries = scrape.value("pipit_deliveries_total");
    EXPECT_GE(deliveries, result.delivered);
    EXPECT_EQ(messages.value(u"deliveries").toInteger(), deliveries);
    EXPECT_EQ(row.value(u"deliveries"_s), deliveries);
    EXPECT_EQ(scrape.value("pipit_log_position"), result.accepted);

    // How long it took: all of it was within the minute that the others look back.
    const QJsonObject latency = stats.value(u"commitToWireMs").toObject();
    EXPECT_EQ(latency.value(u"count").toDouble(), scrape.value("pipit_commit_to_wire_seconds_count"));
    EXPECT_GT(latency.value(u"count").toDouble(), 0);
    for (const auto &[name, share] : {std::pair(u"p50"_s, 0.5), std::pair(u"p99"_s, 0.99)}) {
        const double ms = scrape.quantile("pipit_commit_to_wire_seconds", share) * 1000;
        EXPECT_GT(ms, 0);
        EXPECT_NEAR(latency.value(name).toDouble() / ms, 1, 0.05) << qPrintable(name);
        EXPECT_NEAR(row.value(u"minute"_s + name.toUpper() + u"Ms"_s) / ms, 1, 0.05) << qPrintable(name);
        EXPECT_GE(scrape.quantile("pipit_end_to_end_seconds", share) * 1000, ms) << "it was received before it was committed";
    }
}

TEST_P(FiguresTest, DeliveriesAgreeExactlyWhereNothingIsCut)
{
    const auto plan = this->plan(200, 20, 500, 2s);
    const auto result = load::run(plan);
    ASSERT_TRUE(result.isComplete()) << load::summaryOf(plan, result).toStdString();
    EXPECT_EQ(Scrape(metrics()).value("pipit_deliveries_total"), result.delivered);
    EXPECT_EQ(stats().value(u"messages").toObject().value(u"deliveries").toInteger(), result.delivered);
}

TEST_P(FiguresTest, AreAsPrometheusWantsThem)
{
    const QString promtool = QStandardPaths::findExecutable(u"promtool"_s);
    ASSERT_FALSE(promtool.isEmpty()) << "packaging/dependencies.txt names its package";
    QProcess check;
    check.setProcessChannelMode(QProcess::MergedChannels);
    check.start(promtool, {u"check"_s, u"metrics"_s});
    check.write(metrics());
    check.closeWriteChannel();
    ASSERT_TRUE(check.waitForFinished());
    EXPECT_EQ(check.exitCode(), 0) << check.readAll().constData();
}

// Every expression of the dashboard that people import.
QStringList dashboardQueries()
{
    QFile file(QStringLiteral(PIPIT_SOURCE_DIR "/packaging/monitoring/grafana-dashboard.json"));
    EXPECT_TRUE(file.open(QIODevice::ReadOnly));
    QStringList queries;
    for (const QJsonValue panel : QJsonDocument::fromJson(file.readAll()).object().value(u"panels").toArray()) {
        for (const QJsonValue target : panel[u"targets"].toArray())
            queries << target[u"expr"].toString();
    }
    return queries;
}

// Once: what it reads is the same on every database.
class PrometheusTest : public FiguresTest
{
};

TEST_P(PrometheusTest, ReadsThemWhileTheNodeIsAtWork)
{
    const PrometheusProcess prometheus(node().port(), node().token());
    const auto ask = [this] { return HttpConnection(node().port()).call(httpRequest("POST", "/api/sessions/s/runs", bearer(), R"({"botId":"echo","content":"hello"})")); };
    ASSERT_TRUE(ask());
    auto plan = this->plan(100, 10, 100, 12s);
    plan.storms = {4s};
    QStringList without, unhealthy;
    const auto look = [&] {
        without.clear();
        for (QString query : dashboardQueries()) {
            query.replace(u"$node"_s, u".*"_s).replace(u"$__rate_interval"_s, u"10s"_s);
            if (prometheus.query(query).isEmpty())
                without << query;
        }
        unhealthy.clear();
        int rules = 0;
        for (const QJsonValue group : prometheus.get(u"/api/v1/rules"_s)[u"groups"].toArray()) {
            for (const QJsonValue rule : group[u"rules"].toArray()) {
                ++rules;
                if (rule[u"health"].toString() != u"ok")
                    unhealthy << rule[u"name"].toString() + u": " + rule[u"health"].toString() + u' ' + rule[u"lastError"].toString();
            }
        }
        EXPECT_GE(rules, 9);
        // What is shown of latencies is a time, and not the quotient of nothing and nothing.
        const QJsonArray latency = prometheus.query(u"histogram_quantile(0.99, sum by (le) (rate(pipit_commit_to_wire_seconds_bucket[10s])))"_s);
        EXPECT_GT(latency.at(0)[u"value"][1].toString().toDouble(), 0);
        EXPECT_EQ(prometheus.query(u"up{job=\"pipit\"}"_s).at(0)[u"value"][1].toString(), u"1"_s);
        EXPECT_TRUE(prometheus.query(u"ALERTS{alertstate=\"firing\"}"_s).isEmpty());
    };
    const auto result = load::run(plan, {.beforeEnd = look});
    EXPECT_TRUE(result.isComplete()) << load::summaryOf(plan, result).toStdString();
    EXPECT_GT(dashboardQueries().size(), 25);
    EXPECT_EQ(without.join(u'\n').toStdString(), "");
    EXPECT_EQ(unhealthy.join(u'\n').toStdString(), "");
}

INSTANTIATE_TEST_SUITE_P(SQLite, PrometheusTest, testing::Values(false));
INSTANTIATE_TEST_SUITE_P(Stores, FiguresTest, testing::Bool(), [](const auto &store) { return store.param ? "PostgreSQL" : "SQLite"; });

} // namespace
} // namespace pipit::test
