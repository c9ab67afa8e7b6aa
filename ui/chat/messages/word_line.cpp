// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/messages/word_line.h"

#include "ui/theme/theme.h"

#include <QFontMetrics>
#include <QPainter>
#include <QTextLayout>

namespace pipit {

namespace {

constexpr int gap = 10;
constexpr int lineHeight = 20;
constexpr int mostLines = 4;
constexpr qsizetype longest = 1000; // letters of a word
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

// Of a word that has no room on one line.
QStringList linesOf(const QString &label, int width)
{
    QString text = label.size() > longest ? QString(label.first(longest / 2) + QChar(u'…') + label.last(longest / 2)) : label;
    text = QFontMetrics(Theme::small()).elidedText(text.simplified(), Qt::ElideMiddle, width * mostLines * 9 / 10); // lines do not end full
    QTextLayout layout(text, Theme::small());
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    QStringList lines;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(qMax(1, width));
        lines << text.mid(line.textStart(), line.textLength()).trimmed();
    }
    layout.endLayout();
    return lines;
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
    std::vector<std::vector<Word>> lines(1);
    const auto add = [&](Word word) {
        std::vector<Word> &last = lines.back();
        last.push_back(std::move(word));
        if (last.size() > 1 && widthOf(last) > width) {
            std::vector<Word> next{std::move(last.back())};
            last.pop_back();
            lines.push_back(std::move(next));
        }
    };
    for (Word &word : words) {
        if (widthOfLabel(word.label) <= width) {
            add(std::move(word));
        } else if (word.action) {
            word.label = elided(word.label, width - 1);
            add(std::move(word));
        } else {
            for (QString &line : linesOf(word.label, width - 1))
                add({std::move(line), {}, word.colour});
        }
    }
    QPoint next = at;
    for (std::vector<Word> &line : lines) {
        next.rx() = at.x() + (alignment & Qt::AlignRight ? qMax(0, width - widthOf(line)) : 0);
        place(next, std::move(line));
        next.ry() = m_rect.bottom() + 1;
    }
    return m_rect.bottom() + 1;
}

void WordLine::place(QPoint at, std::vector<Word> words)
{
    for (Word &word : words) {
        const QRect rect(at, QSize(widthOfLabel(word.label), Theme::scaled(lineHeight)));
        at.rx() = rect.right() + 1 + Theme::scaled(gap);
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
