// SPDX-License-Identifier: GPL-3.0-or-later
// The column of sessions: search, list, and a button for a new one. A search leaves the sessions whose titles match, and below
// them has the messages of every session that hold the words. Archived sessions are out of sight until they are asked for, or
// found.
// Thread rule: the GUI thread.
#pragma once

#include "ui/chat/sessions/session_list_model.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QListView;
class QToolButton;

namespace pipit {

class MessageSearch;
class SearchHits;

class SessionList : public QWidget
{
    Q_OBJECT

public:
    explicit SessionList(QWidget *parent = nullptr);

    SessionListModel *model() const { return m_model; }
    MessageSearch *messageSearch() const;
    void setCurrentSession(const QString &sessionId);
    QString currentSession() const;
    void setReady(bool ready); // sessions can be made, and are known
    void focusSearch();
    void search(const QString &words);
    void selectNeighbour(int step);

Q_SIGNALS:
    void sessionChosen(const QString &sessionId);
    void messageChosen(const QString &sessionId, qint64 messageId);
    void newSessionRequested();
    void menuRequested(const QString &sessionId, const QPoint &globalPosition);

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void retranslate();
    void updateEmptyText();
    void updateArchived();
    void layOutLists();

    SessionListModel *m_model;
    SessionFilter *m_filter;
    QLineEdit *m_search;
    QToolButton *m_new;
    QLabel *m_keys;
    QListView *m_list;
    QLabel *m_empty;
    QToolButton *m_archived;
    SearchHits *m_hits;
    QString m_current;
    bool m_ready = false;
};

} // namespace pipit
