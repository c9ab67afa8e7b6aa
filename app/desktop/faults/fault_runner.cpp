// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/faults/fault_runner.h"

#include "app/desktop/faults/fault_run.h"
#include "core/descriptor_limit.h"

#include <algorithm>
#include <exception>

namespace pipit {

namespace {

constexpr std::array stormSizes{50, 200, 1'000};
constexpr qint64 otherDescriptors = 512; // of the window, the node and its database
constexpr double smallestStep = 0.01;

// Both ends of a stream are in this process.
qint64 roomForStreams(const FaultSite &site)
{
    const auto descriptors = raiseDescriptorLimit();
    return descriptors ? std::min<qint64>(site.streams, (*descriptors - otherDescriptors) / 2) : site.streams;
}

} // namespace

FaultRunner::FaultRunner(std::function<std::optional<FaultSite>()> site, QObject *parent) : FaultTrials(parent), m_site(std::move(site))
{
}

FaultRunner::~FaultRunner()
{
    m_isCancelled = m_isLeaving = true;
    if (m_thread)
        m_thread->wait();
}

FaultTrials::Bar FaultRunner::barOf(FaultKind kind) const
{
    const auto site = m_site();
    if (!site)
        return Bar::NodeIsDown;
    if (kind == FaultKind::DropListener && site->database == DatabaseKind::Sqlite)
        return Bar::NeedsPostgres;
    if (kind == FaultKind::RestartDatabase && site->database != DatabaseKind::LocalPostgres)
        return Bar::NeedsLocalPostgres;
    return Bar::None;
}

QList<int> FaultRunner::storms() const
{
    const auto site = m_site();
    const qint64 room = site ? roomForStreams(*site) : 0;
    QList<int> sizes;
    for (const int size : stormSizes) {
        if (size <= room)
            sizes << size;
    }
    return sizes;
}

void FaultRunner::start(FaultKind kind, int streams)
{
    if (m_progress || barOf(kind) != Bar::None || (kind == FaultKind::Storm && !storms().contains(streams)))
        return;
    m_isCancelled = false;
    m_progress = FaultProgress{.kind = kind, .streams = streams};
    const FaultWatch watch{.isCancelled = [this] { return m_isCancelled.load(); },
                           .isLeaving = [this] { return m_isLeaving.load(); },
                           .progress = [this](FaultProgress::Step step, double done) { QMetaObject::invokeMethod(this, [this, step, done] { note(step, done); }, Qt::QueuedConnection); }};
    m_thread.reset(QThread::create([this, kind, streams, watch, site = *m_site()] {
        FaultVerdict verdict{.kind = kind, .at = QDateTime::currentDateTimeUtc(), .outcome = FaultVerdict::Outcome::Failed, .reason = FaultVerdict::Reason::NotTried, .streams = streams};
        try {
            verdict = tryFault(kind, streams, site, watch);
        } catch (const std::exception &fault) {
            verdict.error = Error{ErrorCode::Internal, QString::fromUtf8(fault.what())};
        }
        QMetaObject::invokeMethod(this, [this, verdict] { end(verdict); }, Qt::QueuedConnection);
    }));
    m_thread->setObjectName(QStringLiteral("fault"));
    m_thread->start();
    Q_EMIT changed();
}

void FaultRunner::cancel()
{
    if (!m_progress || m_progress->isCancelled)
        return;
    m_isCancelled = true;
    m_progress->isCancelled = true;
    Q_EMIT changed();
}

void FaultRunner::note(FaultProgress::Step step, double done)
{
    if (!m_progress || (m_progress->step == step && done - m_progress->done < smallestStep))
        return;
    m_progress->step = step;
    m_progress->done = std::max(m_progress->done, done);
    Q_EMIT changed();
}

void FaultRunner::end(const FaultVerdict &verdict)
{
    m_thread->wait();
    m_thread.reset();
    m_progress.reset();
    m_verdicts.removeIf([&verdict](const FaultVerdict &before) { return before.kind == verdict.kind; });
    m_verdicts.prepend(verdict);
    Q_EMIT changed();
}

} // namespace pipit
