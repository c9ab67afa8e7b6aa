// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/log/log_model.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pipit {

namespace {

constexpr std::size_t mostAreas = 500; // a node has some forty
constexpr std::size_t mostMarks = 64;
constexpr qint64 notPaused = -1;

} // namespace

LogModel::LogModel(QObject *parent) : LogModel(Limits{}, parent)
{
}

LogModel::LogModel(const Limits &limits, QObject *parent) : QObject(parent), m_limits(limits), m_matcher(QString(), Qt::CaseInsensitive)
{
}

qsizetype LogModel::bytesOf(const Row &row)
{
    return qsizetype(sizeof(Row) + sizeof(qint64)) + 2 * row.words.size() + 32;
}

quint16 LogModel::areaOf(const QString &logged)
{
    if (const auto found = m_areaPlaces.constFind(logged); found != m_areaPlaces.cend())
        return *found;
    if (m_areas.size() >= mostAreas)
        return quint16(mostAreas - 1);
    const QString name = logged.startsWith(u"pipit.") ? logged.sliced(6) : logged;
    Area area{.logged = logged, .name = name, .group = name.section(u'.', 0, 0)};
    judgeArea(area);
    m_areas.push_back(area);
    m_areaPlaces.insert(logged, quint16(m_areas.size() - 1));
    return quint16(m_areas.size() - 1);
}

void LogModel::judgeArea(Area &area) const
{
    area.isChosen = m_filter.areas.isEmpty() || m_filter.areas.contains(area.group);
    area.isFound = !m_filter.text.isEmpty() && area.name.contains(m_filter.text, Qt::CaseInsensitive);
}

QStringList LogModel::areas() const
{
    QStringList groups;
    for (const Area &area : m_areas)
        groups << area.group;
    groups.sort();
    groups.removeDuplicates();
    return groups;
}

bool LogModel::fits(const Row &row) const
{
    if (row.kind != Kind::Line)
        return m_filter.text.isEmpty();
    const Area &area = m_areas[row.area];
    return area.isChosen && logGravity(row.level) >= logGravity(m_filter.from) && (m_filter.text.isEmpty() || area.isFound || m_matcher.indexIn(row.words) >= 0);
}

void LogModel::add(Row row)
{
    const qint64 id = m_firstId + qint64(m_rows.size());
    m_bytes += bytesOf(row);
    if (fits(row)) {
        if (isPaused())
            ++m_heldBack;
        else
            m_shown.push_back(id);
    }
    m_rows.push_back(std::move(row));
}

qsizetype LogModel::trim()
{
    qsizetype dropped = 0;
    while (!m_rows.empty() && (std::ssize(m_rows) > m_limits.lines || m_bytes > m_limits.bytes)) {
        m_bytes -= bytesOf(m_rows.front());
        if (!m_shown.empty() && m_shown.front() == m_firstId) {
            m_shown.pop_front();
            ++dropped;
        } else if (isPaused() && m_firstId >= m_pausedAt && fits(m_rows.front())) {
            --m_heldBack;
        }
        m_rows.pop_front();
        ++m_firstId;
    }
    return dropped;
}

void LogModel::append(const LogBatch &batch)
{
    const qsizetype before = count(), heldBefore = m_heldBack;
    const std::size_t areasBefore = m_areas.size();
    bool isContinued = true;
    if (batch.log != m_log) {
        isContinued = false;
        const auto mark = std::ranges::find(m_marks, batch.log, &std::pair<QString, qint64>::first);
        m_last = mark == m_marks.end() ? 0 : mark->second;
        const bool wasStartedAnew = !m_log.isEmpty() && !batch.lines.isEmpty();
        m_log = batch.log;
        if (wasStartedAnew)
            add({.number = 0, .atMs = batch.lines.first().atMs, .words = {}, .area = 0, .kind = Kind::NewLog, .level = QtInfoMsg});
    }
    if (batch.missing > 0 && isContinued && !batch.lines.isEmpty() && batch.lines.first().number > m_last)
        add({.number = batch.missing, .atMs = batch.lines.first().atMs, .words = {}, .area = 0, .kind = Kind::Missing, .level = QtInfoMsg});
    for (const LogLine &line : batch.lines) {
        if (line.number <= m_last)
            continue;
        m_last = line.number;
        add({.number = line.number, .atMs = line.atMs, .words = line.words(), .area = areaOf(line.area), .kind = Kind::Line, .level = line.level});
    }
    const qsizetype added = count() - before;
    const qsizetype dropped = trim();
    if (added > 0 || dropped > 0)
        Q_EMIT shifted(dropped, added);
    if (m_heldBack != heldBefore)
        Q_EMIT heldBackChanged();
    if (m_areas.size() != areasBefore)
        Q_EMIT areasChanged();
}

void LogModel::reset()
{
    m_firstId += qint64(m_rows.size());
    m_rows.clear();
    m_shown.clear();
    m_bytes = 0;
    m_log.clear();
    m_last = 0;
    m_areas.clear();
    m_areaPlaces.clear();
    if (isPaused())
        m_pausedAt = m_firstId;
    m_heldBack = 0;
    Q_EMIT refiltered();
    Q_EMIT heldBackChanged();
    Q_EMIT areasChanged();
}

void LogModel::clear()
{
    std::erase_if(m_marks, [this](const auto &mark) { return mark.first == m_log; });
    if (!m_log.isEmpty())
        m_marks.emplace_back(m_log, m_last);
    if (m_marks.size() > mostMarks)
        m_marks.pop_front();
    m_firstId += qint64(m_rows.size());
    m_rows.clear();
    m_shown.clear();
    m_bytes = 0;
    if (isPaused())
        m_pausedAt = m_firstId;
    m_heldBack = 0;
    Q_EMIT refiltered();
    Q_EMIT heldBackChanged();
}

void LogModel::setFilter(const LogFilter &filter)
{
    if (filter == m_filter)
        return;
    m_filter = filter;
    m_matcher.setPattern(filter.text);
    for (Area &area : m_areas)
        judgeArea(area);
    refilter();
}

void LogModel::setPaused(bool isPaused)
{
    if (isPaused == this->isPaused())
        return;
    const qsizetype before = count();
    qint64 id = std::exchange(m_pausedAt, isPaused ? m_firstId + qint64(m_rows.size()) : notPaused);
    m_heldBack = 0;
    if (!isPaused) {
        for (id = std::max(id, m_firstId); id < m_firstId + qint64(m_rows.size()); ++id) {
            if (fits(m_rows[std::size_t(id - m_firstId)]))
                m_shown.push_back(id);
        }
    }
    if (count() > before)
        Q_EMIT shifted(0, count() - before);
    Q_EMIT heldBackChanged();
}

void LogModel::refilter()
{
    m_shown.clear();
    m_heldBack = 0;
    qint64 id = m_firstId;
    for (const Row &row : m_rows) {
        if (fits(row)) {
            if (isPaused() && id >= m_pausedAt)
                ++m_heldBack;
            else
                m_shown.push_back(id);
        }
        ++id;
    }
    Q_EMIT refiltered();
    if (isPaused())
        Q_EMIT heldBackChanged();
}

qsizetype LogModel::placeOf(qint64 id) const
{
    return std::ranges::lower_bound(m_shown, id) - m_shown.begin();
}

QString LogModel::text(qsizetype place) const
{
    const Row &line = row(place);
    if (line.kind != Kind::Line)
        return noteOf(line);
    return logLineText(line.atMs, line.level, m_areas[line.area].logged, line.words);
}

QString LogModel::noteOf(const Row &row)
{
    return row.kind == Kind::NewLog ? tr("The node was started anew.") : tr("%n line(s) are missing here: the node kept them no longer.", nullptr, int(row.number));
}

} // namespace pipit
