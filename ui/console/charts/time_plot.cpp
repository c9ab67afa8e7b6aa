// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/charts/time_plot.h"

#include "ui/console/charts/ticks.h"
#include "ui/theme/theme.h"

#include <QGraphicsLayout>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QValueAxis>

#include <algorithm>
#include <cmath>

namespace pipit {

namespace {

constexpr double labelsWidth = 46;
constexpr double labelsHeight = 20;
constexpr double aboveHeight = 8;
constexpr double besideWidth = 8;
constexpr double tickWidth = 80;
constexpr double grabPixels = 5;
constexpr double wheelZoom = 0.8; // for each step
constexpr double thresholdStep = 0.05;

} // namespace

TimePlot::TimePlot(TimeAxis *axis, const FigureHistory *figures, QWidget *parent)
    : QChartView(parent), m_axis(axis), m_figures(figures), m_times(new QValueAxis(this)), m_values(new QValueAxis(this))
{
    chart()->legend()->hide();
    chart()->setBackgroundVisible(false);
    chart()->setMargins(QMargins());
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    // They place the lines; what is written beside them is painted here.
    for (QValueAxis *values : {m_times, m_values})
        values->setVisible(false);
    chart()->addAxis(m_times, Qt::AlignBottom);
    chart()->addAxis(m_values, Qt::AlignLeft);
    setFrameShape(QFrame::NoFrame);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored); // whoever lays it out says how high it is
    setRenderHint(QPainter::Antialiasing);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setStyleSheet(QStringLiteral("background: transparent"));
    setViewportUpdateMode(QGraphicsView::FullViewportUpdate);
    connect(axis, &TimeAxis::changed, this, &TimePlot::refresh);
    connect(axis, &TimeAxis::crosshairChanged, this, &TimePlot::repaintAll);
    Theme::measure(this, [this] {
        layOut();
        m_isStale = true;
        refresh();
    });
}

void TimePlot::repaintAll()
{
    if (isVisible())
        viewport()->update();
}

void TimePlot::setThresholds(const QList<Threshold> &thresholds)
{
    if (m_dragged >= 0)
        return; // the person's hand first
    m_thresholds = thresholds;
    refresh();
}

void TimePlot::refresh()
{
    m_isStale = true;
    if (!isVisible())
        return;
    m_isStale = false;
    const qint64 from = m_axis->fromMs(), to = m_axis->toMs();
    double most = update(from, to, std::max(1, int(plotArea().width())));
    // A limit that is near is shown; one that is far would press the figures flat, where there are any.
    const double figuresMost = most;
    for (const Threshold &threshold : std::as_const(m_thresholds)) {
        if (figuresMost <= 0 || threshold.value <= figuresMost * 4 || m_dragged >= 0)
            most = std::max(most, threshold.value);
    }
    if (m_dragged >= 0)
        most = std::max(most, m_mostWhileDragged);
    const int room = std::max(3, int(plotArea().height() / Theme::scaled(52)) + 1);
    m_most = valueTicks(most, room).last();
    m_times->setRange(double(from), double(to));
    m_values->setRange(0, m_most);
    repaintAll();
}

QList<double> TimePlot::ticks() const
{
    return valueTicks(m_most, std::max(3, int(plotArea().height() / Theme::scaled(52)) + 1));
}

QString TimePlot::tickText(double value) const
{
    return shortNumber(value);
}

void TimePlot::layOut()
{
    const QSizeF size = viewport()->size();
    chart()->resize(size);
    setSceneRect(QRectF(QPointF(), size));
    chart()->setPlotArea(QRectF(Theme::scaled(labelsWidth), Theme::scaled(aboveHeight), std::max(10.0, size.width() - Theme::scaled(labelsWidth) - Theme::scaled(besideWidth)),
                                std::max(10.0, size.height() - Theme::scaled(aboveHeight) - Theme::scaled(labelsHeight))));
}

QRectF TimePlot::plotArea() const
{
    return chart()->plotArea();
}

qint64 TimePlot::timeAt(double x) const
{
    const QRectF area = plotArea();
    return m_axis->fromMs() + qint64(std::clamp((x - area.left()) / area.width(), 0.0, 1.0) * double(m_axis->spanMs()));
}

double TimePlot::xOf(qint64 timeMs) const
{
    const QRectF area = plotArea();
    return area.left() + double(timeMs - m_axis->fromMs()) / double(m_axis->spanMs()) * area.width();
}

double TimePlot::yOf(double value) const
{
    const QRectF area = plotArea();
    return area.bottom() - value / m_most * area.height();
}

double TimePlot::valueAt(double y) const
{
    const QRectF area = plotArea();
    return std::clamp((area.bottom() - y) / area.height(), 0.0, 1.0) * m_most;
}

qint64 TimePlot::columnMs() const
{
    return std::max<qint64>(1, m_axis->spanMs() / std::max(1, int(plotArea().width())));
}

void TimePlot::drawBackground(QPainter *painter, const QRectF &)
{
    const Tokens &tokens = Theme::tokens();
    const QRectF area = plotArea();
    painter->setRenderHint(QPainter::Antialiasing, false);
    paintPlot(*painter, area);
    painter->setFont(Theme::small());
    const double lineHeight = painter->fontMetrics().height();
    const QList<double> values = ticks();
    for (const double value : values) {
        const double y = std::round(yOf(value));
        painter->setPen(tokens.line);
        painter->drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
        painter->setPen(tokens.faint);
        painter->drawText(QRectF(0, y - lineHeight / 2, area.left() - Theme::scaled(8), lineHeight), Qt::AlignRight | Qt::AlignVCenter, tickText(value));
    }
    const QList<qint64> times = timeTicks(m_axis->fromMs(), m_axis->toMs(), std::max(2, int(area.width() / Theme::scaled(tickWidth))));
    const qint64 step = times.size() > 1 ? times[1] - times[0] : 60'000;
    for (const qint64 time : times) {
        const QString label = timeLabel(time, step);
        const double width = painter->fontMetrics().horizontalAdvance(label);
        const double x = std::clamp(xOf(time) - width / 2, area.left() - Theme::scaled(labelsWidth) / 2.0, viewport()->width() - width);
        painter->drawText(QPointF(x, area.bottom() + Theme::scaled(5) + painter->fontMetrics().ascent()), label);
    }
}

void TimePlot::drawForeground(QPainter *painter, const QRectF &)
{
    const Tokens &tokens = Theme::tokens();
    const QRectF area = plotArea();
    painter->setRenderHint(QPainter::Antialiasing, false);
    for (int i = 0; i < int(m_thresholds.size()); ++i) {
        const Threshold &threshold = m_thresholds[i];
        if (threshold.value > m_most)
            continue;
        const double y = std::round(yOf(threshold.value));
        painter->setPen(QPen(threshold.isFiring ? tokens.bad : tokens.warn, i == m_dragged ? 2 : 1, Qt::CustomDashLine));
        QPen pen = painter->pen();
        pen.setDashPattern({4, 3});
        painter->setPen(pen);
        painter->drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
        if (i == m_dragged) {
            painter->setFont(Theme::small());
            painter->drawText(QRectF(area.left() + 4, y - 20, area.width() - 8, 18), Qt::AlignRight | Qt::AlignBottom, tickText(threshold.value) + u' ' + m_unit);
        }
    }
    if (m_marks) {
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        const double size = Theme::scaled(5);
        for (const AlertMark &mark : *m_marks) {
            if (mark.atMs < m_axis->fromMs() || mark.atMs > m_axis->toMs())
                continue;
            // What begins points up, what ends points down: told apart without their colours.
            const double x = xOf(mark.atMs), y = area.bottom();
            painter->setBrush(mark.fires ? tokens.bad : tokens.good);
            painter->drawPolygon(mark.fires ? QPolygonF({{x - size, y}, {x + size, y}, {x, y - 1.6 * size}}) : QPolygonF({{x - size, y - 1.6 * size}, {x + size, y - 1.6 * size}, {x, y}}));
        }
    }
    painter->setRenderHint(QPainter::Antialiasing, false);
    if (m_selectedFrom) {
        QColor over = tokens.accent;
        over.setAlpha(40);
        painter->fillRect(QRectF(QPointF(*m_selectedFrom, area.top()), QPointF(m_selectedTo, area.bottom())).normalized(), over);
    }
    if (const auto time = m_axis->crosshairMs(); time && *time >= m_axis->fromMs() && *time <= m_axis->toMs()) {
        painter->setPen(QPen(tokens.dim, 1));
        const double x = std::round(xOf(*time));
        painter->drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    }
    if (hasFocus()) {
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(tokens.accent, 1));
        painter->drawRect(QRectF(viewport()->rect()).adjusted(0.5, 0.5, -1.5, -1.5));
    }
}

void TimePlot::resizeEvent(QResizeEvent *event)
{
    QChartView::resizeEvent(event);
    layOut();
    refresh();
}

void TimePlot::showEvent(QShowEvent *event)
{
    QChartView::showEvent(event);
    if (m_isStale)
        refresh();
}

int TimePlot::thresholdAt(const QPointF &place) const
{
    for (int i = 0; i < int(m_thresholds.size()); ++i) {
        if (m_thresholds[i].value <= m_most && std::abs(yOf(m_thresholds[i].value) - place.y()) <= grabPixels && plotArea().adjusted(-grabPixels, -grabPixels, 0, grabPixels).contains(place))
            return i;
    }
    return -1;
}

void TimePlot::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return event->ignore();
    if (m_dragged >= 0) // moved by keys, and not set
        dropThreshold(false);
    if (const int touched = thresholdAt(event->position()); touched >= 0)
        takeThreshold(touched, Hand::Mouse);
    else if (plotArea().contains(event->position()))
        m_selectedFrom = m_selectedTo = event->position().x();
    repaintAll();
}

void TimePlot::mouseMoveEvent(QMouseEvent *event)
{
    const QRectF area = plotArea();
    if (!(event->buttons() & Qt::LeftButton)) { // let go of where nobody was told
        m_selectedFrom.reset();
        if (m_dragged >= 0 && m_hand == Hand::Mouse)
            dropThreshold(false);
    }
    if (m_dragged >= 0 && m_hand == Hand::Mouse) {
        // Beyond the upper edge it goes on, so that any limit can be reached.
        const double above = std::max(0.0, area.top() - event->position().y()) / area.height();
        return moveThreshold(valueAt(event->position().y()) * (1 + above));
    }
    if (m_selectedFrom)
        m_selectedTo = std::clamp(event->position().x(), area.left(), area.right());
    const bool isOver = area.contains(event->position());
    viewport()->setCursor(thresholdAt(event->position()) >= 0 ? Qt::SizeVerCursor : isOver ? Qt::CrossCursor : Qt::ArrowCursor);
    m_axis->setCrosshair(isOver ? std::optional(timeAt(event->position().x())) : std::nullopt);
    repaintAll();
}

void TimePlot::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return event->ignore();
    if (m_dragged >= 0 && m_hand == Hand::Mouse)
        return dropThreshold(true);
    if (const auto from = std::exchange(m_selectedFrom, std::nullopt); from && std::abs(*from - m_selectedTo) > grabPixels)
        m_axis->showRange(timeAt(*from), timeAt(m_selectedTo));
    repaintAll();
}

void TimePlot::mouseDoubleClickEvent(QMouseEvent *)
{
    m_selectedFrom.reset();
    m_axis->setPaused(false);
}

void TimePlot::wheelEvent(QWheelEvent *event)
{
    // Without Ctrl the page scrolls under the pointer.
    if (!(event->modifiers() & (Qt::ControlModifier | Qt::ShiftModifier)))
        return event->ignore();
    const double steps = double(event->angleDelta().y() + event->angleDelta().x()) / 120;
    if (event->modifiers() & Qt::ShiftModifier)
        m_axis->move(qint64(-steps * double(m_axis->spanMs()) / 10));
    else
        m_axis->zoom(std::pow(wheelZoom, steps), timeAt(event->position().x()));
    event->accept();
}

void TimePlot::leaveEvent(QEvent *event)
{
    QChartView::leaveEvent(event);
    m_axis->setCrosshair(std::nullopt);
}

void TimePlot::keyPressEvent(QKeyEvent *event)
{
    const qint64 middle = m_axis->crosshairMs().value_or(m_axis->toMs());
    const qint64 step = (event->modifiers() & Qt::ControlModifier ? 20 : 4) * columnMs();
    switch (event->key()) {
    case Qt::Key_Left: return m_axis->setCrosshair(std::max(m_axis->fromMs(), middle - step));
    case Qt::Key_Right: return m_axis->setCrosshair(std::min(m_axis->toMs(), middle + step));
    case Qt::Key_Plus: return m_axis->zoom(wheelZoom, middle);
    case Qt::Key_Minus: return m_axis->zoom(1 / wheelZoom, middle);
    case Qt::Key_0: return m_axis->setPaused(false);
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (m_thresholds.isEmpty())
            break;
        if (m_dragged < 0)
            takeThreshold(0, Hand::Keys);
        return moveThreshold(m_thresholds[m_dragged].value * (event->key() == Qt::Key_Up ? 1 + thresholdStep : 1 - thresholdStep));
    case Qt::Key_Space: { // the next one
        if (m_thresholds.isEmpty())
            break;
        const int next = (m_dragged + 1) % int(m_thresholds.size());
        dropThreshold(false);
        takeThreshold(next, Hand::Keys);
        return refresh();
    }
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_dragged < 0)
            break;
        return dropThreshold(true);
    case Qt::Key_Escape:
        if (m_dragged < 0 && !m_selectedFrom)
            break;
        m_selectedFrom.reset();
        return dropThreshold(false);
    }
    QChartView::keyPressEvent(event);
}

void TimePlot::focusOutEvent(QFocusEvent *event)
{
    QChartView::focusOutEvent(event);
    if (m_dragged >= 0)
        dropThreshold(false);
}

void TimePlot::takeThreshold(int place, Hand hand)
{
    m_dragged = place;
    m_hand = hand;
    m_draggedFrom = m_thresholds[place].value;
    m_mostWhileDragged = m_most;
}

void TimePlot::moveThreshold(double value)
{
    m_thresholds[m_dragged].value = std::max(value, m_most / 1000);
    refresh();
}

void TimePlot::dropThreshold(bool isSet)
{
    if (m_dragged >= 0) {
        Threshold &threshold = m_thresholds[std::exchange(m_dragged, -1)];
        if (isSet && threshold.value != m_draggedFrom)
            Q_EMIT thresholdMoved(threshold.alert, threshold.value);
        else
            threshold.value = m_draggedFrom;
    }
    refresh();
}

} // namespace pipit
