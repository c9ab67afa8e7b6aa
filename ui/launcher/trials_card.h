// SPDX-License-Identifier: GPL-3.0-or-later
// Faults that can be tried on the own node: a menu of them, how the one that is under way goes on, and the last verdict of each.
// Thread rule: the GUI thread. The servers are not owned.
#pragma once

#include "client/fault_trials.h"
#include "client/servers.h"
#include "ui/launcher/launcher_card.h"

#include <QPointer>

#include <memory>

class QMenu;
class QProgressBar;
class QPushButton;

namespace pipit {

class TrialsCard : public LauncherCard
{
    Q_OBJECT

public:
    explicit TrialsCard(Servers *servers, QWidget *parent = nullptr);
    ~TrialsCard() override;

    void refresh(); // hidden where there is nothing to try it on

protected:
    void retell() override;

private:
    void fillMenu();
    void add(FaultKind kind, int streams);
    void showProgress();
    void showVerdicts();

    Servers *m_servers;
    QPointer<FaultTrials> m_trials;
    std::unique_ptr<QMenu> m_menu;
    QLabel *m_title;
    QPushButton *m_try;
    QLabel *m_note;
    QWidget *m_underWay;
    QLabel *m_step;
    QProgressBar *m_bar;
    QPushButton *m_cancel;
    QWidget *m_list = nullptr;
    QDateTime m_shownTo; // the newest verdict that is shown
};

} // namespace pipit
