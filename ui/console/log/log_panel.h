// SPDX-License-Identifier: GPL-3.0-or-later
// A card with the log of a node: what it keeps, then each line as it comes; to be filtered, searched, followed, paused, cleared and copied.
//
// Whatever is the case is said: nothing logged yet, nothing that fits, being fetched (after 300 ms), not for this caller, out of
// reach; lines that were there stay, below a strip that says so. The feed is the caller's, who starts and stops it; another one
// is another node's log. What was cleared stays away in all of them.
// Thread rule: the GUI thread.
#pragma once

#include "client/ops/log_feed.h"
#include "ui/console/log/log_model.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

class QStackedLayout;

namespace pipit {

class LogBar;
class LogNotice;
class LogView;

class LogPanel : public QWidget
{
    Q_OBJECT

public:
    explicit LogPanel(QWidget *parent = nullptr);
    ~LogPanel() override;

    void setFeed(LogFeed *feed); // null: there is no node any more, and what it said last stays
    LogModel *model() { return &m_model; }
    LogView *view() const { return m_view; }
    LogBar *bar() const { return m_bar; }

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    enum class Deed { None, ShowAll, GoOn, Retry };
    struct Words {
        QString title = {};
        QString text = {};
        QString button = {};
        Deed deed = Deed::None; // of the button
        bool isBad = false;
    };

    void refresh();
    Words standing() const;     // of the feed; empty: all is well
    Words nothing() const;      // why there are no lines, where all is well
    Words refusal() const;
    QString nextAttempt() const;
    void press(Deed deed);

    LogModel m_model;
    LogView *m_view;
    LogBar *m_bar;
    LogNotice *m_strip;
    LogNotice *m_page;
    QStackedLayout *m_stack;
    QPointer<LogFeed> m_feed;
    QTimer m_patience;          // until it is said that something is being fetched
    QTimer m_tick;              // while an attempt is ahead
    bool m_isConnecting = false;
    Deed m_pageDeed = Deed::None;
};

} // namespace pipit
