// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/video_block.h"

#include "ui/chat/content/picture_block.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QPainterPath>

namespace pipit {

namespace {

constexpr QSize unknownVideo(426, 240);  // where nobody says how large it is
constexpr double videoRadius = 10;
constexpr int button = 52;
constexpr QColor field(24, 25, 23); // in both themes: a screen that is off
constexpr QColor behindButton(0, 0, 0, 130);

} // namespace

VideoBlock::VideoBlock(const QString &address, const QSize &told, MediaPlayer *player, const std::optional<BlockAction> &press) : m_address(address), m_told(told), m_player(player), m_press(press) { }

void VideoBlock::setWidth(int width)
{
    const auto now = m_player ? m_player->of(m_address) : std::nullopt;
    // What was told stands, so that nothing moves when it plays; a picture of another shape has bars beside it.
    const QSize natural = m_told.isValid() ? m_told : now && !now->video.isEmpty() ? now->video : unknownVideo;
    const QSize size = pictureSize(natural, width);
    m_usedWidth = size.width();
    m_height = size.height();
}

void VideoBlock::paint(QPainter &painter, const QRectF &, TextRange) const
{
    const QRectF place(0, 0, m_usedWidth, m_height);
    const double ratio = painter.device()->devicePixelRatioF();
    const auto now = m_player ? m_player->of(m_address) : std::nullopt;
    QPainterPath shape;
    shape.addRoundedRect(place, videoRadius, videoRadius);
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    painter.setClipPath(shape, Qt::IntersectClip);
    painter.fillPath(shape, field);
    if (now) {
        const QImage frame = m_player->frame(m_address, place.size().toSize() * ratio);
        QSizeF size = frame.size();
        size.scale(place.size(), Qt::KeepAspectRatio);
        if (!frame.isNull())
            painter.drawImage(QRectF(place.center() - QPointF(size.width() / 2, size.height() / 2), size), frame);
    }
    if (m_press && (!now || now->state != Playback::State::Playing)) {
        const int side = qMin(button, m_height - 8);
        const QRectF circle(place.center() - QPointF(side / 2.0, side / 2.0), QSizeF(side, side));
        painter.setPen(Qt::NoPen);
        painter.setBrush(behindButton);
        painter.drawEllipse(circle);
        const QSize icon(side / 2, side / 2);
        const QString name = now && now->state == Playback::State::Loading ? QStringLiteral("more") : QStringLiteral("play");
        painter.drawPixmap(place.center() - QPointF(icon.width() / 2.0, icon.height() / 2.0), iconPixmap(name, Qt::white, icon, ratio));
    }
    painter.restore();
    painter.setPen(Theme::tokens().line); // the field is as dark as a dark page
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), videoRadius, videoRadius);
}

std::optional<BlockAction> VideoBlock::actionAt(const QPointF &point) const
{
    return QRectF(0, 0, m_usedWidth, m_height).contains(point) ? m_press : std::nullopt;
}

} // namespace pipit
