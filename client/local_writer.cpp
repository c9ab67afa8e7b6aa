// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/local_writer.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>

namespace pipit {

namespace {

using namespace std::chrono_literals;

constexpr auto longestFarewell = 2s;
constexpr auto pauseAfterFault = 1s;
constexpr auto pauseBeforeCutting = 100ms; // somebody reads

struct Entry {
    LocalWriter::Kind kind;
    qint64 bytes;
    LocalWriter::Job job;
};

} // namespace

struct LocalWriter::Shared {
    Shared(const QString &name, const LocalLimits &most) : limits(most), file(name), tables(file, most) { }

    void work();
    bool prepare(std::unique_lock<std::mutex> &lock);
    bool write(const std::deque<Entry> &batch, bool dropsCopies);
    void cutJournal();
    void tell(std::unique_lock<std::mutex> &lock, const LocalFault &fault);
    void setAside(std::unique_lock<std::mutex> &lock);

    const LocalLimits limits;
    std::mutex mutex;
    std::condition_variable wake;
    std::condition_variable progress;
    std::deque<Entry> queue;
    qint64 queuedBytes = 0;
    quint64 posted = 0;
    quint64 written = 0;
    bool dropsCopies = false; // before anything else
    quint64 drops = 0;
    bool isReady = false;
    bool isOff = false;
    bool isStopping = false;
    bool isOver = false;
    bool isCutDue = false;
    Told told;

    // The thread's own.
    LocalFile file;
    LocalTables tables;
    bool hasToldUnusable = false;
};

LocalWriter::LocalWriter(const QString &file, const LocalLimits &limits, Told told) : m_shared(std::make_shared<Shared>(file, limits))
{
    m_shared->told = std::move(told);
    m_thread = std::thread([shared = m_shared] { shared->work(); });
}

LocalWriter::~LocalWriter()
{
    std::unique_lock lock(m_shared->mutex);
    m_shared->told = nullptr;
    m_shared->isStopping = true;
    m_shared->wake.notify_all();
    const bool isOver = m_shared->progress.wait_for(lock, longestFarewell, [this] { return m_shared->isOver; });
    lock.unlock();
    // A disk that does not answer keeps nobody from leaving: the file is whole at any moment.
    isOver ? m_thread.join() : m_thread.detach();
}

quint64 LocalWriter::post(Kind kind, qint64 bytes, Job job)
{
    const std::lock_guard lock(m_shared->mutex);
    const quint64 number = ++m_shared->posted;
    if (m_shared->isOff)
        return number;
    if (kind != Kind::Own && m_shared->queuedBytes + bytes > m_shared->limits.queuedBytes) {
        std::erase_if(m_shared->queue, [](const Entry &entry) { return entry.kind != Kind::Own; });
        m_shared->queuedBytes = 0;
        for (const Entry &entry : m_shared->queue)
            m_shared->queuedBytes += entry.bytes;
        m_shared->dropsCopies = true;
        ++m_shared->drops;
    } else {
        m_shared->queue.push_back({kind, bytes, std::move(job)});
        m_shared->queuedBytes += bytes;
    }
    m_shared->wake.notify_all();
    return number;
}

quint64 LocalWriter::written() const
{
    const std::lock_guard lock(m_shared->mutex);
    return m_shared->written;
}

bool LocalWriter::isReady() const
{
    const std::lock_guard lock(m_shared->mutex);
    return m_shared->isReady;
}

quint64 LocalWriter::drops() const
{
    const std::lock_guard lock(m_shared->mutex);
    return m_shared->drops;
}

bool LocalWriter::flush(std::chrono::milliseconds limit)
{
    std::unique_lock lock(m_shared->mutex);
    const quint64 goal = m_shared->posted;
    return m_shared->progress.wait_for(lock, limit, [&] { return m_shared->isOff || (m_shared->written >= goal && !m_shared->isCutDue); });
}

void LocalWriter::Shared::work()
{
    std::unique_lock lock(mutex);
    bool works = prepare(lock);
    while (!isOff) {
        if (!works) {
            wake.wait_for(lock, pauseAfterFault, [this] { return isStopping; });
            if (isStopping)
                break;
            works = prepare(lock);
            continue;
        }
        const auto isDue = [this] { return !queue.empty() || dropsCopies || isStopping; };
        if (isCutDue && !isDue())
            wake.wait_for(lock, pauseBeforeCutting, isDue);
        else
            wake.wait(lock, isDue);
        if (isStopping && queue.empty() && !dropsCopies)
            break;
        std::deque<Entry> batch;
        batch.swap(queue);
        queuedBytes = 0;
        const quint64 goal = posted;
        const bool drops = std::exchange(dropsCopies, false);
        const bool erases = drops || std::ranges::any_of(batch, [](const Entry &entry) { return entry.kind == Kind::Erasure; });
        isCutDue = isCutDue || erases;
        lock.unlock();
        const bool isWritten = (batch.empty() && !drops) || write(batch, drops);
        if (isWritten)
            cutJournal();
        lock.lock();
        if (isWritten) {
            written = goal;
            hasToldUnusable = false;
        } else {
            // A fresh file has none; but what was to be erased must not stay in the one that is set aside.
            dropsCopies = file.state() != LocalFile::State::Damaged || erases;
            ++this->drops;
            std::erase_if(batch, [](const Entry &entry) { return entry.kind != Kind::Own; });
            queue.insert(queue.begin(), std::make_move_iterator(batch.begin()), std::make_move_iterator(batch.end()));
            if (file.state() == LocalFile::State::Damaged) {
                setAside(lock);
                works = prepare(lock);
            } else {
                works = false;
                tell(lock, {.kind = LocalFault::Kind::Unusable, .file = file.name(), .reason = file.reason()});
            }
        }
        progress.notify_all();
    }
    lock.unlock();
    if (isCutDue)
        cutJournal();
    file.close();
    lock.lock();
    isReady = false;
    isOver = true;
    progress.notify_all();
}

bool LocalWriter::Shared::prepare(std::unique_lock<std::mutex> &lock)
{
    for (int attempt = 0; attempt < 2; ++attempt) {
        // One that was opened and no further is opened anew.
        const bool wasReady = isReady;
        lock.unlock();
        const bool isOpen = (wasReady && file.state() == LocalFile::State::Open) || file.openToWrite();
        if (isOpen)
            tables.load();
        lock.lock();
        if (isOpen && !tables.hasFailed()) {
            isReady = true;
            return true;
        }
        if (file.state() == LocalFile::State::Newer) {
            isOff = true;
            queue.clear();
            tell(lock, {.kind = LocalFault::Kind::Newer, .file = file.name(), .reason = file.reason()});
            progress.notify_all();
            return false;
        }
        if (file.state() != LocalFile::State::Damaged)
            break;
        setAside(lock);
    }
    tell(lock, {.kind = LocalFault::Kind::Unusable, .file = file.name(), .reason = file.reason()});
    return false;
}

bool LocalWriter::Shared::write(const std::deque<Entry> &batch, bool drops)
{
    // What somebody has typed is not to be lost with the power either.
    const bool isOwn = std::ranges::any_of(batch, [](const Entry &entry) { return entry.kind == Kind::Own; });
    if (isOwn)
        file.setSynchronous("FULL");
    bool isWritten = file.run("BEGIN IMMEDIATE") != nullptr;
    if (isWritten) {
        if (drops)
            tables.clear();
        for (const Entry &entry : batch)
            entry.job(tables);
        tables.endBatch();
        isWritten = !tables.hasFailed() && file.run("COMMIT") != nullptr;
        if (!isWritten) {
            // What the fault was stays said, whatever becomes of this.
            if (file.state() == LocalFile::State::Open)
                file.run("ROLLBACK");
            tables.load();
        }
    }
    if (isOwn)
        file.setSynchronous("NORMAL");
    return isWritten;
}

void LocalWriter::Shared::cutJournal()
{
    if (!isCutDue)
        return;
    QSqlQuery *query = file.run("PRAGMA wal_checkpoint(TRUNCATE)");
    const bool isCut = query && query->next() && query->value(0).toInt() == 0;
    if (query)
        query->finish();
    if (!isCut)
        return;
    LocalFile::removeSetAside(file.name());
    const std::lock_guard lock(mutex);
    isCutDue = false;
}

void LocalWriter::Shared::setAside(std::unique_lock<std::mutex> &lock)
{
    isReady = false;
    lock.unlock();
    const QString reason = file.reason();
    file.close();
    const QString movedTo = LocalFile::setAside(file.name());
    lock.lock();
    // What was to be erased is in no file here that is read.
    isCutDue = false;
    if (!movedTo.isEmpty())
        tell(lock, {.kind = LocalFault::Kind::Damaged, .file = file.name(), .movedTo = movedTo, .reason = reason});
}

void LocalWriter::Shared::tell(std::unique_lock<std::mutex> &, const LocalFault &fault)
{
    // Once, until it works again.
    if (fault.kind == LocalFault::Kind::Unusable && std::exchange(hasToldUnusable, true))
        return;
    if (told)
        told(fault);
}

} // namespace pipit
