// SPDX-License-Identifier: GPL-3.0-or-later
// Ctrl+C, or being asked to end by the system, as a call in the main thread's event loop.
//
// Thread rule: call once, from the main thread, while there is a QCoreApplication.
#pragma once

#include <functional>

namespace pipit::ctl {

void onInterrupt(std::function<void()> call);

} // namespace pipit::ctl
