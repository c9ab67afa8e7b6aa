// SPDX-License-Identifier: GPL-3.0-or-later
// A place in the log: everything up to and including `position` has been seen.
//
// Written `N~epoch`; a bare `N` is taken for the present epoch. Position 0 lies before the first message.
// Thread rule: plain values. Source: Pipit's contract of the message log.
#pragma once

#include <QByteArrayView>
#include <QString>

#include <optional>

namespace pipit {

struct Cursor {
    qint64 position = 0;
    QString epoch = {}; // empty: the present one

    // Nothing for anything that is not a cursor: no digits, a sign, more than 63 bits, an epoch of other than A-Z a-z 0-9.
    static std::optional<Cursor> parse(QByteArrayView text);

    QString toString() const;
    bool operator==(const Cursor &) const = default;
};

} // namespace pipit
