// SPDX-License-Identifier: GPL-3.0-or-later
// The launcher: the own node with all that can be done about it, and every other node that the window knows, each as a card.
//
// Cards stand in one column beside what setSide() puts there, such as the node's log; without that in as many columns as there is
// room for, two at most. The node is asked how it is while the page is before somebody's eyes.
// Thread rule: the GUI thread. Nothing of the context is owned.
#pragma once

#include "client/node_health.h"
#include "client/own_node.h"
#include "ui/settings/settings_context.h"

#include <QWidget>

class QBoxLayout;
class QScrollArea;
class QVBoxLayout;

namespace pipit {

class DoctorCard;
class DrainCard;
class FaultCard;
class NodeCard;
class OtherNodeCard;
class PortCard;
class StartCard;
class TrialsCard;

class LauncherPage : public QWidget
{
    Q_OBJECT

public:
    explicit LauncherPage(const SettingsContext &context, QWidget *parent = nullptr);

    void setSide(QWidget *side); // owned from now on; beside the cards where there is room, below them where there is not
    NodeCard *node() const { return m_node; }
    bool isSettled() const;      // the node stands, and is known; its examination is over
    void focusFirst();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void refresh();
    void refreshOthers();
    void layOut();
    void placeCards();

    SettingsContext m_context;
    NodeHealthWatch m_watch;
    QScrollArea *m_scroll;
    QBoxLayout *m_columns;
    QVBoxLayout *m_first;
    QVBoxLayout *m_second;
    QBoxLayout *m_row;
    QWidget *m_side = nullptr;
    FaultCard *m_fault;
    NodeCard *m_node;
    PortCard *m_port;
    DrainCard *m_drain;
    NodeStatus::State m_state = NodeStatus::State::Stopped; // that is shown
    DoctorCard *m_doctor;
    StartCard *m_start;
    TrialsCard *m_trials;
    QList<OtherNodeCard *> m_others;
    std::optional<bool> m_hasTwo; // columns; none: not laid out yet
};

} // namespace pipit
