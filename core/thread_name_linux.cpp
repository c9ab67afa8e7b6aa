// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/thread_name.h"

#include <pthread.h>

#include <array>
#include <cstring>

namespace pipit {

void nameThread(const char *name)
{
    std::array<char, 16> shown{}; // a longer one is refused
    std::strncpy(shown.data(), name, shown.size() - 1);
    pthread_setname_np(pthread_self(), shown.data());
}

} // namespace pipit
