// SPDX-License-Identifier: GPL-3.0-or-later
// A file that is attached to a session: what a window hands over, and what the outbox knows of it until it is on the node.
//
// A file of the user's stays where it is and is known by its path, size and time: one that has changed meanwhile is not sent.
// What has no file, such as a pasted picture, is written into the outbox's own folder.
// Thread rule: plain values.
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>

namespace pipit {

struct Attachment {
    QString contentType = QStringLiteral("file"); // image, audio, video, file
    QString name = {};
    QString mimeType = {};
    QString path = {};        // of the user's file; empty: `bytes` are to be kept
    qint64 modifiedMs = 0;    // of that file, since 1970, when it was attached
    QByteArray bytes = {};
    qint64 size = 0;
    QJsonObject facts = {};   // width and height (px), duration (ms), where known
    QString caption = {};     // what is asked about it, for a bot that takes files
};

// Of a message whose file is not on the node yet.
struct PendingFile {
    QString path;
    QString name;
    QString mimeType;
    qint64 size = 0;
    qint64 modifiedMs = 0;
    bool isOwned = false;     // in the outbox's folder: it goes with its message
    bool isUploaded = false;  // the message names it
    qint64 sent = 0;          // of the upload under way
    bool operator==(const PendingFile &) const = default;
};

// How a row of messages names the file of such a message, until the node has it: "pending:" and its clientMessageId.
inline QString pendingAddress(const QString &clientMessageId)
{
    return QStringLiteral("pending:") + clientMessageId;
}

} // namespace pipit
