// SPDX-License-Identifier: GPL-3.0-or-later
// A node that is not this program's, as its connection knows it: read only; what can be done is to go to its conversations.
// Thread rule: the GUI thread.
#pragma once

#include "client/servers.h"
#include "ui/launcher/launcher_card.h"

class QPushButton;

namespace pipit {

class OtherNodeCard : public LauncherCard
{
    Q_OBJECT

public:
    OtherNodeCard(Servers *servers, QString id, QWidget *parent = nullptr);
    const QString &id() const { return m_id; }
    void refresh();

Q_SIGNALS:
    void showRequested(const QString &id);

protected:
    void retell() override;

private:
    void watch();

    Servers *m_servers;
    const QString m_id;
    StateDot *m_dot;
    QLabel *m_name;
    QLabel *m_standing;
    TextField *m_address;
    QToolButton *m_copy;
    QLabel *m_figures;
    QPushButton *m_show;
};

} // namespace pipit
