// SPDX-License-Identifier: GPL-3.0-or-later
// A process gets only the handles that were made to be inherited, and Pipit makes none of that kind.
#include "server/store/postgres/server_process.h"

namespace pipit::store {

bool mayDoEverything()
{
    return false;
}

void leaveEverythingHere(QProcess &) { }

} // namespace pipit::store
