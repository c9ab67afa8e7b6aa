// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/launcher/drain_card.h"

#include "ui/locale/times.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QLabel>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace pipit {

namespace {

constexpr int rampHeight = 72;
constexpr qsizetype mostPoints = 2'000;

} // namespace

DrainRamp::DrainRamp(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    Theme::measure(this, [this] { updateGeometry(); });
}

QSize DrainRamp::sizeHint() const
{
    return {Theme::scaled(200), Theme::scaled(rampHeight)};
}

void DrainRamp::clear()
{
    m_points.clear();
    update();
}

void DrainRamp::add(const DrainProgress &progress)
{
    const double time = progress.limit.count() > 0 ? double(progress.elapsed.count()) / double(progress.limit.count()) : 1;
    const double open = progress.atStart > 0 ? double(progress.open) / double(progress.atStart) : 0;
    const QPointF point(std::clamp(time, 0.0, 1.0), std::clamp(open, 0.0, 1.0));
    if (m_points.isEmpty() || m_points.last() != point)
        m_points.append(point);
    if (m_points.size() > mostPoints) { // every other one
        qsizetype kept = 0;
        for (qsizetype i = 0; i < m_points.size(); i += 2)
            m_points[kept++] = m_points[i];
        m_points.resize(kept);
    }
    update();
}

void DrainRamp::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = Theme::tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF area = QRectF(rect()).adjusted(1, 4, -2, -2);
    painter.setPen(QPen(tokens.line, 1));
    painter.drawLine(area.bottomLeft(), area.bottomRight());
    painter.setPen(QPen(tokens.warn, 1, Qt::DashLine)); // the limit
    painter.drawLine(area.topRight(), area.bottomRight());
    if (m_points.isEmpty())
        return;
    const auto place = [&area](const QPointF &point) { return QPointF(area.left() + point.x() * area.width(), area.bottom() - point.y() * area.height()); };
    // Streams end one by one: in steps.
    QPainterPath ramp(QPointF(area.left(), place(m_points.first()).y()));
    for (const QPointF &point : m_points) {
        ramp.lineTo(place(point).x(), ramp.currentPosition().y());
        ramp.lineTo(place(point));
    }
    QPainterPath under = ramp;
    under.lineTo(under.currentPosition().x(), area.bottom());
    under.lineTo(area.bottomLeft());
    painter.fillPath(under, tokens.soft);
    painter.setPen(QPen(tokens.accent, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(ramp);
}

DrainCard::DrainCard(Servers *servers, QWidget *parent) : LauncherCard(parent), m_servers(servers), m_title(heading()), m_text(wordsLabel("dim")), m_ramp(new DrainRamp), m_stop(new QPushButton)
{
    m_text->setObjectName("drainText");
    m_stop->setObjectName("drainStop");
    m_stop->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_title, m_text, m_ramp, m_stop})
        column()->addWidget(widget);
    connect(m_stop, &QPushButton::clicked, m_servers, &Servers::stopOwnNode);
    retell();
}

void DrainCard::refresh()
{
    const OwnNode *node = m_servers->ownNode();
    const auto progress = node ? node->status().drain : std::nullopt;
    if (progress && (!m_progress || progress->elapsed < m_progress->elapsed))
        m_ramp->clear();
    m_progress = progress;
    setVisible(progress.has_value());
    if (progress)
        m_ramp->add(*progress);
    retell();
}

void DrainCard::retell()
{
    const OwnNode *node = m_servers->ownNode();
    m_stop->setText(tr("Stop now"));
    if (!m_progress || !node)
        return;
    const bool isOver = node->status().state != NodeStatus::State::Draining;
    const QString elapsed = duration(m_progress->elapsed.count());
    m_title->setText(isOver ? tr("The clients were sent away") : tr("The clients are sent away"));
    m_text->setText(!isOver ? tr("%1 of %2 streams are open, after %3 of %4.").arg(m_progress->open).arg(m_progress->atStart).arg(elapsed, duration(m_progress->limit.count()))
                    : m_progress->open == 0 ? tr("All %1 streams ended within %2; they come back when the node is there again.").arg(m_progress->atStart).arg(elapsed)
                                            : tr("%1 of %2 streams were still open after %3, and were cut.").arg(m_progress->open).arg(m_progress->atStart).arg(elapsed));
    m_ramp->setAccessibleName(m_text->text());
    m_stop->setVisible(!isOver);
}

} // namespace pipit
