// SPDX-License-Identifier: GPL-3.0-or-later
// A paragraph in pieces, while it is read: stretches of text and runs of emphasis characters; which runs belong together, and what
// comes of it all.
//
// Cost: linear in the pieces. Thread rule: functions without state. Source: CommonMark 0.31, "Emphasis and strong emphasis".
#pragma once

#include "ui/chat/content/inline_text.h"

#include <array>
#include <vector>

namespace pipit {

// A stretch of text, or a run of emphasis characters that has not found its partner yet.
struct InlinePiece {
    QString text;
    bool code = false;
    QString link = {};
    QString image = {};
    QChar delimiter = {};
    int count = 0;         // delimiter characters left
    bool canOpen = false;
    bool canClose = false;
    // How many emphases begin before, and end after, this piece.
    std::array<int, 3> begins = {};
    std::array<int, 3> ends = {};
};

// Pairs the runs from piece `bottom` on; then none of them is a run any more.
void pairEmphasis(std::vector<InlinePiece> &pieces, std::size_t bottom);

InlineText flattened(const std::vector<InlinePiece> &pieces);

} // namespace pipit
