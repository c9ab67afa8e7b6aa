// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/runs/runs_model.h"

#include "ui/locale/times.h"
#include "ui/theme/theme.h"

#include <QDateTime>

#include <algorithm>

namespace pipit {

void RunsModel::setRuns(const QList<OpsRun> &runs)
{
    // New ones come at the top; what is there only changes.
    const bool areSame = std::ranges::equal(runs, m_runs, [](const OpsRun &a, const OpsRun &b) { return a.run.runId == b.run.runId; });
    if (areSame) {
        m_runs = runs;
        if (!runs.isEmpty())
            Q_EMIT dataChanged(index(0, 0), index(int(runs.size()) - 1, Columns - 1));
        return;
    }
    beginResetModel();
    m_runs = runs;
    endResetModel();
}

int RunsModel::rowOf(const QString &runId) const
{
    const auto found = std::ranges::find(m_runs, runId, [](const OpsRun &run) { return run.run.runId; });
    return found == m_runs.end() ? -1 : int(found - m_runs.begin());
}

void RunsModel::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, Columns - 1);
    if (!m_runs.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(int(m_runs.size()) - 1, Columns - 1));
}

QString RunsModel::stateText(RunState state)
{
    switch (state) {
    case RunState::Queued: return tr("queued");
    case RunState::Streaming: return tr("streaming");
    case RunState::Polling: return tr("polling");
    case RunState::Completed: return tr("completed");
    case RunState::Failed: return tr("failed");
    case RunState::Cancelled: return tr("cancelled");
    case RunState::Interrupted: break;
    }
    return tr("interrupted");
}

QVariant RunsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_runs.size())
        return {};
    const OpsRun &run = m_runs[index.row()];
    if (role == Qt::ForegroundRole && index.column() == State && run.run.state == RunState::Failed)
        return Theme::tokens().bad;
    if (role == Qt::ToolTipRole && index.column() == State)
        return run.run.error;
    if (role == Qt::TextAlignmentRole)
        return QVariant(index.column() == FirstToken || index.column() == Whole ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Asked: return QDateTime::fromMSecsSinceEpoch(run.askedMs).toString(QStringLiteral("HH:mm:ss"));
    case Bot: return run.run.botId;
    case Session: return run.run.sessionId;
    case State: return stateText(run.run.state);
    case FirstToken: return run.firstTokenMs ? duration(*run.firstTokenMs) : QString();
    case Whole: return run.durationMs ? duration(*run.durationMs) : QString();
    case Code: return run.errorCode;
    case LogId: return run.logId;
    }
    return {};
}

QVariant RunsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(section == FirstToken || section == Whole ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Asked: return tr("Asked");
    case Bot: return tr("Bot");
    case Session: return tr("Session");
    case State: return tr("State");
    case FirstToken: return tr("First token");
    case Whole: return tr("Whole");
    case Code: return tr("Error code");
    case LogId: return tr("Log id");
    }
    return {};
}

} // namespace pipit
