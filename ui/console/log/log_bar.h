// SPDX-License-Identifier: GPL-3.0-or-later
// What stands above the log: its title, which lines are shown (level, areas, a text), and what can be done with them.
//
// The text that is looked for filters; Enter and F3 go to the next line with it, with Shift to the previous one. Where there is no room,
// the field moves to a line of its own, and what the menu has too goes. Thread rule: the GUI thread.
#pragma once

#include "ui/console/log/log_view.h"

#include <QWidget>

class QActionGroup;
class QGridLayout;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QMenu;
class QToolButton;

namespace pipit {

class LogBar : public QWidget
{
    Q_OBJECT

public:
    explicit LogBar(LogView *view, QWidget *parent = nullptr);

    void look(const QString &text); // for this
    void focusSearch();
    void openFilter();              // all lines are shown
    QMenu *moreMenu() const { return m_more; }
    QSize minimumSizeHint() const override; // folded

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void retranslate();
    void fill(QMenu *areas);
    void chooseArea(const QString &area, bool isChosen);
    void setFilter(const LogFilter &filter);
    void refresh();       // what depends on the filter and the current line
    void refreshPause();
    void fold();
    void copy();

    LogView *m_view;
    LogModel *m_model;
    QLabel *m_title;
    QToolButton *m_level;
    QToolButton *m_areas;
    QLineEdit *m_search;
    QLabel *m_hits;
    QToolButton *m_pause;
    QToolButton *m_wrap;
    QToolButton *m_copy;
    QToolButton *m_clear;
    QToolButton *m_open;      // the menu
    QMenu *m_more;
    QActionGroup *m_levels;
    QAction *m_wrapAction, *m_copySelected, *m_copyShown, *m_next, *m_previous, *m_clearAction;
    QGridLayout *m_grid;
    QHBoxLayout *m_searching; // the field and its hits
    bool m_isFolded = false;
};

} // namespace pipit
