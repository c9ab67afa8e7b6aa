// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/avatar.h"

#include "ui/theme/theme.h"

#include <QPainter>
#include <QTextBoundaryFinder>

namespace pipit {

QString initialOf(const QString &name)
{
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, name);
    for (qsizetype from = 0, to = finder.toNextBoundary(); to > 0; from = to, to = finder.toNextBoundary()) {
        const QString character = name.sliced(from, to - from);
        if (character[0].isLetterOrNumber() || character[0].isSurrogate())
            return character.toUpper();
    }
    return QStringLiteral("#");
}

void paintAvatar(QPainter &painter, const QRectF &place, const QString &name, const QString &seed)
{
    // FNV-1a: qHash is allowed to differ between runs and versions.
    quint32 hash = 2166136261u;
    for (const QChar c : seed)
        hash = (hash ^ c.unicode()) * 16777619u;
    const Tokens &tokens = Theme::tokens();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.avatars[(hash >> 8) % tokens.avatars.size()]);
    painter.drawRoundedRect(place, place.height() * 0.22, place.height() * 0.22);
    QFont font = Theme::body();
    font.setPixelSize(qRound(place.height() * 0.42));
    font.setWeight(QFont::Bold);
    painter.setFont(font);
    painter.setPen(Qt::white);
    // By its ink: a face that stands in for another sits higher or lower on its line.
    const QString initial = initialOf(name);
    const QRectF ink = QFontMetricsF(font).tightBoundingRect(initial);
    painter.drawText(place.center() - ink.center(), initial);
    painter.restore();
}

} // namespace pipit
