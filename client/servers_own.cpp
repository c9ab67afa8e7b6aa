// SPDX-License-Identifier: GPL-3.0-or-later
// The own node among the servers: made once, started, stopped, and found again by its connection.
#include "client/servers.h"

namespace pipit {

// As it was left.
void Servers::beginOwn()
{
    if (!m_options.nodeSettings || m_options.nodeSettings->isWanted())
        return startOwnNode();
    if (!openOwn())
        return;
    makeOwnNode();
    m_startError = Error{ErrorCode::Unavailable, tr("It was stopped, and stays so until somebody starts it.")};
    Q_EMIT listChanged();
}

// With its copy on this computer at once, whatever becomes of it.
bool Servers::openOwn()
{
    // What has failed before is tried with a connection of its own: whoever shows the failure lets go of it.
    const bool hasFailed = std::exchange(m_startError, std::nullopt).has_value();
    if (!hasFailed && m_live[own()].connection)
        return true;
    return open(own(), {}, {});
}

void Servers::makeOwnNode()
{
    if (m_node)
        return;
    m_node = m_options.makeNode();
    connect(m_node.get(), &OwnNode::started, this, &Servers::takeOwnNode);
    connect(m_node.get(), &OwnNode::failed, this, [this](const Error &error) {
        m_startError = error;
        Q_EMIT listChanged();
    });
    connect(m_node.get(), &OwnNode::changed, this, [this, last = NodeStatus::State::Stopped]() mutable {
        Q_EMIT ownNodeChanged();
        if (const auto state = m_node->status().state; std::exchange(last, state) != state)
            Q_EMIT listChanged();
    });
    connect(m_node.get(), &OwnNode::notice, this, &Servers::notice);
    connect(m_node.get(), &OwnNode::alerted, this, &Servers::alerted);
}

void Servers::startOwnNode()
{
    if (!openOwn())
        return;
    makeOwnNode();
    if (m_options.nodeSettings)
        m_options.nodeSettings->setWanted(true);
    Q_EMIT listChanged();
    m_node->start();
}

void Servers::stopOwnNode()
{
    if (!m_node)
        return;
    if (m_options.nodeSettings)
        m_options.nodeSettings->setWanted(false);
    m_node->stop();
}

void Servers::drainOwnNode()
{
    if (!m_node)
        return;
    if (m_options.nodeSettings)
        m_options.nodeSettings->setWanted(false);
    m_node->drain();
}

// One that has started again is where it was, and the connection finds it: what waits in its outbox goes out.
void Servers::takeOwnNode()
{
    m_startError.reset();
    if (m_options.nodeSettings)
        m_options.nodeSettings->settle();
    const auto found = m_live.find(own());
    if (found == m_live.end())
        return; // it was switched off meanwhile
    Live &live = found->second;
    Connection *connection = live.connection.get();
    if (connection && connection->url().isEmpty())
        goOn(live, m_node->url(), m_node->token());
    else if (connection && connection->url() == m_node->url() && live.token == m_node->token())
        connection->retryNow();
    else
        connectTo(own(), m_node->url(), m_node->token());
    Q_EMIT listChanged();
}

Result<Done> Servers::setOwnNodeOn(bool isOn)
{
    if (!isOn && m_book->entries().size() < 2)
        return Error{ErrorCode::Conflict, tr("This is the only server. Add another first; then this node can be switched off.")};
    if (m_book->entries().first().isOn == isOn)
        return Done{};
    m_book->setOwnNodeOn(isOn);
    if (isOn && m_givenId.isEmpty())
        startOwnNode();
    if (!isOn) {
        m_startError.reset();
        disconnectFrom(own());
        m_live.erase(own());
        if (m_node)
            m_node->stop();
    }
    Q_EMIT listChanged();
    return Done{};
}

} // namespace pipit
