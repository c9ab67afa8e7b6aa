// SPDX-License-Identifier: GPL-3.0-or-later
// Small words in a line, some of which do something: a message's state, its figures, its suggestions.
//
// What has no room goes to a further line. One that says something at length (why an answer failed) takes several; of more
// than four the middle is left out, because such words end with what is asked for: a code, a log id.
// Thread rule: the GUI thread.
#pragma once

#include "ui/chat/messages/message_action.h"
#include "ui/theme/tokens.h"

#include <QRect>

#include <optional>
#include <vector>

class QPainter;

namespace pipit {

class WordLine
{
public:
    struct Word {
        QString label;
        std::optional<MessageAction> action = {};
        QColor Tokens::*colour = &Tokens::dim;
    };
    enum class Shape { Plain, Chips };

    // Returns the y below it; empty words take no room.
    int layOut(const QPoint &at, int width, std::vector<Word> words, Qt::Alignment alignment = Qt::AlignLeft, Shape shape = Shape::Plain);
    void clear() { *this = {}; }
    static int widthOf(const std::vector<Word> &words); // of plain ones, on one line

    QRect rect() const { return m_rect; }
    void paint(QPainter &painter) const;
    const MessageAction *actionAt(const QPoint &point) const; // null: none

private:
    struct Placed {
        QRect rect;
        Word word;
    };

    void place(QPoint at, std::vector<Word> words);
    void placeChips(const QPoint &at, int width, std::vector<Word> words);

    std::vector<Placed> m_words;
    QRect m_rect;
    Shape m_shape = Shape::Plain;
};

} // namespace pipit
