// SPDX-License-Identifier: GPL-3.0-or-later
// The sessions as rows: what a row says, and which rows a search leaves.
// Plain values go in. Thread rule: the GUI thread.
#pragma once

#include "client/connection.h"

#include <QAbstractListModel>
#include <QHash>
#include <QSet>
#include <QSortFilterProxyModel>

#include <functional>

namespace pipit {

class SessionListModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { IdRole = Qt::UserRole, TitleRole, LastLineRole, TimeRole, UnreadRole, AnsweringRole, WordsRole, MessageIdRole, ArchivedRole, PinnedRole, MutedRole, DraftRole };

    explicit SessionListModel(QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

    void setSessions(const QList<SessionSummary> &sessions);
    void setOwnSenderId(const QString &id);
    void setAnswering(const QString &sessionId, bool answering);
    void setDrafts(std::function<QString(const QString &sessionId)> draftOf); // what was begun there and not sent
    void setOpenSession(const QString &sessionId); // what is being read counts as read
    int rowOf(const QString &sessionId) const;     // -1: none
    static QString titleOf(const SessionSummary &session);

private:
    QString lastLine(const SessionSummary &session) const;

    QList<SessionSummary> m_sessions;
    QSet<QString> m_answering;
    QString m_ownSenderId;
    QString m_openSession;
    std::function<QString(const QString &)> m_draftOf;
};

// The sessions whose title or last message contains the words, in any order and either case; without words, those that are not
// archived, or all.
class SessionFilter : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit SessionFilter(QObject *parent = nullptr);
    void setWords(const QString &words);
    void setArchivedShown(bool shown);
    int archivedCount() const; // of all sessions

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QStringList m_words;
    bool m_isArchivedShown = false;
};

} // namespace pipit
