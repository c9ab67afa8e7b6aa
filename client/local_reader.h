// SPDX-License-Identifier: GPL-3.0-or-later
// What a window reads of a node's local copy: a page in about a millisecond.
//
// Every call is over when it returns and holds nothing of the file back. Where there is no file yet, nothing is there.
// Thread rule: the thread that made it. Errors: state() of the file; what cannot be read is not there.
#pragma once

#include "client/local_file.h"
#include "client/session_summaries.h"
#include "core/cursor.h"
#include "core/message.h"

#include <QHash>

#include <functional>
#include <optional>

namespace pipit {

struct LocalPage {
    QList<Message> messages; // oldest first, without a hole
    bool hasOlder = false;   // here, or at the node
};

// Of a session that has messages here.
struct LocalExtent {
    QString sessionId;
    qint64 first = 0;
};

class LocalReader
{
public:
    explicit LocalReader(const QString &file) : m_file(file) { }

    bool open();
    void close() { m_file.close(); }
    LocalFile::State state() const { return m_file.state(); }
    const QString &reason() const { return m_file.reason(); }

    LocalPage newest(const QString &sessionId, int count);
    // Nothing where the message `before` is not here itself: what is older here might not meet it.
    LocalPage before(const QString &sessionId, qint64 before, int count);
    QList<SessionSummary> summaries();
    QHash<QString, SessionMarks> marks();
    QHash<QString, QString> drafts();
    QByteArray meta(const QString &key);
    // The sessions opened last come first.
    QList<LocalExtent> extents();

private:
    struct Session {
        qint64 key = 0;
        bool reachesBeginning = false;
    };

    std::optional<Session> session(const QString &sessionId);
    void each(const char *statement, const std::function<void(const QSqlQuery &row)> &take);
    LocalPage page(QSqlQuery *query, int count, bool reachesBeginning);

    LocalFile m_file;
};

QByteArray summaryText(const SessionSummary &summary);

} // namespace pipit
