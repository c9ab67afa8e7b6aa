// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/servers/server_pages.h"

#include "ui/chat/chat_page.h"

#include <QStackedLayout>

#include <algorithm>

namespace pipit {

ServerPages::ServerPages(QWidget *parent) : QWidget(parent), m_stack(new QStackedLayout(this)), m_current(makePage())
{
}

ChatPage *ServerPages::makePage()
{
    auto *page = new ChatPage;
    page->setListFolded(m_isListFolded);
    m_stack->addWidget(page);
    return page;
}

void ServerPages::setServers(Servers *servers, const QString &firstId)
{
    m_servers = servers;
    connect(servers, &Servers::listChanged, this, &ServerPages::refresh);
    connect(servers, &Servers::connectionMade, this, &ServerPages::join);
    connect(servers, &Servers::connectionEnds, this, [this](const QString &id) {
        if (ChatPage *page = m_pages.value(id))
            page->releaseConnection();
    });
    const QList<ServerView> list = servers->list();
    const bool hasGiven = !list.isEmpty() && list.first().isGiven;
    if (!hasGiven && std::ranges::find(list, firstId, &ServerView::id) != list.end())
        showServer(firstId);
    refresh();
}

void ServerPages::join(const QString &id)
{
    refresh();
    ChatPage *page = m_pages.value(id);
    Connection *connection = m_servers->view(id).connection;
    if (page && connection)
        page->setConnection(connection);
}

void ServerPages::showServer(const QString &id)
{
    ChatPage *&page = m_pages[id];
    if (!page) {
        // The one that was there from the beginning belongs to nobody yet.
        const bool isFirst = m_currentId.isEmpty();
        page = isFirst ? m_current : makePage();
        if (!isFirst)
            Q_EMIT pageMade(page);
        if (Connection *connection = m_servers->view(id).connection)
            page->setConnection(connection);
    }
    m_current = page;
    m_currentId = id;
    m_stack->setCurrentWidget(page);
    if (const auto fault = m_servers->view(id).startError)
        page->showStartFailure(*fault);
    Q_EMIT shown(id);
}

void ServerPages::setListFolded(bool isFolded)
{
    m_isListFolded = isFolded;
    for (int i = 0; i < m_stack->count(); ++i)
        static_cast<ChatPage *>(m_stack->widget(i))->setListFolded(isFolded);
}

void ServerPages::refresh()
{
    const QList<ServerView> servers = m_servers->list();
    if (servers.isEmpty())
        return;
    // What belongs to a server that is gone goes too, but never the page that is shown before there is another one.
    if (std::ranges::find(servers, m_currentId, &ServerView::id) == servers.end())
        showServer(servers.first().id);
    for (auto it = m_pages.begin(); it != m_pages.end();) {
        if (std::ranges::find(servers, it.key(), &ServerView::id) != servers.end()) {
            ++it;
            continue;
        }
        m_stack->removeWidget(it.value());
        it.value()->deleteLater();
        it = m_pages.erase(it);
    }
    for (const ServerView &server : servers) {
        if (ChatPage *page = m_pages.value(server.id); page && server.startError)
            page->showStartFailure(*server.startError);
    }
}

} // namespace pipit
