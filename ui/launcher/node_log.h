// SPDX-License-Identifier: GPL-3.0-or-later
// The log of the own node, for as long as it is there: another start of the node goes on in the same panel.
// Thread rule: the GUI thread. The servers are not owned.
#pragma once

#include "client/ops/log_feed.h"
#include "ui/console/log/log_panel.h"

namespace pipit {

class Servers;

class NodeLog : public LogPanel
{
    Q_OBJECT

public:
    explicit NodeLog(Servers *servers, QWidget *parent = nullptr);
    ~NodeLog() override;

    LogFeed::State state() const { return m_log.state(); }

protected:
    void showEvent(QShowEvent *event) override;

private:
    void follow();

    Servers *m_servers;
    LogFeed m_log;
    QUrl m_url; // where it was followed last
    QByteArray m_token;
};

} // namespace pipit
