// SPDX-License-Identifier: GPL-3.0-or-later
// The name that a file came with, made fit to be shown, sent in a header and saved under on any system. It never becomes a
// path of the node's own.
//
// Thread rule: functions without state. No errors: there is always a name.
// Source: RFC 6266 and RFC 8187 (Content-Disposition); Microsoft, "Naming Files, Paths, and Namespaces".
#pragma once

#include <QByteArray>
#include <QString>

namespace pipit::files {

inline constexpr qsizetype nameBytes = 200; // of UTF-8, at most: file systems take 255, and a program that saves may add " (2)"

// The last part of what may be a path of any system, without what does harm in a name: control characters, those that turn the
// direction of text or cannot be seen, <>:"|?*, leading dots, blanks and dots at its end. A device of Windows (CON, NUL.txt)
// gets an underscore before it. Cut between characters, with its extension kept. "file" where nothing is left. Letters of all
// scripts stay (in their composed form), and so do emoji.
QString safeFileName(const QString &name);

// The value of the header: `inline` or `attachment`, with the safe name in ASCII for old programs and in full for all others.
QByteArray contentDisposition(bool inlineAllowed, const QString &name);

} // namespace pipit::files
