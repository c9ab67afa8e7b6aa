// SPDX-License-Identifier: GPL-3.0-or-later
// The conversations of every server, one at a time before the reader's eyes: each server has a chat page of its own, made when
// it is first shown, so that going to and fro loses nothing of what was open or written.
//
// Contract: there is a page from the beginning, which the first server takes. Thread rule: the GUI thread. The servers are not owned.
#pragma once

#include "client/servers.h"

#include <QHash>
#include <QWidget>

class QStackedLayout;

namespace pipit {

class ChatPage;

class ServerPages : public QWidget
{
    Q_OBJECT

public:
    explicit ServerPages(QWidget *parent = nullptr);

    void setServers(Servers *servers, const QString &firstId); // that one is shown, if it is there
    ChatPage *current() const { return m_current; }
    ChatPage *page(const QString &id) const { return m_pages.value(id); }
    QString currentId() const { return m_currentId; }
    void showServer(const QString &id);
    void setListFolded(bool isFolded);

Q_SIGNALS:
    void pageMade(pipit::ChatPage *page);
    void shown(const QString &id);

private:
    ChatPage *makePage();
    void refresh();
    void join(const QString &id);

    Servers *m_servers = nullptr;
    QStackedLayout *m_stack;
    QHash<QString, ChatPage *> m_pages;
    bool m_isListFolded = false; // before the first page is made
    ChatPage *m_current;
    QString m_currentId;
};

} // namespace pipit
