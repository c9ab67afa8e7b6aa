// SPDX-License-Identifier: GPL-3.0-or-later
// The database is there and says nothing: the network in between swallows everything, or the one process that notifies a
// node stands still. Nobody may wait for ever, and nothing may be lost.
//
// Both wait for limits to pass, mostly, so they run side by side.
#include "tests/integration/loaded_nodes.h"
#include "tests/support/tcp_proxy.h"
#include "tests/support/wait_until.h"

#include <QJsonArray>

#include <gtest/gtest.h>

#include <signal.h>

#include <algorithm>
#include <array>
#include <future>
#include <thread>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::test {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto frozenFor = 15s;

// Asks a node whether it lives, all the time.
class Pulse
{
public:
    explicit Pulse(quint16 port) : m_thread([this, port] { run(port); }) { }
    ~Pulse() { stop(); }

    void stop()
    {
        m_stopping = true;
        if (m_thread.joinable())
            m_thread.join();
    }
    int beats() const { return m_beats; }
    int missed() const { return m_missed; }

private:
    void run(quint16 port)
    {
        HttpConnection connection(port, 1s);
        for (; !m_stopping; std::this_thread::sleep_for(100ms)) {
            const auto answer = connection.call(httpRequest("GET", "/healthz", {}));
            ++(answer && answer->status == 200 ? m_beats : m_missed);
        }
    }

    std::atomic<bool> m_stopping = false;
    std::atomic<int> m_beats = 0, m_missed = 0;
    std::thread m_thread;
};

// One request of each kind to each node, all at once, while the database says nothing.
class Requests
{
public:
    explicit Requests(const LoadedNodes &nodes) : m_nodes(nodes)
    {
        const QByteArray session = "/api/sessions/insisting-0"; // no message is written to it: it has a ledger
        const std::vector<std::array<QByteArray, 3>> requests{
            {"GET", "/api/messages?sessionId=insisting-0"},
            {"GET", "/api/messages/search?q=message"},
            {"GET", "/api/sessions"},
            {"GET", session},
            {"POST", "/api/sessions", "{\"title\":\"new\"}"},
            {"PATCH", session, "{\"title\":\"other\"}"},
            {"POST", "/api/sessions/other/runs", "{\"botId\":\"echo\",\"content\":\"why?\"}"},
            {"GET", "/api/sse/stats"},
        };
        for (std::size_t node = 0; node < m_nodes.count(); ++node) {
            for (const auto &request : requests)
                m_threads.emplace_back([this, node, request] { ask(node, request); });
        }
    }
    ~Requests() { waitForInDoubt(); }

    // How many were told that it is not known whether they had their effect.
    int waitForInDoubt()
    {
        for (std::thread &thread : m_threads)
            thread.join();
        m_threads.clear();
        return m_inDoubt;
    }

private:
    void ask(std::size_t node, const std::array<QByteArray, 3> &request)
    {
        const auto begin = Clock::now();
        const Answer answer = m_nodes.call(node, request[0], request[1], request[2]);
        const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
        // What this node counts itself it can say at any time.
        const bool isTold = answer.status == 503 || (answer.status == 200 && answer.data().contains(u"nodesError"));
        EXPECT_TRUE(isTold) << request[0].toStdString() << ' ' << request[1].toStdString() << ": " << answer.status << ' ' << answer.body.toStdString();
        m_inDoubt += answer.error().value(u"code").toString() == u"in_doubt";
        EXPECT_LE(took, answerLimit) << request[0].toStdString() << ' ' << request[1].toStdString();
    }

    const LoadedNodes &m_nodes;
    std::atomic<int> m_inDoubt = 0;
    std::vector<std::thread> m_threads;
};

void networkFreezesAndBreaks()
{
    PostgresServer server;
    const QString url = server.createDatabase();
    TcpProxy firstProxy(server.port()), secondProxy(server.port());
    LoadedNodes nodes(server, url, {server.urlOf(url.section(u'/', -1), firstProxy.port()), server.urlOf(url.section(u'/', -1), secondProxy.port())});
    nodes.start({"asked"});
    ASSERT_TRUE(nodes.goesOn(200, 30s));
    // So long that it is still under way when all is over.
    ASSERT_EQ(nodes.call(0, "POST", "/api/sessions/asked/runs", "{\"botId\":\"echo\",\"content\":\"" + QByteArray(2'000, 'x') + "\"}").status, 202);
    ASSERT_TRUE(waitUntil([&] {
        return std::ranges::all_of(nodes.subscribers().records(), [](const auto &record) { return record.session != "asked" || !record.lastDelta.empty(); });
    }, 10s)) << "the other node does not hear of it";
    Pulse first(nodes.port(0)), second(nodes.port(1));

    firstProxy.freeze();
    secondProxy.freeze();
    const auto frozen = Clock::now();
    Requests requests(nodes);
    EXPECT_TRUE(waitUntil([&] { return !nodes.unready(0).isEmpty() && !nodes.unready(1).isEmpty(); }, 12s));
    const int requestsInDoubt = requests.waitForInDoubt();
    // The length of the outage: there is nothing to wait for but the clock.
    std::this_thread::sleep_until(frozen + frozenFor);
    // The second is back first, and finds that nobody has heard of the other one.
    secondProxy.thaw();
    EXPECT_TRUE(waitUntil([&] { return nodes.unready(1).isEmpty(); }, 15s)) << nodes.unready(1).toStdString();
    EXPECT_TRUE(waitUntil([&] { return nodes.stats(1).value(u"nodes").toArray().size() == 1; }, 5s));
    ASSERT_TRUE(nodes.goesOn(500, 30s));
    firstProxy.thaw();
    EXPECT_TRUE(waitUntil([&] { return nodes.allReady(); }, 15s)) << nodes.unready(0).toStdString() << nodes.unready(1).toStdString();
    ASSERT_TRUE(nodes.goesOn(200, 30s));
    // Of each node whoever had just been sent, unless that was a sign of life.
    EXPECT_GT(requestsInDoubt + nodes.insisting().told().inDoubt + nodes.once().told().inDoubt, 0);
    EXPECT_GT(nodes.insisting().told().notStored, 0);

    std::vector<int> reconnects;
    for (std::size_t i = 0; i < nodes.count(); ++i)
        reconnects.push_back(nodes.listener(i).value(u"reconnects").toInt());
    firstProxy.cut();
    secondProxy.cut();
    for (std::size_t i = 0; i < nodes.count(); ++i)
        EXPECT_TRUE(waitUntil([&] { return nodes.listener(i).value(u"reconnects").toInt() > reconnects[i]; }, 10s));
    EXPECT_TRUE(waitUntil([&] { return nodes.allReady(); }, 10s)) << nodes.unready(0).toStdString() << nodes.unready(1).toStdString();
    ASSERT_TRUE(nodes.goesOn(200, 30s));
    EXPECT_TRUE(waitUntil([&] { return nodes.sql(u"SELECT count(*) FROM messages WHERE session_id = 'asked' AND sender_type = 'bot'"_s) == u"1"; }, 30s));
    for (const auto &record : nodes.subscribers().records())
        EXPECT_EQ(record.interruptions, 0) << "a node that could not give signs of life was taken for dead";

    for (Pulse *pulse : {&first, &second}) {
        pulse->stop();
        EXPECT_GT(pulse->beats(), 50);
        EXPECT_EQ(pulse->missed(), 0) << "/healthz did not answer within a second";
    }
    nodes.reckon();
}

// One process of the server stands still until this is gone.
class StandStill
{
public:
    explicit StandStill(pid_t pid) : m_pid(pid) { ::kill(m_pid, SIGSTOP); }
    ~StandStill() { ::kill(m_pid, SIGCONT); }

private:
    const pid_t m_pid;
};

void listenerStandsStill()
{
    PostgresServer server;
    const QString url = server.createDatabase();
    LoadedNodes nodes(server, url, {url});
    nodes.start({"foreign"});
    ASSERT_TRUE(nodes.goesOn(100, 30s));
    nodes.rest(); // the writer would find what the others inserted before its own
    const QString listeners = u"FROM pg_stat_activity WHERE application_name = 'pipit listener'"_s;
    const auto old = pid_t(nodes.sql(u"SELECT pid "_s + listeners).toInt());
    ASSERT_GT(old, 0);
    const auto insertAndWait = [&] {
        nodes.sql(u"INSERT INTO messages (session_id, content, sender_type) VALUES ('foreign', 'plain', 'system')"_s);
        const auto id = nodes.lastIn("foreign");
        // The safety poll looks every two seconds.
        return waitUntil([&] {
            return std::ranges::all_of(nodes.subscribers().records(), [&](const auto &record) { return record.session != "foreign" || (!record.ids.empty() && record.ids.back() == id); });
        }, 5s);
    };

    auto still = std::make_unique<StandStill>(old);
    const auto begin = Clock::now();
    // In the middle of something it would hold up others.
    while (nodes.sql(u"SELECT wait_event "_s + listeners) != u"ClientRead") {
        still.reset();
        still = std::make_unique<StandStill>(old);
        ASSERT_LT(Clock::now(), begin + 10s);
    }
    int inserted = 0;
    bool wasUnready = false;
    while (nodes.listener(0).value(u"reconnects").toInt() == 0) {
        ASSERT_LT(Clock::now(), begin + 25s) << "the connection was not given up";
        ASSERT_TRUE(insertAndWait()) << "a message of another program did not come";
        ++inserted;
        wasUnready = wasUnready || !nodes.unready(0).isEmpty();
    }
    EXPECT_GE(Clock::now() - begin, 12s) << "given up before the limit";
    EXPECT_TRUE(wasUnready);
    // The first may have been found by a look that was under way, the last by the new connection.
    EXPECT_TRUE(waitUntil([&] { return nodes.listener(0).value(u"doorbellMissed").toInt() >= inserted - 2; }, 6s)) << inserted << " inserted, " << nodes.listener(0).value(u"doorbellMissed").toInt() << " missed";
    EXPECT_GT(inserted, 3);

    // The other connection hears, while the old process still stands.
    const qint64 doorbells = nodes.listener(0).value(u"doorbells").toInteger();
    EXPECT_TRUE(insertAndWait());
    EXPECT_TRUE(waitUntil([&] { return nodes.listener(0).value(u"doorbells").toInteger() > doorbells; }, 5s));
    EXPECT_TRUE(waitUntil([&] { return nodes.allReady(); }, 10s)) << nodes.unready(0).toStdString();
    still.reset();
    EXPECT_TRUE(waitUntil([&] { return nodes.sql(u"SELECT count(*) "_s + listeners) == u"1"; }, 10s)) << "the old process stays";
    nodes.reckon();
}

// The thread that starts a server must outlive it: its end would be the server's.
TEST(SilenceTest, TheNetworkFreezesAndAListenerStandsStill)
{
    auto beside = std::async(std::launch::async, listenerStandsStill);
    networkFreezesAndBreaks();
    beside.get();
}

} // namespace
} // namespace pipit::test
