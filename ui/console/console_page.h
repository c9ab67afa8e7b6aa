// SPDX-License-Identifier: GPL-3.0-or-later
// The operations console: any node of this window, its figures over time, its streams, its bots.
//
// Contract: shows one node, the own one first; it is followed from the first time that it is shown until another is chosen, also while
// another page is before the eyes, so that nothing is missing when one comes back. Thread rule: the GUI thread. Nothing of the context is owned.
#pragma once

#include "ui/console/console_board.h"
#include "ui/console/export/export_bar.h"
#include "ui/settings/settings_context.h"

#include <QWidget>

class QButtonGroup;
class QGridLayout;
class QLabel;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace pipit {

class StatePage;

class ConsolePage : public QWidget
{
    Q_OBJECT

public:
    explicit ConsolePage(const SettingsContext &context, QWidget *parent = nullptr);

    QString serverId() const { return m_serverId; }
    void showServer(const QString &id);
    ConsoleBoard *board() const { return m_board; } // none: there is nothing to show
    void show(ConsoleBoard::View view);
    bool isSettled() const; // figures are there, or it is known why not

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void layOutHead();
    void chooseFirst();
    void begin();
    void end();
    void follow();
    void chooseServer();
    void takeAxis();
    void sayAlerts();
    ExportBar::Source shown() const;
    void retranslate();

    SettingsContext m_context;
    QString m_serverId;
    ConsoleBoard *m_board = nullptr;
    QLabel *m_title;
    QToolButton *m_node;
    QLabel *m_alert;
    QButtonGroup *m_ranges;
    QToolButton *m_pause;
    QButtonGroup *m_views;
    QLabel *m_problem;
    QGridLayout *m_head;
    ExportBar *m_export;
    QWidget *m_times;
    QWidget *m_pages; // the views' buttons
    QStackedWidget *m_stack;
    StatePage *m_state;
};

} // namespace pipit
