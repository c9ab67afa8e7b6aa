// SPDX-License-Identifier: GPL-3.0-or-later
// What holds for messages on every database: when two are the same, how a refusal is told, what search looks into, how
// large a page is. Thread rule: functions without state.
#pragma once

#include "server/store/store.h"
#include "server/store/visible_keys.h"

#include <algorithm>

namespace pipit::store {

// What a draft becomes.
Message messageOf(const MessageDraft &draft, qint64 id, qint64 createdAtMs);

// What was stored under the sender's UUID: that message again, or a Conflict where the draft says something else.
Result<Message> sameAgain(const Message &stored, const MessageDraft &draft);

// `field` is replyTo or replaces.
Error unknownReference(const char *field, qint64 id);

// Another state came between.
Error lostUpdate(qint64 ifLatest, const Message &current);

Error emptySearch();

// History was asked for after a position that this log has not come to.
Error unknownPosition(qint64 after, qint64 head);

// History was asked for after a position that is too old: what lay between is gone.
Error purgedSince(qint64 after);

// A page of history. `read` gives one message more than was asked for, where there is one: ascending after a position, else
// descending. `head` was read before: what is committed in between has a larger id, and is not claimed. `wasPurgedAfter` is asked last, so
// that what was purged while the page was read is noticed too.
Result<History> historyPage(const HistoryQuery &query, qint64 head, const std::function<QList<Message>()> &read, const std::function<bool(qint64 after)> &wasPurgedAfter);

// A page of what lies after a cursor. `read` fills it; `head` and `wasPurged` as above.
ReplayPage replayPage(qint64 after, qint64 head, const std::function<void(ReplayPage &)> &read, const std::function<bool()> &wasPurged);

// A page of what was found, the newest first. `find` gives the keys of matches before an id, newest first; `read` the messages of
// a list of keys.
History matchesPage(const SearchQuery &query, qint64 head, const std::function<QList<RowKey>(qint64 before, qsizetype rows)> &find,
                    const std::function<QList<Message>(const QString &messageIds)> &read);

// Its content is the address of a file.
bool isFileType(const QString &contentType);

// What people wrote, and the names of files.
QString searchableText(const QString &contentType, const QString &content, const QJsonObject &metadata);

QString compact(const QJsonObject &object);

// How much one page of a replay may hold.
struct PageLimits {
    int messages = 500;
    int rows = 5'000;                    // looked at, where most are of sessions that are not wanted
    qsizetype characters = 128 * 1024;   // at two bytes each, 256 KiB

    PageLimits sharedBy(int sessions) const
    {
        return {std::max(16, messages / std::max(1, sessions)), rows, std::max<qsizetype>(4096, characters / std::max(1, sessions))};
    }
};

} // namespace pipit::store
