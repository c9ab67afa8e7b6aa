// SPDX-License-Identifier: GPL-3.0-or-later
// What the calling thread is called where the system lists threads (`top -H`, debuggers): 15 bytes of it.
// Thread rule: any thread.
#pragma once

namespace pipit {

void nameThread(const char *name);

} // namespace pipit
