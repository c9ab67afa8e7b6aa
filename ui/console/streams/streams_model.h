// SPDX-License-Identifier: GPL-3.0-or-later
// The streams of a node as a table, kept up to date in place: what is selected stays selected, where it is gone its row goes.
// Thread rule: the GUI thread.
#pragma once

#include "client/ops/node_stream.h"

#include <QAbstractTableModel>

namespace pipit {

class StreamsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Caller, Sessions, Via, Since, Cursor, Lag, Queued, Delivered, Address, Agent, Ended, Reason, Columns };
    static constexpr int queuedShareRole = Qt::UserRole + 1; // of what may wait for a stream: 0 to 1
    static constexpr qint64 queueLimit = 1 << 20;            // as a node has it by default

    using QAbstractTableModel::QAbstractTableModel;

    void setStreams(const QList<NodeStream> &streams);
    const NodeStream &stream(int row) const { return m_streams[row]; }
    int rowOf(qint64 id) const; // -1: it is not here
    void setSorted(int column, Qt::SortOrder order); // as the heads of the columns say it
    void retranslate();

    // By what the node can sort; empty: not by this one.
    static QString sortName(int column);

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_streams.size()); }
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(Columns); }
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    static QString sessionsText(const NodeStream &stream);
    static QString viaText(const NodeStream &stream);

private:
    QString text(const NodeStream &stream, int column) const;
    static QString nameOf(int column);

    QList<NodeStream> m_streams;
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::DescendingOrder;
};

} // namespace pipit
