// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/run_views.h"

#include <algorithm>

namespace pipit {

namespace {

constexpr qsizetype maxRuns = 50;
constexpr qsizetype maxText = 4 << 20;
constexpr qsizetype maxRemembered = 200;

} // namespace

RunViews::Change RunViews::take(const RunEvent &event)
{
    if (isOver(event.runId, event.clientMessageId))
        return Change::None;
    m_suspects.remove(event.runId);
    if (RunView *view = find(event.runId)) {
        view->run = event;
        return Change::Changed;
    }
    // Its message is on its way, or was here before this client.
    if (event.state == RunState::Completed)
        return Change::None;
    add(event);
    return Change::Changed;
}

RunViews::Change RunViews::take(const DeltaEvent &event)
{
    if (isOver(event.runId, event.clientMessageId))
        return Change::None;
    m_suspects.remove(event.runId);
    RunView *view = find(event.runId);
    if (!view)
        view = &add(RunEvent{.runId = event.runId, .sessionId = event.sessionId, .botId = {}, .clientMessageId = event.clientMessageId, .state = RunState::Streaming});

    QString &text = event.reasoning ? view->reasoning : view->answer;
    if (event.offset > text.size()) {
        if (text.size() >= maxText || m_gaps.contains(event.runId))
            return Change::None;
        m_gaps.insert(event.runId);
        return Change::Gap;
    }
    const QStringView news = QStringView(event.text).sliced(std::min(event.text.size(), text.size() - event.offset));
    if (news.isEmpty() || text.size() + news.size() > maxText)
        return Change::None;
    m_gaps.remove(event.runId);
    text += news;
    return Change::Changed;
}

std::optional<QString> RunViews::answered(const QString &clientMessageId)
{
    if (clientMessageId.isEmpty())
        return std::nullopt;
    remember(m_answered, clientMessageId);
    const auto found = std::ranges::find_if(m_views, [&](const RunView &view) { return view.run.clientMessageId == clientMessageId; });
    if (found == m_views.end())
        return std::nullopt;
    const QString runId = found->run.runId;
    m_views.erase(found);
    m_suspects.remove(runId);
    m_gaps.remove(runId);
    return runId;
}

bool RunViews::dismiss(const QString &runId)
{
    remember(m_dismissed, runId);
    m_suspects.remove(runId);
    m_gaps.remove(runId);
    return m_views.removeIf([&](const RunView &view) { return view.run.runId == runId; }) > 0;
}

void RunViews::suspectAll()
{
    m_gaps.clear();
    m_suspects.clear();
    for (const RunView &view : std::as_const(m_views)) {
        if (!isFinal(view.run.state))
            m_suspects.insert(view.run.runId);
    }
}

QStringList RunViews::interruptSuspects()
{
    QStringList ended;
    for (RunView &view : m_views) {
        if (!m_suspects.contains(view.run.runId))
            continue;
        view.run.state = RunState::Interrupted;
        view.run.error = QStringLiteral("The connection broke, and the node no longer knows this answer.");
        ended << view.run.runId;
    }
    m_suspects.clear();
    return ended;
}

RunView *RunViews::find(const QString &runId)
{
    const auto found = std::ranges::find_if(m_views, [&](const RunView &view) { return view.run.runId == runId; });
    return found == m_views.end() ? nullptr : &*found;
}

bool RunViews::isOver(const QString &runId, const QString &clientMessageId) const
{
    return m_dismissed.contains(runId) || (!clientMessageId.isEmpty() && m_answered.contains(clientMessageId));
}

RunView &RunViews::add(const RunEvent &event)
{
    if (m_views.size() >= maxRuns) {
        const auto ended = std::ranges::find_if(m_views, [](const RunView &view) { return isFinal(view.run.state); });
        m_views.erase(ended == m_views.end() ? m_views.begin() : ended);
    }
    m_views.push_back(RunView{event});
    return m_views.last();
}

void RunViews::remember(QStringList &list, const QString &id)
{
    if (list.contains(id))
        return;
    if (list.size() >= maxRemembered)
        list.removeFirst();
    list << id;
}

} // namespace pipit
