// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/picture_block.h"

#include "core/text_limits.h"
#include "ui/locale/sizes.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QFontMetrics>
#include <QGuiApplication>
#include <QPainter>
#include <QPainterPath>
#include <QUrl>

namespace pipit {

namespace {

constexpr int maxPictureWidth = 480;
constexpr int maxHeight = 360;
constexpr QSize unknownPicture(320, 200);  // where nobody says how large it is
constexpr QSize notice(340, 84);    // room for words in its place
constexpr int smallest = 24;
constexpr double pictureRadius = 10;
constexpr QColor behindWords(0, 0, 0, 170); // on every picture, in both themes
constexpr qsizetype mostOfName = 120;       // letters: words of Markdown may be of any length

// How far saving it has come; empty: it was never asked for.
QString savingWords(const std::optional<FileSaves::Save> &save)
{
    if (!save)
        return {};
    switch (save->state) {
    case FileSaves::Save::State::UnderWay:
        return sizeText(save->received, save->total);
    case FileSaves::Save::State::Saved:
        return QCoreApplication::translate("pipit::FileContent", "Saved as %1").arg(QFileInfo(save->path).fileName());
    case FileSaves::Save::State::Failed:
        break;
    }
    return QCoreApplication::translate("pipit::FileContent", "Not saved: %1").arg(save->reason);
}

} // namespace

QSize pictureSize(QSize natural, int width)
{
    const QSize room(qMin(width, Theme::scaled(maxPictureWidth)), Theme::scaled(maxHeight));
    if (natural.width() > room.width() || natural.height() > room.height())
        natural.scale(room, Qt::KeepAspectRatio);
    return natural.expandedTo({smallest, smallest});
}

PictureBlock::PictureBlock(const PictureSource &source, const QString &name, const MediaStores &media, Place place)
    : m_source(source), m_name(name), m_place(place), m_pictures(media.pictures), m_saves(media.saves)
{
}

Picture PictureBlock::known() const
{
    if (!m_pictures)
        return {.state = Picture::State::Failed, .reason = QCoreApplication::translate("pipit::PictureBlock", "Pictures cannot be shown here.")};
    return m_pictures->known(m_source.address);
}

void PictureBlock::setWidth(int width)
{
    const Picture now = known();
    m_size = pictureSize(now.natural.isValid() ? now.natural : m_source.told.isValid() ? m_source.told : unknownPicture, width);
    if (now.state == Picture::State::AsksFirst || now.state == Picture::State::Failed)
        m_size = QSize(qMin(width, Theme::scaled(notice.width())), Theme::scaled(notice.height()));
    m_usedWidth = m_size.width();
    m_height = m_size.height();
}

void PictureBlock::paintNotice(QPainter &painter, const Picture &picture) const
{
    const Tokens &tokens = Theme::tokens();
    painter.setPen(tokens.line);
    painter.setBrush(tokens.surface);
    painter.drawRoundedRect(QRectF(0.5, 0.5, m_size.width() - 1, m_size.height() - 1), pictureRadius, pictureRadius);
    const bool asks = picture.state == Picture::State::AsksFirst;
    const QString host = QUrl(m_source.address).host();
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

void PictureBlock::paintSaving(QPainter &painter) const
{
    const bool goesUp = m_upload && m_upload->isUnderWay;
    const QString words = goesUp ? sizeText(m_upload->sent, m_upload->total) : m_saves ? savingWords(m_saves->of(m_source.address)) : QString();
    if (words.isEmpty())
        return;
    const QRect strip(0, m_size.height() - Theme::scaled(24), m_size.width(), Theme::scaled(24));
    const QRect inside = strip.adjusted(10, 0, -10, 0);
    painter.fillRect(strip, behindWords);
    painter.setFont(Theme::small());
    painter.setPen(Qt::white);
    painter.drawText(inside, Qt::AlignVCenter | Qt::AlignLeft, QFontMetrics(Theme::small()).elidedText(words, Qt::ElideMiddle, inside.width()));
    if (goesUp)
        painter.fillRect(QRectF(0, m_size.height() - 3, m_size.width() * m_upload->percent() / 100.0, 3), Theme::tokens().accent);
}

void PictureBlock::paint(QPainter &painter, const QRectF &, TextRange selected) const
{
    const Tokens &tokens = Theme::tokens();
    Picture now = known();
    if (m_pictures) {
        // Where nobody says how large it is, it may turn out to be as large as there is room.
        const bool isSizeKnown = m_source.told.isValid() || now.natural.isValid();
        const QSize most = isSizeKnown ? m_size : QSize(Theme::scaled(maxPictureWidth), Theme::scaled(maxHeight));
        now = m_pictures->picture(m_source, most * qGuiApp->devicePixelRatio());
    }
    const QRectF place(QPointF(0, 0), QSizeF(m_size));
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    QPainterPath shape;
    shape.addRoundedRect(place, pictureRadius, pictureRadius);
    painter.save();
    painter.setClipPath(shape, Qt::IntersectClip);
    if (now.state == Picture::State::Shown) {
        painter.fillPath(shape, tokens.surface);
        painter.drawImage(place, now.image);
        m_pictures->wasPainted(m_source.address);
    } else if (now.state == Picture::State::Loading) {
        painter.fillPath(shape, tokens.hover);
    }
    paintSaving(painter);
    painter.restore();
    if (now.state == Picture::State::AsksFirst || now.state == Picture::State::Failed)
        paintNotice(painter, now);
    if (!selected.isEmpty()) {
        QColor over = tokens.accent;
        over.setAlpha(70);
        painter.fillPath(shape, over);
    }
}

QList<QRectF> PictureBlock::rectsOf(TextRange range) const
{
    return range.isEmpty() ? QList<QRectF>() : QList<QRectF>{QRectF(QPointF(0, 0), QSizeF(m_size))};
}

bool PictureBlock::isMoving() const
{
    return m_pictures && known().isMoving;
}

BlockAction PictureBlock::action(BlockAction::Kind kind, const QString &words) const
{
    const QString name = leftOfText(m_name, mostOfName);
    if (m_place == Place::Alone)
        return {kind, m_source.address, words};
    // An address of the web says of what type the file is.
    const bool isCalledByAddress = m_name == m_source.address || (kind == BlockAction::Kind::SaveFile && !QFileInfo(QUrl(m_source.address).path()).suffix().isEmpty());
    return {.kind = kind, .address = m_source.address, .label = QString(words + QStringLiteral(": ") + name), .name = isCalledByAddress ? QString() : name};
}

std::optional<BlockAction> PictureBlock::press() const
{
    if (!m_pictures)
        return std::nullopt;
    switch (known().state) {
    case Picture::State::AsksFirst:
        return action(BlockAction::Kind::AllowPicture, QCoreApplication::translate("pipit::PictureBlock", "Show the picture"));
    case Picture::State::Failed:
        return action(BlockAction::Kind::RetryPicture, QCoreApplication::translate("pipit::PictureBlock", "Try again"));
    case Picture::State::Shown:
        return action(BlockAction::Kind::OpenPicture, QCoreApplication::translate("pipit::PictureBlock", "Open the picture"));
    case Picture::State::Loading:
        break;
    }
    return std::nullopt;
}

std::optional<BlockAction> PictureBlock::actionAt(const QPointF &point) const
{
    return QRectF(QPointF(0, 0), QSizeF(m_size)).contains(point) ? press() : std::nullopt;
}

QList<BlockAction> PictureBlock::actions() const
{
    QList<BlockAction> actions;
    if (const auto first = press())
        actions << *first;
    // Whoever has not yet agreed that a picture is fetched is not offered to have it fetched by another way.
    if (m_upload || !m_saves || !m_saves->canSave() || known().state == Picture::State::AsksFirst)
        return actions;
    const auto save = m_saves->of(m_source.address);
    if (save && save->state == FileSaves::Save::State::UnderWay) {
        actions << action(BlockAction::Kind::CancelSave, QCoreApplication::translate("pipit::FileContent", "Stop"));
        return actions;
    }
    actions << action(BlockAction::Kind::SaveFile, QCoreApplication::translate("pipit::FileContent", "Save as…"));
    if (save && save->state == FileSaves::Save::State::Saved)
        actions << action(BlockAction::Kind::ShowSaved, QCoreApplication::translate("pipit::FileContent", "Show in its folder"));
    return actions;
}

} // namespace pipit
