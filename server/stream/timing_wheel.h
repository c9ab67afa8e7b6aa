// SPDX-License-Identifier: GPL-3.0-or-later
// Many coarse deadlines at the price of one timer: an item lies in the slot of the tick at which it is due.
//
// Nothing is ever taken out early: an item that no longer matters is dropped by whoever receives it. Deadlines up to
// (slots - 1) ticks ahead; later ones come back at the last slot and are put in again by the receiver.
// Thread rule: one thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace pipit::stream {

template<typename Item>
class TimingWheel
{
public:
    explicit TimingWheel(std::size_t slots) : m_slots(slots) { }

    // At least one tick ahead, at most slots - 1.
    void add(Item item, std::size_t ticksAhead)
    {
        const std::size_t ahead = std::clamp<std::size_t>(ticksAhead, 1, m_slots.size() - 1);
        m_slots[(m_now + ahead) % m_slots.size()].push_back(std::move(item));
    }

    // Moves on by one tick and returns what is due.
    std::vector<Item> tick()
    {
        m_now = (m_now + 1) % m_slots.size();
        return std::exchange(m_slots[m_now], {});
    }

private:
    std::vector<std::vector<Item>> m_slots;
    std::size_t m_now = 0;
};

} // namespace pipit::stream
