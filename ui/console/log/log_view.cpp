// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/log/log_view.h"

#include "ui/console/log/log_accessible.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QDateTime>
#include <QEvent>
#include <QFontMetricsF>
#include <QLocale>
#include <QPushButton>
#include <QScrollBar>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace pipit {

namespace {

constexpr double lineHeightPixels = 20;
constexpr double edge = 20;             // left of the time: the sign of a level stands there
constexpr double rightEdge = 12;
constexpr int topRoom = 6;
constexpr int mostAreaLetters = 13, mostInNarrow = 8;
constexpr double narrow = 520;          // a view
constexpr double endlessWidth = 1e6;    // of a line that is not wrapped
constexpr qsizetype mostFound = 200;    // marked in one line
constexpr std::chrono::milliseconds dragEvery{30};

} // namespace

LogView::LogView(LogModel *model, QWidget *parent) : QAbstractScrollArea(parent), m_model(model), m_pill(new QPushButton(viewport()))
{
    installLogAccessibility();
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setViewportMargins(0, topRoom, 0, 0);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    viewport()->setCursor(Qt::IBeamCursor);
    setAccessibleName(tr("Log"));

    setLook(m_pill, "kind", "pill");
    m_pill->setIcon(themedIcon("arrow-down"));
    m_pill->setFocusPolicy(Qt::NoFocus); // the End key does the same
    m_pill->setCursor(Qt::ArrowCursor);
    m_pill->hide();
    connect(m_pill, &QPushButton::clicked, this, [this] {
        m_model->setPaused(false);
        scrollToEnd();
    });

    m_arrangeTimer.setSingleShot(true);
    connect(&m_arrangeTimer, &QTimer::timeout, this, &LogView::arrange);
    m_dragTimer.setInterval(dragEvery);
    connect(&m_dragTimer, &QTimer::timeout, this, &LogView::dragOn);
    connect(m_model, &LogModel::shifted, this, &LogView::takeShift);
    connect(m_model, &LogModel::refiltered, this, &LogView::takeFilter);
    connect(m_model, &LogModel::heldBackChanged, this, &LogView::updatePill);
    connect(m_model, &LogModel::areasChanged, this, [this] {
        m_areaTexts.clear();
        forgetLayouts();
    });
    connect(&Theme::instance(), &Theme::changed, this, &LogView::forgetLayouts);
    measure();
}

LogView::~LogView() = default;

void LogView::measure()
{
    const QFontMetricsF metrics(Theme::code());
    const double letter = metrics.horizontalAdvance(u'0');
    m_lineHeight = Theme::scaled(lineHeightPixels);
    m_showsDays = m_model->count() > 0 && QDateTime::fromMSecsSinceEpoch(m_model->row(0).atMs).date() != QDate::currentDate();
    qsizetype letters = 4;
    for (qsizetype area = 0; area < m_model->areaCount(); ++area)
        letters = std::max(letters, m_model->areaName(quint16(area)).size());
    letters = std::min<qsizetype>(letters, viewport()->width() < Theme::scaled(narrow) ? mostInNarrow : mostAreaLetters);
    m_timeLeft = Theme::scaled(edge);
    m_areaLeft = m_timeLeft + int(std::ceil(metrics.horizontalAdvance(timeOf(0)) + letter));
    m_wordsLeft = m_areaLeft + int(std::ceil(double(letters + 1) * letter));
    m_wordsWidth = std::max(viewport()->width() - m_wordsLeft - Theme::scaled(rightEdge), Theme::scaled(80));
}

// In the reader's own time. Of another day than today, with the day.
QString LogView::timeOf(qint64 atMs) const
{
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(atMs);
    return at.toString(m_showsDays ? u"MM-dd HH:mm:ss.zzz"_s : u"HH:mm:ss.zzz"_s);
}

void LogView::forgetLayouts()
{
    m_layouts.clear();
    m_areaTexts.clear();
    m_widest = 0;
    measure();
    arrangeSoon();
}

std::unique_ptr<LogView::Layout> LogView::made(const LogModel::Row &row) const
{
    auto layout = std::make_unique<Layout>();
    if (row.kind != LogModel::Kind::Line)
        return layout;
    const QFont font = Theme::code();
    layout->time.setTextFormat(Qt::PlainText);
    layout->time.setText(timeOf(row.atMs));
    layout->time.prepare({}, font);
    QTextOption option;
    option.setWrapMode(m_isWrapped ? QTextOption::WrapAtWordBoundaryOrAnywhere : QTextOption::NoWrap);
    option.setTextDirection(Qt::LeftToRight); // names and values, whatever language stands in them
    layout->words.setFont(font);
    layout->words.setTextOption(option);
    layout->words.setText(row.words);
    layout->words.setCacheEnabled(true);
    layout->words.beginLayout();
    layout->lines = 0;
    for (QTextLine line = layout->words.createLine(); line.isValid(); line = layout->words.createLine()) {
        line.setLineWidth(m_isWrapped ? m_wordsWidth : endlessWidth);
        line.setPosition(QPointF(0, layout->lines * m_lineHeight + (m_lineHeight - line.height()) / 2));
        layout->width = std::max(layout->width, line.naturalTextWidth());
        ++layout->lines;
    }
    layout->words.endLayout();
    layout->lines = std::max(layout->lines, 1);
    const QString &sought = m_model->filter().text;
    for (qsizetype at = sought.isEmpty() ? -1 : row.words.indexOf(sought, 0, Qt::CaseInsensitive); at >= 0 && layout->found.size() < mostFound; at = row.words.indexOf(sought, at + sought.size(), Qt::CaseInsensitive)) {
        QTextLayout::FormatRange range;
        range.start = int(at);
        range.length = int(sought.size());
        layout->found.append(range);
    }
    return layout;
}

LogView::Layout &LogView::layoutOf(qsizetype place)
{
    auto &layout = m_layouts[m_model->idOf(place)];
    if (!layout)
        layout = made(m_model->row(place));
    layout->usedAt = m_arrangement;
    return *layout;
}

int LogView::heightOf(qsizetype place)
{
    return m_isWrapped ? layoutOf(place).lines * m_lineHeight : m_lineHeight;
}

void LogView::takeShift(qsizetype dropped, qsizetype added)
{
    m_top.place -= dropped;
    if (m_top.place < 0)
        m_top = {};
    if (!m_follows)
        m_unseen = std::min(m_unseen + added, m_model->count());
    arrangeSoon();
}

// What the reader looks at stays where it is: the current line, where it is in view, so that whoever has found one sees what stands
// around it once nothing is looked for any more.
void LogView::takeFilter()
{
    const auto current = std::ranges::find(m_placed, m_current, &Placed::id);
    const auto kept = current != m_placed.end() ? current : m_placed.begin();
    const qsizetype place = m_model->placeOf(m_current);
    if (current != m_placed.end() && place < m_model->count() && m_model->idOf(place) == m_current)
        m_follows = false;
    m_unseen = std::min(m_unseen, m_model->count());
    m_layouts.clear(); // what is found in them is another
    m_widest = 0;
    if (!m_follows && kept != m_placed.end()) {
        m_top = {m_model->placeOf(kept->id), -kept->rect.top()}; // as far down as it was
        while (m_top.above < 0 && m_top.place > 0) {
            --m_top.place;
            m_top.above += m_top.place < m_model->count() ? heightOf(m_top.place) : m_lineHeight;
        }
        m_top.above = std::max(m_top.above, 0);
    }
    horizontalScrollBar()->setValue(0);
    arrangeSoon();
}

void LogView::arrangeSoon()
{
    m_arrangeTimer.start(0);
    viewport()->update();
}

// Where the last line ends at the window's foot.
LogView::Place LogView::endPlace()
{
    int left = viewport()->height();
    for (qsizetype place = m_model->count(); place-- > 0;) {
        const int height = heightOf(place);
        if (height >= left)
            return {place, height - left};
        left -= height;
    }
    return {};
}

int LogView::valueOf(const Place &at)
{
    return at.place >= m_model->count() ? 0 : int(at.place) * m_lineHeight + at.above * m_lineHeight / heightOf(at.place);
}

void LogView::arrange()
{
    m_arrangeTimer.stop();
    ++m_arrangement;
    if (m_model->count() > 0 && m_showsDays != (QDateTime::fromMSecsSinceEpoch(m_model->row(0).atMs).date() != QDate::currentDate())) {
        m_layouts.clear();
        measure();
    }
    const Place end = endPlace();
    if (m_follows || m_top.place > end.place || (m_top.place == end.place && m_top.above > end.above))
        m_top = end;
    m_placed.clear();
    int y = -m_top.above;
    for (qsizetype place = m_top.place; place < m_model->count() && y < viewport()->height(); ++place) {
        Layout &layout = layoutOf(place);
        const int height = layout.lines * m_lineHeight;
        m_placed.push_back({m_model->idOf(place), QRect(0, y, viewport()->width(), height)});
        m_widest = std::max(m_widest, layout.width);
        y += height;
    }
    m_setsBars = true;
    QScrollBar *const bar = verticalScrollBar();
    bar->setRange(0, valueOf(end));
    bar->setSingleStep(m_lineHeight);
    bar->setPageStep(std::max(viewport()->height() / m_lineHeight - 1, 1) * m_lineHeight);
    bar->setValue(valueOf(m_top));
    horizontalScrollBar()->setRange(0, m_isWrapped ? 0 : std::max(0, int(std::ceil(m_widest)) - m_wordsWidth));
    horizontalScrollBar()->setSingleStep(m_lineHeight);
    horizontalScrollBar()->setPageStep(m_wordsWidth);
    m_setsBars = false;
    std::erase_if(m_layouts, [this](const auto &entry) { return entry.second->usedAt != m_arrangement; });
    updatePill();
    viewport()->update();
    Q_EMIT arranged();
}

void LogView::scrollContentsBy(int, int dy)
{
    if (m_setsBars)
        return;
    if (dy != 0) {
        const int value = verticalScrollBar()->value();
        const qsizetype place = value / m_lineHeight;
        m_top = {place, place < m_model->count() ? value % m_lineHeight * heightOf(place) / m_lineHeight : 0};
        m_follows = value == verticalScrollBar()->maximum();
        if (m_follows)
            m_unseen = 0;
        arrange();
    }
    viewport()->update();
}

void LogView::scrollToEnd()
{
    m_follows = true;
    m_unseen = 0;
    arrange();
}

void LogView::ensureVisible(qsizetype place)
{
    const auto isBefore = [](const Place &a, const Place &b) { return a.place < b.place || (a.place == b.place && a.above < b.above); };
    // So far up that its foot is in view, or all of it that can be.
    qsizetype first = place;
    int left = std::max(viewport()->height() - heightOf(place), 0);
    while (left > 0 && first > 0)
        left -= heightOf(--first);
    if (const Place lowest{first, std::max(-left, 0)}; isBefore(m_top, lowest))
        m_top = lowest;
    if (const Place highest{place, 0}; isBefore(highest, m_top))
        m_top = highest;
    m_follows = !isBefore(m_top, endPlace());
    if (m_follows)
        m_unseen = 0;
    arrange();
}

void LogView::setWrapped(bool isWrapped)
{
    if (std::exchange(m_isWrapped, isWrapped) == isWrapped)
        return;
    m_top.above = 0;
    forgetLayouts();
}

void LogView::updatePill()
{
    const bool isAway = !m_follows && verticalScrollBar()->value() < verticalScrollBar()->maximum();
    const qsizetype news = m_unseen + m_model->heldBack();
    if (isAway || news > 0) {
        m_pill->setText(news > 0 ? tr("%n new line(s)", nullptr, int(news)) : tr("Newest"));
        m_pill->adjustSize();
        m_pill->move((viewport()->width() - m_pill->width()) / 2, viewport()->height() - m_pill->height() - Theme::scaled(12));
    }
    m_pill->setVisible(isAway || news > 0);
}

void LogView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    const int wordsLeft = m_wordsLeft;
    measure();
    if (m_wordsLeft != wordsLeft)
        m_areaTexts.clear();
    if (m_isWrapped) {
        m_layouts.clear();
        m_top.above = 0;
    }
    arrange();
}

void LogView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        setAccessibleName(tr("Log"));
        updatePill();
        viewport()->update();
    }
}

bool LogView::isSelected(qint64 id) const
{
    return hasSelection() && id >= std::min(m_anchor, m_current) && id <= std::max(m_anchor, m_current);
}

void LogView::makeCurrent(qint64 id)
{
    const qsizetype place = m_model->placeOf(id);
    if (place >= m_model->count())
        return;
    m_current = m_model->idOf(place);
    ensureVisible(place);
    tellCurrent();
}

void LogView::find(bool upwards)
{
    const qsizetype count = m_model->count();
    if (m_model->filter().text.isEmpty() || count == 0)
        return;
    const qsizetype from = m_current < 0 ? (upwards ? count : -1) : m_model->placeOf(m_current);
    const bool isThere = from >= 0 && from < count && m_model->idOf(from) == m_current;
    const qsizetype next = upwards ? from - 1 : from + (isThere || from < 0 ? 1 : 0);
    m_anchor = -1;
    makeCurrent(m_model->idOf((next % count + count) % count));
}

QString LogView::selectedText() const
{
    QStringList lines;
    for (qsizetype place = hasSelection() ? m_model->placeOf(std::min(m_anchor, m_current)) : m_model->count(); place < m_model->count() && isSelected(m_model->idOf(place)); ++place)
        lines << m_model->text(place);
    return lines.join(u'\n');
}

QString LogView::shownText() const
{
    QStringList lines;
    for (qsizetype place = 0; place < m_model->count(); ++place)
        lines << m_model->text(place);
    return lines.join(u'\n');
}

QString LogView::spokenText(qint64 id) const
{
    const qsizetype place = m_model->placeOf(id);
    if (place >= m_model->count() || m_model->idOf(place) != id)
        return {};
    const LogModel::Row &row = m_model->row(place);
    if (row.kind != LogModel::Kind::Line)
        return LogModel::noteOf(row);
    const QString time = QLocale().toString(QDateTime::fromMSecsSinceEpoch(row.atMs).time(), QLocale::LongFormat);
    switch (row.level) {
    case QtWarningMsg: return tr("%1, warning, %2: %3", "time, area, words of a line of the log").arg(time, m_model->areaName(row.area), row.words);
    case QtCriticalMsg:
    case QtFatalMsg: return tr("%1, error, %2: %3", "time, area, words of a line of the log").arg(time, m_model->areaName(row.area), row.words);
    case QtDebugMsg:
    case QtInfoMsg: break;
    }
    return tr("%1, %2: %3", "time, area, words of a line of the log").arg(time, m_model->areaName(row.area), row.words);
}

} // namespace pipit
