// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/thumbnailer.h"

#include <QImageReader>
#include <QLoggingCategory>
#include <QPromise>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <new>
#include <system_error>
#include <thread>
#include <utility>

namespace pipit::files {

namespace {

Q_LOGGING_CATEGORY(lcThumbnails, "pipit.files.thumbnails")

constexpr auto patienceAtEnd = std::chrono::seconds(2);

using Clock = std::chrono::steady_clock;
using Answer = QPromise<Result<Thumbnail>>;

struct Job {
    std::unique_ptr<QIODevice> file;
    QByteArray mimeType;
    Answer answer;
    std::atomic<bool> isGivenUp = false;
    Clock::time_point end; // when it will be given up
};

using JobPtr = std::shared_ptr<Job>;

Error unavailable(const QString &why)
{
    return Error{ErrorCode::Unavailable, QStringLiteral("There is no thumbnail of this picture: %1. The file itself is kept as it is.").arg(why)};
}

// What waits for it may run at once, on this thread: no lock may be held.
void answer(Job &job, Result<Thumbnail> result)
{
    job.answer.addResult(std::move(result));
    job.answer.finish();
}

Result<Thumbnail> resultOf(Job &job)
{
    try {
        return makeThumbnail(*job.file, job.mimeType, job.isGivenUp);
    } catch (const std::bad_alloc &) {
        return unavailable(QStringLiteral("the node has not enough memory"));
    }
}

} // namespace

// Shared with the threads, which are on their own: one that hangs in a decoder outlives the Thumbnailer.
class Thumbnailer::State : public std::enable_shared_from_this<State>
{
public:
    explicit State(ThumbnailLimits limits) : m_limits(limits) { }

    std::optional<Error> submit(const JobPtr &job);
    void stop();

private:
    using Lock = std::unique_lock<std::mutex>;

    bool start(void (State::*loop)());
    void work();
    void watch();
    void giveUp(Lock &lock);
    bool becomesWorkerAgain();

    const ThumbnailLimits m_limits;
    std::mutex m_mutex;
    std::condition_variable m_work;   // for the worker
    std::condition_variable m_change; // for the watch, and for stop()
    std::deque<JobPtr> m_waiting;
    JobPtr m_current;       // not given up
    int m_givenUp = 0;      // threads that are still at what was given up
    int m_threads = 0;
    bool m_hasWorker = false;
    bool m_hasWatch = false;
    bool m_isStopping = false;
};

// False: the system has no thread left.
bool Thumbnailer::State::start(void (State::*loop)())
{
    try {
        std::thread([self = shared_from_this(), loop] {
            (self.get()->*loop)();
            const std::lock_guard lock(self->m_mutex);
            --self->m_threads;
            self->m_change.notify_all();
        }).detach();
    } catch (const std::system_error &) {
        return false;
    }
    ++m_threads;
    return true;
}

std::optional<Error> Thumbnailer::State::submit(const JobPtr &job)
{
    const std::lock_guard lock(m_mutex);
    if (m_isStopping)
        return unavailable(QStringLiteral("the node is stopping"));
    if (m_givenUp >= m_limits.givenUp)
        return unavailable(QStringLiteral("too many pictures before it have taken too long"));
    if (m_waiting.size() >= m_limits.waiting)
        return unavailable(QStringLiteral("%1 others wait already").arg(m_limits.waiting));
    m_hasWatch = m_hasWatch || start(&State::watch);
    m_hasWorker = m_hasWorker || start(&State::work);
    if (!m_hasWatch || !m_hasWorker)
        return unavailable(QStringLiteral("the node has too many threads"));
    m_waiting.push_back(job);
    m_work.notify_one();
    return std::nullopt;
}

void Thumbnailer::State::work()
{
    Lock lock(m_mutex);
    for (;;) {
        m_work.wait(lock, [this] { return m_isStopping || !m_waiting.empty(); });
        if (m_isStopping)
            return;
        const JobPtr job = std::move(m_waiting.front());
        m_waiting.pop_front();
        if (job->answer.isCanceled()) {
            lock.unlock();
            job->answer.finish();
            lock.lock();
            continue;
        }
        job->end = Clock::now() + m_limits.each;
        m_current = job;
        m_change.notify_all();

        lock.unlock();
        auto result = resultOf(*job);
        job->file.reset();
        lock.lock();
        if (job->isGivenUp) {
            if (!becomesWorkerAgain())
                return;
            continue;
        }
        m_current.reset();
        lock.unlock();
        answer(*job, std::move(result));
        lock.lock();
    }
}

// Of one that was given up and has come to its end. False: another has taken its place.
bool Thumbnailer::State::becomesWorkerAgain()
{
    if (m_givenUp-- == m_limits.givenUp && !m_isStopping)
        qCInfo(lcThumbnails) << "There are thumbnails again.";
    return !std::exchange(m_hasWorker, true);
}

void Thumbnailer::State::watch()
{
    Lock lock(m_mutex);
    while (!m_isStopping) {
        if (!m_current) {
            m_change.wait(lock);
            continue;
        }
        const auto end = m_current->end; // the job may be gone before the wait is over
        if (Clock::now() < end)
            m_change.wait_until(lock, end);
        else
            giveUp(lock);
    }
}

void Thumbnailer::State::giveUp(Lock &lock)
{
    const JobPtr late = std::exchange(m_current, nullptr);
    late->isGivenUp = true;
    std::deque<JobPtr> lost;
    m_hasWorker = ++m_givenUp < m_limits.givenUp && start(&State::work);
    if (!m_hasWorker) {
        lost.swap(m_waiting);
        qCWarning(lcThumbnails) << m_givenUp << "pictures have taken more than" << m_limits.each.count() << "ms each, and are still at it; there are no thumbnails until one of them ends.";
    }
    lock.unlock();
    answer(*late, unavailable(QStringLiteral("it took more than %1 s").arg(double(m_limits.each.count()) / 1000)));
    for (const JobPtr &job : lost)
        answer(*job, unavailable(QStringLiteral("too many pictures before it have taken too long")));
    lock.lock();
}

void Thumbnailer::State::stop()
{
    Lock lock(m_mutex);
    m_isStopping = true;
    std::deque<JobPtr> lost = std::exchange(m_waiting, {});
    if (m_current) {
        m_current->isGivenUp = true;
        lost.push_back(std::exchange(m_current, nullptr));
        ++m_givenUp;
    }
    m_work.notify_all();
    m_change.notify_all();
    lock.unlock();
    for (const JobPtr &job : lost)
        answer(*job, unavailable(QStringLiteral("the node is stopping")));
    lock.lock();
    m_change.wait_for(lock, patienceAtEnd, [this] { return m_threads == 0; });
}

Thumbnailer::Thumbnailer(ThumbnailLimits limits) : m_state(std::make_shared<State>(limits))
{
    QImageReader::setAllocationLimit(allocationLimitMiB);
}

Thumbnailer::~Thumbnailer()
{
    m_state->stop();
}

QFuture<Result<Thumbnail>> Thumbnailer::make(std::unique_ptr<QIODevice> file, const QByteArray &mimeType)
{
    auto job = std::make_shared<Job>();
    job->file = std::move(file);
    job->mimeType = mimeType;
    job->answer.start();
    const auto future = job->answer.future();
    if (auto refusal = m_state->submit(job))
        answer(*job, *refusal);
    return future;
}

} // namespace pipit::files
