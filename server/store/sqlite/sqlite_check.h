// SPDX-License-Identifier: GPL-3.0-or-later
// Looks a database over before a node writes to it, and leaves its bytes as they are: one that is damaged, another program's or a newer
// Pipit's is refused.
//
// Always, in a few milliseconds: that it is SQLite's and Pipit's, that no page is missing, that the write-ahead log is its own and whole, that
// every table can be entered. All pages are read (PRAGMA quick_check, 60 to 100 MB a second on two cores) only where that takes no time, up to 8 MB;
// where the last run did not end by itself, up to 256 MB; and where a run has met damage, however large it is. A node with a log of gigabytes
// would else be away for a minute after each crash, which by itself damages nothing: for those, `pipitctl doctor` reads it through.
// Thread rule: blocks, before anybody has opened the file, and while nobody else writes to it. Errors: a sentence.
#pragma once

#include <QString>

#include <optional>

namespace pipit::store {

// Why it cannot be used, what was found and what to do; nothing where it can. `wasUsed`: a node has run on it, so it cannot be empty.
std::optional<QString> refusalOfSqlite(const QString &file, bool wasUsed);

// The same for a program that opens it beside the node; nothing where one runs, which has looked, and writes to it. Before the file is opened:
// whoever only reads it makes its -shm anew, and whoever writes to it takes what lies behind a damaged frame for nothing.
std::optional<QString> refusalOfSqliteAtRest(const QString &file);

// Where a run leaves word for the next one that it has met damage.
QString damageNote(const QString &file);

} // namespace pipit::store
