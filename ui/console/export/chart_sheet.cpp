// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/export/chart_sheet.h"

#include "client/ops/ops_feed.h"
#include "ui/console/charts/chart_card.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QBuffer>
#include <QDateTime>
#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QSvgGenerator>
#include <QTimeZone>

namespace pipit {

namespace {

constexpr int sheetWidth = 1280;
constexpr int sheetCardHeight = 240;
constexpr int pointsPerInch = 96; // of a pixel of the design

} // namespace

QString stretchText(qint64 fromMs, qint64 toMs)
{
    const QDateTime from = QDateTime::fromMSecsSinceEpoch(fromMs), to = QDateTime::fromMSecsSinceEpoch(toMs);
    const QString whole = QStringLiteral("yyyy-MM-dd HH:mm:ss");
    const int minutes = to.offsetFromUtc() / 60;
    const QString zone = QStringLiteral("UTC%1%2:%3").arg(QLatin1Char(minutes < 0 ? '-' : '+')).arg(std::abs(minutes) / 60, 2, 10, QLatin1Char('0')).arg(std::abs(minutes) % 60, 2, 10, QLatin1Char('0'));
    return QStringLiteral("%1 – %2 (%3)").arg(from.toString(whole), to.toString(from.date() == to.date() ? QStringLiteral("HH:mm:ss") : whole), zone);
}

ChartSheet::ChartSheet(const OpsFeed *feed, qint64 fromMs, qint64 toMs, const QString &title) : m_name(title)
{
    setAttribute(Qt::WA_DontShowOnScreen);
    setObjectName("page");
    m_axis.setNow(feed->figures().lastMs());
    m_axis.showRange(fromMs, toMs);
    auto *name = new QLabel(title);
    name->setTextFormat(Qt::PlainText);
    setLook(name, "tone", "title");
    auto *stretch = new QLabel(stretchText(fromMs, toMs));
    setLook(stretch, "tone", "dim");
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(20, 16, 20, 20);
    grid->setSpacing(12);
    grid->addWidget(name, 0, 0);
    grid->addWidget(stretch, 0, 1, Qt::AlignRight);
    QList<ChartCard *> cards;
    for (int plan = 0; plan < int(ChartList::all().size()); ++plan) {
        auto *card = new ChartCard(plan, &m_axis, feed);
        card->setMinimumHeight(Theme::scaled(sheetCardHeight));
        grid->addWidget(card, 1 + plan / 2, plan % 2);
        cards << card;
    }
    for (int column = 0; column < 2; ++column)
        grid->setColumnStretch(column, 1);
    resize(Theme::scaled(sheetWidth), 1);
    show(); // charts that nobody sees draw nothing
    // What the legends say decides how high they are, and that where the lines go.
    for (int time = 0; time < 2; ++time) {
        for (ChartCard *card : cards) {
            card->refresh();
            card->layout()->activate();
        }
        grid->activate();
        resize(width(), grid->minimumSize().height());
    }
}

void ChartSheet::paintOn(QPaintDevice *device)
{
    QPainter painter(device);
    painter.fillRect(rect(), Theme::tokens().page);
    render(&painter, QPoint(), QRegion(), DrawChildren);
}

QImage ChartSheet::picture()
{
    QImage image(size() * finer, QImage::Format_RGB32);
    image.setDevicePixelRatio(finer);
    paintOn(&image);
    return image;
}

QByteArray ChartSheet::svg()
{
    QBuffer buffer;
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(size());
    generator.setViewBox(rect());
    generator.setResolution(pointsPerInch);
    generator.setTitle(m_name);
    generator.setDescription(stretchText(m_axis.fromMs(), m_axis.toMs()));
    paintOn(&generator);
    return buffer.data();
}

} // namespace pipit
