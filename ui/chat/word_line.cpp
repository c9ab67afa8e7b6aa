// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/word_line.h"

#include "ui/theme/theme.h"

#include <QFontMetrics>
#include <QPainter>

namespace pipit {

namespace {

constexpr int gap = 10;
constexpr int lineHeight = 20;
constexpr int chipHeight = 28;
constexpr int chipPadding = 11;
constexpr int chipGap = 8;

int widthOfLabel(const QString &label)
{
    return QFontMetrics(Theme::small()).horizontalAdvance(label) + 1;
}

QString elided(const QString &label, int width)
{
    return QFontMetrics(Theme::small()).elidedText(label, Qt::ElideRight, qMax(0, width));
}

} // namespace

int WordLine::widthOf(const std::vector<Word> &words)
{
    int width = words.empty() ? 0 : -Theme::scaled(gap);
    for (const Word &word : words)
        width += widthOfLabel(word.label) + Theme::scaled(gap);
    return width;
}

int WordLine::layOut(const QPoint &at, int width, std::vector<Word> words, Qt::Alignment alignment, Shape shape)
{
    clear();
    if (words.empty())
        return at.y();
    m_shape = shape;
    if (shape == Shape::Chips) {
        placeChips(at, width, std::move(words));
        return m_rect.bottom() + 1;
    }
    if (const int missing = widthOf(words) - width; missing > 0)
        words[0].label = elided(words[0].label, widthOfLabel(words[0].label) - 1 - missing);
    const int left = alignment & Qt::AlignRight ? at.x() + qMax(0, width - widthOf(words)) : at.x();
    place({left, at.y()}, std::move(words));
    return m_rect.bottom() + 1;
}

void WordLine::place(const QPoint &at, std::vector<Word> words)
{
    int left = at.x();
    for (Word &word : words) {
        const QRect rect(left, at.y(), widthOfLabel(word.label), Theme::scaled(lineHeight));
        left = rect.right() + 1 + Theme::scaled(gap);
        m_rect = m_rect.united(rect);
        m_words.push_back({rect, std::move(word)});
    }
}

void WordLine::placeChips(const QPoint &at, int width, std::vector<Word> words)
{
    const int padding = Theme::scaled(chipPadding);
    QPoint next = at;
    for (Word &word : words) {
        word.label = elided(word.label, width - 2 * padding);
        QRect rect(next, QSize(widthOfLabel(word.label) + 2 * padding, Theme::scaled(chipHeight)));
        if (rect.right() > at.x() + width && next.x() > at.x())
            rect.moveTo(at.x(), rect.bottom() + 1 + chipGap);
        next = QPoint(rect.right() + 1 + chipGap, rect.top());
        m_rect = m_rect.united(rect);
        m_words.push_back({rect, std::move(word)});
    }
}

void WordLine::paint(QPainter &painter) const
{
    const Tokens &tokens = Theme::tokens();
    painter.setFont(Theme::small());
    for (const Placed &placed : m_words) {
        if (m_shape == Shape::Chips) {
            const QRectF box = QRectF(placed.rect).adjusted(0.5, 0.5, -0.5, -0.5);
            painter.setPen(tokens.line);
            painter.setBrush(tokens.surface);
            painter.drawRoundedRect(box, box.height() / 2, box.height() / 2);
        }
        painter.setPen(tokens.*placed.word.colour);
        painter.drawText(placed.rect.adjusted(0, 0, 1, 0), m_shape == Shape::Chips ? Qt::AlignCenter : Qt::AlignVCenter | Qt::AlignLeft, placed.word.label);
    }
}

const MessageAction *WordLine::actionAt(const QPoint &point) const
{
    for (const Placed &placed : m_words) {
        if (placed.word.action && placed.rect.adjusted(-4, 0, 4, 0).contains(point))
            return &*placed.word.action;
    }
    return nullptr;
}

} // namespace pipit
