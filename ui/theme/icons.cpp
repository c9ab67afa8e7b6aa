// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/icons.h"

#include "ui/theme/theme.h"

#include <QAction>
#include <QFile>
#include <QIconEngine>
#include <QLineEdit>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace pipit {

namespace {

class ThemedIconEngine : public QIconEngine
{
public:
    ThemedIconEngine(QString name, QColor Tokens::*colour, QColor Tokens::*checked)
        : m_name(std::move(name)), m_colour(colour), m_checked(checked)
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const double ratio = painter->device() ? painter->device()->devicePixelRatioF() : 1.0;
        painter->drawPixmap(rect, iconPixmap(m_name, colour(mode, state), rect.size(), ratio));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return iconPixmap(m_name, colour(mode, state), size, 1.0);
    }

    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal scale) override
    {
        return iconPixmap(m_name, colour(mode, state), size / scale, scale);
    }

    QIconEngine *clone() const override { return new ThemedIconEngine(m_name, m_colour, m_checked); }

private:
    QColor colour(QIcon::Mode mode, QIcon::State state) const
    {
        const Tokens &tokens = Theme::tokens();
        if (mode == QIcon::Disabled)
            return tokens.faint;
        return state == QIcon::On ? tokens.*m_checked : tokens.*m_colour;
    }

    QString m_name;
    QColor Tokens::*m_colour;
    QColor Tokens::*m_checked;
};

} // namespace

QIcon themedIcon(const char *name, QColor Tokens::*colour, QColor Tokens::*checked)
{
    return QIcon(new ThemedIconEngine(QString::fromLatin1(name), colour, checked));
}

QPixmap iconPixmap(const QString &name, const QColor &colour, const QSize &size, double devicePixelRatio)
{
    const QString key = QStringLiteral("pipit-icon-%1-%2-%3-%4").arg(name, colour.name()).arg(size.width()).arg(devicePixelRatio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QByteArray svg = file.readAll();
    svg.replace("currentColor", colour.name().toLatin1());
    QSvgRenderer renderer(svg);
    pixmap = QPixmap(size * devicePixelRatio);
    pixmap.setDevicePixelRatio(devicePixelRatio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.render(&painter, QRectF(QPointF(), QSizeF(size)));
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

void addClearButton(QLineEdit *field)
{
    QAction *clear = field->addAction(themedIcon("close", &Tokens::dim), QLineEdit::TrailingPosition);
    clear->setVisible(false);
    QObject::connect(clear, &QAction::triggered, field, &QLineEdit::clear);
    QObject::connect(field, &QLineEdit::textChanged, clear, [clear](const QString &text) { clear->setVisible(!text.isEmpty()); });
}

} // namespace pipit
