// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/messages/message_match.h"

#include "ui/chat/content/content_factory.h"
#include "ui/chat/content/inline_text.h"

#include <algorithm>

namespace pipit {

namespace {

using Kind = MarkdownBlock::Kind;

constexpr qsizetype readAtOnce = 32'000; // characters
constexpr qsizetype longestAddress = 2000;

bool mayBeMarkup(QChar c)
{
    return c.isSpace() || QStringView(u"\\*_~`[]<>|#!").contains(c);
}

// Letters that a source has between what may be markup. Whatever it shows is in there, as far as it has no entities. A link's
// address is left out where that is asked for.
void takeBare(QStringView source, bool withAddresses, QString *bare)
{
    bare->resize(0);
    bare->reserve(source.size());
    for (qsizetype i = 0; i < source.size(); ++i) {
        const QChar c = source[i];
        if (c.unicode() > 0x7f ? !c.isSpace() : c.isLetterOrNumber() || !mayBeMarkup(c)) {
            bare->append(c);
        } else if (!withAddresses && c == u']' && i + 1 < source.size() && source[i + 1] == u'(') {
            if (const qsizetype length = source.sliced(i, qMin(source.size() - i, longestAddress)).indexOf(u')'); length > 0)
                i += length;
        }
    }
}

} // namespace

MessageMatch::MessageMatch(const QString &text)
    : m_text(text), m_matcher(text, Qt::CaseInsensitive),
      m_isPlain(std::ranges::all_of(text, [](QChar c) { return c.isLetterOrNumber() || c == u' '; }) && std::ranges::any_of(text, [](QChar c) { return c.isLetter(); }))
{
    QString bare;
    takeBare(text, true, &bare);
    m_bareMatcher = QStringMatcher(bare, Qt::CaseInsensitive);
}

MessageMatch::Guess MessageMatch::guess(const QString &markdown)
{
    const bool hasAddresses = markdown.contains(u"](");
    const bool hasEntities = markdown.contains(u'&');
    if (m_isPlain && !hasAddresses && isIn(markdown)) {
        // The word after a fence is not shown, nor is a list's number.
        const bool isShown = !hasEntities && !markdown.contains(u"```") && !markdown.contains(u"~~~");
        return isShown ? Guess::Yes : Guess::Perhaps;
    }
    if (hasEntities)
        return Guess::Perhaps;
    if (m_bareMatcher.pattern().isEmpty())
        return markdown.contains(m_text.trimmed().left(1)) ? Guess::Perhaps : Guess::No;
    for (const bool withAddresses : {true, false}) {
        if (!withAddresses && !hasAddresses)
            break;
        takeBare(markdown, withAddresses, &m_bare);
        if (m_bareMatcher.indexIn(m_bare) >= 0)
            return Guess::Perhaps;
    }
    return Guess::No;
}

void MessageMatch::begin(const ChatRow &row)
{
    m_row = row;
    m_parser = {};
    m_read = m_looked = 0;
    m_lineBefore.clear();
}

bool MessageMatch::isIn(const MarkdownBlock &block)
{
    if (block.kind == Kind::Rule)
        return false;
    if (block.kind == Kind::Table) {
        const bool goesOn = block.join != MarkdownBlock::Join::None;
        return std::any_of(block.rows.begin() + (goesOn ? 1 : 0), block.rows.end(), [this](const QStringList &row) {
            return std::ranges::any_of(row, [this](const QString &cell) { return isIn(parseInline(cell).text); });
        });
    }
    QString words = block.kind == Kind::Code ? block.text : parseInline(block.text).text;
    if (block.join == MarkdownBlock::Join::SameLine)
        words.prepend(m_lineBefore);
    m_lineBefore = words.right(m_text.size() - 1);
    return isIn(words);
}

std::optional<bool> MessageMatch::look(const QDeadlineTimer &deadline)
{
    if (m_row.contentType == u"text" || m_row.contentType == u"comment")
        return isIn(m_row.text);
    if (m_row.contentType == u"notification")
        return isIn(m_row.text) || isIn(m_row.metadata.value(u"title").toString());
    if (m_row.contentType != u"markdown") {
        const auto content = contentKind(m_row.contentType, m_row.text).make();
        content->setSource({m_row.contentType, m_row.text, m_row.metadata});
        return content->find(m_text).has_value();
    }
    if (m_read == 0) {
        if (const Guess guessed = guess(m_row.text); guessed != Guess::Perhaps)
            return guessed == Guess::Yes;
    }
    do {
        m_read = qMin(m_row.text.size(), m_read + readAtOnce);
        const bool isWhole = m_read == m_row.text.size();
        m_parser.update(isWhole ? m_row.text : m_row.text.first(m_read));
        // The last one may still become another.
        const qsizetype known = m_parser.blocks().size() - (isWhole ? 0 : 1);
        while (m_looked < known) {
            if (isIn(m_parser.blocks()[m_looked++]))
                return true;
        }
        if (isWhole)
            return false;
    } while (!deadline.hasExpired());
    return std::nullopt;
}

} // namespace pipit
