// SPDX-License-Identifier: GPL-3.0-or-later
// Markdown as blocks; an answer under way costs its last block only (see MarkdownParser). Thread rule: the GUI thread.
#pragma once

#include "ui/chat/content/content.h"
#include "ui/chat/content/markdown_parser.h"

namespace pipit {

class MarkdownContent : public Content
{
public:
    bool setSource(const ContentSource &source) override;
    QString markdown(const TextSelection &selection) const override;

private:
    std::unique_ptr<Block> makeBlock(const MarkdownBlock &block) const;
    bool growLast(const MarkdownBlock &block);

    MarkdownParser m_parser;
    QString m_text;
    QList<MarkdownBlock> m_shown;
};

} // namespace pipit
