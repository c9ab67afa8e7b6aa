// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the text of a pipit.toml into a configuration: every setting, and the lists of bots and alerts.
//
// Each value gets its place, FILE:LINE, as its origin. What is unknown, ill-typed or out of range ends the reading.
// Thread rule: functions without state. Limits: a file of 1 MiB, 1,000 dots in a line. Errors: the first fault; NotFound for a file that
// cannot be read, TooLarge for one that is no file of settings, else InvalidRequest with the key as `field`.
#pragma once

#include "core/config.h"

#include <optional>

namespace pipit {

std::optional<Error> readConfigFile(Config &config, const QString &file);
// The same of this text, taken for that of `file`.
std::optional<Error> readConfigBytes(Config &config, const QByteArray &bytes, const QString &file);

} // namespace pipit
