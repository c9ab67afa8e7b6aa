// SPDX-License-Identifier: GPL-3.0-or-later
// Files in memory, written as one .zip that is there whole or not at all, and that only its owner can read.
//
// Thread rule: blocks; any thread. Errors: Unavailable, with what the system said; Cancelled where `goesOn` answered false between two files: then
// nothing is left of it, and what was there before is as it was.
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <functional>

namespace pipit {

struct ZippedFile {
    QString name; // ASCII, without a folder
    QByteArray content;
};

Result<Done> writeZip(const QString &path, const QList<ZippedFile> &files, const std::function<bool()> &goesOn);

} // namespace pipit
