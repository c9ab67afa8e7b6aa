// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/sqlite/sqlite_eraser.h"

#include <QDateTime>

namespace pipit::store {

namespace {

constexpr std::size_t maxWaiting = 1'000;
constexpr int emptyAttempts = 200;
constexpr std::chrono::milliseconds emptyPause{25};

Error brokenOff()
{
    return Error{ErrorCode::NotStored, QStringLiteral("The node was stopped before this was done whole. Do it again once it is back.")};
}

} // namespace

SqliteEraser::SqliteEraser(const QString &file, Write write, std::function<void(const SqlFault &)> met)
    : m_write(std::move(write)), m_met(std::move(met)), m_thread(1, maxWaiting, [file] { return std::make_unique<SqliteDatabase>(file); })
{
}

void SqliteEraser::close()
{
    m_closing = true;
    m_thread.close();
}

template<typename T, typename Task>
QFuture<Result<T>> SqliteEraser::start(Task task)
{
    auto [promise, future] = makePromise<T>();
    const bool taken = m_thread.submit([this, task = std::move(task), promise = promise](SqliteDatabase &reader) {
        try {
            fulfil<T>(promise, m_closing ? Result<T>(brokenOff()) : task(reader));
        } catch (const SqlFault &fault) {
            m_met(fault);
            fulfil<T>(promise, cannotRead(fault.text()));
        }
    });
    if (!taken)
        fulfil<T>(promise, brokenOff());
    return future;
}

QFuture<Result<std::optional<Redaction>>> SqliteEraser::redact(qint64 id, const QString &bySub, std::function<bool(QStringView)> maySee)
{
    return start<std::optional<Redaction>>([this, id, bySub, maySee = std::move(maySee)](SqliteDatabase &reader) { return doRedact(reader, id, bySub, maySee); });
}

QFuture<Result<std::optional<Deletion>>> SqliteEraser::deleteSession(const QString &id)
{
    return start<std::optional<Deletion>>([this, id](SqliteDatabase &reader) { return doDelete(reader, id); });
}

QFuture<Result<Purge>> SqliteEraser::purge(const PurgeLimits &limits)
{
    return start<Purge>([this, limits](SqliteDatabase &reader) { return doPurge(reader, limits); });
}

Result<std::optional<Redaction>> SqliteEraser::doRedact(SqliteDatabase &reader, qint64 id, const QString &bySub, const std::function<bool(QStringView)> &maySee)
{
    std::optional<RedactionStep> step;
    const auto written = m_write([&](SqliteDatabase &database, QList<Message> &committed) {
        step = redactMessage(database, id, bySub, maySee, QDateTime::currentMSecsSinceEpoch());
        if (step && step->isNew)
            committed.append(step->redaction.notice);
    });
    if (!written)
        return written.error();
    if (!step)
        return std::optional<Redaction>();
    // Also where it was erased before: whoever asks again may have been told that this was not done to its end.
    if (const auto fault = clean(reader))
        return *fault;
    return std::optional(step->redaction);
}

Result<std::optional<Deletion>> SqliteEraser::doDelete(SqliteDatabase &reader, const QString &id)
{
    Deletion deletion;
    std::optional<ErasureStep> step;
    do {
        if (m_closing)
            return brokenOff();
        const auto written = m_write([&](SqliteDatabase &database, QList<Message> &) { step = deleteOfSession(database, id); });
        if (!written)
            return written.error();
        if (!step)
            return std::optional<Deletion>();
        step->addTo(deletion);
        tell(step->purged);
    } while (!step->isLast);
    if (const auto fault = clean(reader))
        return *fault;
    return std::optional(deletion);
}

Result<Purge> SqliteEraser::doPurge(SqliteDatabase &reader, const PurgeLimits &limits)
{
    Purge purge;
    if (!limits.isAny())
        return purge;
    PurgeMeter meter(limits, QDateTime::currentMSecsSinceEpoch(), limits.isOfSize() ? selectLogSize(reader) : LogSize());
    ErasureStep step;
    do {
        if (m_closing)
            return brokenOff();
        PurgeMeter counted = meter;
        const qint64 after = step.seenTo;
        const auto written = m_write([&](SqliteDatabase &database, QList<Message> &) {
            counted = meter;
            step = purgeOldest(database, after, counted);
        });
        if (!written)
            return written.error();
        meter = counted;
        step.addTo(purge);
        tell(step.purged);
    } while (!step.isLast);
    if (purge.messages > 0) {
        if (const auto fault = clean(reader))
            return *fault;
    }
    return purge;
}

std::optional<Error> SqliteEraser::clean(SqliteDatabase &reader)
{
    for (bool begin = true, goesOn = true; goesOn; begin = false) {
        if (m_closing)
            return brokenOff();
        const auto written = m_write([&](SqliteDatabase &database, QList<Message> &) { goesOn = mergeTerms(database, begin); });
        if (!written)
            return written.error();
    }
    // A reader in the middle of a long search keeps it for a moment.
    for (int attempt = 0; attempt < emptyAttempts && !m_closing; ++attempt) {
        if (emptyWriteAheadLog(reader))
            return std::nullopt;
        std::this_thread::sleep_for(emptyPause);
    }
    return m_closing ? brokenOff() : cannotRead(QStringLiteral("it is erased, and yet the write-ahead log cannot be emptied, because another program reads the file for so long. End that one, and do this again."));
}

void SqliteEraser::tell(const QList<PurgedSession> &purged)
{
    if (m_listener && !purged.isEmpty())
        m_listener(purged);
}

} // namespace pipit::store
