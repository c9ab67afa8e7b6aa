// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/code_lexer.h"

#include "ui/chat/content/code_languages.h"

#include <algorithm>

namespace pipit {

namespace {

using Open = CodeState::Open;

class LineLexer
{
public:
    LineLexer(const CodeLanguage &language, QStringView line, CodeState *state) : m_language(language), m_line(line), m_state(*state) { }

    QList<CodeSpan> run()
    {
        while (m_at < m_line.size()) {
            if (m_state.open == Open::BlockComment)
                finishComment(m_at);
            else if (m_state.open == Open::Text)
                finishText(m_at, m_at);
            else if (m_language.markup)
                markup();
            else
                code();
        }
        return m_spans;
    }

private:
    bool at(QStringView text) const { return !text.isEmpty() && m_line.sliced(m_at).startsWith(text); }

    void add(qsizetype start, CodeToken token)
    {
        if (m_at > start)
            m_spans.append({start, m_at - start, token});
    }

    bool isWord(QChar c) const { return c.isLetterOrNumber() || m_language.wordExtra.contains(c); }

    void finishComment(qsizetype start)
    {
        const qsizetype end = m_line.indexOf(m_language.commentEnd, m_at);
        m_state.open = end < 0 ? Open::BlockComment : m_resumeIn;
        m_at = end < 0 ? m_line.size() : end + m_language.commentEnd.size();
        add(start, CodeToken::Comment);
    }

    void finishText(qsizetype start, qsizetype from)
    {
        const CodeQuote &quote = m_language.quotes[std::size_t(m_state.quote)];
        m_at = from;
        bool closed = false;
        while (m_at < m_line.size() && !closed) {
            if (quote.escapes && m_line[m_at] == u'\\') {
                m_at = qMin(m_at + 2, m_line.size());
            } else if (at(quote.end)) {
                m_at += quote.end.size();
                closed = true;
            } else {
                ++m_at;
            }
        }
        m_state.open = !closed && quote.spansLines ? Open::Text : m_language.markup ? Open::Tag : Open::None;
        add(start, CodeToken::String);
    }

    bool comment()
    {
        const bool line = std::ranges::any_of(m_language.lineComments, [this](QStringView begin) { return at(begin); });
        // In a shell, # begins a comment only where a word could: ${#list} and file#1 are none.
        if (line && !(m_language.shellVariables && m_at > 0 && !m_line[m_at - 1].isSpace() && m_line[m_at - 1] != u';')) {
            const qsizetype start = m_at;
            m_at = m_line.size();
            add(start, CodeToken::Comment);
            return true;
        }
        if (!at(m_language.commentBegin))
            return false;
        const qsizetype start = m_at;
        m_resumeIn = Open::None;
        m_at += m_language.commentBegin.size();
        finishComment(start);
        return true;
    }

    bool text()
    {
        for (std::size_t i = 0; i < m_language.quotes.size(); ++i) {
            const CodeQuote &quote = m_language.quotes[i];
            if (!at(quote.begin))
                continue;
            m_state.quote = qint8(i);
            finishText(m_at, m_at + quote.begin.size());
            return true;
        }
        return false;
    }

    void code()
    {
        if (comment() || text())
            return;
        const QChar c = m_line[m_at];
        const qsizetype start = m_at;
        if (c.isDigit()) {
            while (m_at < m_line.size() && (m_line[m_at].isLetterOrNumber() || m_line[m_at] == u'.' || m_line[m_at] == u'_'))
                ++m_at;
            return add(start, CodeToken::Number);
        }
        if (m_language.shellVariables && c == u'$' && m_at + 1 < m_line.size()) {
            ++m_at;
            const bool braced = m_line[m_at] == u'{';
            while (m_at < m_line.size() && (braced ? m_line[m_at] != u'}' : m_line[m_at].isLetterOrNumber() || m_line[m_at] == u'_'))
                ++m_at;
            if (braced)
                m_at = qMin(m_at + 1, m_line.size());
            return add(start, CodeToken::Function);
        }
        if (!isWord(c)) {
            ++m_at;
            return;
        }
        while (m_at < m_line.size() && isWord(m_line[m_at]))
            ++m_at;
        if (isKeyword(m_language, m_line.sliced(start, m_at - start)))
            return add(start, CodeToken::Keyword);
        if (m_language.callsAreFunctions && m_at < m_line.size() && m_line[m_at] == u'(')
            add(start, CodeToken::Function);
    }

    void markup()
    {
        if (comment())
            return;
        if (m_state.open == Open::Tag) {
            if (text())
                return;
            const qsizetype start = m_at;
            if (m_line[m_at] == u'>' || at(u"/>") || at(u"?>")) {
                m_at += m_line[m_at] == u'>' ? 1 : 2;
                m_state.open = Open::None;
                return add(start, CodeToken::Keyword);
            }
            if (!isWord(m_line[m_at])) {
                ++m_at;
                return;
            }
            while (m_at < m_line.size() && isWord(m_line[m_at]))
                ++m_at;
            return add(start, CodeToken::Function);
        }
        const qsizetype start = m_at;
        if (m_line[m_at] == u'<' && m_at + 1 < m_line.size() && (m_line[m_at + 1].isLetter() || QStringView(u"/!?").contains(m_line[m_at + 1]))) {
            m_at += 2;
            while (m_at < m_line.size() && isWord(m_line[m_at]))
                ++m_at;
            m_state.open = Open::Tag;
            return add(start, CodeToken::Keyword);
        }
        if (m_line[m_at] == u'&') {
            const qsizetype end = m_line.sliced(m_at, qMin(m_line.size() - m_at, qsizetype(12))).indexOf(u';');
            if (end > 1) {
                m_at += end + 1;
                return add(start, CodeToken::Number);
            }
        }
        ++m_at;
    }

    const CodeLanguage &m_language;
    QStringView m_line;
    CodeState &m_state;
    Open m_resumeIn = Open::None;
    qsizetype m_at = 0;
    QList<CodeSpan> m_spans;
};

} // namespace

QList<CodeSpan> colourLine(const CodeLanguage &language, QStringView line, CodeState *state)
{
    return LineLexer(language, line, state).run();
}

} // namespace pipit
