// SPDX-License-Identifier: GPL-3.0-or-later
// A text of any length as the pieces that are laid out one by one, each a block: a text that has grown costs its last piece.
//
// Contract: a piece ends where that of endOfPiece() does, and where the direction turns. The line break between two pieces is in
// neither. An empty text has none. The views are valid until the next update(). Thread rule: a value on one thread.
#pragma once

#include <QString>

#include <optional>
#include <vector>

namespace pipit {

class TextPieces
{
public:
    // Returns the first piece that is new or different; nothing: it is the same text.
    std::optional<std::size_t> update(const QString &text);

    std::size_t size() const { return m_starts.size(); }
    QStringView piece(std::size_t index) const;
    bool goesOn(std::size_t index) const; // in the line of the one before

private:
    QString m_text;
    std::vector<qsizetype> m_starts;
};

} // namespace pipit
