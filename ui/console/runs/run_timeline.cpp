// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/runs/run_timeline.h"

#include "ui/locale/times.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QPainter>

#include <algorithm>

namespace pipit {

namespace {

constexpr double stepHeight = 34;
constexpr double stepBarHeight = 9;
constexpr double leastBar = 3;
constexpr int mostSteps = 6;

} // namespace

RunTimeline::RunTimeline(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    Theme::measure(this, [this] { updateGeometry(); });
}

QList<RunTimeline::Step> RunTimeline::stepsOf(const OpsRun &run)
{
    QList<Step> steps;
    qint64 at = 0;
    const auto add = [&](const QString &words, std::optional<qint64> until, int colour) {
        if (!until)
            return;
        const qint64 to = std::max(at, *until);
        steps.append({QString(words + QStringLiteral(" +") + duration(to - at)), at, to, colour});
        at = to;
    };
    add(tr("sent"), run.sentMs, 2);
    add(tr("accepted"), run.acceptedMs, 2);
    add(tr("first byte"), run.firstByteMs, 1);
    add(tr("first token"), run.firstTokenMs, 1);
    add(tr("last token"), run.lastTokenMs, 0);
    add(run.endedMs ? tr("stored") : tr("under way"), run.durationMs, 3);
    return steps;
}

void RunTimeline::setRun(const std::optional<OpsRun> &run)
{
    m_run = run;
    takeSteps();
}

void RunTimeline::takeSteps()
{
    m_steps = m_run ? stepsOf(*m_run) : QList<Step>();
    QStringList words;
    for (const Step &step : std::as_const(m_steps))
        words << step.words;
    setAccessibleName(words.join(QStringLiteral(", ")));
    update();
}

QSize RunTimeline::sizeHint() const
{
    return QSize(Theme::scaled(300), Theme::scaled(stepHeight) * mostSteps);
}

QSize RunTimeline::minimumSizeHint() const
{
    return QSize(Theme::scaled(160), sizeHint().height());
}

void RunTimeline::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = Theme::tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(Theme::small());
    if (m_steps.isEmpty()) {
        painter.setPen(tokens.dim);
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, tr("No answer yet."));
        return;
    }
    const double whole = std::max<double>(1, double(m_steps.last().toMs));
    const QFontMetrics metrics = painter.fontMetrics();
    const double gap = Theme::scaled(8);
    for (int i = 0; i < int(m_steps.size()); ++i) {
        const Step &step = m_steps[i];
        const double y = Theme::scaled(stepHeight) * (i + 0.6), barHeight = Theme::scaled(stepBarHeight);
        const double from = width() * double(step.fromMs) / whole, to = width() * double(step.toMs) / whole;
        QRectF bar(std::min(from, width() - leastBar), y - barHeight / 2, std::max<double>(leastBar, to - from), barHeight);
        painter.setPen(Qt::NoPen);
        painter.setBrush(tokens.series[std::size_t(step.colour)]);
        painter.drawRoundedRect(bar, 2, 2);
        // The words stand behind the bar, or before it, or above both where there is room for neither.
        const double wide = metrics.horizontalAdvance(step.words);
        painter.setPen(tokens.dim);
        if (bar.right() + gap + wide <= width())
            painter.drawText(QRectF(bar.right() + gap, y - barHeight, wide + 2, barHeight * 2), Qt::AlignVCenter | Qt::AlignLeft, step.words);
        else if (bar.left() - gap - wide >= 0)
            painter.drawText(QRectF(bar.left() - gap - wide - 2, y - barHeight, wide + 2, barHeight * 2), Qt::AlignVCenter | Qt::AlignRight, step.words);
        else
            painter.drawText(QRectF(0, y - barHeight / 2 - metrics.height(), width(), metrics.height()), Qt::AlignVCenter | Qt::AlignLeft, metrics.elidedText(step.words, Qt::ElideRight, width()));
    }
}

void RunTimeline::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        takeSteps();
    QWidget::changeEvent(event);
}

} // namespace pipit
