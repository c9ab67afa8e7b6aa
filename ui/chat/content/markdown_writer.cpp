// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/markdown_writer.h"

#include <algorithm>
#include <utility>

namespace pipit {

namespace {

using Kind = MarkdownBlock::Kind;

// A fence or a code span is wrapped in more backticks than stand together anywhere in it.
QString backticks(QStringView code, qsizetype atLeast)
{
    qsizetype most = 0, run = 0;
    for (const QChar c : code) {
        run = c == u'`' ? run + 1 : 0;
        most = qMax(most, run);
    }
    return QString(qMax(atLeast, most + 1), u'`');
}

QString escaped(QStringView words)
{
    QString text;
    for (const QChar c : words) {
        if (QStringView(u"\\*_`[]~<").contains(c))
            text += u'\\';
        text += c == QChar::LineSeparator ? QChar(u'\n') : c;
    }
    return text;
}

// Code or words, and where they lead; emphasis is put around it.
QString atomOf(const InlineSpan &span, QStringView words)
{
    QString text = escaped(words);
    if (!span.image.isEmpty())
        return QStringLiteral("![%1](%2)").arg(span.image == words ? QString() : text, span.image);
    if (span.code) {
        const QString fence = backticks(words, 1);
        const QString air = words.startsWith(u'`') || words.endsWith(u'`') ? QStringLiteral(" ") : QString();
        text = fence + air + words + air + fence;
    }
    if (span.link.isEmpty())
        return text;
    return span.link == words ? span.link : QStringLiteral("[%1](%2)").arg(text, span.link);
}

// Writes emphasis that goes on from one stretch to the next as one.
class EmphasisWriter
{
public:
    void add(const InlineSpan &span, const QString &atom)
    {
        QStringList wanted;
        for (const auto &[isSet, mark] : {std::pair(span.bold, QStringLiteral("**")), std::pair(span.italic, QStringLiteral("*")), std::pair(span.struck, QStringLiteral("~~"))}) {
            if (isSet)
                wanted << mark;
        }
        while (!std::ranges::all_of(m_open, [&wanted](const QString &mark) { return wanted.contains(mark); }))
            m_text += m_open.takeLast();
        for (const QString &mark : std::as_const(wanted)) {
            if (!m_open.contains(mark)) {
                m_text += mark;
                m_open << mark;
            }
        }
        m_text += atom;
    }

    QString finish()
    {
        while (!m_open.isEmpty())
            m_text += m_open.takeLast();
        return m_text;
    }

private:
    QString m_text;
    QStringList m_open; // outermost first
};

QString markerOf(const QString &marker)
{
    if (marker == u"•")
        return QStringLiteral("- ");
    if (marker == u"☐" || marker == u"☑")
        return marker == u"☑" ? QStringLiteral("- [x] ") : QStringLiteral("- [ ] ");
    return marker.isEmpty() ? QString() : marker + u' ';
}

QString tableRow(const QStringList &cells, qsizetype columns)
{
    QString line = QStringLiteral("|");
    for (qsizetype i = 0; i < columns; ++i) {
        QString cell = cells.value(i);
        line += u' ' + cell.replace(u'|', QStringLiteral("\\|")) + QStringLiteral(" |");
    }
    return line;
}

// Of the rows of a table those that the range touches, and the head.
QList<QStringList> rowsIn(const MarkdownBlock &table, TextRange part)
{
    QList<QStringList> rows;
    qsizetype start = 0;
    for (qsizetype row = 0; row < table.rows.size(); ++row) {
        const bool isShown = row > 0 || table.join == MarkdownBlock::Join::None;
        qsizetype end = start;
        for (qsizetype column = 0; isShown && column < table.columns.size(); ++column)
            end += parseInline(table.rows[row].value(column)).text.size() + 1;
        if (row == 0 || (end > part.from && start < part.to))
            rows << table.rows[row];
        start = end;
    }
    return rows;
}

// What is selected of a block.
MarkdownBlock cut(const MarkdownBlock &block, TextRange part)
{
    MarkdownBlock result = block;
    if (part.from > 0)
        result.marker.clear();
    switch (block.kind) {
    case Kind::Code:
        result.text = block.text.sliced(part.from, part.to - part.from);
        break;
    case Kind::Table:
        result.rows = rowsIn(block, part);
        break;
    case Kind::Rule:
        break;
    case Kind::Heading:
    case Kind::Paragraph:
        result.text = inlineMarkdown(parseInline(block.text), part);
        break;
    }
    return result;
}

QStringList tableLines(const MarkdownBlock &table)
{
    QString dashes = QStringLiteral("|");
    for (const MarkdownBlock::Align align : table.columns)
        dashes += align == MarkdownBlock::Align::Center ? QStringLiteral(" :-: |") : align == MarkdownBlock::Align::End ? QStringLiteral(" --: |") : QStringLiteral(" --- |");
    QStringList lines;
    for (const QStringList &row : table.rows)
        lines << tableRow(row, table.columns.size());
    lines.insert(1, dashes);
    return lines;
}

QStringList linesOf(const MarkdownBlock &block)
{
    switch (block.kind) {
    case Kind::Code: {
        const QString fence = backticks(block.text, 3);
        return QStringList{fence + block.language} + block.text.split(u'\n') + QStringList{fence};
    }
    case Kind::Table:
        return tableLines(block);
    case Kind::Rule:
        return {QStringLiteral("---")};
    case Kind::Heading:
        return {QString(block.level, u'#') + u' ' + QString(block.text).replace(u'\n', u' ')};
    case Kind::Paragraph:
        break;
    }
    return block.text.split(u'\n');
}

} // namespace

QString inlineMarkdown(const InlineText &text, TextRange range)
{
    EmphasisWriter writer;
    const QStringView words(text.text);
    qsizetype at = range.from;
    for (const InlineSpan &span : text.spans) {
        const qsizetype begin = qMax(at, span.start), end = qMin(range.to, span.start + span.length);
        if (begin >= end)
            continue;
        if (at < begin)
            writer.add({}, escaped(words.sliced(at, begin - at)));
        writer.add(span, atomOf(span, words.sliced(begin, end - begin)));
        at = end;
    }
    if (at < range.to)
        writer.add({}, escaped(words.sliced(at, range.to - at)));
    return writer.finish();
}

// A block that goes on with another is written as one with it.
void MarkdownWriter::add(const MarkdownBlock &block, std::optional<TextRange> part)
{
    const MarkdownBlock added = part ? cut(block, *part) : block;
    if (m_last && block.join != MarkdownBlock::Join::None && m_last->kind == block.kind) {
        if (block.join == MarkdownBlock::Join::NextLine && block.kind != Kind::Table)
            m_last->text += u'\n';
        m_last->text += added.text;
        m_last->rows += added.rows.mid(1);
        return;
    }
    if (m_last)
        write(*m_last);
    m_last = added;
}

QString MarkdownWriter::finish()
{
    if (m_last)
        write(*std::exchange(m_last, std::nullopt));
    return std::exchange(m_text, {});
}

void MarkdownWriter::write(const MarkdownBlock &block)
{
    const QString marker = markerOf(block.marker);
    m_markerWidths.resize(std::size_t(block.listDepth), 2);
    if (!marker.isEmpty() && block.listDepth > 0)
        m_markerWidths.back() = marker.startsWith(u'-') ? 2 : marker.size();
    qsizetype indent = 0;
    for (std::size_t depth = 0; depth + (marker.isEmpty() ? 0 : 1) < m_markerWidths.size(); ++depth)
        indent += m_markerWidths[depth];

    const QString quote = QStringLiteral("> ").repeated(block.quoteDepth);
    if (!m_text.isEmpty()) {
        const bool follows = !marker.isEmpty() && m_listDepth > 0 && m_quoteDepth == block.quoteDepth && !block.afterBlank;
        const QString joined = QStringLiteral("> ").repeated(qMin(m_quoteDepth, block.quoteDepth)).trimmed();
        m_text += follows ? QStringLiteral("\n") : u'\n' + joined + u'\n';
    }
    m_listDepth = block.listDepth;
    m_quoteDepth = block.quoteDepth;

    const QStringList lines = linesOf(block);
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QString head = i == 0 ? QString(indent, u' ') + marker : QString(indent + (marker.isEmpty() ? 0 : m_markerWidths.back()), u' ');
        m_text += (i > 0 ? QStringLiteral("\n") : QString()) + quote + (lines[i].isEmpty() ? head.trimmed() : head + lines[i]);
    }
}

} // namespace pipit
