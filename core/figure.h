// SPDX-License-Identifier: GPL-3.0-or-later
// A number that one thread counts while any other reads it, at the price of a plain one.
// With PIPIT_WITHOUT_FIGURES nothing is counted: for measuring what counting costs (tests/bench/figures_cost.cpp).
// Thread rule: add() and set() on one thread at a time; reading on any.
#pragma once

#include <atomic>
#include <cstdint>

namespace pipit {

class Figure
{
public:
#ifdef PIPIT_WITHOUT_FIGURES
    void add(std::int64_t = 1) { }
#else
    void add(std::int64_t more = 1) { set(value() + more); }
#endif
    void set(std::int64_t value) { m_value.store(value, std::memory_order_relaxed); }
    std::int64_t value() const { return m_value.load(std::memory_order_relaxed); }
    operator std::int64_t() const { return value(); }

private:
    std::atomic<std::int64_t> m_value = 0;
};

} // namespace pipit
