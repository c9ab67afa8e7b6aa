// SPDX-License-Identifier: GPL-3.0-or-later
// Blocks back to Markdown, for the clipboard. What comes out reads as the same blocks again; of a block that is cut, the
// words are set as they were. Thread rule: a value on one thread.
#pragma once

#include "ui/chat/content/block.h"
#include "ui/chat/content/inline_text.h"
#include "ui/chat/content/markdown_parser.h"

namespace pipit {

class MarkdownWriter
{
public:
    // In the order of the text. `part`: of the block's text as it is selected; none: the whole block.
    void add(const MarkdownBlock &block, std::optional<TextRange> part);
    QString finish();

private:
    void write(const MarkdownBlock &block);

    std::optional<MarkdownBlock> m_last;   // it may go on
    QString m_text;
    std::vector<qsizetype> m_markerWidths; // of the list items that are open
    int m_listDepth = 0;                   // of the last block
    int m_quoteDepth = 0;
};

// A stretch of words with its emphasis, code and links.
QString inlineMarkdown(const InlineText &text, TextRange range);

} // namespace pipit
