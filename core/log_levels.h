// SPDX-License-Identifier: GPL-3.0-or-later
// From which level on each area of the program is logged: "pipit.http=debug", for the area and all below it. What is not named is logged from
// `info` on.
// Thread rule: any thread. Errors: InvalidRequest, with the nearest names.
#pragma once

#include "core/result.h"

#include <QStringList>

namespace pipit {

// Why this is no level of an area, as the end of a sentence; nothing where it is one.
std::optional<QString> faultOfLogLevel(const QString &text);

// In place of those before.
Result<Done> setLogLevels(const QStringList &levels);
QStringList logLevels();

} // namespace pipit
