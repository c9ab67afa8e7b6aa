// SPDX-License-Identifier: GPL-3.0-or-later
// macOS and Windows, whose allocators share and give back by themselves.
#include "core/free_memory.h"

namespace pipit {

void shareFreeMemory() { }

void giveFreeMemoryBack() { }

} // namespace pipit
