// SPDX-License-Identifier: GPL-3.0-or-later
// Cuts bytes into pieces as a network might. Where it cuts follows from the bytes themselves, so that an input, and a sample of
// the corpus, is nothing but what would come over the wire.
//
// Thread rule: a value on one thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace pipit::fuzz {

// Numbers that look like chance and are the same for the same bytes.
class Chance
{
public:
    explicit Chance(std::string_view seed)
    {
        for (const char byte : seed)
            m_state = (m_state ^ static_cast<unsigned char>(byte)) * 0x100000001b3u;
    }

    // 0 to `limit` - 1.
    std::size_t below(std::size_t limit)
    {
        m_state += 0x9e3779b97f4a7c15u;
        std::uint64_t mixed = (m_state ^ (m_state >> 30)) * 0xbf58476d1ce4e5b9u;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
        return std::size_t((mixed ^ (mixed >> 31)) % limit);
    }

private:
    std::uint64_t m_state = 0xcbf29ce484222325u;
};

// Calls `take` with the bytes in pieces of 1 to `largest`.
template<typename Take>
void inPieces(std::string_view bytes, std::size_t largest, Chance &chance, Take take)
{
    while (!bytes.empty()) {
        const std::size_t size = std::min(bytes.size(), 1 + chance.below(largest));
        take(bytes.substr(0, size));
        bytes.remove_prefix(size);
    }
}

} // namespace pipit::fuzz
