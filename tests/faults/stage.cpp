// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/stage.h"

#include "tests/support/wait_until.h"

#include <QUrl>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::test {

namespace {

constexpr qsizetype logBytes = 6'000;

} // namespace

Stage::~Stage()
{
    if (m_run.holds() && std::uncaught_exceptions() == 0)
        return;
    for (const auto &node : m_nodes)
        std::printf("the end of a node's log:\n%s\n", node->log().right(logBytes).constData());
}

NodeProcess &Stage::addNode(const QStringList &arguments)
{
    m_nodes.push_back(std::make_unique<NodeProcess>(arguments));
    return *m_nodes.back();
}

PostgresServer &Stage::postgres()
{
    if (!m_postgres)
        m_postgres = std::make_unique<PostgresServer>();
    return *m_postgres;
}

NodeProcess &Stage::addPostgresNode(quint16 port, const QStringList &arguments)
{
    if (m_database.isEmpty())
        m_database = QUrl(postgres().createDatabase()).path().mid(1);
    return addNode(QStringList{u"--database"_s, postgres().urlOf(m_database, port != 0 ? port : postgres().port())} + arguments);
}

void Stage::start(LoadShape shape, const std::vector<quint16> &through)
{
    std::vector<quint16> ports = through;
    for (const auto &node : m_nodes) {
        if (node->processId() == 0)
            node->start();
        if (through.empty())
            ports.push_back(node->port());
    }
    // On PostgreSQL the tokens are in the database, so that one is good everywhere.
    m_load = std::make_unique<SteadyLoad>(std::move(shape), ports, m_nodes.front()->token());
    m_load->start();
}

Answer Stage::call(std::size_t index, const QByteArray &method, const QByteArray &target, const QByteArray &body)
{
    return HttpConnection(node(index).port(), 20s).call(httpRequest(method, target, "Bearer " + node().token(), body)).value_or(Answer());
}

bool Stage::isReady(std::size_t index, std::chrono::seconds limit)
{
    return waitUntil([&] { return unready(index).isEmpty(); }, limit);
}

void Stage::expectGoesOn(int messages, const QString &after, std::chrono::seconds limit)
{
    const int from = m_load->insisting().accepted();
    m_run.expect(m_load->goesOn(messages, limit), u"%1: only %2 of %3 messages were accepted within %4 s"_s.arg(after).arg(m_load->insisting().accepted() - from).arg(messages).arg(limit.count()));
}

void Stage::finish()
{
    m_run.take(m_load->reckon(node().port()));
    for (const auto &node : m_nodes) {
        if (const int code = node->terminate(); code != 0)
            m_run.expect(false, u"a node that was asked to end ended with %1"_s.arg(code));
    }
}

} // namespace pipit::test
