// SPDX-License-Identifier: GPL-3.0-or-later
// The picture of a video: what plays, or a dark field with the button that plays it. Thread rule: the GUI thread.
#pragma once

#include "ui/chat/content/block.h"
#include "ui/media/media_player.h"

#include <QPointer>
#include <QSize>

namespace pipit {

class VideoBlock : public Block
{
public:
    // `told`: its size as the message tells it; invalid: it does not.
    VideoBlock(const QString &address, const QSize &told, MediaPlayer *player, const std::optional<BlockAction> &press);

    void setWidth(int width) override;
    void paint(QPainter &painter, const QRectF &exposed, TextRange selected) const override;
    bool isMoving() const override { return m_player && m_player->of(m_address); }
    std::optional<BlockAction> actionAt(const QPointF &point) const override;

private:
    QString m_address;
    QSize m_told;
    QPointer<MediaPlayer> m_player;
    std::optional<BlockAction> m_press; // what the whole of it does
};

} // namespace pipit
