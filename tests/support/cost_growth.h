// SPDX-License-Identifier: GPL-3.0-or-later
// How the cost of work grows with its size. In time of this program's own and as a ratio: whatever else the machine does, and however
// it was built.
// Thread rule: any; what other threads of the program use meanwhile counts too.
#pragma once

#include <algorithm>
#include <ctime>

namespace pipit::test {

inline double processorMs(auto &&work)
{
    const std::clock_t begin = std::clock();
    work();
    return double(std::clock() - begin) * 1000 / CLOCKS_PER_SEC;
}

// How many times as long `work(8 * size)` takes as `work(size)`: about 8 where it is linear, 64 where it is a square. `size` should take
// a millisecond and more.
inline double costOfEightfold(auto &&work, int size)
{
    double one = processorMs([&] { work(size); });
    for (int i = 0; i < 2; ++i)
        one = std::min(one, processorMs([&] { work(size); }));
    return processorMs([&] { work(8 * size); }) / std::max(one, 0.5);
}

// Halfway between a line and a square, for what the machine adds: its caches, its clock.
inline constexpr double linearEightfold = 24;

} // namespace pipit::test
