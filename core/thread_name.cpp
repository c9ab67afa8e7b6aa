// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/thread_name.h"

#if defined(__linux__)
#include <pthread.h>

#include <array>
#include <cstring>
#elif defined(__APPLE__)
#include <pthread.h>
#endif

namespace pipit {

void nameThread([[maybe_unused]] const char *name)
{
#if defined(__linux__)
    std::array<char, 16> shown{}; // a longer one is refused
    std::strncpy(shown.data(), name, shown.size() - 1);
    pthread_setname_np(pthread_self(), shown.data());
#elif defined(__APPLE__)
    pthread_setname_np(name);
#endif
}

} // namespace pipit
