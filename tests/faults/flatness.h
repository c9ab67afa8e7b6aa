// SPDX-License-Identifier: GPL-3.0-or-later
// What a process holds, looked at again and again, and whether it grows.
//
// The first fifth of the samples is how it warms up. Of the rest the first quarter is held against the last: by their middle values, as
// a single peak says nothing and a slope does; memory by what it comes down to, as a node gives back what it has freed every few
// minutes only. So a run should be four times as long as that takes, and longer.
// Thread rule: one thread.
#pragma once

#include "tests/faults/trial.h"
#include "tests/integration/node_process.h"

#include <vector>

namespace pipit::test {

class Flatness
{
public:
    Flatness(QString name, const NodeProcess &node) : m_name(std::move(name)), m_node(node) { }

    void sample();
    // Notes the figures; more than what is allowed to come breaks the trial.
    void reckon(TrialRun &run) const;

private:
    struct Change {
        double first = 0, last = 0;
        double grown() const { return last - first; }
    };
    // `share`: of each quarter's samples how many are less; 0.5 is the middle.
    static Change changeOf(const std::vector<double> &samples, double share);

    const QString m_name;
    const NodeProcess &m_node;
    std::vector<double> m_mebibytes, m_descriptors, m_threads;
};

} // namespace pipit::test
