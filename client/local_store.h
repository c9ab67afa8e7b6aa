// SPDX-License-Identifier: GPL-3.0-or-later
// The local copy of a node's sessions, on this computer: for reading offline, and for showing the last conversation before the node
// has answered; beside it what only this client knows, its drafts and marks.
//
// - One private SQLite file. Changes are written by a thread of its own (client/local_writer), soon and in order, together with
//   the place in the log that they are of; a crash at any moment leaves a whole file that is true up to that place.
// - A page is read at once, about a millisecond. What was erased or replaced is never read again, also while that waits for the disk.
// - What the log says was erased leaves the file's bytes, its journal and the files that were set aside.
// - A draft is on the disk soon after saveDraft(), and also where the power fails.
// - Bounded by LocalLimits; closing waits two seconds at most.
// Thread rule: the client's thread. Errors: fault() and faulted(); without a file everything works and nothing is kept.
#pragma once

#include "client/local_reader.h"
#include "client/local_writer.h"

#include <QObject>

#include <optional>

namespace pipit {

class LocalStore : public QObject
{
    Q_OBJECT

public:
    // An empty name: nothing is kept.
    explicit LocalStore(const QString &file, const LocalLimits &limits = {}, QObject *parent = nullptr);
    ~LocalStore() override;

    bool isKept() const { return m_writer != nullptr; }
    // Nothing, or the latest.
    const std::optional<LocalFault> &fault() const { return m_fault; }

    // As it was when the file was opened.
    const std::optional<Cursor> &cursor() const { return m_cursor; }
    QByteArray meta(const QString &key);
    QList<SessionSummary> summaries();
    const QHash<QString, SessionMarks> &marks() const { return m_marks; }

    LocalPage newest(const QString &sessionId, int count);
    LocalPage before(const QString &sessionId, qint64 before, int count);
    QList<LocalExtent> extents();

    // Of the stream, in its order; a notice of redaction takes effect.
    void take(const Message &message);
    void setPosition(const Cursor &cursor);
    // Where it meets what is here, that can be read meanwhile.
    void keepNewest(const QString &sessionId, const QList<Message> &messages, bool reachesBeginning, bool meets = false);
    void keepOlder(const QString &sessionId, qint64 before, const QList<Message> &messages, bool reachesBeginning);
    void purge(const QString &sessionId, qint64 position);
    void dropMessages(const QString &sessionId);
    void removeSession(const QString &sessionId);
    void clear(); // the copies; drafts and marks stay
    void opened(const QString &sessionId);

    // Those that changed are written.
    void setSummaries(const QList<SessionSummary> &list);
    void setMarks(const QString &sessionId, SessionMarks marks);
    void setMeta(const QString &key, const QByteArray &value);

    QString draft(const QString &sessionId) const { return m_drafts.value(sessionId); }
    void saveDraft(const QString &sessionId, const QString &text); // an empty text: there is none any more

    const QHash<QString, QString> &drafts() const { return m_drafts; }
    void forgetDrafts();

    // False: the disk took longer.
    bool flush(std::chrono::milliseconds limit);

Q_SIGNALS:
    void faulted();

private:
    bool mayRead(const QString &sessionId);
    bool isReadable();
    void post(LocalWriter::Kind kind, qint64 bytes, LocalWriter::Job job);
    void change(const QString &sessionId, LocalWriter::Kind kind, qint64 bytes, LocalWriter::Job job);
    void takeFault(const LocalFault &fault);
    void checkReader();

    LocalReader m_reader;
    std::unique_ptr<LocalWriter> m_writer;
    std::optional<LocalFault> m_fault;
    std::optional<Cursor> m_cursor;
    QHash<QString, SessionMarks> m_marks;
    QHash<QString, QString> m_drafts;
    QHash<QString, SessionSummary> m_written; // summaries
    quint64 m_drops = 0;                      // of the writer, when that was last seen
    QHash<QString, quint64> m_changing;       // sessions of which something was taken away, until that is written
    quint64 m_clearing = 0;
    QString m_epoch;
};

} // namespace pipit
