// SPDX-License-Identifier: GPL-3.0-or-later
// Memory that was freed, given back to the system. Thread rule: any thread.
#pragma once

namespace pipit {

// After much was freed that will not soon be needed again: glibc keeps it otherwise, for as long as anything lives behind it.
// Takes a few milliseconds for 100 MB. Elsewhere it does nothing: there the system's own allocator gives it back.
void giveFreeMemoryBack();

} // namespace pipit
