// SPDX-License-Identifier: GPL-3.0-or-later
// A property that must hold for every input: where it does not, the program says which it was, and ends as a fuzzer expects.
//
// Thread rule: any thread.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace pipit::fuzz {

[[noreturn]] inline void failed(const char *property, const char *file, int line)
{
    std::fprintf(stderr, "%s:%d: this does not hold: %s\n", file, line, property);
    std::abort();
}

} // namespace pipit::fuzz

// A macro, because clang 14 has no std::source_location.
#define REQUIRE(property) ((property) ? void() : pipit::fuzz::failed(#property, __FILE__, __LINE__))
