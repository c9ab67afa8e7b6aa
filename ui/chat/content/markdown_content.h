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
    std::optional<QString> copyButtonAt(const QPointF &point) const override; // of all parts of the code

private:
    std::unique_ptr<Block> makeBlock(const MarkdownBlock &block) const;
    bool growLast(const MarkdownBlock &block);
    void joinBoxes(std::size_t from);

    MarkdownParser m_parser;
    QString m_text;
    QList<MarkdownBlock> m_shown; // one for each block; not the parser's list, which then would be copied when it grows
};

} // namespace pipit
