// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/soak.h"

#include "tests/faults/controlled_disk.h"
#include "tests/faults/flatness.h"
#include "tests/faults/stage.h"

#include "tests/support/tcp_proxy.h"
#include "tests/support/wait_until.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::test {

namespace {

using Clock = std::chrono::steady_clock;

const QStringList withCanary{u"--server-canary-s"_s, u"3"_s};

LoadShape gently(const std::string &prefix)
{
    return {.insistingSenders = 2, .onceSenders = 1, .insistingPause = 25ms, .oncePause = 40ms, .prefix = prefix};
}

// Clients that come, do what clients do, and go.
class Visitors
{
public:
    Visitors(TrialRun &run, Stage &stage, std::size_t node) : m_run(run), m_stage(stage), m_node(node) { }

    void visit()
    {
        const QString session = u"visited-%1"_s.arg(++m_visits);
        const QByteArray name = session.toUtf8();
        StreamSwarm readers({m_stage.node(m_node).port()}, m_stage.node().token().toStdString());
        const int count = int(m_run.between(1, 20));
        for (int i = 0; i < count; ++i)
            readers.add(i % 2 == 0 ? session.toStdString() : m_stage.load().sessions().front());
        readers.start();
        waitUntil([&] { return readers.placed() == std::size_t(count); }, 10s);
        post("/api/messages", {{u"sessionId"_s, session}, {u"content"_s, u"A word, 一句话, una palabra."_s.repeated(int(m_run.between(1, 200)))}, {u"senderType"_s, u"user"_s}});
        post("/api/sessions/" + name + "/runs", {{u"botId"_s, u"echo"_s}, {u"content"_s, u"why? "_s.repeated(int(m_run.between(1, 40)))}});
        m_stage.call(m_node, "POST", "/api/files?sessionId=" + name + "&name=note.txt", QByteArray(int(m_run.between(1, 200'000)), 'n'));
        m_stage.call(m_node, "GET", "/api/messages/search?q=palabra");
        m_stage.call(m_node, "GET", "/api/messages?limit=200&sessionId=" + QByteArray::fromStdString(m_stage.load().sessions().front()));
        m_stage.call(m_node, "GET", "/api/ops/connections");
        m_stage.call(m_node, "GET", "/metrics");
        HttpConnection(m_stage.node(m_node).port(), 5s).call(httpRequest("GET", "/api/sessions", "Bearer nobody-at-all"));
        HttpConnection(m_stage.node(m_node).port(), 1s).call("GET / HTTP/9.9\r\nbroken");
        if (m_run.between(0, 1) == 0)
            m_stage.call(m_node, "DELETE", "/api/sessions/" + name);
        readers.stop();
    }

    int visits() const { return m_visits; }

private:
    void post(const QByteArray &target, const QJsonObject &body) { m_stage.call(m_node, "POST", target, QJsonDocument(body).toJson(QJsonDocument::Compact)); }

    TrialRun &m_run;
    Stage &m_stage;
    const std::size_t m_node;
    int m_visits = 0;
};

void expectCanary(TrialRun &run, Stage &stage, const QString &name)
{
    QMap<QByteArray, qint64> rounds;
    for (const QByteArray &line : stage.call(0, "GET", "/metrics").body.split('\n')) {
        constexpr QByteArrayView begin("pipit_canary_rounds_total{result=\"");
        if (line.startsWith(begin))
            rounds[line.sliced(begin.size(), line.indexOf('"', begin.size()) - begin.size())] = qint64(line.sliced(line.lastIndexOf(' ') + 1).toDouble());
    }
    run.note(u"%1: the canary's rounds: %2 good, %3 failed"_s.arg(name).arg(rounds["good"]).arg(rounds["failed"]));
    run.expect(rounds["good"] > 0 && rounds["lost"] == 0 && rounds["doubled"] == 0, u"%1: the canary has lost %2 and has %3 doubled, %4 were good"_s.arg(name).arg(rounds["lost"]).arg(rounds["doubled"]).arg(rounds["good"]));
}

// A node with SQLite, whose disk is slow or fails now and then; and three with PostgreSQL: one that is left alone, one whose way to
// the database is disturbed, and one that is killed.
class LongRun
{
public:
    explicit LongRun(TrialRun &run) : m_run(run), m_single(run), m_cluster(run), m_way(m_cluster.postgres().port())
    {
        m_single.addNode(withCanary);
        m_disk = std::make_unique<ControlledDisk>(m_single.node());
        m_cluster.addPostgresNode(0, withCanary);
        m_cluster.addPostgresNode(m_way.port());
        m_cluster.addPostgresNode();
        m_single.start(gently("single-"));
        m_cluster.start(gently("cluster-"));
    }

    void go(std::chrono::minutes time)
    {
        Visitors single(m_run, m_single, 0), cluster(m_run, m_cluster, 0);
        Flatness flat[] = {{u"SQLite node"_s, m_single.node()}, {u"PostgreSQL node"_s, m_cluster.node(0)}, {u"node behind a bad way"_s, m_cluster.node(1)}};
        const auto begin = Clock::now();
        auto nextWord = begin + 1min;
        while (Clock::now() < begin + time) {
            disturb();
            single.visit();
            cluster.visit();
            for (Flatness &one : flat)
                one.sample();
            if (Clock::now() > nextWord) {
                nextWord += 1min;
                std::printf("%lld min: %d faults, %d visits; accepted %d and %d; %.1f, %.1f and %.1f MiB\n", static_cast<long long>((Clock::now() - begin) / 1min), m_run.disturbances(), single.visits() + cluster.visits(),
                            m_single.load().insisting().accepted(), m_cluster.load().insisting().accepted(), double(m_single.node().residentBytes()) / 1048576, double(m_cluster.node(0).residentBytes()) / 1048576,
                            double(m_cluster.node(1).residentBytes()) / 1048576);
                std::fflush(stdout);
            }
        }
        m_disk->behave({});
        for (std::size_t i = 0; i < m_cluster.count(); ++i)
            m_run.expect(m_cluster.isReady(i), u"node %1 is not ready at the end: %2"_s.arg(i + 1).arg(m_cluster.unready(i)));
        m_run.expect(m_single.isReady(0), u"the SQLite node is not ready at the end: "_s + m_single.unready(0));
        for (const Flatness &one : flat)
            one.reckon(m_run);
        m_run.note(u"%1 visits"_s.arg(single.visits() + cluster.visits()));
        expectCanary(m_run, m_single, u"SQLite node"_s);
        expectCanary(m_run, m_cluster, u"PostgreSQL node"_s);
        m_single.finish();
        m_cluster.finish();
    }

private:
    void disturb()
    {
        switch (m_run.between(0, 9)) {
        case 0:
        case 1:
            m_cluster.node(2).kill();
            m_run.pause(0ms, 1'000ms);
            m_cluster.node(2).start();
            break;
        case 2:
            m_way.cut();
            break;
        case 3:
            m_way.freeze();
            m_run.pause(100ms, 3'000ms);
            m_way.thaw();
            break;
        case 4:
            m_disk->behave("sync-delay-ms=" + QByteArray::number(m_run.between(20, 400)) + '\n');
            m_run.pause(100ms, 2'000ms);
            m_disk->behave({});
            break;
        case 5:
            if (m_run.between(0, 5) > 0)
                return;
            m_cluster.postgres().stop(PostgresServer::How::Kill);
            m_run.pause(0ms, 500ms);
            m_cluster.postgres().start();
            break;
        default:
            return; // most of the time all is well
        }
        m_run.disturbed();
    }

    TrialRun &m_run;
    Stage m_single, m_cluster;
    TcpProxy m_way;
    std::unique_ptr<ControlledDisk> m_disk;
};

} // namespace

Trial soakTrial(std::chrono::minutes time)
{
    return {u"soak"_s, u"load, comings and goings, faults and the canary together"_s, 1, 1, [time](TrialRun &run) { LongRun(run).go(time); }};
}

} // namespace pipit::test
