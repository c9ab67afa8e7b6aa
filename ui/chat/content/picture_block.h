// SPDX-License-Identifier: GPL-3.0-or-later
// A picture in its place: as large as the message says it is, or as it was seen to be, so that nothing moves when it comes; before
// that, why it is not there yet and what can be done. It is fetched when it is painted, and not before.
// Thread rule: the GUI thread.
#pragma once

#include "ui/chat/content/block.h"
#include "ui/chat/content/upload.h"
#include "ui/media/file_saves.h"
#include "ui/media/media_stores.h"
#include "ui/media/picture_store.h"

#include <QPointer>

namespace pipit {

// As large as there is room for it in a message, in its own shape.
QSize pictureSize(QSize natural, int width);

class PictureBlock : public Block
{
public:
    enum class Place { Alone, AmongOthers }; // then a menu says which of them it means

    PictureBlock(const PictureSource &source, const QString &name, const MediaStores &media, Place place = Place::Alone);

    void setUpload(const std::optional<Upload> &upload) { m_upload = upload; }

    void setWidth(int width) override;
    void paint(QPainter &painter, const QRectF &exposed, TextRange selected) const override;
    qsizetype length() const override { return m_name.size(); }
    qsizetype positionAt(const QPointF &point) const override { return point.y() < m_height / 2.0 ? 0 : length(); }
    TextRange wordAt(qsizetype) const override { return {0, length()}; }
    QString plainText(TextRange range) const override { return m_name.sliced(range.from, range.to - range.from); }
    QList<QRectF> rectsOf(TextRange range) const override;
    bool isMoving() const override;
    std::optional<BlockAction> actionAt(const QPointF &point) const override;
    QList<BlockAction> actions() const override;

    const QString &address() const { return m_source.address; }

private:
    Picture known() const;
    std::optional<BlockAction> press() const;
    BlockAction action(BlockAction::Kind kind, const QString &words) const;
    void paintNotice(QPainter &painter, const Picture &picture) const;
    void paintSaving(QPainter &painter) const;

    PictureSource m_source;
    QString m_name;
    Place m_place;
    std::optional<Upload> m_upload;
    QSize m_size; // on the screen
    QPointer<PictureStore> m_pictures;
    QPointer<FileSaves> m_saves;
};

} // namespace pipit
