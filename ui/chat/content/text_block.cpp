// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/text_block.h"

#include "ui/chat/content/text_stretch.h"
#include "ui/theme/theme.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QStyle>
#include <QTextBoundaryFinder>

#include <algorithm>
#include <cmath>
#include <ranges>

namespace pipit {

namespace {

constexpr QChar leftToRightIsolate(0x2066);
constexpr QChar popIsolate(0x2069);

} // namespace

TextBlock::TextBlock(const InlineText &text, const TextBlockStyle &style) : m_text(text), m_style(style), m_isRightToLeft(text.text.isRightToLeft()), m_isMixed(runsBothWays(text.text))
{
    qsizetype from = 0;
    do {
        const qsizetype to = endOfPiece(m_text.text, from);
        m_pieces.push_back(makePiece(from, to));
        from = to;
    } while (from < m_text.text.size());
}

qsizetype TextBlock::Piece::inText(qsizetype inLayout) const
{
    const auto signs = std::views::iota(std::size_t(0), isolates.size());
    const auto after = std::ranges::partition_point(signs, [&](std::size_t sign) { return isolates[sign] + qsizetype(sign) < inLayout; });
    return start + inLayout - (after - signs.begin());
}

// A range that begins or ends with what is set apart is without its signs.
TextRange TextBlock::Piece::inLayout(TextRange inText) const
{
    const qsizetype from = inText.from - start, to = inText.to - start;
    return {from + (std::ranges::upper_bound(isolates, from) - isolates.begin()), to + (std::ranges::lower_bound(isolates, to) - isolates.begin())};
}

TextBlock::Piece TextBlock::makePiece(qsizetype from, qsizetype to) const
{
    // The break between two pieces is theirs already.
    const bool breaks = to < m_text.text.size() && m_text.text[to - 1] == QChar::LineSeparator;
    QString text = m_text.text.sliced(from, to - from - (breaks ? 1 : 0));
    Piece piece;
    piece.start = from;
    const auto isolate = [&piece, &text](qsizetype at, QChar sign) {
        text.insert(at + qsizetype(piece.isolates.size()), sign);
        piece.isolates.push_back(at);
    };
    for (const InlineSpan &span : m_text.spans) {
        const qsizetype begin = qMax(from, span.start) - from, end = qMin(to - (breaks ? 1 : 0), span.start + span.length) - from;
        if (m_isMixed && span.code && begin < end) {
            isolate(begin, leftToRightIsolate);
            isolate(end, popIsolate);
        }
    }
    const Tokens &tokens = Theme::tokens();
    QList<QTextLayout::FormatRange> formats;
    for (const InlineSpan &span : m_text.spans) {
        const qsizetype begin = qMax(from, span.start), end = qMin(to, span.start + span.length);
        if (begin >= end)
            continue;
        QTextCharFormat format;
        if (span.code) {
            QFont code = Theme::code();
            code.setPixelSize(qMax(code.pixelSize(), qRound(m_style.font.pixelSize() * 0.92)));
            if (span.bold)
                code.setWeight(QFont::Bold);
            format.setFont(code);
        } else if (span.bold) {
            format.setFontWeight(QFont::Bold);
        }
        if (span.italic)
            format.setFontItalic(true);
        if (span.struck)
            format.setFontStrikeOut(true);
        if (!span.link.isEmpty()) {
            format.setForeground(tokens.accent);
            format.setFontUnderline(true);
        }
        const TextRange range = piece.inLayout({begin, end});
        formats.append({int(range.from), int(range.to - range.from), format});
    }
    piece.layout = std::make_unique<QTextLayout>(text, m_style.font);
    piece.layout->setFormats(formats);
    piece.layout->setCacheEnabled(true);
    return piece;
}

int TextBlock::layOut(int width, bool wraps) const
{
    const Qt::LayoutDirection direction = m_isRightToLeft ? Qt::RightToLeft : Qt::LeftToRight;
    QTextOption option(QStyle::visualAlignment(direction, m_style.alignment));
    option.setTextDirection(direction);
    option.setWrapMode(wraps ? QTextOption::WrapAtWordBoundaryOrAnywhere : QTextOption::ManualWrap);
    const QFontMetricsF metrics(m_style.font);
    const double baseline = std::round((m_style.lineHeight + metrics.ascent() - metrics.descent()) / 2);
    double widest = 0;
    m_lines = 0;
    for (Piece &piece : m_pieces) {
        piece.firstLine = m_lines;
        piece.layout->setTextOption(option);
        piece.layout->beginLayout();
        for (QTextLine line = piece.layout->createLine(); line.isValid(); line = piece.layout->createLine()) {
            line.setLineWidth(width);
            // A line takes its ascent from the tallest face in it; placing the baseline keeps them all on the grid.
            line.setPosition(QPointF(0, m_lines * m_style.lineHeight + baseline - line.ascent()));
            widest = qMax(widest, line.naturalTextWidth());
            ++m_lines;
        }
        piece.layout->endLayout();
    }
    return int(std::ceil(widest));
}

void TextBlock::setWidth(int width)
{
    m_usedWidth = qMin(layOut(width, true), width);
    m_height = qMax(1, m_lines) * m_style.lineHeight;
}

int TextBlock::naturalWidth() const
{
    return layOut(1 << 20, false);
}

int TextBlock::lineAt(double y) const
{
    return qBound(0, int(y / m_style.lineHeight), qMax(0, m_lines - 1));
}

void TextBlock::paint(QPainter &painter, const QRectF &exposed, TextRange selected) const
{
    const Tokens &tokens = Theme::tokens();
    if (m_lines == 0)
        return;
    const auto fill = [&painter](const QList<QRectF> &rects, const QColor &colour, double padding, double radius) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        for (const QRectF &rect : rects)
            painter.drawRoundedRect(rect.adjusted(-padding, 0, padding, 0), radius, radius);
    };
    painter.setRenderHint(QPainter::Antialiasing);
    const int last = lineAt(exposed.bottom());
    for (int i = lineAt(exposed.top()); i <= last; ++i) {
        for (const InlineSpan &span : m_text.spans) {
            if (!span.code)
                continue;
            QList<QRectF> rects = rectsOn(i, {span.start, span.start + span.length});
            for (QRectF &rect : rects)
                rect.adjust(0, 2, 0, -2);
            fill(rects, tokens.hover, 1.5, 4); // the space beside it stays one
        }
        if (!selected.isEmpty())
            fill(rectsOn(i, selected), tokens.selection, 0, 0);
        painter.setPen(tokens.*m_style.colour);
        lineOf(i).line.draw(&painter, QPointF());
    }
}

TextBlock::Line TextBlock::lineOf(int index) const
{
    const auto after = std::ranges::upper_bound(m_pieces, index, {}, &Piece::firstLine);
    const Piece &piece = *(after - 1);
    return {&piece, piece.layout->lineAt(index - piece.firstLine)};
}

QList<QRectF> TextBlock::rectsOn(int index, TextRange range) const
{
    const auto [piece, line] = lineOf(index);
    return stretchesOf(line, piece->inLayout(range), QRectF(0, index * m_style.lineHeight, 0, m_style.lineHeight), m_isMixed);
}

QList<QRectF> TextBlock::rectsOf(TextRange range) const
{
    QList<QRectF> rects;
    if (m_lines == 0 || range.isEmpty())
        return rects;
    const auto piece = std::ranges::upper_bound(m_pieces, range.from, {}, &Piece::start) - 1;
    const QTextLine first = piece->layout->lineForTextPosition(int(qMin(piece->inLayout(range).from, qsizetype(piece->layout->text().size()))));
    for (int i = piece->firstLine + (first.isValid() ? first.lineNumber() : 0); i < m_lines; ++i) {
        const auto [at, line] = lineOf(i);
        if (at->inText(line.textStart()) >= range.to)
            break;
        rects << rectsOn(i, range);
    }
    return rects;
}

qsizetype TextBlock::positionAt(const QPointF &point) const
{
    if (m_lines == 0)
        return 0;
    if (point.y() < 0)
        return 0;
    if (point.y() >= m_height)
        return length();
    const auto [piece, line] = lineOf(lineAt(point.y()));
    return piece->inText(line.xToCursor(point.x()));
}

TextRange TextBlock::wordAt(qsizetype position) const
{
    QTextBoundaryFinder finder(QTextBoundaryFinder::Word, m_text.text);
    finder.setPosition(qMin(position, length()));
    const qsizetype from = finder.isAtBoundary() && position < length() ? position : qMax(qsizetype(0), qsizetype(finder.toPreviousBoundary()));
    finder.setPosition(from);
    const qsizetype to = finder.toNextBoundary();
    return {from, to < 0 ? length() : to};
}

QString TextBlock::plainText(TextRange range) const
{
    QString text = m_text.text.sliced(range.from, range.to - range.from);
    return text.replace(QChar(QChar::LineSeparator), u'\n');
}

QString TextBlock::linkAt(const QPointF &point) const
{
    if (m_lines == 0 || point.y() < 0 || point.y() >= m_height)
        return {};
    const auto [piece, line] = lineOf(lineAt(point.y()));
    if (!line.naturalTextRect().adjusted(0, -8, 0, 8).contains(point))
        return {};
    const qsizetype position = piece->inText(line.xToCursor(point.x(), QTextLine::CursorOnCharacter));
    for (const InlineSpan &span : m_text.spans) {
        if (position >= span.start && position < span.start + span.length)
            return span.link;
    }
    return {};
}

QList<BlockLink> TextBlock::links(qsizetype most) const
{
    QList<BlockLink> links;
    qsizetype end = 0; // of the last one
    for (const InlineSpan &span : m_text.spans) {
        if (span.link.isEmpty())
            continue;
        // A label of words that are set in several ways is one.
        const QString label = plainText({span.start, span.start + span.length});
        if (!links.isEmpty() && span.start == end && links.last().address == span.link)
            links.last().label += label;
        else if (links.size() < most)
            links.append({label, span.link});
        else
            break;
        end = span.start + span.length;
    }
    return links;
}

QRectF TextBlock::caretRect() const
{
    if (m_lines == 0)
        return QRectF(0, 3, 8, m_style.lineHeight - 6);
    const QTextLine line = lineOf(m_lines - 1).line;
    return QRectF(line.cursorToX(line.textStart() + line.textLength()) + 1, (m_lines - 1) * m_style.lineHeight + 3, 8, m_style.lineHeight - 6);
}

} // namespace pipit
