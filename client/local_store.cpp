// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/local_store.h"

#include "core/redaction.h"

#include <QDateTime>
#include <QJsonDocument>

#include <utility>

using namespace Qt::StringLiterals;

namespace pipit {

namespace {

constexpr qint64 smallJob = 200; // bytes that it holds, about

qint64 weightOf(const QList<Message> &messages)
{
    qint64 bytes = smallJob;
    for (const Message &message : messages)
        bytes += smallJob + message.content.size() * 2 + (message.metadata.isEmpty() ? 0 : QJsonDocument(message.metadata).toJson(QJsonDocument::Compact).size() * 2);
    return bytes;
}

bool isSame(const SessionSummary &a, const SessionSummary &b)
{
    return a.title == b.title && a.archived == b.archived && a.updatedAtMs == b.updatedAtMs && a.unread == b.unread && a.firstUnread == b.firstUnread && a.readTo == b.readTo && a.lastMessage == b.lastMessage;
}

} // namespace

LocalStore::LocalStore(const QString &file, const LocalLimits &limits, QObject *parent) : QObject(parent), m_reader(file)
{
    if (file.isEmpty())
        return;
    if (m_reader.open()) {
        m_cursor = Cursor::parse(m_reader.meta(u"cursor"_s));
        m_epoch = m_cursor ? m_cursor->epoch : QString();
        m_marks = m_reader.marks();
        m_drafts = m_reader.drafts();
    }
    m_writer = std::make_unique<LocalWriter>(file, limits, [this](const LocalFault &fault) {
        QMetaObject::invokeMethod(this, [this, fault] { takeFault(fault); }, Qt::QueuedConnection);
    });
    checkReader();
}

LocalStore::~LocalStore()
{
    // The last connection cuts the journal: the writer's.
    m_reader.close();
}

void LocalStore::takeFault(const LocalFault &fault)
{
    m_fault = fault;
    m_reader.close();
    if (fault.kind == LocalFault::Kind::Damaged) {
        // What only this client knows goes into the fresh file.
        m_written.clear();
        for (auto draft = m_drafts.cbegin(); draft != m_drafts.cend(); ++draft)
            saveDraft(QString(draft.key()), QString(draft.value()));
        for (auto marks = m_marks.cbegin(); marks != m_marks.cend(); ++marks)
            setMarks(QString(marks.key()), SessionMarks(marks.value()));
    }
    Q_EMIT faulted();
}

// A reader that finds the file damaged says so to the writer, which sets it aside.
void LocalStore::checkReader()
{
    if (m_reader.state() != LocalFile::State::Damaged)
        return;
    m_reader.close();
    post(LocalWriter::Kind::Copy, smallJob, [](LocalTables &tables) { tables.findDamage(); });
}

bool LocalStore::mayRead(const QString &sessionId)
{
    if (!m_writer)
        return false;
    const quint64 written = m_writer->written();
    if (m_clearing > written)
        return false;
    if (const auto changing = m_changing.constFind(sessionId); changing != m_changing.cend()) {
        if (*changing > written)
            return false;
        m_changing.erase(changing);
    }
    return isReadable();
}

bool LocalStore::isReadable()
{
    return m_reader.state() == LocalFile::State::Open || (m_writer->isReady() && m_reader.open());
}

LocalPage LocalStore::newest(const QString &sessionId, int count)
{
    if (!mayRead(sessionId))
        return {};
    LocalPage page = m_reader.newest(sessionId, count);
    checkReader();
    return page;
}

LocalPage LocalStore::before(const QString &sessionId, qint64 before, int count)
{
    if (!mayRead(sessionId))
        return {};
    LocalPage page = m_reader.before(sessionId, before, count);
    checkReader();
    return page;
}

QByteArray LocalStore::meta(const QString &key)
{
    return m_reader.state() == LocalFile::State::Open ? m_reader.meta(key) : QByteArray();
}

QList<SessionSummary> LocalStore::summaries()
{
    if (m_reader.state() != LocalFile::State::Open)
        return {};
    const QList<SessionSummary> list = m_reader.summaries();
    for (const SessionSummary &summary : list)
        m_written.insert(summary.id, summary);
    checkReader();
    return list;
}

QList<LocalExtent> LocalStore::extents()
{
    if (!m_writer || m_clearing > m_writer->written() || !isReadable())
        return {};
    return m_reader.extents();
}

void LocalStore::post(LocalWriter::Kind kind, qint64 bytes, LocalWriter::Job job)
{
    if (m_writer)
        m_writer->post(kind, bytes, std::move(job));
}

// Until it is written, nothing of the session is read.
void LocalStore::change(const QString &sessionId, LocalWriter::Kind kind, qint64 bytes, LocalWriter::Job job)
{
    if (m_writer)
        m_changing.insert(sessionId, m_writer->post(kind, bytes, std::move(job)));
}

void LocalStore::take(const Message &message)
{
    if (const auto ids = redactedIds(message))
        change(message.sessionId, LocalWriter::Kind::Erasure, smallJob, [id = message.sessionId, ids = *ids](LocalTables &tables) { tables.redact(id, ids); });
    const QByteArray cursor = Cursor{message.id, m_epoch}.toString().toLatin1();
    post(LocalWriter::Kind::Copy, weightOf({message}), [message, cursor](LocalTables &tables) {
        tables.add(message);
        tables.setMeta(u"cursor"_s, cursor);
    });
}

void LocalStore::setPosition(const Cursor &cursor)
{
    m_epoch = cursor.epoch;
    setMeta(u"cursor"_s, cursor.toString().toLatin1());
}

void LocalStore::keepNewest(const QString &sessionId, const QList<Message> &messages, bool reachesBeginning, bool meets)
{
    const auto keep = [=](LocalTables &tables) { tables.keepNewest(sessionId, messages, reachesBeginning); };
    if (meets)
        post(LocalWriter::Kind::Copy, weightOf(messages), keep);
    else
        change(sessionId, LocalWriter::Kind::Copy, weightOf(messages), keep);
}

void LocalStore::keepOlder(const QString &sessionId, qint64 before, const QList<Message> &messages, bool reachesBeginning)
{
    post(LocalWriter::Kind::Copy, weightOf(messages), [=](LocalTables &tables) { tables.keepOlder(sessionId, before, messages, reachesBeginning); });
}

void LocalStore::purge(const QString &sessionId, qint64 position)
{
    change(sessionId, LocalWriter::Kind::Erasure, smallJob, [=](LocalTables &tables) { tables.purge(sessionId, position); });
}

void LocalStore::dropMessages(const QString &sessionId)
{
    change(sessionId, LocalWriter::Kind::Erasure, smallJob, [=](LocalTables &tables) { tables.dropMessages(sessionId); });
    m_written.remove(sessionId);
}

void LocalStore::removeSession(const QString &sessionId)
{
    change(sessionId, LocalWriter::Kind::Erasure, smallJob, [=](LocalTables &tables) { tables.removeSession(sessionId); });
    m_written.remove(sessionId);
    m_marks.remove(sessionId);
}

void LocalStore::clear()
{
    if (!m_writer)
        return;
    m_clearing = m_writer->post(LocalWriter::Kind::Erasure, smallJob, [](LocalTables &tables) { tables.clear(); });
    m_written.clear();
    m_cursor.reset();
}

void LocalStore::opened(const QString &sessionId)
{
    post(LocalWriter::Kind::Copy, smallJob, [sessionId, now = QDateTime::currentMSecsSinceEpoch()](LocalTables &tables) { tables.setOpened(sessionId, now); });
}

void LocalStore::setSummaries(const QList<SessionSummary> &list)
{
    if (!m_writer)
        return;
    if (const quint64 drops = m_writer->drops(); std::exchange(m_drops, drops) != drops)
        m_written.clear();
    for (const SessionSummary &summary : list) {
        const auto known = m_written.constFind(summary.id);
        if (known != m_written.cend() && isSame(*known, summary))
            continue;
        m_written.insert(summary.id, summary);
        const QByteArray text = summaryText(summary);
        post(LocalWriter::Kind::Copy, smallJob + text.size(), [id = summary.id, text](LocalTables &tables) { tables.setSummary(id, text); });
    }
}

void LocalStore::setMarks(const QString &sessionId, SessionMarks marks)
{
    marks.pinned || marks.muted ? void(m_marks.insert(sessionId, marks)) : void(m_marks.remove(sessionId));
    post(LocalWriter::Kind::Own, smallJob, [=](LocalTables &tables) { tables.setMarks(sessionId, marks.pinned, marks.muted); });
}

void LocalStore::setMeta(const QString &key, const QByteArray &value)
{
    post(LocalWriter::Kind::Copy, smallJob + value.size(), [=](LocalTables &tables) { tables.setMeta(key, value); });
}

void LocalStore::saveDraft(const QString &sessionId, const QString &text)
{
    text.isEmpty() ? void(m_drafts.remove(sessionId)) : void(m_drafts.insert(sessionId, text));
    post(LocalWriter::Kind::Own, smallJob + text.size() * 2, [=](LocalTables &tables) { tables.setDraft(sessionId, text); });
}

void LocalStore::forgetDrafts()
{
    const QStringList sessions = m_drafts.keys();
    for (const QString &sessionId : sessions)
        saveDraft(sessionId, {});
}

bool LocalStore::flush(std::chrono::milliseconds limit)
{
    return !m_writer || m_writer->flush(limit);
}

} // namespace pipit
