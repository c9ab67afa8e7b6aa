// SPDX-License-Identifier: GPL-3.0-or-later
// What changes a node's local copy, row by row: the writer's side of it.
//
// The messages of a session have no hole: from the first that is kept to the newest that the stream has brought. What would leave
// one is not kept, or takes the place of what was. Bounded, at the end of each batch: so many newest messages for each session, and
// so many bytes in all; sessions that were opened least recently are cut first, to a first page and then to nothing.
// Thread rule: the writer's. Errors: the file's state; a batch with a fault is to be rolled back, and load() called again.
#pragma once

#include "client/local_file.h"
#include "core/message.h"

#include <QHash>
#include <QList>

#include <functional>

namespace pipit {

struct LocalLimits {
    qint64 messages = 10'000;       // of each session
    qint64 bytes = 256 << 20;       // of all messages, as they are written
    qint64 queuedBytes = 64 << 20;  // that wait for the disk
};

class LocalTables
{
public:
    LocalTables(LocalFile &file, const LocalLimits &limits) : m_file(file), m_limits(limits) { }

    void load();
    bool hasFailed() const { return m_failed; }

    void add(const Message &message);
    // The newest page of a session as the node has it, joined with what the stream has brought.
    void keepNewest(const QString &sessionId, const QList<Message> &messages, bool reachesBeginning);
    // The page before `before`.
    void keepOlder(const QString &sessionId, qint64 before, const QList<Message> &messages, bool reachesBeginning);
    void redact(const QString &sessionId, const QList<qint64> &ids);
    void purge(const QString &sessionId, qint64 position);
    void dropMessages(const QString &sessionId);
    void removeSession(const QString &sessionId);
    // Every copy. What the user has written and marked stays.
    void clear();

    void setSummary(const QString &sessionId, const QByteArray &summary);
    void setMarks(const QString &sessionId, bool pinned, bool muted);
    void setOpened(const QString &sessionId, qint64 atMs);
    void setDraft(const QString &sessionId, const QString &text);
    void setMeta(const QString &key, const QByteArray &value);

    // Looks the file over, after somebody has met damage.
    void findDamage();
    void endBatch();

private:
    struct Kept {
        qint64 key = 0;
        qint64 messages = 0;
        qint64 bytes = 0;
        qint64 first = 0;
        qint64 last = 0;
        qint64 openedAtMs = 0;
        bool reachesBeginning = false;
        bool isChanged = false;
    };

    QSqlQuery *run(const char *statement, std::initializer_list<QVariant> values = {});
    Kept *find(const QString &sessionId);
    Kept *make(const QString &sessionId);
    void insert(Kept &session, const Message &message);
    void removeRange(Kept &session, qint64 from, qint64 to);
    void keepOnly(Kept &session, qint64 newest);
    void eraseFromSummary(Kept &session, const std::function<bool(qint64)> &isErased, bool leavesTombstone);
    void cutToSize();

    LocalFile &m_file;
    LocalLimits m_limits;
    QHash<QString, Kept> m_sessions;
    bool m_failed = false;
};

} // namespace pipit
