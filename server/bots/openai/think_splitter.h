// SPDX-License-Identifier: GPL-3.0-or-later
// Parts a text that begins with <think>…</think>, as raw models write it, into reasoning and answer; the tags may be cut anywhere.
//
// Only at the very beginning, after white space: further on, an answer may speak of the tag. Line breaks that set the two apart
// go with the tags. Memory: the text's first white space, or as much as a tag. Thread rule: a value on one thread.
#pragma once

#include <QString>

#include <functional>

namespace pipit::bots::openai {

class ThinkSplitter
{
public:
    using Sink = std::function<void(const QString &text, bool reasoning)>;

    explicit ThinkSplitter(Sink sink) : m_sink(std::move(sink)) { }

    void feed(const QString &text);
    // No more comes: hands out what could have become a tag.
    void end();

private:
    enum class State { Beginning, Thinking, Answering };

    void begin();
    void think();
    void skipLineBreaks();
    void handOut(qsizetype units, bool reasoning);

    Sink m_sink;
    State m_state = State::Beginning;
    QString m_held;
    qsizetype m_spaces = 0;   // at the start of m_held, while Beginning
    bool m_afterTag = false;  // line breaks that come now are passed over
};

} // namespace pipit::bots::openai
