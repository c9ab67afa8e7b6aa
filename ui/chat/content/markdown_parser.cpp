// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/markdown_parser.h"

#include "ui/chat/content/markdown_lines.h"
#include "ui/chat/content/text_stretch.h"

#include <algorithm>

namespace pipit {

namespace {

using Kind = MarkdownBlock::Kind;
using Join = MarkdownBlock::Join;

constexpr std::size_t maxDepth = 16; // deeper containers are text: bounds the cost and the indentation
// In letters, as they cost to lay out. What has become that heavy ends; no piece of a line is heavier, so no block is twice that.
constexpr qsizetype fullWeight = 8000;
constexpr qsizetype lineWeight = 12;
constexpr qsizetype cellWeight = 40;

} // namespace

qsizetype MarkdownParser::update(const QString &source)
{
    const bool hasGrown = !m_source.isEmpty() && source.startsWith(m_source);
    m_state = hasGrown ? m_resume : State();
    m_resume = m_leafStart = m_state;
    m_blocks.resize(m_state.blockCount);
    m_source = source;
    m_pendingMarker.clear();

    const qsizetype firstChanged = m_blocks.size();
    qsizetype lineEnd = -1;
    for (qsizetype at = m_state.offset; at < m_source.size();) {
        if (lineEnd < at) {
            const qsizetype newline = m_source.indexOf(u'\n', at);
            lineEnd = newline < 0 ? m_source.size() : newline;
        }
        const qsizetype end = qMin(lineEnd, endOfWeight(QStringView(m_source).first(lineEnd), at, fullWeight));
        // The last line may still grow into something else, so whatever is open when it begins is read again with it.
        m_state.offset = at;
        m_state.blockCount = m_blocks.size();
        m_lineStart = m_state;
        m_resume = m_state.leafOpen ? m_leafStart : m_lineStart;
        QStringView piece = QStringView(m_source).sliced(at, end - at);
        if (end == lineEnd && piece.endsWith(u'\r'))
            piece.chop(1);
        QString spaced;
        if (piece.contains(u'\t') && (m_state.fence.character.isNull() || !m_state.containers.empty())) {
            spaced = piece.toString().replace(u'\t', QStringLiteral("    "));
            piece = spaced;
        }
        if (m_state.inLine)
            readRest(piece);
        else
            readLine(piece);
        m_state.inLine = end < lineEnd;
        // The space at which a line was cut is one between words.
        if (m_state.inLine && piece.endsWith(u' ') && !m_blocks.isEmpty() && !m_blocks.last().text.isEmpty() && !m_blocks.last().text.endsWith(u' '))
            m_blocks.last().text += u' ';
        at = m_state.inLine ? end : end + 1;
    }
    return firstChanged;
}

bool MarkdownParser::inParagraph() const
{
    return m_state.leafOpen && m_state.fence.character.isNull() && m_blocks.last().kind == Kind::Paragraph;
}

bool MarkdownParser::isFull() const
{
    return m_state.weight >= fullWeight;
}

// The open block is left as it is; another one takes what follows.
void MarkdownParser::goOn(Join join)
{
    const MarkdownBlock &last = m_blocks.last();
    MarkdownBlock next{.kind = last.kind, .language = last.language, .columns = last.columns, .listDepth = last.listDepth, .quoteDepth = last.quoteDepth, .join = join};
    if (last.kind == Kind::Table)
        next.rows = {last.rows.first()};
    m_leafStart = m_lineStart;
    m_state.weight = 0;
    m_blocks.append(next);
}

void MarkdownParser::addText(QStringView text, Join join)
{
    if (isFull()) {
        goOn(join);
        join = Join::None;
    }
    QString &whole = m_blocks.last().text;
    if (join == Join::NextLine)
        whole += u'\n';
    whole += text;
    m_state.weight += weightOf(text) + lineWeight;
}

void MarkdownParser::addRow(const QStringList &cells)
{
    if (isFull())
        goOn(Join::NextLine);
    m_blocks.last().rows.append(cells);
    for (const QString &cell : cells)
        m_state.weight += weightOf(cell) + cellWeight;
}

// What follows of a line that is cut.
void MarkdownParser::readRest(QStringView piece)
{
    const bool isCode = m_state.leafOpen && m_blocks.last().kind == Kind::Code;
    if (isCode || inParagraph()) {
        m_state.fence.lines += isCode ? 1 : 0;
        return addText(isCode ? piece : withoutEnd(piece), Join::SameLine);
    }
    if (m_blocks.isEmpty() || isBlankLine(piece))
        return readLine(piece);
    m_leafStart = m_lineStart;
    m_blocks.append({.kind = Kind::Paragraph, .text = withoutEnd(piece).toString(), .listDepth = m_blocks.last().listDepth, .quoteDepth = m_blocks.last().quoteDepth, .join = Join::SameLine});
    m_state.leafOpen = true;
    m_state.weight = fullWeight;
}

std::size_t MarkdownParser::matchContainers(QStringView line, qsizetype *at) const
{
    std::size_t matched = 0;
    for (; matched < m_state.containers.size(); ++matched) {
        const QStringView rest = line.sliced(*at);
        const qsizetype indent = lineIndent(rest);
        if (m_state.containers[matched].quote) {
            if (indent > 3 || indent >= rest.size() || rest[indent] != u'>')
                break;
            *at += indent + 1;
            if (*at < line.size() && line[*at] == u' ')
                ++*at;
        } else if (isBlankLine(rest)) {
            *at = line.size();
        } else if (indent >= m_state.containers[matched].indent) {
            *at += m_state.containers[matched].indent;
        } else {
            break;
        }
    }
    return matched;
}

bool MarkdownParser::openContainer(QStringView line, qsizetype *at, bool interrupts)
{
    const QStringView rest = line.sliced(*at);
    const qsizetype indent = lineIndent(rest);
    if (indent > 3 || indent >= rest.size() || m_state.containers.size() >= maxDepth)
        return false;
    if (rest[indent] == u'>') {
        closeLeaf();
        m_state.containers.push_back({.quote = true});
        *at += indent + 1;
        if (*at < line.size() && line[*at] == u' ')
            ++*at;
        return true;
    }

    qsizetype end = indent;
    const bool bullet = QStringView(u"-*+").contains(rest[indent]);
    if (bullet) {
        if (isRuleLine(rest))
            return false;
        ++end;
    } else {
        while (end < rest.size() && rest[end].unicode() >= u'0' && rest[end].unicode() <= u'9' && end - indent < 9)
            ++end;
        if (end == indent || end >= rest.size() || (rest[end] != u'.' && rest[end] != u')'))
            return false;
        ++end;
    }
    const bool empty = isBlankLine(rest.sliced(end));
    if (!empty && rest[end] != u' ')
        return false;
    // A number in the middle of a sentence is no list unless it starts one.
    if (interrupts && (empty || (!bullet && rest.sliced(indent, end - indent - 1) != u"1")))
        return false;

    closeLeaf();
    m_pendingMarker = bullet ? QStringLiteral("•") : rest.sliced(indent, end - indent).toString();
    qsizetype content = end;
    while (content < rest.size() && rest[content] == u' ' && content - end < 4)
        ++content;
    if (empty || content - end >= 4)
        content = end + 1;
    // Two columns suffice, although the text stands further in: that is how people and bots indent.
    m_state.containers.push_back({.quote = false, .indent = int(qMin(content, indent + 2))});
    *at = qMin(*at + content, line.size());
    const QStringView item = line.sliced(*at);
    if (bullet && item.size() >= 4 && item[0] == u'[' && item[2] == u']' && item[3] == u' ') {
        if (item[1] == u' ' || item[1] == u'x' || item[1] == u'X') {
            m_pendingMarker = item[1] == u' ' ? QStringLiteral("☐") : QStringLiteral("☑");
            *at += 4;
        }
    }
    if (empty)
        open(Kind::Paragraph);
    return true;
}

void MarkdownParser::readLine(QStringView line)
{
    qsizetype at = 0;
    const std::size_t matched = matchContainers(line, &at);
    if (!m_state.fence.character.isNull()) {
        if (matched == m_state.containers.size()) {
            QStringView rest = line.sliced(at);
            const QStringView closing = rest.trimmed();
            const bool closes = closing.size() >= m_state.fence.length && std::ranges::all_of(closing, [this](QChar c) { return c == m_state.fence.character; });
            if (closes && lineIndent(rest) <= 3)
                return closeLeaf();
            rest = rest.sliced(qMin(lineIndent(rest), m_state.fence.indent));
            return addText(rest, m_state.fence.lines++ > 0 ? Join::NextLine : Join::None);
        }
        closeLeaf();
    }

    if (isBlankLine(line.sliced(at))) {
        if (matched < m_state.containers.size())
            m_state.containers.resize(matched);
        closeLeaf();
        m_state.afterBlank = true;
        return;
    }

    const std::vector<Container> before = m_state.containers;
    const bool wasParagraph = inParagraph();
    if (matched < m_state.containers.size()) {
        m_state.containers.resize(matched);
        // Text goes on with the paragraph before it even where its markers are left out.
        QStringView heading;
        const QStringView rest = line.sliced(at).trimmed();
        qsizetype probe = at;
        const bool starts = isRuleLine(rest) || headingLevel(rest, &heading) > 0 || rest.startsWith(u"```") || rest.startsWith(u"~~~") || rest.startsWith(u'>');
        if (wasParagraph && !starts && !openContainer(line, &probe, false)) {
            m_state.containers = before;
            return addText(withoutEnd(rest), Join::NextLine);
        }
        closeLeaf();
        at = probe;
    }
    while (at < line.size() && openContainer(line, &at, inParagraph())) { }
    if (at < line.size() && !isBlankLine(line.sliced(at)))
        startLeaf(line.sliced(at));
}

void MarkdownParser::startLeaf(QStringView rest)
{
    const qsizetype indent = lineIndent(rest);
    const bool indented = indent >= 4;
    const QStringView text = withoutEnd(rest.sliced(indent));

    if (inParagraph()) {
        MarkdownBlock &paragraph = m_blocks.last();
        const bool isWhole = paragraph.join == Join::None && !isFull(); // else it may be finished, in part
        if (isWhole && continueTable(text))
            return;
        if (const int level = setextLevel(text); level > 0 && isWhole && !indented && !paragraph.text.isEmpty()) {
            paragraph.kind = Kind::Heading;
            paragraph.level = level;
            return closeLeaf();
        }
    } else if (m_state.leafOpen && m_blocks.last().kind == Kind::Table) {
        if (text.contains(u'|')) {
            QStringList cells = tableCells(text);
            cells.resize(m_blocks.last().columns.size());
            return addRow(cells);
        }
        closeLeaf();
    } else if (m_state.leafOpen && m_blocks.last().kind == Kind::Code) {
        if (indented) {
            return addText(rest.sliced(4), Join::NextLine);
        }
        closeLeaf();
    }

    QStringView heading;
    if (!indented && (text.startsWith(u"```") || text.startsWith(u"~~~"))) {
        qsizetype length = 0;
        while (length < text.size() && text[length] == text[0])
            ++length;
        const QStringView info = text.sliced(length).trimmed();
        if (text[0] != u'`' || !info.contains(u'`')) {
            MarkdownBlock &code = open(Kind::Code);
            m_state.fence = {.character = text[0], .length = length, .indent = indent};
            const qsizetype space = info.indexOf(u' ');
            code.language = (space < 0 ? info : info.first(space)).toString();
            return;
        }
    }
    if (const int level = indented ? 0 : headingLevel(text, &heading); level > 0) {
        MarkdownBlock &block = open(Kind::Heading);
        block.level = level;
        block.text = heading.toString();
        return closeLeaf();
    }
    if (!indented && isRuleLine(text)) {
        open(Kind::Rule);
        return closeLeaf();
    }
    if (inParagraph())
        return addText(text, m_blocks.last().text.isEmpty() ? Join::None : Join::NextLine);
    open(indented ? Kind::Code : Kind::Paragraph);
    addText(indented ? rest.sliced(4) : text, Join::None);
}

bool MarkdownParser::continueTable(QStringView text)
{
    MarkdownBlock &head = m_blocks.last();
    if (!head.text.contains(u'|') || head.text.contains(u'\n'))
        return false;
    const QList<MarkdownBlock::Align> columns = tableColumns(text);
    const QStringList cells = tableCells(head.text);
    if (columns.isEmpty() || columns.size() != cells.size())
        return false;
    head.kind = Kind::Table;
    head.columns = columns;
    head.text.clear();
    m_state.weight = 0;
    addRow(cells);
    return true;
}

MarkdownBlock &MarkdownParser::open(Kind kind)
{
    closeLeaf();
    m_leafStart = m_lineStart;
    MarkdownBlock block{.kind = kind, .marker = m_pendingMarker, .afterBlank = m_state.afterBlank};
    for (const Container &container : m_state.containers)
        ++(container.quote ? block.quoteDepth : block.listDepth);
    m_pendingMarker.clear();
    m_state.afterBlank = false;
    m_state.leafOpen = true;
    m_state.weight = 0;
    m_blocks.append(block);
    return m_blocks.last();
}

void MarkdownParser::closeLeaf()
{
    m_state.leafOpen = false;
    m_state.fence = {};
}

} // namespace pipit
