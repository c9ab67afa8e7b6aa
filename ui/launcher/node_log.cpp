// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/launcher/node_log.h"

#include "client/servers.h"

namespace pipit {

NodeLog::NodeLog(Servers *servers, QWidget *parent) : LogPanel(parent), m_servers(servers), m_log(QUrl(), QByteArray())
{
    setFeed(&m_log);
    connect(servers, &Servers::ownNodeChanged, this, &NodeLog::follow);
}

NodeLog::~NodeLog()
{
    setFeed(nullptr);
}

void NodeLog::showEvent(QShowEvent *event)
{
    LogPanel::showEvent(event);
    follow();
}

// Followed from the first time that it is shown.
void NodeLog::follow()
{
    const OwnNode *node = m_servers->ownNode();
    const NodeStatus status = node ? node->status() : NodeStatus();
    const bool isFollowing = m_log.state() != LogFeed::State::Idle;
    if (!status.isUp()) {
        if (isFollowing && !status.isChanging())
            m_log.stop();
    } else if (const bool isElsewhere = m_url != status.url || m_token != status.token; isFollowing ? isElsewhere : isVisible()) {
        m_url = status.url;
        m_token = status.token;
        m_log.stop();
        m_log.setServer(m_url, m_token);
        m_log.start();
    }
}

} // namespace pipit
