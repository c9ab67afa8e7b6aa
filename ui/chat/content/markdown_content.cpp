// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/markdown_content.h"

#include "ui/chat/content/code_block.h"
#include "ui/chat/content/markdown_writer.h"
#include "ui/chat/content/rule_block.h"
#include "ui/chat/content/table_block.h"
#include "ui/chat/content/text_block.h"
#include "ui/theme/theme.h"

#include <algorithm>

namespace pipit {

namespace {

using Kind = MarkdownBlock::Kind;
using Join = MarkdownBlock::Join;

// What a block goes on with, where that is of its kind.
template<typename T>
const T *partBefore(const MarkdownBlock &block, const Block *last)
{
    return block.join == Join::None ? nullptr : dynamic_cast<const T *>(last);
}

int gapBefore(const MarkdownBlock &block, const MarkdownBlock &previous)
{
    if (block.join != Join::None)
        return 0;
    if (block.kind == Kind::Heading)
        return 14;
    const auto boxed = [](const MarkdownBlock &one) { return one.kind == Kind::Code || one.kind == Kind::Table; };
    if (boxed(block) || boxed(previous))
        return 9;
    const bool listed = block.listDepth > 0 && previous.listDepth > 0;
    if (listed)
        return block.afterBlank ? 6 : 3;
    return previous.kind == Kind::Heading ? 6 : 9;
}

} // namespace

std::unique_ptr<Block> MarkdownContent::makeBlock(const MarkdownBlock &block)
{
    const Block *last = m_blocks.empty() ? nullptr : m_blocks.back().block.get();
    switch (block.kind) {
    case Kind::Code:
        return std::make_unique<CodeBlock>(block.language, block.text, partBefore<CodeBlock>(block, last));
    case Kind::Table:
        return std::make_unique<TableBlock>(block, partBefore<TableBlock>(block, last));
    case Kind::Rule:
        return std::make_unique<RuleBlock>();
    case Kind::Heading:
        return std::make_unique<TextBlock>(parseInline(block.text), TextBlockStyle{.font = Theme::heading(block.level), .lineHeight = Theme::scaled(block.level <= 2 ? 28 : 24)});
    case Kind::Paragraph:
        break;
    }
    const InlineText text = parseInline(block.text);
    if (auto pictures = makePictures(block, text))
        return pictures;
    const bool quoted = block.quoteDepth > 0;
    return std::make_unique<TextBlock>(text, TextBlockStyle{.font = Theme::body(), .lineHeight = Theme::lineHeight(), .colour = quoted ? &Tokens::dim : &Tokens::text});
}

// Null: it is words, or there are enough of them. What goes on with a block before it is part of a paragraph that is long.
std::unique_ptr<Block> MarkdownContent::makePictures(const MarkdownBlock &block, const InlineText &text)
{
    std::size_t before = 0;
    for (const auto &[index, pictures] : m_pictures)
        before += pictures->count();
    if (!m_media.pictures || block.join != Join::None || before >= mostPictures)
        return nullptr;
    auto pictures = PictureStack::of(text, mostPictures - before, m_media);
    if (pictures)
        m_pictures.emplace_back(m_blocks.size(), pictures.get());
    return pictures;
}

void MarkdownContent::keepBlocks(std::size_t count)
{
    if (m_blocks.size() > count)
        m_blocks.resize(count);
    std::erase_if(m_pictures, [count](const auto &place) { return place.first >= count; });
}

void MarkdownContent::refresh()
{
    if (m_pictures.empty())
        return;
    for (const auto &[index, pictures] : m_pictures)
        m_blocks[index].width = 0;
    layOutFrom(m_pictures.front().first);
}

bool MarkdownContent::shows(const QString &address) const
{
    return std::ranges::any_of(m_pictures, [&address](const auto &place) { return place.second->shows(address); });
}

bool MarkdownContent::growLast(const MarkdownBlock &block)
{
    auto *code = block.kind == Kind::Code ? dynamic_cast<CodeBlock *>(m_blocks.back().block.get()) : nullptr;
    if (!code || code->language() != block.language)
        return false;
    code->setCode(block.text);
    return true;
}

bool MarkdownContent::setSource(const ContentSource &source)
{
    if (source.text == m_text && !m_blocks.empty())
        return false;
    m_text = source.text;
    m_media = source.media;
    const qsizetype resumed = m_parser.update(source.text);
    const QList<MarkdownBlock> &blocks = m_parser.blocks();

    // Read again is not yet different: what came out the same keeps its layout.
    qsizetype first = resumed;
    while (first < blocks.size() && first < m_shown.size() && blocks[first] == m_shown[first])
        ++first;
    const std::size_t laidOut = std::size_t(first);
    for (qsizetype i = first; i < blocks.size(); ++i) {
        const MarkdownBlock &block = blocks[i];
        if (std::size_t(i) + 1 == m_blocks.size() && m_shown[i].join == block.join && growLast(block)) {
            m_blocks.back().foundText.clear();
            continue;
        }
        keepBlocks(std::size_t(i));
        m_blocks.push_back({.block = makeBlock(block), .listDepth = block.listDepth, .quoteDepth = block.quoteDepth, .marker = block.marker,
                            .gapBefore = i > 0 ? gapBefore(block, blocks[i - 1]) : 0, .goesOn = block.join == Join::SameLine});
    }
    keepBlocks(std::size_t(blocks.size()));
    m_shown.resize(first);
    m_shown.append(blocks.sliced(first));
    joinBoxes(laidOut);
    return true;
}

// Tells the blocks from the one before this on which of them go on, and lays out what has changed.
void MarkdownContent::joinBoxes(std::size_t from)
{
    const std::size_t first = from > 0 ? from - 1 : 0;
    for (std::size_t i = first; i < m_blocks.size(); ++i) {
        const bool isContinued = i + 1 < m_blocks.size() && m_shown[qsizetype(i) + 1].join != Join::None && m_shown[qsizetype(i) + 1].kind == m_shown[qsizetype(i)].kind;
        if (auto *box = dynamic_cast<BoxBlock *>(m_blocks[i].block.get()))
            box->setContinued(isContinued);
    }
    layOutFrom(first);
}

std::optional<QString> MarkdownContent::copyButtonAt(const QPointF &point) const
{
    return Content::copyButtonAt(point) ? std::optional(codeFrom(qsizetype(positionAt(point).block))) : std::nullopt;
}

QStringList MarkdownContent::copies() const
{
    QStringList codes;
    for (qsizetype i = 0; i < m_shown.size(); ++i) {
        if (m_shown[i].kind == Kind::Code && m_shown[i].join == Join::None)
            codes << codeFrom(i);
    }
    return codes;
}

// All parts of the code that begins there.
QString MarkdownContent::codeFrom(qsizetype block) const
{
    QString code = m_shown[block].text;
    for (qsizetype i = block + 1; i < m_shown.size() && m_shown[i].kind == Kind::Code && m_shown[i].join != Join::None; ++i)
        code += m_shown[i].join == Join::NextLine ? QString(u'\n' + m_shown[i].text) : m_shown[i].text;
    return code;
}

QString MarkdownContent::markdown(const TextSelection &selection) const
{
    MarkdownWriter writer;
    for (std::size_t i = selection.from.block; i < m_blocks.size() && i <= selection.to.block; ++i) {
        const TextRange range = rangeIn(i, selection);
        const bool isWhole = range.from == 0 && range.to == m_blocks[i].block->length();
        if (isWhole || !range.isEmpty())
            writer.add(m_shown[qsizetype(i)], isWhole ? std::nullopt : std::optional(range));
    }
    return writer.finish();
}

} // namespace pipit
