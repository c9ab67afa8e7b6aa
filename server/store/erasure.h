// SPDX-License-Identifier: GPL-3.0-or-later
// What erasing does to the log, as values: one message for good (redact), a session, what is older than is kept (purge).
//
// Whatever is erased is told to whoever keeps something that it referred to: `contents` has what every erased message said that
// may name a file of the node (of the kinds image, audio, video and file, and texts with such a link).
// Thread rule: plain values.
#pragma once

#include "core/message.h"

#include <QList>
#include <QStringList>

#include <chrono>
#include <functional>
#include <optional>

namespace pipit::store {

struct Redaction {
    QList<Message> tombstones = {}; // every version of the message, ascending, as the log has them now
    Message notice = {};            // what tells everybody
    QStringList contents = {};      // empty where it had all been erased before
};

struct Deletion {
    qint64 position = 0; // the session's messages up to here are gone
    qint64 messages = 0;
    QStringList contents = {};
};

// What is kept; zero: no limit.
struct PurgeLimits {
    std::chrono::milliseconds maxAge{0};
    qint64 maxMessages = 0;
    qint64 maxBytes = 0; // of contents and metadata, with 200 for each message

    bool isOfSize() const { return maxMessages > 0 || maxBytes > 0; }
    bool isAny() const { return maxAge.count() > 0 || isOfSize(); }
};

// Messages of this session, at least one, up to and with this position are gone.
struct PurgedSession {
    QString id;
    qint64 position = 0;
};

struct Purge {
    qint64 messages = 0;
    qint64 bytes = 0;
    QList<PurgedSession> endedSessions = {}; // nothing was left of them
    QStringList contents = {};
    bool isElsewhere = false; // another node is at it
};

using PurgeListener = std::function<void(const QList<PurgedSession> &)>;

// What redacting a message comes to: of its versions, ascending, as they are found.
struct RedactionPlan {
    QList<Message> toErase = {};
    QList<Message> tombstones = {};    // all of them, as they will be
    QStringList contents = {};
    std::optional<Message> notice = {}; // where nothing is left to erase: the one that told of it

    QList<qint64> ids() const; // of the tombstones
};
RedactionPlan planRedaction(const QList<Message> &versions);

struct RedactionStep {
    Redaction redaction = {};
    bool isNew = false; // the notice was appended now
};

// One transaction of a deletion or a purge: a few hundred messages.
struct ErasureStep {
    bool isLast = true;
    qint64 messages = 0;
    qint64 bytes = 0;
    qint64 seenTo = 0; // the last message that was looked at
    QList<PurgedSession> purged = {};
    QList<PurgedSession> endedSessions = {};
    QStringList contents = {};

    void addTo(Deletion &deletion) const;
    void addTo(Purge &purge) const;
};

struct LogSize {
    qint64 messages = 0;
    qint64 bytes = 0;
};

// Of a message that goes: whether its content belongs to `contents`.
bool mayNameFile(const QString &contentType, const QString &content);

// The oldest messages as they are looked at one by one, and how much of them has to go.
class PurgeMeter
{
public:
    // `size`: what there is, where the limits are about that.
    PurgeMeter(const PurgeLimits &limits, qint64 nowMs, const LogSize &size);

    // Whether this one, the next oldest, goes; then it counts as gone.
    bool takes(qint64 createdAtMs, qint64 bytes);

private:
    qint64 m_bornBeforeMs;
    qint64 m_tooMany;
    qint64 m_tooLarge;
};

} // namespace pipit::store
