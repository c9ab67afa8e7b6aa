// SPDX-License-Identifier: GPL-3.0-or-later
// Files that only their owner can read: secrets, and what people wrote.
// Thread rule: functions without state. Errors: Unavailable, with what the system said.
#pragma once

#include "core/result.h"

#include <QString>

namespace pipit {

// Makes an empty file where there is none, private from the first moment: before a database is opened on it, whose journal
// takes the permissions from it.
void ensurePrivateFile(const QString &path);

// Writes the file whole or not at all.
Result<Done> writePrivateFile(const QString &path, const QByteArray &content);

// Whether nobody but its owner can read it, as far as Qt can tell: on Windows, where files have lists of people, it cannot.
bool isPrivateFile(const QString &path);

} // namespace pipit
