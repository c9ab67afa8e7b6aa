// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done with a session as a whole.
#include "ui/chat/chat_page.h"

#include "ui/chat/chat_header.h"
#include "ui/chat/composer/composer.h"
#include "ui/chat/sessions/session_files.h"
#include "ui/chat/sessions/session_list.h"
#include "ui/theme/dialogs.h"
#include "ui/theme/icons.h"

#include <QMenu>

#include <algorithm>

namespace pipit {

void ChatPage::connectSessionMenus()
{
    connect(m_sessions, &SessionList::menuRequested, this, [this](const QString &id, const QPoint &at) { showSessionMenu(id, at, Qt::AlignLeft); });
    connect(m_header, &ChatHeader::menuRequested, this, [this](const QPoint &topRight) { showSessionMenu(m_sessionId, topRight, Qt::AlignRight); });
    connect(m_files, &SessionFiles::told, this, &ChatPage::problem);
    connect(m_files, &SessionFiles::imported, this, &ChatPage::openSession);
}

void ChatPage::showSessionMenu(const QString &sessionId, const QPoint &at, Qt::Alignment side)
{
    if (!m_connection)
        return;
    const auto session = std::ranges::find(m_connection->sessions(), sessionId, &SessionSummary::id);
    if (session == m_connection->sessions().end())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Rename"), this, [this, sessionId] {
        openSession(sessionId);
        showList(false);
        startRename();
    });
    if (session->unread > 0)
        menu->addAction(tr("Mark as read"), this, [this, sessionId] { m_connection ? m_connection->markRead(sessionId) : void(); });
    menu->addAction(session->pinned ? tr("Unpin") : tr("Pin"), this, [this, sessionId, pinned = session->pinned] { m_connection ? m_connection->setPinned(sessionId, !pinned) : void(); });
    menu->addAction(session->muted ? tr("Unmute") : tr("Mute"), this, [this, sessionId, muted = session->muted] { m_connection ? m_connection->setMuted(sessionId, !muted) : void(); });
    menu->addAction(session->archived ? tr("Take out of the archive") : tr("Archive"), this, [this, sessionId, archived = session->archived] { setArchived(sessionId, !archived); });
    QMenu *files = menu->addMenu(tr("Export"));
    using Format = SessionFiles::Format;
    for (const auto &[label, format] : {std::pair(tr("Markdown"), Format::Markdown), std::pair(tr("HTML page"), Format::Html), std::pair(tr("JSON, to import it again"), Format::Json)})
        files->addAction(label, this, [this, sessionId, format = format] { m_files->exportSession(sessionId, sessionTitle(sessionId), format); });
    menu->addAction(tr("Import a session…"), this, &ChatPage::importSession);
    menu->addSeparator();
    menu->addAction(tr("Delete…"), this, [this, sessionId] { deleteSession(sessionId); });
    menu->popup(side == Qt::AlignRight ? at - QPoint(menu->sizeHint().width(), 0) : at);
}

void ChatPage::importSession()
{
    m_files->importSession();
}

void ChatPage::exportSession(SessionFiles::Format format)
{
    if (!m_sessionId.isEmpty())
        m_files->exportSession(m_sessionId, sessionTitle(m_sessionId), format);
}

void ChatPage::setArchived(const QString &sessionId, bool archived)
{
    m_connection->setArchived(sessionId, archived).then([guard = QPointer<ChatPage>(this)](const Result<Done> &done) {
        if (guard && !done)
            Q_EMIT guard->problem(tr("The session was not moved: %1").arg(done.error().message));
    });
}

void ChatPage::deleteSession(const QString &sessionId)
{
    const QString title = sessionTitle(sessionId);
    if (!dialogs::confirm(this, tr("Delete “%1” for good?").arg(title), tr("All its messages and files are erased, for everybody who takes part in it. This cannot be undone; export it first if somebody may need it."), tr("Delete")))
        return;
    m_connection->deleteSession(sessionId).then([guard = QPointer<ChatPage>(this)](const Result<Done> &done) {
        if (guard && !done)
            Q_EMIT guard->problem(tr("The session was not deleted: %1").arg(done.error().message));
    });
}

} // namespace pipit
