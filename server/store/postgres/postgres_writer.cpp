// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres/postgres_writer.h"

#include <QSet>

namespace pipit::store {

namespace {

constexpr std::size_t maxWaitingWrites = 20'000;
constexpr std::size_t maxBatch = 1'000;
constexpr qsizetype maxBatchUnits = 4 << 20;
constexpr std::chrono::seconds patience{10}; // a client has given up by then

// What the server said of the values, not of its own state: there, one message must not take the others with it.
bool isOfTheValues(const SqlFault &fault)
{
    return fault.state().startsWith(u"22") || fault.state().startsWith(u"23") || fault.state().startsWith(u"40");
}

Error writeFault(const SqlFault &fault)
{
    if (fault.connectionLost())
        return inDoubt(QStringLiteral("the connection to the database broke (%1).").arg(fault.text()));
    if (fault.state() == sql_state::lockTimeout)
        return notStored(QStringLiteral("another program's transaction keeps the log locked; `pipitctl doctor` names it."));
    return notStored(fault.text() + u'.');
}

} // namespace

PostgresWriter::PostgresWriter(const PostgresLog &log, CallWatchdog &watchdog, LogFeed &feed, std::function<void()> behind)
    : m_link(log, QStringLiteral("pipit writer"), watchdog), m_feed(feed), m_behind(std::move(behind)),
      m_commits(maxWaitingWrites, maxBatch, [] { }, [this](std::vector<Job> jobs) { commit(std::move(jobs)); }, [this] { m_link.drop(); })
{
}

void PostgresWriter::fail(const Job &job, const Error &error)
{
    if (job.stored) {
        m_appended.count(job.draft.senderType, error);
        fulfil<Stored>(job.stored, error);
    } else {
        job.failed(error);
    }
}

QFuture<Result<Stored>> PostgresWriter::append(MessageDraft draft)
{
    auto [promise, future] = makePromise<Stored>();
    const std::size_t bytes = std::size_t(draft.content.size()) * sizeof(QChar);
    submit(Job{.draft = std::move(draft), .stored = promise, .bytes = bytes});
    return future;
}

void PostgresWriter::submit(Job job, Turn turn)
{
    const bool taken = turn == Turn::Next ? m_commits.submitFirst(std::move(job)) : m_commits.submit(std::move(job), job.bytes);
    if (!taken)
        fail(job, notStored(QStringLiteral("the node is stopping, or too many messages wait to be written.")));
}

void PostgresWriter::commit(std::vector<Job> jobs)
{
    // One statement takes so many bytes, and one successor of each state: whether a second one comes too late is seen in the
    // next statement only.
    std::vector<Job *> batch;
    qsizetype units = 0;
    QSet<qint64> states;
    const auto send = [&] {
        if (!batch.empty())
            appendAll(batch);
        batch.clear();
        units = 0;
        states.clear();
    };
    const auto now = CallWatchdog::Clock::now();
    for (Job &job : jobs) {
        if (now - job.since > patience) {
            fail(job, notStored(QStringLiteral("the database is too slow; this waited for %1 s.").arg(patience.count())));
        } else if (!job.stored) {
            send(); // in the order in which they came
            doWork(job);
        } else {
            if (units > maxBatchUnits || (job.draft.ifLatest && states.contains(*job.draft.replaces)))
                send();
            if (job.draft.ifLatest)
                states.insert(*job.draft.replaces);
            units += job.draft.content.size();
            batch.push_back(&job);
        }
    }
    send();
}

Result<PostgresDatabase *> PostgresWriter::open()
{
    try {
        PostgresDatabase &database = m_link.database();
        setFault(std::nullopt);
        return &database;
    } catch (const SqlFault &fault) {
        setFault(fault.text());
        return notStored(fault.text() + u'.');
    }
}

void PostgresWriter::doWork(const Job &job)
{
    const auto database = open();
    if (!database) {
        fail(job, database.error());
        return;
    }
    try {
        job.work(**database);
    } catch (const SqlFault &fault) {
        noteLoss(fault);
        fail(job, fault.connectionLost() ? Error{ErrorCode::InDoubt, QStringLiteral("It is not known whether this was written: the connection to the database broke (%1). Look, and do it again.").arg(fault.text())}
                                        : writeFault(fault));
    }
}

void PostgresWriter::appendAll(std::span<Job *const> jobs)
{
    const auto database = open();
    std::vector<const MessageDraft *> drafts;
    for (const Job *job : jobs) {
        if (!database)
            fail(*job, database.error());
        drafts.push_back(&job->draft);
    }
    if (!database)
        return;

    AppendAnswer answer;
    try {
        answer = appendMessages(**database, drafts);
    } catch (const SqlFault &fault) {
        if (jobs.size() > 1 && isOfTheValues(fault)) {
            for (Job *job : jobs)
                appendAll(std::span(&job, 1));
            return;
        }
        noteLoss(fault);
        for (const Job *job : jobs)
            fail(*job, writeFault(fault));
        return;
    }
    ++m_transactions;
    m_messages += answer.committed.size();
    try {
        if (!answer.committed.isEmpty() && !m_feed.bring(**database, answer.before, answer.committed))
            m_behind();
    } catch (const SqlFault &) {
        m_behind(); // they are on disk; the follower brings them
    }
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        m_appended.count(jobs[i]->draft.senderType, answer.results[i]);
        fulfil(jobs[i]->stored, std::move(answer.results[i]));
    }
}

void PostgresWriter::noteLoss(const SqlFault &fault)
{
    if (fault.connectionLost())
        setFault(fault.text());
    // What is left of it may have been committed: whoever waits for it should not wait for the next doorbell.
    m_behind();
}

std::optional<QString> PostgresWriter::fault() const
{
    const std::lock_guard lock(m_faultMutex);
    return m_fault;
}

void PostgresWriter::setFault(const std::optional<QString> &fault)
{
    const std::lock_guard lock(m_faultMutex);
    m_fault = fault;
}

} // namespace pipit::store
