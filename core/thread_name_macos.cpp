// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/thread_name.h"

#include <pthread.h>

namespace pipit {

void nameThread(const char *name)
{
    pthread_setname_np(name);
}

} // namespace pipit
