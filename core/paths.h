// SPDX-License-Identifier: GPL-3.0-or-later
// Paths as people write them into settings.
// Thread rule: functions without state.
#pragma once

#include <QString>

namespace pipit {

// Absolute and without `.` and `..`; `~` at its beginning is the home directory, and what is relative lies in `base`.
QString absolutePath(const QString &written, const QString &base);

} // namespace pipit
