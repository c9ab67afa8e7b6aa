// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/picture_block.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QGuiApplication>
#include <QPainter>
#include <QPainterPath>
#include <QUrl>

namespace pipit {

namespace {

constexpr int maxWidth = 480;
constexpr int maxHeight = 360;
constexpr QSize unknown(320, 200);  // where nobody says how large it is
constexpr QSize notice(340, 84);    // room for words in its place
constexpr int smallest = 24;
constexpr double radius = 10;

} // namespace

QSize pictureSize(QSize natural, int width)
{
    const QSize room(qMin(width, Theme::scaled(maxWidth)), Theme::scaled(maxHeight));
    if (natural.width() > room.width() || natural.height() > room.height())
        natural.scale(room, Qt::KeepAspectRatio);
    return natural.expandedTo({smallest, smallest});
}

PictureBlock::PictureBlock(const QString &address, const QString &name, const QSize &told, PictureStore *pictures) : m_address(address), m_name(name), m_told(told), m_pictures(pictures)
{
}

Picture PictureBlock::picture() const
{
    if (!m_pictures)
        return {.state = Picture::State::Failed, .reason = QCoreApplication::translate("pipit::PictureBlock", "Pictures cannot be shown here.")};
    // Where nobody says how large it is, it may turn out to be as large as there is room.
    const QSize most = m_told.isValid() ? m_size : QSize(Theme::scaled(maxWidth), Theme::scaled(maxHeight));
    return m_pictures->picture(m_address, most * qGuiApp->devicePixelRatio());
}

void PictureBlock::setWidth(int width)
{
    m_size = pictureSize(m_told.isValid() ? m_told : unknown, width);
    const Picture now = picture();
    if (now.state == Picture::State::Shown)
        m_size = pictureSize(now.natural, width);
    else if (now.state != Picture::State::Loading)
        m_size = QSize(qMin(width, Theme::scaled(notice.width())), Theme::scaled(notice.height()));
    m_usedWidth = m_size.width();
    m_height = m_size.height();
}

void PictureBlock::paintNotice(QPainter &painter, const Picture &picture) const
{
    const Tokens &tokens = Theme::tokens();
    painter.setPen(tokens.line);
    painter.setBrush(tokens.surface);
    painter.drawRoundedRect(QRectF(0.5, 0.5, m_size.width() - 1, m_size.height() - 1), radius, radius);
    const bool asks = picture.state == Picture::State::AsksFirst;
    const QString host = QUrl(m_address).host();
    const QString title = asks ? QCoreApplication::translate("pipit::PictureBlock", "A picture at %1").arg(host) : m_name;
    const QString detail = asks ? QCoreApplication::translate("pipit::PictureBlock", "Whoever runs it would learn your address.") : picture.reason;
    const QString action = asks ? QCoreApplication::translate("pipit::PictureBlock", "Show it") : QCoreApplication::translate("pipit::PictureBlock", "Try again");
    const QRect inside(13, 10, m_size.width() - 26, m_size.height() - 20);
    const int line = inside.height() / 3;
    const auto write = [&](int row, const QFont &font, const QColor &colour, const QString &words) {
        painter.setFont(font);
        painter.setPen(colour);
        painter.drawText(QRect(inside.left(), inside.top() + row * line, inside.width(), line), Qt::AlignVCenter | Qt::AlignLeft, QFontMetrics(font).elidedText(words, Qt::ElideRight, inside.width()));
    };
    write(0, Theme::strong(), tokens.text, title);
    write(1, Theme::small(), asks ? tokens.dim : tokens.bad, detail);
    write(2, Theme::small(), tokens.accent, action);
}

void PictureBlock::paint(QPainter &painter, const QRectF &, TextRange selected) const
{
    const Tokens &tokens = Theme::tokens();
    const Picture now = picture();
    const QRectF place(QPointF(0, 0), QSizeF(m_size));
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    QPainterPath shape;
    shape.addRoundedRect(place, radius, radius);
    if (now.state == Picture::State::Shown) {
        painter.save();
        painter.setClipPath(shape, Qt::IntersectClip);
        painter.fillPath(shape, tokens.surface);
        painter.drawImage(place, now.image);
        painter.restore();
        m_pictures->wasPainted(m_address);
    } else if (now.state == Picture::State::Loading) {
        painter.fillPath(shape, tokens.hover);
    } else {
        paintNotice(painter, now);
    }
    if (!selected.isEmpty()) {
        QColor over = tokens.accent;
        over.setAlpha(70);
        painter.fillPath(shape, over);
    }
}

bool PictureBlock::isMoving() const
{
    return m_pictures && picture().isMoving;
}

std::optional<BlockAction> PictureBlock::actionAt(const QPointF &point) const
{
    const QList<BlockAction> there = QRectF(QPointF(0, 0), QSizeF(m_size)).contains(point) ? actions() : QList<BlockAction>();
    return there.isEmpty() ? std::nullopt : std::optional(there.first());
}

QList<BlockAction> PictureBlock::actions() const
{
    if (!m_pictures)
        return {};
    switch (picture().state) {
    case Picture::State::AsksFirst:
        return {{BlockAction::Kind::AllowPicture, m_address, QCoreApplication::translate("pipit::PictureBlock", "Show the picture")}};
    case Picture::State::Failed:
        return {{BlockAction::Kind::RetryPicture, m_address, QCoreApplication::translate("pipit::PictureBlock", "Try again")}};
    case Picture::State::Shown:
        return {{BlockAction::Kind::OpenPicture, m_address, QCoreApplication::translate("pipit::PictureBlock", "Open the picture")}};
    case Picture::State::Loading:
        break;
    }
    return {};
}

} // namespace pipit
