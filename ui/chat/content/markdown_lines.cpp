// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/markdown_lines.h"

#include <algorithm>

namespace pipit {

bool isBlankLine(QStringView line)
{
    return std::ranges::all_of(line, [](QChar c) { return c == u' ' || c == u'\t'; });
}

qsizetype lineIndent(QStringView line)
{
    qsizetype at = 0;
    while (at < line.size() && line[at] == u' ')
        ++at;
    return at;
}

QStringView withoutEnd(QStringView line)
{
    while (!line.isEmpty() && line.back().isSpace())
        line.chop(1);
    return line;
}

bool isRuleLine(QStringView line)
{
    const QStringView text = line.trimmed();
    if (text.isEmpty() || !QStringView(u"-*_").contains(text[0]))
        return false;
    qsizetype count = 0;
    for (const QChar c : text) {
        if (c == text[0])
            ++count;
        else if (c != u' ')
            return false;
    }
    return count >= 3;
}

int headingLevel(QStringView line, QStringView *text)
{
    int level = 0;
    while (level < line.size() && line[level] == u'#')
        ++level;
    if (level == 0 || level > 6 || (level < line.size() && line[level] != u' '))
        return 0;
    QStringView rest = line.sliced(level).trimmed();
    QStringView stripped = rest;
    while (stripped.endsWith(u'#'))
        stripped.chop(1);
    if (stripped.isEmpty() || stripped.endsWith(u' '))
        rest = stripped.trimmed();
    *text = rest;
    return level;
}

int setextLevel(QStringView line)
{
    const QStringView text = line.trimmed();
    if (text.size() < 2)
        return 0;
    if (std::ranges::all_of(text, [](QChar c) { return c == u'='; }))
        return 1;
    return std::ranges::all_of(text, [](QChar c) { return c == u'-'; }) ? 2 : 0;
}

QStringList tableCells(QStringView line)
{
    QStringView text = line.trimmed();
    if (text.startsWith(u'|'))
        text = text.sliced(1);
    if (text.endsWith(u'|') && !text.endsWith(u"\\|"))
        text.chop(1);
    QStringList cells(1);
    bool code = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == u'\\' && i + 1 < text.size() && text[i + 1] == u'|') {
            cells.last() += u'|';
            ++i;
            continue;
        }
        if (text[i] == u'`')
            code = !code;
        if (text[i] == u'|' && !code)
            cells.append(QString());
        else
            cells.last() += text[i];
    }
    for (QString &cell : cells)
        cell = cell.trimmed();
    return cells;
}

QList<MarkdownBlock::Align> tableColumns(QStringView line)
{
    QList<MarkdownBlock::Align> columns;
    if (!line.contains(u'-') || !line.contains(u'|'))
        return columns;
    for (const QString &cell : tableCells(line)) {
        QStringView dashes(cell);
        const bool start = dashes.startsWith(u':');
        const bool end = dashes.size() > 1 && dashes.endsWith(u':');
        dashes = dashes.sliced(start ? 1 : 0);
        if (end)
            dashes.chop(1);
        if (dashes.isEmpty() || !std::ranges::all_of(dashes, [](QChar c) { return c == u'-'; }))
            return {};
        columns.append(start && end ? MarkdownBlock::Align::Center : end ? MarkdownBlock::Align::End : MarkdownBlock::Align::Start);
    }
    return columns;
}

} // namespace pipit
