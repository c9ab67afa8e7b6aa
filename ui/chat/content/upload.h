// SPDX-License-Identifier: GPL-3.0-or-later
// How far the file of a message is that is not on the node yet. Thread rule: plain values.
#pragma once

#include <QtGlobal>

namespace pipit {

struct Upload {
    qint64 sent = 0;
    qint64 total = 0;
    bool isUnderWay = false; // else it waits, or failed
    int percent() const { return total > 0 ? int(sent * 100 / total) : 0; }
    bool operator==(const Upload &) const = default;
};

} // namespace pipit
