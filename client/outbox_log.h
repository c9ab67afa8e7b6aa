// SPDX-License-Identifier: GPL-3.0-or-later
// What the outbox says in the log, whichever of its files says it. Thread rule: any thread.
#pragma once

#include <QLoggingCategory>

namespace pipit {

Q_DECLARE_LOGGING_CATEGORY(lcOutbox)

} // namespace pipit
