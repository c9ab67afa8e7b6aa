// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/loaded_nodes.h"

#include "tests/support/wait_until.h"

#include <gtest/gtest.h>

#include <stdexcept>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::test {

namespace {

constexpr int insistingSessions = 6;
constexpr int onceSessions = 2;
constexpr int readersOfEach = 4;
constexpr qsizetype logBytes = 8'000;

std::vector<std::string> named(const std::string &prefix, int count)
{
    std::vector<std::string> names;
    for (int i = 0; i < count; ++i)
        names.push_back(prefix + std::to_string(i));
    return names;
}

} // namespace

LoadedNodes::LoadedNodes(PostgresServer &server, QString url, const QStringList &nodeUrls, const QString &program) : m_server(server), m_url(std::move(url))
{
    for (const QString &nodeUrl : nodeUrls) {
        m_nodes.push_back(std::make_unique<NodeProcess>(QStringList{u"--database"_s, nodeUrl}));
        if (!program.isEmpty())
            m_nodes.back()->setProgram(program);
    }
}

LoadedNodes::~LoadedNodes()
{
    if (!testing::Test::HasFailure())
        return;
    for (const auto &node : m_nodes)
        std::printf("the end of a node's log:\n%s\n", node->log().right(logBytes).constData());
    for (const Publishers *publishers : {m_insisting.get(), m_once.get()}) {
        if (publishers && !publishers->fault().empty())
            std::printf("a publisher was told: %s\n", publishers->fault().c_str());
    }
}

void LoadedNodes::start(const std::vector<std::string> &otherSessions)
{
    std::vector<quint16> ports;
    for (const auto &node : m_nodes) {
        node->start();
        ports.push_back(node->port());
    }
    const QByteArray token = m_nodes.front()->token(); // the tokens are in the database

    const auto insistingIn = named("insisting-", insistingSessions), onceIn = named("once-", onceSessions);
    for (const auto &some : {insistingIn, onceIn, otherSessions})
        m_sessions.insert(m_sessions.end(), some.begin(), some.end());
    m_subscribers = std::make_unique<StreamSwarm>(ports, token.toStdString());
    for (const auto &session : m_sessions) {
        for (int i = 0; i < readersOfEach; ++i)
            m_subscribers->add(session);
    }
    m_subscribers->start();
    if (!waitUntil([this] { return m_subscribers->placed() == m_sessions.size() * readersOfEach; }, 30s))
        throw std::runtime_error("the streams do not begin");

    m_insisting = std::make_unique<Publishers>(PublishersOptions{.ports = ports, .token = token, .sessions = insistingIn, .senders = 4, .pause = 10ms});
    m_once = std::make_unique<Publishers>(PublishersOptions{.ports = ports, .token = token, .sessions = onceIn, .senders = 3, .pause = 15ms, .insists = false});
    m_insisting->start();
    m_once->start();
}

Answer LoadedNodes::call(std::size_t node, const QByteArray &method, const QByteArray &target, const QByteArray &body) const
{
    return HttpConnection(port(node), 20s).call(httpRequest(method, target, bearer(), body)).value_or(Answer());
}

QString LoadedNodes::unready(std::size_t node) const
{
    const Answer answer = call(node, "GET", "/readyz");
    if (answer.status == 200)
        return {};
    const QString reason = answer.json().value(u"reason").toString();
    return reason.isEmpty() ? u"%1 without a reason"_s.arg(answer.status) : reason;
}

bool LoadedNodes::allReady() const
{
    for (std::size_t i = 0; i < m_nodes.size(); ++i) {
        if (!unready(i).isEmpty())
            return false;
    }
    return true;
}

bool LoadedNodes::goesOn(int messages, std::chrono::seconds limit) const
{
    const int from = m_insisting->accepted(), fromOnce = m_once->accepted();
    return waitUntil([&] { return m_insisting->accepted() >= from + messages && m_once->accepted() >= fromOnce + messages / 4; }, limit);
}

std::int64_t LoadedNodes::lastIn(const std::string &session) const
{
    return sql(u"SELECT max(id) FROM messages WHERE session_id = '%1'"_s.arg(QString::fromStdString(session))).toLongLong();
}

std::vector<std::int64_t> LoadedNodes::idsInLog(const std::string &session) const
{
    std::vector<std::int64_t> ids;
    for (const QString &line : sql(u"SELECT id FROM messages WHERE session_id = '%1' ORDER BY id"_s.arg(QString::fromStdString(session))).split(u'\n', Qt::SkipEmptyParts))
        ids.push_back(line.toLongLong());
    return ids;
}

void LoadedNodes::rest()
{
    EXPECT_TRUE(m_insisting->finish(60s)) << "some messages were never accepted";
    EXPECT_TRUE(m_once->finish(60s));
}

void LoadedNodes::reckon()
{
    rest();
    for (const Publishers *publishers : {m_insisting.get(), m_once.get()}) {
        const Told told = publishers->told();
        EXPECT_EQ(publishers->fault(), "");
        EXPECT_EQ(told.nothing, 0) << "a node lives on: it must answer";
        EXPECT_LE(told.slowest, answerLimit);
        std::printf("told: stored %d, before %d, not_stored %d, in_doubt %d; the slowest answer took %lld ms\n", told.stored, told.storedBefore, told.notStored, told.inDoubt,
                    static_cast<long long>(told.slowest.count()));
    }

    // What comes now shows whether anything came late or twice.
    std::map<std::string, std::int64_t> last;
    for (const auto &session : m_sessions) {
        const Answer answer = call(last.size() % m_nodes.size(), "POST", "/api/messages", "{\"sessionId\":\"" + QByteArray::fromStdString(session) + "\",\"content\":\"the last\",\"senderType\":\"user\"}");
        ASSERT_EQ(answer.status, 201) << answer.body.toStdString();
        last[session] = answer.data().value(u"message").toObject().value(u"id").toInteger();
    }
    const auto allHaveTheLast = [&] {
        return std::ranges::all_of(m_subscribers->records(), [&](const auto &record) { return !record.ids.empty() && record.ids.back() == last[record.session]; });
    };
    EXPECT_TRUE(waitUntil(allHaveTheLast, 30s));
    m_subscribers->stop();

    std::map<std::string, std::vector<std::int64_t>> log;
    for (const auto &session : m_sessions)
        log[session] = idsInLog(session);
    for (const auto &record : m_subscribers->records()) {
        EXPECT_TRUE(record.ids == log[record.session]) << record.session << ": " << record.ids.size() << " came of " << log[record.session].size();
        EXPECT_EQ(record.resets, 0) << record.session;
        EXPECT_EQ(record.fault, "");
    }

    for (auto &[session, ids] : m_insisting->ids()) {
        auto accepted = ids;
        accepted.insert(last[session]);
        EXPECT_EQ(std::vector(accepted.begin(), accepted.end()), log[session]) << "accepted, and in the log of " << session;
    }
    for (const auto &[session, ids] : m_once->ids())
        EXPECT_TRUE(std::ranges::includes(log[session], ids)) << "accepted in " << session << ", and not in the log";
    const auto inLog = sql(u"SELECT client_message_id FROM messages WHERE session_id LIKE 'once-%' AND client_message_id IS NOT NULL"_s).split(u'\n');
    const auto refused = m_once->refused();
    for (const QString &id : inLog)
        EXPECT_FALSE(refused.contains(id.toStdString())) << id.toStdString() << " was refused, and is in the log";
    EXPECT_EQ(sql(u"SELECT DISTINCT sender_id FROM messages WHERE sender_type = 'user'"_s), u"operator"_s) << "a node forgot who its caller is";
    for (const auto &node : m_nodes)
        EXPECT_EQ(node->terminate(), 0);
}

} // namespace pipit::test
