// SPDX-License-Identifier: GPL-3.0-or-later
// What a process holds, looked at again and again, and whether it grows.
//
// The first fifth of the samples is how it warms up. Of the rest the middle value of the first quarter is held against that of
// the last: a single peak says nothing, a slope does.
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
    static Change changeOf(const std::vector<double> &samples);

    const QString m_name;
    const NodeProcess &m_node;
    std::vector<double> m_mebibytes, m_descriptors, m_threads;
};

} // namespace pipit::test
