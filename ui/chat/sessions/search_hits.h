// SPDX-License-Identifier: GPL-3.0-or-later
// The messages that a search over every session has found, below the sessions whose names match: a heading, the hits, and a
// line that says what is under way, that there is nothing, or why it could not be looked for. Hidden while nothing is sought.
// Thread rule: the GUI thread.
#pragma once

#include "ui/chat/sessions/message_search.h"

#include <QWidget>

class QLabel;
class QListView;
class QPushButton;

namespace pipit {

class SearchHits : public QWidget
{
    Q_OBJECT

public:
    explicit SearchHits(QWidget *parent = nullptr);

    MessageSearch *search() const { return m_search; }
    QListView *list() const { return m_list; }
    bool chooseFirst(); // false: there is none
    void enter();       // the keyboard goes to the first hit

Q_SIGNALS:
    void chosen(const QString &sessionId, qint64 messageId);
    void leftAtTop(); // Up on the first hit

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void choose(const QModelIndex &index);
    void update();

    MessageSearch *m_search;
    QLabel *m_heading;
    QListView *m_list;
    QLabel *m_state;
    QPushButton *m_retry;
};

} // namespace pipit
