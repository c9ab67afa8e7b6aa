// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/loaded_nodes.h"

#include "tests/support/wait_until.h"

#include <gtest/gtest.h>

#include <stdexcept>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::test {

namespace {

constexpr qsizetype logBytes = 8'000;

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
    if (!m_load)
        return;
    for (const Publishers *publishers : {&insisting(), &once()}) {
        if (!publishers->fault().empty())
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
    // The tokens are in the database.
    m_load = std::make_unique<SteadyLoad>(LoadShape{.otherSessions = otherSessions}, ports, m_nodes.front()->token());
    m_load->start();
}

Answer LoadedNodes::call(std::size_t node, const QByteArray &method, const QByteArray &target, const QByteArray &body) const
{
    return HttpConnection(port(node), 20s).call(httpRequest(method, target, bearer(), body)).value_or(Answer());
}

bool LoadedNodes::allReady() const
{
    for (std::size_t i = 0; i < m_nodes.size(); ++i) {
        if (!unready(i).isEmpty())
            return false;
    }
    return true;
}

std::int64_t LoadedNodes::lastIn(const std::string &session) const
{
    return sql(u"SELECT max(id) FROM messages WHERE session_id = '%1'"_s.arg(QString::fromStdString(session))).toLongLong();
}

void LoadedNodes::rest()
{
    EXPECT_TRUE(m_load->rest()) << "some messages were never accepted";
}

void LoadedNodes::reckon()
{
    const Reckoning reckoning = m_load->reckon(m_nodes.front()->port());
    const Told &told = reckoning.told;
    std::printf("told: stored %d, before %d, not_stored %d, in_doubt %d; the slowest answer took %lld ms\n", told.stored, told.storedBefore, told.notStored, told.inDoubt,
                static_cast<long long>(told.slowest.count()));
    EXPECT_TRUE(reckoning.holds()) << reckoning.faults.join(u'\n').toStdString();
    EXPECT_EQ(told.nothing, 0) << "a node lives on: it must answer";
    EXPECT_LE(told.slowest, answerLimit);
    EXPECT_EQ(sql(u"SELECT DISTINCT sender_id FROM messages WHERE sender_type = 'user'"_s), u"operator"_s) << "a node forgot who its caller is";
    for (const auto &node : m_nodes)
        EXPECT_EQ(node->terminate(), 0);
}

} // namespace pipit::test
