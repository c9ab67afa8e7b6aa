// SPDX-License-Identifier: GPL-3.0-or-later
// A paragraph of Markdown that has nothing but pictures, one below the other; its words are those that stand for them.
// Only what is on the web, or a file of the node's, is a picture: anything else stays words. Thread rule: the GUI thread.
#pragma once

#include "ui/chat/content/inline_text.h"
#include "ui/chat/content/picture_block.h"

#include <memory>
#include <vector>

namespace pipit {

inline constexpr std::size_t mostPictures = 20; // of one message: the others are links

class PictureStack : public Block
{
public:
    // Null: there is something else in it, or more than `most` pictures.
    static std::unique_ptr<PictureStack> of(const InlineText &text, std::size_t most, const MediaStores &media);

    std::size_t count() const { return m_pictures.size(); }
    bool shows(const QString &address) const;

    void setWidth(int width) override;
    void paint(QPainter &painter, const QRectF &exposed, TextRange selected) const override;
    qsizetype length() const override { return m_text.size(); }
    qsizetype positionAt(const QPointF &point) const override;
    TextRange wordAt(qsizetype position) const override;
    QString plainText(TextRange range) const override;
    QList<QRectF> rectsOf(TextRange range) const override;
    bool isMoving() const override;
    std::optional<BlockAction> actionAt(const QPointF &point) const override;
    QList<BlockAction> actions() const override;
    QList<BlockLink> links(qsizetype most) const override;

private:
    struct Placed {
        std::unique_ptr<PictureBlock> block;
        TextRange words;
        int top = 0;
    };

    explicit PictureStack(const QString &text) : m_text(text) { }
    const Placed &placedAt(double y) const;

    QString m_text;
    std::vector<Placed> m_pictures; // one, at least
};

} // namespace pipit
