// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of one conversation: stored messages, then answers under way, then what is not sent yet.
//
// Contract: a row's key stays the same while it goes from sending to stored, or from answering to answered, so that the
// view keeps its place. A run or a pending message whose stored message has come is not shown a second time. Where an operator
// has removed a message, a line says so in its place; what tells of it is no row.
// Plain values go in: a SessionFeed does it through FeedBinding. Thread rule: the GUI thread.
#pragma once

#include "client/session_feed.h"
#include "core/message.h"

#include <QHash>
#include <QObject>

namespace pipit {

struct ChatRow {
    enum class State { Stored, Waiting, Sending, NotSent, Queued, Streaming, Fetching, Failed, Cancelled, Interrupted };

    QString key;
    qint64 id = 0;            // 0: not in the log
    SenderType senderType = SenderType::User;
    bool own = false;
    QString senderId = {};
    QString senderName = {};
    QString contentType = {};
    QString text = {};
    QJsonObject metadata = {};
    qint64 createdAtMs = 0;   // 0: an answer under way
    State state = State::Stored;
    QString reason = {};      // why it was not sent, or why the answer failed
    QString runId = {};
    bool startsDay = false;
    bool startsGroup = true;  // the first of several by one sender

    bool isUnderWay() const { return state == State::Queued || state == State::Streaming || state == State::Fetching; }
};

class MessageModel : public QObject
{
    Q_OBJECT

public:
    explicit MessageModel(QObject *parent = nullptr);

    void setOwnSenderId(const QString &id);
    void setBotNames(const QHash<QString, QString> &names); // by id

    void reset(const QList<Message> &messages, const QList<RunView> &runs = {}, const QList<PendingMessage> &pending = {});
    void append(const QList<Message> &newer);
    void prepend(const QList<Message> &older);
    void setRuns(const QList<RunView> &runs);
    void setPending(const QList<PendingMessage> &pending);

    int rowCount() const { return int(m_messages.size() + m_runs.size() + m_pending.size()); }
    ChatRow row(int row) const;
    int rowOfKey(const QString &key) const; // -1: gone
    bool hasRunUnderWay() const;
    QString botName(const QString &botId) const;

Q_SIGNALS:
    void modelReset();
    void prepended(int count);
    void appended(int count);     // stored messages, by others and by the reader
    void tailChanged();           // rows at the end changed, came or went
    void textGrew();              // only the text of answers under way

private:
    ChatRow rowOf(const Message &message) const;
    ChatRow rowOf(const RunView &view) const;
    ChatRow rowOf(const PendingMessage &pending) const;
    ChatRow plainRow(int row) const;
    void dropStored(qsizetype fromMessage);

    QString m_ownSenderId;
    QHash<QString, QString> m_botNames;
    QList<Message> m_messages;
    QList<RunView> m_runs;
    QList<PendingMessage> m_pending;
};

} // namespace pipit
