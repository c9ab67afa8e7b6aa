// SPDX-License-Identifier: GPL-3.0-or-later
// A session as a file: everything that was said in it, as the log has it, in JSON.
//
// {"format":"pipit-session","version":1,"exportedAt","session":{"id","title"},"messages":[Message…]}, oldest first. What was
// redacted is not in it.
// Limits: 256 MiB of JSON, 200,000 messages. Errors: InvalidRequest or TooLarge, which name the place in the file.
// Thread rule: functions without state.
#pragma once

#include "core/message.h"

#include <QList>

namespace pipit {

struct SessionArchive {
    QString sessionId;
    QString title = {};
    qint64 exportedAtMs = 0;
    QList<Message> messages = {};

    static constexpr qsizetype mostBytes = 256 << 20;
    static constexpr qsizetype mostMessages = 200'000;

    QByteArray toJsonText() const;
    static Result<SessionArchive> fromJsonText(const QByteArray &text);
    // Where it is imported to: the same file always leads to the same session, so that what broke off can be gone on with.
    QString importedId() const;
};

// What is posted for a message of an archive into that session; the same again each time. `newIds`: what became of the messages
// before it, by their ids in the archive. Who said it and when is in metadata.imported {senderId, createdAt}.
struct ImportedOrigin {
    QString senderId;
    qint64 createdAtMs = 0;
};
// Of a message that was imported. Nothing in it can be younger than the message itself.
std::optional<ImportedOrigin> originOf(const Message &message);
// What was imported is still of those who said it, when they said it.
QString saidBy(const Message &message);
qint64 saidAt(const Message &message);

MessageDraft importDraft(const Message &message, const QString &sessionId, const QHash<qint64, qint64> &newIds);

} // namespace pipit
