// SPDX-License-Identifier: GPL-3.0-or-later
// Settings of a pipit.toml that are texts, such as database.url, written or taken out; everything else in the file stays as it
// is, byte for byte, comments and order too.
//
// What is done is done to the text in memory; it is read again as the programs read it, and must then say what was meant, else
// nothing has changed. Thread rule: reads and writes the file. Errors: InvalidRequest with the setting as `field` and the line in
// the sentence; Conflict and Unavailable as ConfigText; Internal where the file is written in a way that is an editor's business.
#pragma once

#include "core/result.h"

#include <QMap>
#include <QString>

#include <optional>

namespace pipit {

// By key; nothing: as if it had never been set.
using SettingTexts = QMap<QString, std::optional<QString>>;

Result<Done> writeSettings(const QString &path, const SettingTexts &values);

} // namespace pipit
