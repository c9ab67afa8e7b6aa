// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/free_memory.h"

#include <cstdlib>

#ifdef __GLIBC__ // and not, for example, musl
#include <malloc.h>
#endif

namespace pipit {

void shareFreeMemory()
{
#ifdef __GLIBC__
    // Two, so that the node's thread and another seldom wait for each other; most of what they need, each has at hand (its tcache).
    mallopt(M_ARENA_MAX, 2);
#endif
}

void giveFreeMemoryBack()
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

} // namespace pipit
