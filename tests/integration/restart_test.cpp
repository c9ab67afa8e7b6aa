// SPDX-License-Identifier: GPL-3.0-or-later
// The promise of the log, held against a node that is killed: every message that was accepted reaches every subscriber of
// its session, once, in the order of its id.
#include "tests/integration/http_call.h"
#include "tests/integration/node_process.h"
#include "tests/integration/stream_swarm.h"

#include <QJsonDocument>
#include <QUuid>

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <thread>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::test {
namespace {

constexpr int sessionCount = 20;
constexpr int readersOfEach = 10;
constexpr int publisherCount = 8;
constexpr int messageCount = 5'000;
constexpr int killCount = 5;

std::string sessionName(int i)
{
    return "restart-" + std::to_string(i);
}

bool waitUntil(const std::function<bool()> &condition, std::chrono::seconds limit)
{
    const auto end = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end)
            return false;
        std::this_thread::sleep_for(2ms);
    }
    return true;
}

// Eight senders who do not give up: each sends a message with its own clientMessageId until the node has accepted it.
class Publishers
{
public:
    explicit Publishers(const NodeProcess &node) : m_port(node.port()), m_authorization("Bearer " + node.token()) { }
    ~Publishers() { join(); }

    void start()
    {
        for (int i = 0; i < publisherCount; ++i)
            m_threads.emplace_back([this] { run(); });
    }

    void join()
    {
        m_givenUp = m_givenUp || !waitUntil([this] { return m_accepted == messageCount || m_givenUp; }, 180s);
        for (auto &thread : m_threads)
            thread.join();
        m_threads.clear();
    }

    int accepted() const { return m_accepted; }
    int repeated() const { return m_repeated; }
    const std::string &fault() const { return m_fault; }
    // What the node has accepted, by session.
    const std::map<std::string, std::set<std::int64_t>> &ids() const { return m_ids; }

private:
    void run()
    {
        HttpConnection connection(m_port);
        for (int i = m_next++; i < messageCount && !m_givenUp; i = m_next++)
            publish(connection, i);
    }

    void publish(HttpConnection &connection, int number)
    {
        const std::string session = sessionName(number % sessionCount);
        const QJsonObject body{{u"sessionId"_s, QString::fromStdString(session)}, {u"content"_s, u"message %1"_s.arg(number)}, {u"senderType"_s, u"user"_s},
                               {u"clientMessageId"_s, QUuid::createUuid().toString(QUuid::WithoutBraces)}};
        const QByteArray request = httpRequest("POST", "/api/messages", m_authorization, QJsonDocument(body).toJson(QJsonDocument::Compact));
        for (bool again = false; !m_givenUp; again = true) {
            const auto answer = connection.call(request);
            if (answer && (answer->status == 201 || answer->status == 200)) {
                const std::lock_guard lock(m_mutex);
                // 200 only for what was sent before and whose answer was lost.
                if (answer->status == 200 && !again)
                    m_fault = "200 for a message sent for the first time";
                m_repeated += answer->status == 200;
                m_ids[session].insert(answer->data().value(u"message").toObject().value(u"id").toInteger());
                ++m_accepted;
                return;
            }
            if (answer && answer->status != 503) {
                const std::lock_guard lock(m_mutex);
                m_fault = "an answer that is neither stored nor try again: " + answer->body.toStdString();
                m_givenUp = true;
            }
            std::this_thread::sleep_for(20ms);
        }
    }

    const quint16 m_port;
    const QByteArray m_authorization;
    std::vector<std::thread> m_threads;
    std::atomic<int> m_next = 0;
    std::atomic<int> m_accepted = 0;
    std::atomic<bool> m_givenUp = false;
    std::mutex m_mutex; // of what follows
    std::map<std::string, std::set<std::int64_t>> m_ids;
    std::string m_fault;
    int m_repeated = 0;
};

TEST(RestartTest, EveryAcceptedMessageReachesEverySubscriberOnceAndInOrder)
{
    NodeProcess node;
    node.start();
    StreamSwarm swarm({node.port()}, node.token().toStdString());
    for (int i = 0; i < sessionCount * readersOfEach; ++i)
        swarm.add(sessionName(i % sessionCount));
    swarm.start();
    ASSERT_TRUE(waitUntil([&] { return swarm.placed() == sessionCount * readersOfEach; }, 30s)) << swarm.placed() << " streams began";

    Publishers publishers(node);
    publishers.start();
    for (int i = 1; i <= killCount; ++i) {
        ASSERT_TRUE(waitUntil([&] { return publishers.accepted() >= messageCount * i / (killCount + 1); }, 60s)) << publishers.accepted() << " accepted";
        node.kill();
        node.start();
    }
    publishers.join();
    ASSERT_EQ(publishers.fault(), "");
    ASSERT_EQ(publishers.accepted(), messageCount);

    constexpr std::size_t deliveries = std::size_t(messageCount) * readersOfEach;
    EXPECT_TRUE(waitUntil([&] { return swarm.received() >= deliveries; }, 60s)) << swarm.received() << " of " << deliveries << " came";
    // What comes now shows whether anything came late or twice behind the number that was waited for.
    std::map<std::string, std::int64_t> last;
    HttpConnection connection(node.port());
    for (int i = 0; i < sessionCount; ++i) {
        const QByteArray body = "{\"sessionId\":\"" + QByteArray::fromStdString(sessionName(i)) + "\",\"content\":\"the last\",\"senderType\":\"user\"}";
        const auto answer = connection.call(httpRequest("POST", "/api/messages", "Bearer " + node.token(), body));
        ASSERT_TRUE(answer && answer->status == 201);
        last[sessionName(i)] = answer->data().value(u"message").toObject().value(u"id").toInteger();
    }
    const auto allHaveTheLast = [&] {
        return std::ranges::all_of(swarm.records(), [&](const auto &record) { return !record.ids.empty() && record.ids.back() == last[record.session]; });
    };
    EXPECT_TRUE(waitUntil(allHaveTheLast, 30s));
    swarm.stop();

    std::set<std::int64_t> all;
    for (const auto &[session, ids] : publishers.ids())
        all.insert(ids.begin(), ids.end());
    EXPECT_EQ(all.size(), std::size_t(messageCount)) << "two messages have one id";

    int restarts = 0;
    for (const auto &record : swarm.records()) {
        const auto &ids = publishers.ids().at(record.session);
        std::vector<std::int64_t> expected(ids.begin(), ids.end());
        expected.push_back(last[record.session]);
        EXPECT_EQ(record.ids, expected) << record.session;
        EXPECT_EQ(record.resets, 0) << record.session;
        EXPECT_EQ(record.fault, "");
        restarts += record.connections - 1;
    }
    // Otherwise the kills came while nobody was looking, and nothing above has been shown.
    EXPECT_GE(restarts, sessionCount * readersOfEach * killCount / 2);
    RecordProperty("repeated", publishers.repeated());
}

} // namespace
} // namespace pipit::test
