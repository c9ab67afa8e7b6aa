// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of one conversation: stored messages (see Transcript), then answers under way, then what is not sent yet.
//
// Contract: a row's key stays the same while it goes from sending to stored, or from answering to answered, so that the
// view keeps its place. A run or a pending message whose stored message has come is not shown a second time; one that will
// replace a message stands in its place from the beginning. Where an operator has removed a message, a line says so in its
// place; what tells of it is no row.
// Plain values go in: a SessionFeed does it through FeedBinding. Thread rule: the GUI thread.
#pragma once

#include "client/session_feed.h"
#include "core/message.h"
#include "ui/chat/content/upload.h"
#include "ui/chat/messages/transcript.h"

#include <QHash>
#include <QObject>

#include <optional>

namespace pipit {

// A line across the conversation: from there on it is new to the reader.
struct NewMark {
    enum class Kind { Unread, CaughtUp }; // since it was last opened; while the connection was away
    Kind kind = Kind::Unread;
    qint64 firstId = 0; // 0: there is none
    int count = 0;
    bool operator==(const NewMark &) const = default;
};

struct ChatRow {
    enum class State { Stored, Waiting, Sending, NotSent, Queued, Streaming, Fetching, Failed, Cancelled, Interrupted };

    QString key;
    QString pendingId = {};   // of what is not sent yet: its clientMessageId
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
    std::optional<Upload> upload = {}; // of a file that is not on the node yet
    QString reason = {};      // why it was not sent, or why the answer failed
    QString runId = {};
    QString reasoning = {};   // of an answer: what the bot thought first
    QStringList suggestions = {}; // of the newest message: what could be said next
    qint64 replyTo = 0;       // 0: nothing
    qint64 replaces = 0;      // of an answer that is being made anew: the one before
    qint64 firstId = 0;       // of a stored one: its first version, loaded or not
    bool isEditable = false;  // the reader's own words, as they stand in the log
    bool isAnswer = false;    // of a bot, to a question that it can be asked again
    bool startsDay = false;
    std::optional<NewMark> mark = {}; // the line stands above it
    bool startsGroup = true;  // the first of several by one sender

    int version = 0;          // of versions: what was edited, or answered anew
    int versions = 1;
    bool isComment = false;   // under what it comments on
    struct Quote {
        qint64 id = 0;        // 0: nothing is quoted
        QString senderName = {};
        QString text = {};    // its beginning; empty: not loaded
        bool operator==(const Quote &) const = default;
    } quote = {};

    bool isUnderWay() const { return state == State::Queued || state == State::Streaming || state == State::Fetching; }
    bool hasFailed() const { return state == State::Failed || state == State::Cancelled || state == State::Interrupted; }
};

class MessageModel : public QObject
{
    Q_OBJECT

public:
    static constexpr int answersWithin = 50; // rows below a question

    explicit MessageModel(QObject *parent = nullptr);

    void setOwnSenderId(const QString &id);
    void setMark(const NewMark &mark);
    int rowOfMark() const; // -1: there is none, or what it stands above is not loaded
    void setBotNames(const QHash<QString, QString> &names); // by id

    void reset(const QList<Message> &messages, const QList<RunView> &runs = {}, const QList<PendingMessage> &pending = {});
    void append(const QList<Message> &newer);
    void prepend(const QList<Message> &older);
    void setRuns(const QList<RunView> &runs);
    void setPending(const QList<PendingMessage> &pending);

    int rowCount() const { return m_transcript.rowCount() + int(m_tailRuns.size() + m_tailPending.size()); }
    ChatRow row(int row) const;
    int rowOfKey(const QString &key) const; // -1: gone
    QString keyOfRow(int row) const;
    int rowOfMessage(qint64 id) const { return m_transcript.rowOf(id); } // -1: not loaded, or another version's
    int answerCount(qint64 questionId) const; // of those near the question, every version, and those under way
    void showVersion(int row, int version);
    bool hasRunUnderWay() const;
    QStringList runKeys() const; // of answers under way, or that failed
    QString botName(const QString &botId) const;

Q_SIGNALS:
    void modelReset();
    void appended(int count);     // rows of stored messages, by others and by the reader; rowsChanged() follows
    void textsChanged(const QStringList &keys); // these rows came, went, moved or say something else; rowsChanged() follows
    void rowsChanged();           // rows changed, came, went or moved: known by their keys
    void textGrew();              // only the text of answers under way

private:
    struct Neighbour {
        SenderType senderType = SenderType::User;
        bool own = false;
        QString senderId = {};
        qint64 createdAtMs = 0;
        bool standsAlone = false; // whatever follows it names its sender again
    };

    static QString keyOf(const Message &message);
    ChatRow rowOf(const Message &message) const;
    ChatRow rowOf(const RunView &view) const;
    ChatRow rowOf(const PendingMessage &pending) const;
    ChatRow storedRow(int row) const;
    ChatRow plainRow(int row) const;
    Neighbour neighbourOf(int row) const;
    ChatRow::Quote quoteOf(int row, const Message &message) const;
    ChatRow::Quote quoteOf(qint64 id) const;
    bool isOwn(const Message &message) const;
    bool isMarked(int row) const;
    int standsAbove(int row) const;
    bool isStored(const QString &clientMessageId) const;
    void takeTail();
    QStringList takeTouched();
    QStringList pendingKeys() const;

    QString m_ownSenderId;
    NewMark m_mark;
    QHash<QString, QString> m_botNames;
    Transcript m_transcript;
    QList<RunView> m_runs;
    QList<PendingMessage> m_pending;
    // Of the two above by index: those that stand at the end, and those in the place of a message, by its first id.
    QList<qsizetype> m_tailRuns;
    QList<qsizetype> m_tailPending;
    QHash<qint64, qsizetype> m_placedRuns;
    QHash<qint64, qsizetype> m_placedPending;
};

} // namespace pipit
