// SPDX-License-Identifier: GPL-3.0-or-later
// The database goes away and comes back, or ends a node's connections, while everybody writes and reads: publishers are told
// stored, not_stored or in_doubt, and what was accepted reaches every subscriber once and in order.
#include "tests/integration/loaded_nodes.h"
#include "tests/support/postgres_test.h"
#include "tests/support/wait_until.h"

#include <QJsonDocument>
#include <QUuid>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::test {
namespace {

class OutageTest : public PostgresTest
{
protected:
    const QString url = server().createDatabase();
    LoadedNodes nodes{server(), url, {url, url}};
};

// Questions to the echo bot. Their answers are of different lengths, and so end at different times.
class Questions
{
public:
    static constexpr int atOnce = 4;

    explicit Questions(LoadedNodes &nodes) : m_nodes(nodes) { }

    static std::string session(int round, int i) { return "asked-" + std::to_string(round) + '-' + std::to_string(i); }

    void ask(int round)
    {
        for (int i = 0; i < atOnce; ++i) {
            const QJsonObject body{{u"botId"_s, u"echo"_s}, {u"content"_s, u"why? "_s.repeated(1 + 20 * i)}, {u"clientMessageId"_s, QUuid::createUuid().toString(QUuid::WithoutBraces)}};
            // A connection of the node's may not be back yet: a client asks again, with the same clientMessageId.
            Answer answer;
            ASSERT_TRUE(waitUntil([&] {
                answer = m_nodes.call(std::size_t(i) % m_nodes.count(), "POST", "/api/sessions/" + QByteArray::fromStdString(session(round, i)) + "/runs", QJsonDocument(body).toJson());
                return answer.status == 202 || answer.status == 200;
            }, 10s)) << answer.body.toStdString();
            ++m_asked;
        }
    }

    // Their answers are what the others are held against.
    void askInPeace()
    {
        ask(0);
        const QString answer = u"SELECT content FROM messages WHERE sender_type = 'bot' AND session_id = '%1'"_s.arg(QString::fromStdString(session(0, 0)));
        ASSERT_TRUE(waitUntil([&] { return (m_firstUnits = (m_nodes.sql(answer) + u'\n').size()) > 1; }, 30s));
    }

    // The last piece of the first answer is out: it is being stored.
    bool firstHasEnded(int round) const
    {
        return std::ranges::any_of(m_nodes.subscribers().records(), [&](const auto &record) {
            const QJsonObject delta = QJsonDocument::fromJson(QByteArray::fromStdString(record.lastDelta)).object();
            return record.session == session(round, 0) && delta.value(u"offset").toInteger() + delta.value(u"text").toString().size() == m_firstUnits;
        });
    }

    // Every answer once and whole.
    void expectAnswers()
    {
        const QString answers = u"FROM messages WHERE sender_type = 'bot' AND session_id LIKE 'asked-%'"_s;
        EXPECT_TRUE(waitUntil([&] { return m_nodes.sql(u"SELECT count(DISTINCT session_id) "_s + answers).toInt() == m_asked; }, 30s)) << m_nodes.sql(u"SELECT session_id "_s + answers).toStdString();
        EXPECT_EQ(m_nodes.sql(u"SELECT count(*) "_s + answers).toInt(), m_asked);
        EXPECT_EQ(m_nodes.sql(u"SELECT count(*) "_s + answers + u" AND metadata ? 'runState'"_s), u"0") << "not whole";
        EXPECT_EQ(m_nodes.sql(u"SELECT count(DISTINCT content) "_s + answers).toInt(), atOnce);
    }

private:
    LoadedNodes &m_nodes;
    int m_asked = 0;
    qint64 m_firstUnits = 0; // of the first answer
};

TEST_F(OutageTest, TheServerIsRestarted)
{
    constexpr std::array ways{PostgresServer::How::Fast, PostgresServer::How::Immediate, PostgresServer::How::Kill};
    std::vector<std::string> asked;
    for (int round = 0; round <= int(ways.size()); ++round) {
        for (int i = 0; i < Questions::atOnce; ++i)
            asked.push_back(Questions::session(round, i));
    }
    nodes.start(asked);
    Questions questions(nodes);
    questions.askInPeace();
    int round = 0;
    for (const auto how : ways) {
        SCOPED_TRACE(++round);
        questions.ask(round);
        ASSERT_TRUE(nodes.goesOn(200, 30s));

        const int refused = nodes.insisting().told().notStored;
        server().stop(how);
        EXPECT_TRUE(waitUntil([&] { return nodes.insisting().told().notStored > refused; }, 30s)) << "nobody was told";
        for (std::size_t i = 0; i < nodes.count(); ++i) {
            EXPECT_TRUE(waitUntil([&] { return !nodes.unready(i).isEmpty(); }, 10s));
            EXPECT_EQ(nodes.call(i, "GET", "/healthz").status, 200);
        }
        EXPECT_TRUE(waitUntil([&] { return questions.firstHasEnded(round); }, 30s));
        server().start();
        EXPECT_TRUE(waitUntil([&] { return nodes.allReady(); }, 20s)) << nodes.unready(0).toStdString() << nodes.unready(1).toStdString();
    }
    ASSERT_TRUE(nodes.goesOn(200, 30s));
    questions.expectAnswers();
    for (std::size_t i = 0; i < nodes.count(); ++i)
        EXPECT_GE(nodes.listener(i).value(u"reconnects").toInt(), 3);
    nodes.reckon();
}

TEST_F(OutageTest, TheServerEndsConnections)
{
    nodes.start();
    for (int round = 0; round < 2; ++round) {
        for (const auto &[name, count] : {std::pair(u"pipit listener"_s, 2), std::pair(u"pipit writer"_s, 2), std::pair(u"pipit follower"_s, 2), std::pair(u"pipit reader"_s, 2)}) {
            SCOPED_TRACE(name.toStdString());
            ASSERT_TRUE(nodes.goesOn(100, 30s));
            const QString named = u"FROM pg_stat_activity WHERE datname = current_database() AND application_name = '%1'"_s.arg(name);
            const QString newest = nodes.sql(u"SELECT max(backend_start) "_s + named);
            ASSERT_GE(nodes.sql(u"SELECT count(pg_terminate_backend(pid)) "_s + named).toInt(), count);
            EXPECT_TRUE(waitUntil([&] { return nodes.sql(u"SELECT count(*) "_s + named + u" AND backend_start > '%1'"_s.arg(newest)).toInt() >= count; }, 10s)) << "no new connection";
        }
    }
    ASSERT_TRUE(nodes.goesOn(100, 30s));
    EXPECT_TRUE(waitUntil([&] { return nodes.allReady(); }, 10s));
    for (std::size_t i = 0; i < nodes.count(); ++i)
        EXPECT_GE(nodes.listener(i).value(u"reconnects").toInt(), 2);
    const Told told = nodes.insisting().told();
    EXPECT_EQ(told.notStored, 0) << "a connection that was ended is opened again at once";
    nodes.reckon();
}

} // namespace
} // namespace pipit::test
