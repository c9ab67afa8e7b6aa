// SPDX-License-Identifier: GPL-3.0-or-later
// What this program has said and the node has not confirmed yet: durable, in order, once.
//
// - A message is on disk when add() returns, with the clientMessageId under which the node knows it again.
// - One goes out at a time, in the order of add(). While the node cannot take it (no connection, 401, 408, 429, 5xx) it waits,
//   with growing pauses, and everything behind it too. What the node refuses is kept as Failed with its reason, and the
//   next one goes.
// - After a crash, whatever was not confirmed is there again; the clientMessageId makes sending it twice harmless.
// - A message with a file of this disk is one entry: the file goes up, from its beginning after every break, and then the
//   message that names it. What was uploaded in vain the node collects. While one goes up, other sessions' texts go out.
// - Bounded: 10,000 messages and 64 MiB. What finds no room, or cannot be written to the disk, is kept in memory as
//   Failed with the reason, up to 100 of them.
// Thread rule: the thread that made it; needs an event loop. The ApiClient must be closed before this goes.
#pragma once

#include "client/api_client.h"
#include "client/outbox_file.h"
#include "client/outbox_folder.h"
#include "core/backoff.h"
#include "core/clock.h"

#include <QObject>
#include <QTimer>

namespace pipit {

struct OutboxLimits {
    qsizetype messages = 10'000;
    qsizetype bytes = 64 << 20;
    qsizetype unsaved = 100;
};

class Outbox : public QObject
{
    Q_OBJECT

public:
    Outbox(const QString &file, ApiClient &api, std::chrono::milliseconds retryInterval, OutboxLimits limits = {}, Clock *clock = &Clock::system(), QObject *parent = nullptr);

    // Begins to send what is there.
    void start();
    // The node can be reached (again): no use in waiting.
    void wake();

    // The draft needs no clientMessageId. askBotId: the message asks that bot. Error: it could not be kept as promised;
    // it is then among pending() as Failed, unless there are too many of those.
    Result<Done> add(MessageDraft draft, const QString &askBotId = {});
    // The same of a file; the message that names it needs nothing but its session. With askBotId, that bot is asked about it.
    Result<Done> attach(MessageDraft draft, const Attachment &attachment, const QString &askBotId = {});
    void retry(const QString &clientMessageId);
    void discard(const QString &clientMessageId);
    // The node has it: it came back on the stream.
    void confirm(const QString &clientMessageId);

    qsizetype size() const { return m_entries.size(); }
    QList<PendingMessage> pendingOf(const QString &sessionId) const;
    std::optional<PendingFile> fileOf(const QString &clientMessageId) const;

Q_SIGNALS:
    void changed(const QString &sessionId);
    // Confirmed; it leaves the outbox right after this.
    void delivered(const pipit::Message &message);

private:
    struct Entry {
        PendingMessage message;
        qsizetype bytes = 0;
        bool saved = false;
    };

    QCoro::Task<> sendAll();
    Result<Done> enter(Entry entry);
    // outbox_files.cpp: a message and its file, the latter first.
    QCoro::Task<> sendFile(PendingMessage message);
    QCoro::Task<Result<Message>> deliver(PendingMessage message);
    QCoro::Task<Result<MessageDraft>> uploadFirst(PendingMessage message);
    QCoro::Task<Result<QJsonObject>> uploadAs(QByteArray mimeType, PendingMessage message);
    QCoro::Task<Result<Message>> askAbout(Message stored, QString botId);
    void tellSent(const QString &clientMessageId, qint64 sent);
    void settle(const QString &clientMessageId, const Result<Message> &answer);
    Result<Done> save(Entry &entry);
    void setState(Entry &entry, PendingMessage::State state, const QString &reason = {});
    void remove(const QString &clientMessageId);
    Entry *find(const QString &clientMessageId);
    Entry *nextToSend();

    OutboxFile m_file;
    OutboxFolder m_folder;
    ApiClient &m_api;
    OutboxLimits m_limits;
    Clock *m_clock;
    Backoff m_backoff;
    QTimer m_pause;
    QList<Entry> m_entries; // in order
    qsizetype m_savedBytes = 0;
    bool m_started = false;
    bool m_isSending = false;
    QString m_uploadsTo; // the session whose file goes up; empty: none does
};

} // namespace pipit
