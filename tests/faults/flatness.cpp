// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/flatness.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pipit::test {

namespace {

// In its first hour a node fills what it keeps of figures and of its log, 4.5 MB (server/ops/snapshots.h, core/log_lines.h), and its
// allocator keeps some room between what lives: 4 to 7 MiB came in an hour.
constexpr double mebibytesAtMost = 10, descriptorsAtMost = 8, threadsAtMost = 2;
constexpr double middle = 0.5, lowest = 0.02; // for seconds only after it was given back
constexpr std::size_t samplesAtLeast = 20;

double quantileOf(std::vector<double> values, double share)
{
    const auto place = values.begin() + std::ptrdiff_t(double(values.size()) * share);
    std::nth_element(values.begin(), place, values.end());
    return *place;
}

} // namespace

void Flatness::sample()
{
    m_mebibytes.push_back(double(m_node.residentBytes()) / (1024 * 1024));
    m_descriptors.push_back(m_node.descriptors());
    m_threads.push_back(m_node.threads());
}

Flatness::Change Flatness::changeOf(const std::vector<double> &samples, double share)
{
    const auto warm = samples.begin() + std::ptrdiff_t(samples.size() / 5);
    const auto quarter = (samples.end() - warm) / 4;
    return {quantileOf({warm, warm + quarter}, share), quantileOf({samples.end() - quarter, samples.end()}, share)};
}

void Flatness::reckon(TrialRun &run) const
{
    if (m_mebibytes.size() < samplesAtLeast) {
        run.expect(false, u"%1: only %2 samples, too few to see a slope"_s.arg(m_name).arg(m_mebibytes.size()));
        return;
    }
    const Change memory = changeOf(m_mebibytes, lowest), descriptors = changeOf(m_descriptors, middle), threads = changeOf(m_threads, middle);
    run.note(u"%1: %2 to %3 MiB, %4 to %5 descriptors, %6 to %7 threads"_s.arg(m_name).arg(memory.first, 0, 'f', 1).arg(memory.last, 0, 'f', 1)
                 .arg(descriptors.first).arg(descriptors.last).arg(threads.first).arg(threads.last));
    run.expect(memory.grown() <= mebibytesAtMost, u"%1: its memory grows"_s.arg(m_name));
    run.expect(descriptors.grown() <= descriptorsAtMost, u"%1: its descriptors grow"_s.arg(m_name));
    run.expect(threads.grown() <= threadsAtMost, u"%1: its threads grow"_s.arg(m_name));
}

} // namespace pipit::test
