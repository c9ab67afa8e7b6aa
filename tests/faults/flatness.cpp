// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/flatness.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pipit::test {

namespace {

// The allocator keeps some of what was freed, and caches fill: what goes beyond this in a run is a leak, or would be in a day.
constexpr double mebibytesAtMost = 12, descriptorsAtMost = 8, threadsAtMost = 2;
constexpr std::size_t samplesAtLeast = 20;

double middleOf(std::vector<double> values)
{
    const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

} // namespace

void Flatness::sample()
{
    m_mebibytes.push_back(double(m_node.residentBytes()) / (1024 * 1024));
    m_descriptors.push_back(m_node.descriptors());
    m_threads.push_back(m_node.threads());
}

Flatness::Change Flatness::changeOf(const std::vector<double> &samples)
{
    const auto warm = samples.begin() + std::ptrdiff_t(samples.size() / 5);
    const auto quarter = (samples.end() - warm) / 4;
    return {middleOf({warm, warm + quarter}), middleOf({samples.end() - quarter, samples.end()})};
}

void Flatness::reckon(TrialRun &run) const
{
    if (m_mebibytes.size() < samplesAtLeast) {
        run.expect(false, u"%1: only %2 samples, too few to see a slope"_s.arg(m_name).arg(m_mebibytes.size()));
        return;
    }
    const Change memory = changeOf(m_mebibytes), descriptors = changeOf(m_descriptors), threads = changeOf(m_threads);
    run.note(u"%1: %2 to %3 MiB, %4 to %5 descriptors, %6 to %7 threads"_s.arg(m_name).arg(memory.first, 0, 'f', 1).arg(memory.last, 0, 'f', 1)
                 .arg(descriptors.first).arg(descriptors.last).arg(threads.first).arg(threads.last));
    run.expect(memory.grown() <= mebibytesAtMost, u"%1: its memory grows"_s.arg(m_name));
    run.expect(descriptors.grown() <= descriptorsAtMost, u"%1: its descriptors grow"_s.arg(m_name));
    run.expect(threads.grown() <= threadsAtMost, u"%1: its threads grow"_s.arg(m_name));
}

} // namespace pipit::test
