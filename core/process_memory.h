// SPDX-License-Identifier: GPL-3.0-or-later
// What this process holds in memory. Thread rule: any thread.
#pragma once

#include <QtGlobal>

#include <optional>

namespace pipit {

// Resident, in bytes. Nothing: this system does not say.
std::optional<qint64> residentBytes();

} // namespace pipit
