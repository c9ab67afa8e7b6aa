// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/openai/think_splitter.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pipit::bots::openai {

namespace {

constexpr auto opening = "<think>"_L1;
constexpr auto closing = "</think>"_L1;

} // namespace

void ThinkSplitter::feed(const QString &text)
{
    m_held += text;
    if (m_state == State::Beginning)
        begin();
    if (m_state == State::Thinking)
        think();
    if (m_state == State::Answering) {
        skipLineBreaks();
        handOut(m_held.size(), false);
    }
}

void ThinkSplitter::end()
{
    handOut(m_held.size(), m_state == State::Thinking);
}

void ThinkSplitter::begin()
{
    while (m_spaces < m_held.size() && m_held[m_spaces].isSpace())
        ++m_spaces;
    const QStringView text = QStringView(m_held).sliced(m_spaces);
    if (text.startsWith(opening)) {
        m_held.remove(0, m_spaces + opening.size());
        m_state = State::Thinking;
        m_afterTag = true;
    } else if (!opening.startsWith(text)) {
        m_state = State::Answering;
    }
}

void ThinkSplitter::think()
{
    skipLineBreaks();
    if (const qsizetype end = m_held.indexOf(closing); end >= 0) {
        handOut(end, true);
        m_held.remove(0, closing.size());
        m_state = State::Answering;
        m_afterTag = true;
        return;
    }
    qsizetype ofTag = std::min(m_held.size(), closing.size() - 1);
    while (!closing.startsWith(QStringView(m_held).last(ofTag)))
        --ofTag;
    handOut(m_held.size() - ofTag, true);
}

void ThinkSplitter::skipLineBreaks()
{
    if (!m_afterTag)
        return;
    const auto text = std::ranges::find_if(m_held, [](QChar c) { return c != u'\n' && c != u'\r'; });
    m_held.remove(0, text - m_held.cbegin());
    m_afterTag = m_held.isEmpty();
}

void ThinkSplitter::handOut(qsizetype units, bool reasoning)
{
    const QString text = m_held.left(units);
    m_held.remove(0, units);
    if (!text.isEmpty())
        m_sink(text, reasoning);
}

} // namespace pipit::bots::openai
