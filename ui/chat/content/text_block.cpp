// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/text_block.h"

#include "ui/theme/theme.h"

#include <QFontMetricsF>
#include <QGlyphRun>
#include <QPainter>
#include <QStyle>
#include <QTextBoundaryFinder>

#include <algorithm>
#include <cmath>

namespace pipit {

TextBlock::TextBlock(const InlineText &text, const TextBlockStyle &style)
    : m_text(text), m_style(style), m_isRightToLeft(text.text.isRightToLeft()),
      m_isMixed(std::ranges::any_of(text.text, [](QChar c) { return c.direction() == QChar::DirR || c.direction() == QChar::DirAL; })), m_layout(text.text, style.font)
{
    const Tokens &tokens = Theme::tokens();
    QList<QTextLayout::FormatRange> formats;
    for (const InlineSpan &span : m_text.spans) {
        QTextCharFormat format;
        if (span.code) {
            QFont code = Theme::code();
            code.setPixelSize(qMax(code.pixelSize(), qRound(style.font.pixelSize() * 0.92)));
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
        formats.append({int(span.start), int(span.length), format});
    }
    m_layout.setFormats(formats);
    m_layout.setCacheEnabled(true);
}

int TextBlock::layOut(int width, bool wraps) const
{
    const Qt::LayoutDirection direction = m_isRightToLeft ? Qt::RightToLeft : Qt::LeftToRight;
    QTextOption option(QStyle::visualAlignment(direction, m_style.alignment));
    option.setTextDirection(direction);
    option.setWrapMode(wraps ? QTextOption::WrapAtWordBoundaryOrAnywhere : QTextOption::ManualWrap);
    m_layout.setTextOption(option);
    const QFontMetricsF metrics(m_style.font);
    const double baseline = std::round((m_style.lineHeight + metrics.ascent() - metrics.descent()) / 2);
    double widest = 0;
    int lines = 0;
    m_layout.beginLayout();
    for (QTextLine line = m_layout.createLine(); line.isValid(); line = m_layout.createLine()) {
        line.setLineWidth(width);
        // A line takes its ascent from the tallest face in it; placing the baseline keeps them all on the grid.
        line.setPosition(QPointF(0, lines * m_style.lineHeight + baseline - line.ascent()));
        widest = qMax(widest, line.naturalTextWidth());
        ++lines;
    }
    m_layout.endLayout();
    return int(std::ceil(widest));
}

void TextBlock::setWidth(int width)
{
    m_usedWidth = qMin(layOut(width, true), width);
    m_height = qMax(1, m_layout.lineCount()) * m_style.lineHeight;
}

int TextBlock::naturalWidth() const
{
    return layOut(1 << 20, false);
}

int TextBlock::lineAt(double y) const
{
    return qBound(0, int(y / m_style.lineHeight), qMax(0, m_layout.lineCount() - 1));
}

void TextBlock::paint(QPainter &painter, const QRectF &exposed, TextRange selected) const
{
    const Tokens &tokens = Theme::tokens();
    if (m_layout.lineCount() == 0)
        return;
    const auto fill = [&painter, this](const QTextLine &line, qsizetype from, qsizetype to, const QRectF &box, const QColor &colour, double padding, double radius) {
        const int begin = qMax(int(from), line.textStart());
        const int end = qMin(int(to), line.textStart() + line.textLength());
        if (begin >= end)
            return;
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        const auto fillBetween = [&](double x1, double x2) {
            painter.drawRoundedRect(QRectF(qMin(x1, x2) - padding, box.top(), qAbs(x2 - x1) + 2 * padding, box.height()), radius, radius);
        };
        if (!m_isMixed)
            return fillBetween(line.cursorToX(begin), line.cursorToX(end));
        for (const QGlyphRun &run : line.glyphRuns(begin, end - begin))
            fillBetween(run.boundingRect().left(), run.boundingRect().right());
    };
    painter.setRenderHint(QPainter::Antialiasing);
    const int last = lineAt(exposed.bottom());
    for (int i = lineAt(exposed.top()); i <= last; ++i) {
        const QTextLine line = m_layout.lineAt(i);
        const QRectF box(0, i * m_style.lineHeight, line.width(), m_style.lineHeight);
        for (const InlineSpan &span : m_text.spans) {
            if (span.code)
                fill(line, span.start, span.start + span.length, box.adjusted(0, 2, 0, -2), tokens.code, 3, 4);
        }
        if (!selected.isEmpty())
            fill(line, selected.from, selected.to, box, tokens.selection, 0, 0);
        painter.setPen(tokens.*m_style.colour);
        line.draw(&painter, QPointF());
    }
}

qsizetype TextBlock::positionAt(const QPointF &point) const
{
    if (m_layout.lineCount() == 0)
        return 0;
    if (point.y() < 0)
        return 0;
    if (point.y() >= m_height)
        return length();
    return m_layout.lineAt(lineAt(point.y())).xToCursor(point.x());
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
    if (m_layout.lineCount() == 0 || point.y() < 0 || point.y() >= m_height)
        return {};
    const QTextLine line = m_layout.lineAt(lineAt(point.y()));
    if (!line.naturalTextRect().adjusted(0, -8, 0, 8).contains(point))
        return {};
    const qsizetype position = line.xToCursor(point.x(), QTextLine::CursorOnCharacter);
    for (const InlineSpan &span : m_text.spans) {
        if (position >= span.start && position < span.start + span.length)
            return span.link;
    }
    return {};
}

QRectF TextBlock::caretRect() const
{
    if (m_layout.lineCount() == 0)
        return QRectF(0, 3, 8, m_style.lineHeight - 6);
    const int last = m_layout.lineCount() - 1;
    const QTextLine line = m_layout.lineAt(last);
    return QRectF(line.cursorToX(line.textStart() + line.textLength()) + 1, last * m_style.lineHeight + 3, 8, m_style.lineHeight - 6);
}

} // namespace pipit
