// SPDX-License-Identifier: GPL-3.0-or-later
// The trials of one node, each on a thread of its own.
//
// Thread rule: as FaultTrials. Destroying it cancels the trial that is under way, and waits for that: some seconds at most.
#pragma once

#include "app/desktop/faults/fault_site.h"
#include "client/fault_trials.h"

#include <QThread>

#include <atomic>
#include <functional>
#include <memory>

namespace pipit {

class FaultRunner : public FaultTrials
{
    Q_OBJECT

public:
    // `site`: the node as it is when it is asked for; nothing where it does not run.
    explicit FaultRunner(std::function<std::optional<FaultSite>()> site, QObject *parent = nullptr);
    ~FaultRunner() override;

    Bar barOf(FaultKind kind) const override;
    QList<int> storms() const override;
    void start(FaultKind kind, int streams) override;
    void cancel() override;

private:
    void note(FaultProgress::Step step, double done);
    void end(const FaultVerdict &verdict);

    const std::function<std::optional<FaultSite>()> m_site;
    std::unique_ptr<QThread> m_thread;
    std::atomic<bool> m_isCancelled = false, m_isLeaving = false;
};

} // namespace pipit
