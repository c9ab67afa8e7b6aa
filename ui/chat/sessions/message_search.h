// SPDX-License-Identifier: GPL-3.0-or-later
// What a full-text search over every session has found, as rows: session, time, and the words around the hit.
//
// Contract: asks a little after the last key, not at each; an answer to an older question is dropped; further pages come with
// fetchMore(). At most 1,000 rows. Where the node cannot be asked, problem() says why, and the same text may be tried again.
// Thread rule: the GUI thread.
#pragma once

#include "client/api_client.h"

#include <QAbstractListModel>
#include <QTimer>

#include <functional>

namespace pipit {

class MessageSearch : public QAbstractListModel
{
    Q_OBJECT

public:
    // Roles of SessionListModel, so that one delegate paints both, and MessageIdRole.
    using Ask = std::function<QCoro::Task<Result<FoundPage>>(QString text, std::optional<qint64> before)>;
    using TitleOf = std::function<QString(const QString &sessionId)>;

    explicit MessageSearch(QObject *parent = nullptr);

    void setSource(Ask ask, TitleOf titleOf); // null: nobody can be asked
    void setText(const QString &text);        // empty: nothing is looked for
    void retry();
    const QString &text() const { return m_text; }
    bool canSearch() const { return bool(m_ask); }
    bool isSearching() const { return m_delay.isActive() || m_isAsking; }
    const QString &problem() const { return m_problem; }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    void changed(); // rows, isSearching() or problem()

private:
    QCoro::Task<> ask();

    Ask m_ask;
    TitleOf m_titleOf;
    QString m_text;
    QStringList m_words;
    QList<Message> m_found;
    QString m_problem;
    QTimer m_delay;
    int m_question = 0;
    bool m_isAsking = false;
    bool m_hasMore = false;
};

// The part of a text around the first of these words, on one line.
QString excerptOf(const QString &text, const QStringList &words);

} // namespace pipit
