// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/sqlite/sqlite_writer.h"

#include "server/store/sqlite/sqlite_health.h"

namespace pipit::store {

namespace {

constexpr std::size_t maxWaitingWrites = 20'000;
constexpr std::size_t maxBatch = 1'000;

enum class Stage { Beginning, Applying, Committing };

// The disk may have the whole transaction where the flush failed, the last thing that it is asked for: it is there then after
// the next start. Where a write failed before, it has not.
Error writeFault(const SqlFault &fault, Stage stage)
{
    return stage == Stage::Committing && fault.harm() == Harm::Damage ? inDoubt(QStringLiteral("the disk did not confirm it (%1).").arg(fault.text().simplified())) : notStored(fault.text() + u'.');
}

} // namespace

SqliteWriter::SqliteWriter(const QString &file, SqliteHealth &health, std::function<void(const QList<Message> &)> committed)
    : m_health(health), m_committed(std::move(committed)),
      m_commits(maxWaitingWrites, maxBatch, [this, file] { m_database = std::make_unique<SqliteDatabase>(file); },
                [this](std::vector<Job> jobs) { commit(std::move(jobs)); }, [this] { m_database.reset(); })
{
}

void SqliteWriter::submit(Job job, std::size_t bytes)
{
    if (!m_commits.submit(std::move(job), bytes))
        job.failed(notStored(QStringLiteral("the node is stopping, or too many messages wait to be written.")));
}

void SqliteWriter::commit(std::vector<Job> jobs)
{
    const auto fault = tryCommit(jobs);
    if (!fault)
        return;
    // One that cannot be written must not take the others with it. A database that is locked or full is so for all.
    const bool alone = fault->ofAJob && jobs.size() > 1;
    for (Job &job : jobs) {
        const auto ownFault = alone ? tryCommit(std::span(&job, 1)) : fault;
        if (ownFault)
            job.failed(ownFault->error);
    }
}

std::optional<SqliteWriter::Fault> SqliteWriter::tryCommit(std::span<Job> jobs)
{
    if (m_health.isDamaged())
        return Fault{notStored(m_health.fault().value_or(QString())), false};
    QList<Message> committed;
    Stage stage = Stage::Beginning;
    try {
        m_database->run("BEGIN IMMEDIATE");
        stage = Stage::Applying;
        for (Job &job : jobs)
            job.apply(*m_database, committed);
        stage = Stage::Committing;
        m_database->run("COMMIT");
    } catch (const SqlFault &fault) {
        m_health.note(fault);
        try {
            m_database->execute(QStringLiteral("ROLLBACK"));
        } catch (const SqlFault &) {
            // SQLite has rolled back by itself, as it does where the disk is full.
        }
        return Fault{writeFault(fault, stage), stage == Stage::Applying};
    }
    m_health.committed();
    if (!committed.isEmpty())
        m_committed(committed);
    for (const Job &job : jobs)
        job.done();
    return std::nullopt;
}

} // namespace pipit::store
