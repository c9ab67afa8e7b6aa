// SPDX-License-Identifier: GPL-3.0-or-later
// The port that the own node was to have is taken: by whom, and what can be done: keep the one that it has instead, choose another, or
// use the node that is there, where it is a Pipit. Thread rule: the GUI thread.
#pragma once

#include "client/servers.h"
#include "ui/launcher/launcher_card.h"

class QPushButton;
class QSpinBox;

namespace pipit {

class PortCard : public LauncherCard
{
    Q_OBJECT

public:
    explicit PortCard(Servers *servers, QWidget *parent = nullptr);
    void refresh(); // hidden where no port is taken

Q_SIGNALS:
    void attachRequested(const QString &address);

protected:
    void retell() override;

private:
    Servers *m_servers;
    std::optional<TakenPort> m_taken;
    QLabel *m_title;
    QLabel *m_text;
    QPushButton *m_use;
    QPushButton *m_other;
    QPushButton *m_attach;
    QWidget *m_portRow;
    QSpinBox *m_port;
    QPushButton *m_usePort;
};

} // namespace pipit
