// SPDX-License-Identifier: GPL-3.0-or-later
// A picture in its place: as large as the message says it is, so that nothing moves when it comes; before that, why it is not
// there yet and what can be done. Thread rule: the GUI thread.
#pragma once

#include "ui/chat/content/block.h"
#include "ui/media/picture_store.h"

#include <QPointer>

namespace pipit {

// As large as there is room for it in a message, in its own shape.
QSize pictureSize(QSize natural, int width);

class PictureBlock : public Block
{
public:
    // `told`: its size as the message tells it; invalid: it does not.
    PictureBlock(const QString &address, const QString &name, const QSize &told, PictureStore *pictures);

    void setWidth(int width) override;
    void paint(QPainter &painter, const QRectF &exposed, TextRange selected) const override;
    qsizetype length() const override { return m_name.size(); }
    qsizetype positionAt(const QPointF &point) const override { return point.y() < m_height / 2.0 ? 0 : length(); }
    TextRange wordAt(qsizetype) const override { return {0, length()}; }
    QString plainText(TextRange range) const override { return m_name.sliced(range.from, range.to - range.from); }
    bool isMoving() const override;
    std::optional<BlockAction> actionAt(const QPointF &point) const override;
    QList<BlockAction> actions() const override;

private:
    Picture picture() const;
    void paintNotice(QPainter &painter, const Picture &picture) const;

    QString m_address;
    QString m_name;
    QSize m_told;
    QSize m_size; // on the screen
    QPointer<PictureStore> m_pictures;
};

} // namespace pipit
