// SPDX-License-Identifier: GPL-3.0-or-later
// What makes a file outlast a power cut: its bytes are on the disk before it has its name, and the name before anybody is told.
// The system's calls (server/files/disk_calls.h) in Qt's types.
//
// Thread rule: any thread; all of it waits for the disk. Errors: Unavailable, with the system's words and without the path,
// which is not for the people who send files; NoRoom where the disk is full.
#pragma once

#include "core/result.h"

#include <QFile>
#include <QString>

namespace pipit::files {

// What is said where a disk is full, and where it fails in another way.
Error diskFull();
Error diskFailed(const QString &systemsWords);

// Waits until the open file's bytes are on the disk.
Result<Done> syncFile(QFile &file);

// The same for the names in a directory. File systems that cannot do this are taken for such that need not.
Result<Done> syncDirectory(const QString &path);

// Gives a file another name in the same file system; what had that name is replaced in one step.
Result<Done> moveOver(const QString &from, const QString &to);

// The same, unless something has that name already: then false, and both stay as they are.
Result<bool> moveUnlessThere(const QString &from, const QString &to);

} // namespace pipit::files
