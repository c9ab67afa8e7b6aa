// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres/server_process.h"

#include <QProcess>

#include <fcntl.h>
#include <unistd.h>

namespace pipit::store {

namespace {

// In the child, before it becomes the program.
void closeOnStart()
{
#ifdef CLOSE_RANGE_CLOEXEC
    if (::close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC) == 0)
        return;
#endif
    const auto end = int(::sysconf(_SC_OPEN_MAX));
    for (int descriptor = STDERR_FILENO + 1; descriptor < end; ++descriptor)
        ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
}

} // namespace

bool mayDoEverything()
{
    return ::geteuid() == 0;
}

void leaveEverythingHere(QProcess &process)
{
    process.setChildProcessModifier(closeOnStart);
}

} // namespace pipit::store
