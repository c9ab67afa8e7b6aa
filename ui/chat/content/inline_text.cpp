// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/inline_text.h"

#include "core/text_limits.h"
#include "ui/chat/content/inline_pieces.h"
#include "ui/chat/content/link_address.h"

#include <QHash>

#include <array>
#include <vector>

namespace pipit {

namespace {

bool isPunctuation(QChar c)
{
    return c.isPunct() || c.isSymbol();
}

bool isBoundary(QChar c)
{
    return c.isNull() || c.isSpace() || isPunctuation(c) || isCjk(c.unicode());
}

QString entityAt(QStringView text, qsizetype at, qsizetype *length)
{
    static constexpr std::array<std::pair<QStringView, char16_t>, 6> named{{{u"&amp;", u'&'}, {u"&lt;", u'<'}, {u"&gt;", u'>'}, {u"&quot;", u'"'}, {u"&#39;", u'\''}, {u"&nbsp;", u'\u00a0'}}};
    for (const auto &[name, character] : named) {
        if (text.sliced(at).startsWith(name)) {
            *length = name.size();
            return QString(QChar(character));
        }
    }
    return {};
}

class InlineParser
{
public:
    explicit InlineParser(QStringView source) : m_source(source) { }

    InlineText parse()
    {
        while (m_at < m_source.size())
            step();
        flush();
        pairEmphasis(m_pieces, 0);
        return flattened(m_pieces);
    }

private:
    void step()
    {
        const QChar c = m_source[m_at];
        switch (c.unicode()) {
        case u'\\':
            if (m_at + 1 < m_source.size() && m_source[m_at + 1].unicode() < 0x80 && isPunctuation(m_source[m_at + 1])) {
                m_text += m_source[m_at + 1];
                m_at += 2;
                return;
            }
            break;
        case u'`':
            return codeSpan();
        case u'*':
        case u'_':
        case u'~':
            return delimiterRun(c);
        case u'[':
            return openBracket(1);
        case u'!':
            if (m_at + 1 < m_source.size() && m_source[m_at + 1] == u'[')
                return openBracket(2);
            break;
        case u']':
            return closeBracket();
        case u'<':
            if (autolink())
                return;
            break;
        case u'&': {
            qsizetype length = 0;
            const QString character = entityAt(m_source, m_at, &length);
            if (length > 0) {
                m_text += character;
                m_at += length;
                return;
            }
            break;
        }
        case u'\n':
            while (m_text.endsWith(u' '))
                m_text.chop(1);
            m_text += QChar(QChar::LineSeparator);
            ++m_at;
            while (m_at < m_source.size() && m_source[m_at] == u' ')
                ++m_at;
            return;
        case u'h':
        case u'H':
            if (const qsizetype length = linkLengthAt(m_source, m_at); length > 0) {
                addLink(m_source.sliced(m_at, length).toString(), m_source.sliced(m_at, length).toString());
                m_at += length;
                return;
            }
            break;
        default:
            break;
        }
        m_text += c;
        ++m_at;
    }

    void flush()
    {
        if (m_text.isEmpty())
            return;
        m_pieces.push_back(InlinePiece{.text = m_text});
        m_text.clear();
    }

    void addLink(const QString &label, const QString &address)
    {
        flush();
        m_pieces.push_back(InlinePiece{.text = label, .link = address});
    }

    qsizetype runLength(QChar c) const
    {
        qsizetype end = m_at;
        while (end < m_source.size() && m_source[end] == c)
            ++end;
        return end - m_at;
    }

    void codeSpan()
    {
        const qsizetype fence = runLength(u'`');
        qsizetype close = -1;
        // A fence length whose search failed once fails for the rest of the text too.
        if (!m_unclosedFences.contains(fence)) {
            for (qsizetype at = m_at + fence; at < m_source.size();) {
                if (m_source[at] != u'`') {
                    ++at;
                    continue;
                }
                qsizetype end = at;
                while (end < m_source.size() && m_source[end] == u'`')
                    ++end;
                if (end - at == fence) {
                    close = at;
                    break;
                }
                at = end;
            }
        }
        if (close < 0) {
            m_unclosedFences.insert(fence, true);
            m_text += m_source.sliced(m_at, fence);
            m_at += fence;
            return;
        }
        QString code = m_source.sliced(m_at + fence, close - m_at - fence).toString();
        code.replace(u'\n', u' ');
        if (code.size() > 2 && code.startsWith(u' ') && code.endsWith(u' ') && !code.trimmed().isEmpty())
            code = code.sliced(1, code.size() - 2);
        flush();
        m_pieces.push_back(InlinePiece{.text = code, .code = true});
        m_at = close + fence;
    }

    void delimiterRun(QChar c)
    {
        const qsizetype length = runLength(c);
        if (c == u'~' && length != 2) {
            m_text += m_source.sliced(m_at, length);
            m_at += length;
            return;
        }
        const QChar before = m_at > 0 ? m_source[m_at - 1] : QChar();
        const QChar after = m_at + length < m_source.size() ? m_source[m_at + length] : QChar();
        const bool left = !after.isNull() && !after.isSpace() && (!isPunctuation(after) || isBoundary(before));
        const bool right = !before.isNull() && !before.isSpace() && (!isPunctuation(before) || isBoundary(after));
        flush();
        InlinePiece piece{.text = m_source.sliced(m_at, length).toString()};
        piece.delimiter = c;
        piece.count = int(length);
        // Underscores inside a word belong to the word.
        piece.canOpen = left && (c != u'_' || !right || isBoundary(before));
        piece.canClose = right && (c != u'_' || !left || isBoundary(after));
        m_pieces.push_back(piece);
        m_at += length;
    }

    void openBracket(qsizetype length)
    {
        flush();
        m_brackets.push_back(m_pieces.size());
        m_pieces.push_back(InlinePiece{.text = m_source.sliced(m_at, length).toString()});
        m_at += length;
    }

    void closeBracket()
    {
        QString address;
        const qsizetype end = m_brackets.empty() ? -1 : linkTarget(&address);
        if (end < 0) {
            if (!m_brackets.empty())
                m_brackets.pop_back();
            m_text += u']';
            ++m_at;
            return;
        }
        flush();
        const std::size_t open = m_brackets.back();
        m_brackets.pop_back();
        pairEmphasis(m_pieces, open + 1);
        const bool isImage = m_pieces[open].text == u"![";
        m_pieces[open].text.clear();
        m_at = end;
        if (isImage)
            return addImage(open + 1, address);
        bool labelled = false;
        for (std::size_t i = open + 1; i < m_pieces.size(); ++i) {
            if (m_pieces[i].link.isEmpty())
                m_pieces[i].link = address;
            m_pieces[i].delimiter = {};
            labelled |= !m_pieces[i].text.isEmpty();
        }
        if (!labelled)
            m_pieces.push_back(InlinePiece{.text = address, .link = address});
    }

    // In place of the pieces that describe it.
    void addImage(std::size_t from, const QString &address)
    {
        QString words;
        for (std::size_t i = from; i < m_pieces.size(); ++i)
            words += m_pieces[i].text;
        m_pieces.resize(from);
        m_pieces.push_back(InlinePiece{.text = words.isEmpty() ? address : words, .link = address, .image = address});
    }

    // Reads `](address "title")` from m_at; the place after it, or -1.
    qsizetype linkTarget(QString *address) const
    {
        qsizetype at = m_at + 1;
        if (at >= m_source.size() || m_source[at] != u'(')
            return -1;
        ++at;
        while (at < m_source.size() && m_source[at].isSpace())
            ++at;
        const qsizetype begin = at;
        int depth = 0;
        while (at < m_source.size() && at - begin < longestLink && !m_source[at].isSpace()) {
            if (m_source[at] == u'(')
                ++depth;
            else if (m_source[at] == u')' && --depth < 0)
                break;
            ++at;
        }
        *address = m_source.sliced(begin, at - begin).toString();
        if (address->startsWith(u'<') && address->endsWith(u'>'))
            *address = address->sliced(1, address->size() - 2);
        while (at < m_source.size() && m_source[at] == u' ')
            ++at;
        if (at < m_source.size() && (m_source[at] == u'"' || m_source[at] == u'\'')) {
            const qsizetype close = m_source.sliced(at + 1, qMin(m_source.size() - at - 1, longestLink)).indexOf(m_source[at]);
            if (close < 0)
                return -1;
            at += close + 2;
            while (at < m_source.size() && m_source[at] == u' ')
                ++at;
        }
        return at < m_source.size() && m_source[at] == u')' && !address->isEmpty() ? at + 1 : -1;
    }

    bool autolink()
    {
        const QStringView window = m_source.sliced(m_at, qMin(m_source.size() - m_at, longestLink));
        const qsizetype length = window.indexOf(u'>');
        if (length < 0)
            return false;
        const QString inner = window.sliced(1, length - 1).toString();
        if (inner.contains(u' ') || !isSafeLink(inner))
            return false;
        addLink(inner.startsWith(u"mailto:", Qt::CaseInsensitive) ? inner.sliced(7) : inner, inner);
        m_at += length + 1;
        return true;
    }

    QStringView m_source;
    qsizetype m_at = 0;
    QString m_text;
    std::vector<InlinePiece> m_pieces;
    std::vector<std::size_t> m_brackets;
    QHash<qsizetype, bool> m_unclosedFences;
};

} // namespace

InlineText parseInline(QStringView markdown)
{
    return InlineParser(markdown).parse();
}

InlineText plainWithLinks(QStringView text)
{
    InlineText result{.text = text.toString(), .spans = {}};
    for (qsizetype at = 0; (at = text.indexOf(u"http", at, Qt::CaseInsensitive)) >= 0;) {
        const qsizetype length = linkLengthAt(text, at);
        if (length > 0)
            result.spans.append(InlineSpan{.start = at, .length = length, .link = text.sliced(at, length).toString()});
        at += qMax(length, qsizetype(4));
    }
    result.text.replace(u'\n', QChar(QChar::LineSeparator));
    return result;
}

} // namespace pipit
