// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/html_writer.h"

#include "ui/chat/content/link_address.h"

#include <QStringList>

namespace pipit {

namespace {

using Kind = MarkdownBlock::Kind;

QString wrapped(const QString &tag, const QString &inside)
{
    return u'<' + tag + u'>' + inside + QStringLiteral("</") + tag + u'>';
}

QString words(QStringView text)
{
    return text.toString().toHtmlEscaped().replace(QChar::LineSeparator, QStringLiteral("<br>"));
}

QString inlineOf(const QString &markdown)
{
    return htmlOf(parseInline(markdown));
}

QString tableOf(const MarkdownBlock &block)
{
    QString html = QStringLiteral("<table>");
    for (qsizetype row = 0; row < block.rows.size(); ++row) {
        html += QStringLiteral("<tr>");
        for (qsizetype column = 0; column < block.columns.size(); ++column) {
            const MarkdownBlock::Align align = block.columns[column];
            const QString cell = row == 0 ? QStringLiteral("th") : QStringLiteral("td");
            const QString style = align == MarkdownBlock::Align::Center ? QStringLiteral(" style=\"text-align:center\"") : align == MarkdownBlock::Align::End ? QStringLiteral(" style=\"text-align:right\"") : QString();
            html += u'<' + cell + style + u'>' + inlineOf(block.rows[row].value(column)) + QStringLiteral("</") + cell + u'>';
        }
        html += QStringLiteral("</tr>\n");
    }
    return html + QStringLiteral("</table>");
}

QString bodyOf(const MarkdownBlock &block)
{
    switch (block.kind) {
    case Kind::Heading:
        return wrapped(QStringLiteral("h%1").arg(qBound(1, block.level, 6)), inlineOf(block.text));
    case Kind::Code:
        return wrapped(QStringLiteral("pre"), wrapped(QStringLiteral("code"), block.text.toHtmlEscaped()));
    case Kind::Table:
        return tableOf(block);
    case Kind::Rule:
        return QStringLiteral("<hr>");
    case Kind::Paragraph:
        break;
    }
    return wrapped(QStringLiteral("p"), inlineOf(block.text));
}

// Blocks that go on with another become one with it.
QList<MarkdownBlock> joined(const QList<MarkdownBlock> &blocks)
{
    QList<MarkdownBlock> whole;
    for (const MarkdownBlock &block : blocks) {
        if (whole.isEmpty() || block.join == MarkdownBlock::Join::None || whole.last().kind != block.kind) {
            whole << block;
            continue;
        }
        if (block.join == MarkdownBlock::Join::NextLine && block.kind != Kind::Table)
            whole.last().text += u'\n';
        whole.last().text += block.text;
        whole.last().rows += block.rows.mid(1);
    }
    return whole;
}

// The quotes and lists that are open, from the outside in.
class Nesting
{
public:
    void enter(const MarkdownBlock &block)
    {
        if (block.quoteDepth != m_quotes) {
            closeLists(0);
            for (; m_quotes > block.quoteDepth; --m_quotes)
                m_html += QStringLiteral("</blockquote>\n");
            for (; m_quotes < block.quoteDepth; ++m_quotes)
                m_html += QStringLiteral("<blockquote>\n");
        }
        closeLists(block.listDepth);
        const bool isOrdered = block.marker.endsWith(u'.') || block.marker.endsWith(u')');
        const bool isItem = !block.marker.isEmpty() && block.listDepth > 0;
        const QString list = isOrdered ? QStringLiteral("ol") : QStringLiteral("ul");
        if (isItem && m_lists.size() == block.listDepth) {
            m_html += QStringLiteral("</li>\n");
            if (m_lists.last() != list) {
                m_html += QStringLiteral("</") + m_lists.takeLast() + QStringLiteral(">\n");
                open(list, block.marker);
            }
            m_html += QStringLiteral("<li>");
        }
        while (m_lists.size() < block.listDepth) {
            open(list, m_lists.size() + 1 == block.listDepth ? block.marker : QString());
            m_html += QStringLiteral("<li>");
        }
        if (isItem && !isOrdered && block.marker != u"•")
            m_html += block.marker + u' ';
    }
    void add(const QString &html) { m_html += html + u'\n'; }
    QString finish()
    {
        closeLists(0);
        for (; m_quotes > 0; --m_quotes)
            m_html += QStringLiteral("</blockquote>\n");
        return m_html;
    }

private:
    void open(const QString &list, const QString &marker)
    {
        const int start = marker.chopped(qMin<qsizetype>(1, marker.size())).toInt();
        m_html += u'<' + list + (list == u"ol" && start > 1 ? QStringLiteral(" start=\"%1\"").arg(start) : QString()) + QStringLiteral(">\n");
        m_lists << list;
    }
    void closeLists(int depth)
    {
        while (m_lists.size() > depth)
            m_html += QStringLiteral("</li></") + m_lists.takeLast() + QStringLiteral(">\n");
    }

    QString m_html;
    QStringList m_lists;
    int m_quotes = 0;
};

} // namespace

QString htmlLink(const QString &address, const QString &text)
{
    if (!isSafeLink(address))
        return text.toHtmlEscaped();
    return QStringLiteral("<a rel=\"noreferrer noopener\" href=\"") + address.toHtmlEscaped() + QStringLiteral("\">") + text.toHtmlEscaped() + QStringLiteral("</a>");
}

QString htmlOf(const InlineText &text)
{
    QString html;
    const QStringView all(text.text);
    qsizetype at = 0;
    for (const InlineSpan &span : text.spans) {
        html += words(all.sliced(at, span.start - at));
        QString part = words(all.sliced(span.start, span.length));
        if (span.code)
            part = wrapped(QStringLiteral("code"), part);
        for (const auto &[isSet, tag] : {std::pair(span.struck, QStringLiteral("s")), std::pair(span.italic, QStringLiteral("em")), std::pair(span.bold, QStringLiteral("strong"))}) {
            if (isSet)
                part = wrapped(tag, part);
        }
        const QString address = span.link.isEmpty() ? span.image : span.link;
        if (!address.isEmpty() && isSafeLink(address))
            part = QStringLiteral("<a rel=\"noreferrer noopener\" href=\"") + address.toHtmlEscaped() + QStringLiteral("\">") + part + QStringLiteral("</a>");
        html += part;
        at = span.start + span.length;
    }
    return html + words(all.sliced(at));
}

QString htmlOf(const QList<MarkdownBlock> &blocks)
{
    Nesting nesting;
    for (const MarkdownBlock &block : joined(blocks)) {
        nesting.enter(block);
        nesting.add(bodyOf(block));
    }
    return nesting.finish();
}

} // namespace pipit
