// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/utf8.h"

#include <cstdint>
#include <cstring>

namespace pipit {

namespace {

struct Sequence {
    std::size_t length;
    bool wellFormed;
};

// The character, or the maximal subpart of an ill-formed one, that begins here. `bytes` is not empty.
Sequence sequenceAt(std::string_view bytes)
{
    const auto lead = static_cast<unsigned char>(bytes[0]);
    if (lead < 0x80)
        return {1, true};

    // The range of the second byte keeps out overlong forms, surrogates and what lies beyond U+10FFFF.
    std::size_t needed = 0;
    unsigned char lower = 0x80;
    unsigned char upper = 0xBF;
    if (lead >= 0xC2 && lead <= 0xDF) {
        needed = 2;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
        needed = 3;
        if (lead == 0xE0)
            lower = 0xA0;
        else if (lead == 0xED)
            upper = 0x9F;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
        needed = 4;
        if (lead == 0xF0)
            lower = 0x90;
        else if (lead == 0xF4)
            upper = 0x8F;
    } else {
        return {1, false};
    }

    std::size_t length = 1;
    while (length < needed && length < bytes.size()) {
        const auto byte = static_cast<unsigned char>(bytes[length]);
        if (byte < lower || byte > upper)
            break;
        lower = 0x80;
        upper = 0xBF;
        ++length;
    }
    return {length, length == needed};
}

// How many bytes at the beginning are ASCII, at least up to the last whole machine word of them.
std::size_t asciiRun(std::string_view bytes)
{
    std::size_t run = 0;
    while (bytes.size() - run >= sizeof(std::uint64_t)) {
        std::uint64_t word;
        std::memcpy(&word, bytes.data() + run, sizeof word);
        if (word & 0x8080808080808080u)
            break;
        run += sizeof word;
    }
    return run;
}

} // namespace

std::size_t wellFormedUtf8Prefix(std::string_view bytes)
{
    std::size_t at = 0;
    while (at < bytes.size()) {
        at += asciiRun(bytes.substr(at));
        // A stretch of other scripts is walked character by character before ASCII is looked for again.
        for (int i = 0; i < 16 && at < bytes.size(); ++i) {
            const Sequence sequence = sequenceAt(bytes.substr(at));
            if (!sequence.wellFormed)
                return at;
            at += sequence.length;
        }
    }
    return at;
}

std::string decodeUtf8(std::string_view bytes)
{
    std::string text;
    text.reserve(bytes.size());
    while (!bytes.empty()) {
        const std::size_t good = wellFormedUtf8Prefix(bytes);
        text.append(bytes.substr(0, good));
        bytes.remove_prefix(good);
        if (!bytes.empty()) {
            text.append("\xEF\xBF\xBD");
            bytes.remove_prefix(sequenceAt(bytes).length);
        }
    }
    return text;
}

} // namespace pipit
