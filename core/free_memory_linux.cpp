// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/free_memory.h"

#include <cstdlib>

#ifdef __GLIBC__ // and not, for example, musl
#include <malloc.h>
#endif

namespace pipit {

void giveFreeMemoryBack()
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

} // namespace pipit
