// SPDX-License-Identifier: GPL-3.0-or-later
// The answers of a node's bots as a table: those under way, then the last that ended. Thread rule: the GUI thread.
#pragma once

#include "client/ops/ops_run.h"

#include <QAbstractTableModel>

namespace pipit {

class RunsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Asked, Bot, Session, State, FirstToken, Whole, Code, LogId, Columns };

    using QAbstractTableModel::QAbstractTableModel;

    void setRuns(const QList<OpsRun> &runs);
    const OpsRun &run(int row) const { return m_runs[row]; }
    const QList<OpsRun> &runs() const { return m_runs; }
    int rowOf(const QString &runId) const; // -1: it is not here
    void retranslate();

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_runs.size()); }
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(Columns); }
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    static QString stateText(RunState state);

private:
    QList<OpsRun> m_runs;
};

} // namespace pipit
