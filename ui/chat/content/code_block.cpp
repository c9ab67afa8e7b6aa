// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/code_block.h"

#include "ui/chat/content/text_stretch.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace pipit {

namespace {

constexpr int tabColumns = 4;
constexpr int codePadding = 12;
constexpr qsizetype maxLineLength = 1000; // a longer one is laid out in pieces: shaping is not linear in a line's length

QColor colourOf(CodeToken token)
{
    const Tokens &tokens = Theme::tokens();
    switch (token) {
    case CodeToken::Keyword:
        return tokens.keyword;
    case CodeToken::Function:
        return tokens.function;
    case CodeToken::String:
        return tokens.string;
    case CodeToken::Number:
        return tokens.number;
    case CodeToken::Comment:
        return tokens.comment;
    }
    return tokens.text;
}

QString copyLabel()
{
    return QCoreApplication::translate("pipit::CodeBlock", "Copy");
}

// Of a line's further rows, in columns: as far in as its words begin, and two more.
int indentOf(const QString &line)
{
    int columns = 2;
    for (const QChar c : line) {
        if (c != u' ' && c != u'\t')
            break;
        columns += c == u'\t' ? tabColumns : 1;
    }
    return columns;
}

} // namespace

CodeBlock::CodeBlock(const QString &language, const QString &code, const CodeBlock *before)
    : BoxBlock(before != nullptr), m_languageName(language), m_before(before ? before->m_lines.back().after : CodeState()), m_language(findCodeLanguage(language))
{
    setCode(code);
}

int CodeBlock::headHeight() const
{
    return m_goesOn ? 0 : Theme::scaled(28);
}

int CodeBlock::codeTop() const
{
    return m_goesOn ? 0 : headHeight() + codePadding - 2;
}

void CodeBlock::setContinued(bool continued)
{
    if (m_isContinued != continued && m_width > 0)
        m_height += continued ? 2 - codePadding : codePadding - 2;
    m_isContinued = continued;
}

void CodeBlock::setCode(const QString &code)
{
    const qsizetype same = std::mismatch(m_code.begin(), m_code.end(), code.begin(), code.end()).first - m_code.begin();
    // A line is kept when it ends, with its line break, inside what is the same.
    const auto firstNew = std::ranges::find_if(m_lines, [same](const Line &line) { return line.start + line.length >= same; });
    m_lines.erase(firstNew, m_lines.end());
    const std::size_t kept = m_lines.size();
    const bool broken = m_lines.empty() || m_code[m_lines.back().start + m_lines.back().length] == u'\n';
    qsizetype at = m_lines.empty() ? 0 : m_lines.back().start + m_lines.back().length + (broken ? 1 : 0);
    m_code = code;

    CodeState state = m_lines.empty() ? m_before : m_lines.back().after;
    const QFont font = Theme::code();
    while (at <= m_code.size()) {
        const qsizetype newline = m_code.indexOf(u'\n', at);
        const qsizetype end = newline < 0 ? m_code.size() : newline;
        Line line{.start = at, .length = qMin(end - at, maxLineLength)};
        const QStringView text = QStringView(m_code).sliced(line.start, line.length);
        line.layout = std::make_unique<QTextLayout>(text.toString(), font);
        line.isMixed = runsBothWays(text);
        if (m_language) {
            QList<QTextLayout::FormatRange> formats;
            for (const CodeSpan &span : colourLine(*m_language, text, &state)) {
                QTextCharFormat format;
                format.setForeground(colourOf(span.token));
                formats.append({int(span.start), int(span.length), format});
            }
            line.layout->setFormats(formats);
        }
        line.after = state;
        at = line.start + line.length + (line.start + line.length == end ? 1 : 0);
        m_lines.push_back(std::move(line));
    }
    if (m_width > 0)
        layOut(kept);
}

void CodeBlock::setWidth(int width)
{
    m_width = width;
    m_usedWidth = width;
    layOut(0);
}

void CodeBlock::layOut(std::size_t from)
{
    const int rowHeight = Theme::codeLineHeight();
    const QFontMetricsF metrics(Theme::code());
    const double baseline = std::round((rowHeight + metrics.ascent() - metrics.descent()) / 2);
    QTextOption option;
    option.setTextDirection(Qt::LeftToRight); // always, whatever its words are
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    const double column = metrics.horizontalAdvance(u' ');
    option.setTabStopDistance(tabColumns * column);
    int top = from == 0 ? codeTop() : m_lines[from - 1].top + m_lines[from - 1].rows * rowHeight;
    for (std::size_t i = from; i < m_lines.size(); ++i) {
        Line &line = m_lines[i];
        line.top = top;
        line.rows = 0;
        line.layout->setTextOption(option);
        line.layout->beginLayout();
        for (QTextLine row = line.layout->createLine(); row.isValid(); row = line.layout->createLine()) {
            const double in = line.rows == 0 ? 0 : qMin(indentOf(line.layout->text()) * column, (m_width - 2 * codePadding) / 2.0);
            row.setLineWidth(m_width - 2 * codePadding - in);
            row.setPosition(QPointF(codePadding + in, line.rows * rowHeight + baseline - row.ascent()));
            ++line.rows;
        }
        line.layout->endLayout();
        line.rows = qMax(1, line.rows);
        top += line.rows * rowHeight;
    }
    m_height = top + (m_isContinued ? 0 : codePadding - 2);
}

std::size_t CodeBlock::lineAt(double y) const
{
    const auto after = std::ranges::upper_bound(m_lines, y, {}, [](const Line &line) { return double(line.top); });
    return after == m_lines.begin() ? 0 : std::size_t(after - m_lines.begin() - 1);
}

QRectF CodeBlock::copyButton() const
{
    const double width = QFontMetricsF(Theme::small()).horizontalAdvance(copyLabel());
    return QRectF(m_width - codePadding - width, 0, width, headHeight());
}

void CodeBlock::paint(QPainter &painter, const QRectF &exposed, TextRange selected) const
{
    const Tokens &tokens = Theme::tokens();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(tokens.line);
    painter.setBrush(tokens.code);
    paintBox(painter, m_width, 10);
    if (!m_goesOn) {
        painter.drawLine(QPointF(1, headHeight() + 0.5), QPointF(m_width - 1, headHeight() + 0.5));
        painter.setPen(tokens.dim);
        painter.setFont(Theme::small());
        painter.drawText(QRectF(codePadding, 0, m_width / 2, headHeight()), Qt::AlignVCenter | Qt::AlignLeft, m_languageName.isEmpty() ? QCoreApplication::translate("pipit::CodeBlock", "text") : m_languageName);
        painter.drawText(copyButton(), Qt::AlignVCenter | Qt::AlignRight, copyLabel());
    }

    for (std::size_t i = lineAt(exposed.top()); i < m_lines.size() && m_lines[i].top <= exposed.bottom(); ++i) {
        const Line &line = m_lines[i];
        for (int r = 0; r < line.layout->lineCount(); ++r) {
            const QTextLine row = line.layout->lineAt(r);
            for (const QRectF &rect : rectsOn(line, r, selected))
                painter.fillRect(rect, tokens.selection);
            painter.setPen(tokens.text);
            row.draw(&painter, QPointF(0, line.top));
        }
    }
}

QList<QRectF> CodeBlock::rectsOn(const Line &line, int row, TextRange range)
{
    const int height = Theme::codeLineHeight();
    const TextRange inLine{qMax(qsizetype(0), range.from - line.start), qMin(line.length, range.to - line.start)};
    return stretchesOf(line.layout->lineAt(row), inLine, QRectF(0, line.top + row * height, 0, height), line.isMixed);
}

QList<QRectF> CodeBlock::rectsOf(TextRange range) const
{
    QList<QRectF> rects;
    auto at = std::ranges::upper_bound(m_lines, range.from, {}, &Line::start);
    for (at -= at == m_lines.begin() ? 0 : 1; at != m_lines.end() && at->start < range.to; ++at) {
        const Line &line = *at;
        for (int row = 0; row < line.layout->lineCount(); ++row)
            rects << rectsOn(line, row, range);
    }
    return rects;
}

qsizetype CodeBlock::positionAt(const QPointF &point) const
{
    if (point.y() < headHeight())
        return 0;
    if (point.y() >= m_height)
        return length();
    const Line &line = m_lines[lineAt(point.y())];
    if (line.layout->lineCount() == 0)
        return line.start;
    const int row = qBound(0, int((point.y() - line.top) / Theme::codeLineHeight()), line.layout->lineCount() - 1);
    return line.start + line.layout->lineAt(row).xToCursor(point.x());
}

TextRange CodeBlock::wordAt(qsizetype position) const
{
    const auto isWord = [this](qsizetype at) { return at >= 0 && at < m_code.size() && (m_code[at].isLetterOrNumber() || m_code[at] == u'_'); };
    TextRange range{position, position};
    while (isWord(range.from - 1))
        --range.from;
    while (isWord(range.to))
        ++range.to;
    return range;
}

QString CodeBlock::plainText(TextRange range) const
{
    return m_code.sliced(range.from, range.to - range.from);
}

std::optional<QString> CodeBlock::copyButtonAt(const QPointF &point) const
{
    return !m_goesOn && copyButton().adjusted(-8, 0, 8, 0).contains(point) ? std::optional(m_code) : std::nullopt;
}

} // namespace pipit
