// SPDX-License-Identifier: GPL-3.0-or-later
// Windows (where Qt is told of what is ready) and macOS (Core Foundation, likewise).
#include "core/event_dispatcher.h"

namespace pipit {

std::unique_ptr<QAbstractEventDispatcher> makeEventDispatcher()
{
    return nullptr;
}

} // namespace pipit
