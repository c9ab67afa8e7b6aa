// SPDX-License-Identifier: GPL-3.0-or-later
// A number that one thread counts while any other reads it, at the price of a plain one.
// Thread rule: add() and set() on one thread at a time; reading on any.
#pragma once

#include <atomic>
#include <cstdint>

namespace pipit {

class Figure
{
public:
    void add(std::int64_t more = 1) { set(value() + more); }
    void set(std::int64_t value) { m_value.store(value, std::memory_order_relaxed); }
    std::int64_t value() const { return m_value.load(std::memory_order_relaxed); }
    operator std::int64_t() const { return value(); }

private:
    std::atomic<std::int64_t> m_value = 0;
};

} // namespace pipit
