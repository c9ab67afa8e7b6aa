// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/sessions/session_list_model.h"

#include "client/session_archive.h"
#include "client/session_note.h"
#include "core/redaction.h"
#include "core/text_limits.h"
#include "ui/chat/messages/message_line.h"
#include "ui/locale/times.h"

#include <algorithm>

namespace pipit {

namespace {

constexpr qsizetype shownOfDraft = 100;

} // namespace

SessionListModel::SessionListModel(QObject *parent) : QAbstractListModel(parent)
{
}

int SessionListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_sessions.size());
}

QString SessionListModel::titleOf(const SessionSummary &session)
{
    return session.title.isEmpty() ? session.id : session.title;
}

QString SessionListModel::lastLine(const SessionSummary &session) const
{
    if (!session.lastMessage)
        return tr("No messages yet");
    const Message &last = *session.lastMessage;
    if (isTombstone(last) || redactedIds(last))
        return tr("Removed by an operator");
    if (isNote(last))
        return tr("%1 changed the note").arg(last.senderName.isEmpty() ? last.senderId : last.senderName);
    return messageLineOf(last, m_ownSenderId);
}

QVariant SessionListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_sessions.size())
        return {};
    const SessionSummary &session = m_sessions[index.row()];
    const bool answering = m_answering.contains(session.id);
    switch (role) {
    case Qt::DisplayRole:
    case TitleRole:
        return titleOf(session);
    case IdRole:
        return session.id;
    case LastLineRole:
        if (const QString draft = data(index, DraftRole).toString(); !draft.isEmpty() && !answering)
            return tr("Draft: %1").arg(draft);
        return answering ? tr("Answering…") : lastLine(session);
    case TimeRole:
        return shortTime(session.lastMessage ? saidAt(*session.lastMessage) : session.updatedAtMs, QDateTime::currentDateTime());
    case UnreadRole:
        return session.id == m_openSession ? 0 : session.unread;
    case AnsweringRole:
        return answering;
    case ArchivedRole:
        return session.archived;
    case PinnedRole:
        return session.pinned;
    case MutedRole:
        return session.muted;
    case DraftRole:
        // Of the one that is open, it stands in the field.
        return m_draftOf && session.id != m_openSession ? leftOfText(m_draftOf(session.id), shownOfDraft).simplified() : QString();
    case Qt::AccessibleTextRole: {
        const int unread = data(index, UnreadRole).toInt();
        const QString text = titleOf(session) + QStringLiteral(", ") + data(index, LastLineRole).toString();
        QStringList words{text};
        if (unread > 0)
            words << tr("%n unread", nullptr, unread);
        if (session.pinned)
            words << tr("pinned");
        if (session.muted)
            words << tr("muted");
        return words.join(QStringLiteral(", "));
    }
    default:
        return {};
    }
}

void SessionListModel::setSessions(const QList<SessionSummary> &sessions)
{
    const bool sameOrder = std::ranges::equal(m_sessions, sessions, {}, &SessionSummary::id, &SessionSummary::id);
    if (sameOrder) {
        m_sessions = sessions;
        if (!m_sessions.isEmpty())
            Q_EMIT dataChanged(index(0), index(rowCount() - 1));
        return;
    }
    beginResetModel();
    m_sessions = sessions;
    endResetModel();
}

void SessionListModel::setOwnSenderId(const QString &id)
{
    if (m_ownSenderId == id)
        return;
    m_ownSenderId = id;
    if (!m_sessions.isEmpty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

void SessionListModel::setAnswering(const QString &sessionId, bool answering)
{
    if (answering == m_answering.contains(sessionId))
        return;
    if (answering)
        m_answering.insert(sessionId);
    else
        m_answering.remove(sessionId);
    if (const int row = rowOf(sessionId); row >= 0)
        Q_EMIT dataChanged(index(row), index(row));
}

void SessionListModel::setDrafts(std::function<QString(const QString &sessionId)> draftOf)
{
    m_draftOf = std::move(draftOf);
}

void SessionListModel::setOpenSession(const QString &sessionId)
{
    m_openSession = sessionId;
    if (!m_sessions.isEmpty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

int SessionListModel::rowOf(const QString &sessionId) const
{
    const auto found = std::ranges::find(m_sessions, sessionId, &SessionSummary::id);
    return found == m_sessions.end() ? -1 : int(found - m_sessions.begin());
}

SessionFilter::SessionFilter(QObject *parent) : QSortFilterProxyModel(parent)
{
}

void SessionFilter::setWords(const QString &words)
{
    m_words = words.split(u' ', Qt::SkipEmptyParts);
    invalidateFilter();
}

void SessionFilter::setArchivedShown(bool shown)
{
    m_isArchivedShown = shown;
    invalidateFilter();
}

int SessionFilter::archivedCount() const
{
    int count = 0;
    for (int row = 0; row < sourceModel()->rowCount(); ++row)
        count += sourceModel()->index(row, 0).data(SessionListModel::ArchivedRole).toBool();
    return count;
}

bool SessionFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (m_words.isEmpty() && !m_isArchivedShown && index.data(SessionListModel::ArchivedRole).toBool())
        return false;
    const QString text = index.data(SessionListModel::TitleRole).toString() + u'\n' + index.data(SessionListModel::LastLineRole).toString();
    return std::ranges::all_of(m_words, [&text](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
}

} // namespace pipit
