// SPDX-License-Identifier: GPL-3.0-or-later
// The own node: how it stands and since when, its address and token, its database, who may reach it; start, stop, restart, drain.
//
// What the environment or a file decides is shown and cannot be changed here; who decides it stands below.
// Thread rule: the GUI thread. Neither the servers nor what they own is owned.
#pragma once

#include "client/node_health.h"
#include "client/servers.h"
#include "ui/launcher/launcher_card.h"

#include <QCoroTask>

class QBoxLayout;
class QComboBox;
class QFormLayout;
class QPushButton;

namespace pipit {

class HealthRow;

class NodeCard : public LauncherCard
{
    Q_OBJECT

public:
    explicit NodeCard(Servers *servers, QWidget *parent = nullptr);

    void refresh();
    void setHealth(const NodeHealth &health);
    QString curlLine() const;
    QWidget *firstField() const; // where the keyboard does no harm; none, while there is none

Q_SIGNALS:
    void problem(const QString &text); // a choice that could not be kept

protected:
    void retell() override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QLabel *addRow(QWidget *field);
    bool isNarrow() const;
    void addButtons();
    void askToDrain();
    QCoro::Task<> openPage();
    void chooseDatabase(int index);
    void useUrl();
    void chooseExposure(int index);
    void refreshChoices();
    void sayUptime();

    Servers *m_servers;
    QFormLayout *m_rows;
    QBoxLayout *m_buttons;
    StateDot *m_dot;
    QLabel *m_title;
    QLabel *m_uptime;
    QLabel *m_addressLabel;
    TextField *m_address;
    QToolButton *m_copyAddress;
    QLabel *m_tokenLabel;
    TextField *m_token;
    QToolButton *m_reveal;
    QToolButton *m_copyToken;
    QLabel *m_databaseLabel;
    QComboBox *m_database;
    QWidget *m_urlRow;
    QLineEdit *m_url;
    QPushButton *m_useUrl;
    QLabel *m_exposureLabel;
    QComboBox *m_exposure;
    QLabel *m_decided;
    QLabel *m_problem;
    HealthRow *m_health;
    QPushButton *m_start;
    QPushButton *m_stop;
    QPushButton *m_restart;
    QPushButton *m_drain;
    QPushButton *m_openPage;
    QPushButton *m_primary;
    bool m_isRevealed = false;
};

} // namespace pipit
