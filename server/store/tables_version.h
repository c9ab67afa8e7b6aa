// SPDX-License-Identifier: GPL-3.0-or-later
// The version of a log's tables, and which programs work with them.
//
// A newer program brings older tables to its own version, and keeps beside it which is the oldest program that works with what
// it leaves. Programs from there on go on beside the newer one, and can be started again: so nodes are upgraded one after the other.
// Thread rule: plain values.
#pragma once

#include <QString>

#include <string>

namespace pipit::store {

struct TablesVersion {
    int found = 0;  // 0: none of ours
    int wanted = 0; // by this program
    int oldest = 0; // that a program may want

    bool isUsable() const { return found >= wanted && !isTooNew(); }
    bool isTooNew() const { return wanted < oldest; }
    bool isNewer() const { return found > wanted; }

    // The beginning of a refusal.
    std::string tooNewText() const
    {
        return "The database was made by a newer Pipit (version " + std::to_string(found) + ", for programs of version " + std::to_string(oldest) + " or later; this one knows " + std::to_string(wanted) + ")";
    }
    QString newerText() const
    {
        return QStringLiteral("The tables are of version %1; this program knows %2, and still works with them.").arg(found).arg(wanted);
    }
};

} // namespace pipit::store
