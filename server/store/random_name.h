// SPDX-License-Identifier: GPL-3.0-or-later
// Names that nobody guesses or has: epochs, nodes. Thread rule: any thread.
#pragma once

#include <QRandomGenerator>
#include <QString>

namespace pipit::store {

inline constexpr int nameLetters = 8; // 41 bits

// Of a-z 0-9.
inline QString randomName(int length)
{
    static constexpr char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    QString name;
    for (int i = 0; i < length; ++i)
        name += QLatin1Char(letters[QRandomGenerator::system()->bounded(36)]);
    return name;
}

} // namespace pipit::store
