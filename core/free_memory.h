// SPDX-License-Identifier: GPL-3.0-or-later
// Memory that was freed: used by the next who needs some, and given back to the system. Thread rule: any thread.
#pragma once

namespace pipit {

// For a program that runs for months, before it has threads: they share what they have freed. glibc gives each thread its own place
// otherwise, up to eight for each processor, and what is free in one is of no use to another.
void shareFreeMemory();

// After much was freed that will not soon be needed again: glibc keeps it otherwise, for as long as anything lives behind it.
// Takes a few milliseconds for 100 MB. Elsewhere it does nothing: there the system's own allocator gives it back.
void giveFreeMemoryBack();

} // namespace pipit
