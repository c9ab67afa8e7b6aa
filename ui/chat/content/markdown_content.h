// SPDX-License-Identifier: GPL-3.0-or-later
// Markdown as blocks; an answer under way costs its last block only (see MarkdownParser). A paragraph of nothing but images shows
// them, up to mostPictures in all. Thread rule: the GUI thread.
#pragma once

#include "ui/chat/content/content.h"
#include "ui/chat/content/markdown_parser.h"
#include "ui/chat/content/picture_stack.h"

namespace pipit {

class MarkdownContent : public Content
{
public:
    bool setSource(const ContentSource &source) override;
    void refresh() override;
    bool shows(const QString &address) const override;
    QString markdown(const TextSelection &selection) const override;
    std::optional<QString> copyButtonAt(const QPointF &point) const override; // of all parts of the code
    QStringList copies() const override;

private:
    std::unique_ptr<Block> makeBlock(const MarkdownBlock &block);
    std::unique_ptr<Block> makePictures(const MarkdownBlock &block, const InlineText &text);
    void keepBlocks(std::size_t count);
    bool growLast(const MarkdownBlock &block);
    void joinBoxes(std::size_t from);
    QString codeFrom(qsizetype block) const;

    MarkdownParser m_parser;
    QString m_text;
    MediaStores m_media;
    std::vector<std::pair<std::size_t, PictureStack *>> m_pictures; // where they are among the blocks
    QList<MarkdownBlock> m_shown; // one for each block; not the parser's list, which then would be copied when it grows
};

} // namespace pipit
