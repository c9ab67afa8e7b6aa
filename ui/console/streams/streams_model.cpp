// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/streams/streams_model.h"

#include "ui/console/streams/stream_story.h"
#include "ui/locale/sizes.h"
#include "ui/theme/theme.h"

#include <QDateTime>
#include <QHash>
#include <QLocale>

#include <algorithm>

namespace pipit {

namespace {

QString clockText(qint64 timeMs)
{
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(timeMs);
    return time.date() == QDate::currentDate() ? time.toString(QStringLiteral("HH:mm:ss")) : QLocale().toString(time, QStringLiteral("d MMM HH:mm"));
}

bool isNumber(int column)
{
    return column == StreamsModel::Cursor || column == StreamsModel::Lag || column == StreamsModel::Queued || column == StreamsModel::Delivered;
}

} // namespace

void StreamsModel::setStreams(const QList<NodeStream> &streams)
{
    QHash<qint64, int> wanted;
    for (int i = 0; i < int(streams.size()); ++i)
        wanted.insert(streams[i].id, i);
    for (int row = int(m_streams.size()) - 1; row >= 0; --row) {
        if (wanted.contains(m_streams[row].id))
            continue;
        beginRemoveRows({}, row, row);
        m_streams.removeAt(row);
        endRemoveRows();
    }
    QHash<qint64, int> known;
    for (int i = 0; i < int(m_streams.size()); ++i)
        known.insert(m_streams[i].id, i);
    QList<NodeStream> added;
    for (const NodeStream &stream : streams) {
        if (!known.contains(stream.id))
            added << stream;
    }
    if (!added.isEmpty()) {
        beginInsertRows({}, int(m_streams.size()), int(m_streams.size() + added.size()) - 1);
        m_streams << added;
        endInsertRows();
    }
    const bool isInOrder = std::ranges::equal(m_streams, streams, {}, &NodeStream::id, &NodeStream::id);
    if (!isInOrder) {
        Q_EMIT layoutAboutToBeChanged();
        const QModelIndexList before = persistentIndexList();
        QModelIndexList after;
        for (const QModelIndex &index : before)
            after << this->index(wanted.value(m_streams[index.row()].id), index.column());
        m_streams = streams;
        changePersistentIndexList(before, after);
        Q_EMIT layoutChanged();
    } else {
        m_streams = streams;
    }
    if (!m_streams.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(int(m_streams.size()) - 1, Columns - 1));
}

int StreamsModel::rowOf(qint64 id) const
{
    const auto found = std::ranges::find(m_streams, id, &NodeStream::id);
    return found == m_streams.end() ? -1 : int(found - m_streams.begin());
}

void StreamsModel::setSorted(int column, Qt::SortOrder order)
{
    m_sortColumn = column;
    m_sortOrder = order;
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, Columns - 1);
}

void StreamsModel::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, Columns - 1);
    if (!m_streams.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(int(m_streams.size()) - 1, Columns - 1));
}

QString StreamsModel::sortName(int column)
{
    switch (column) {
    case Caller: return QStringLiteral("caller");
    case Since: return QStringLiteral("since");
    case Lag: return QStringLiteral("lag");
    case Queued: return QStringLiteral("queued");
    case Delivered: return QStringLiteral("delivered");
    case Address: return QStringLiteral("address");
    }
    return {};
}

QString StreamsModel::sessionsText(const NodeStream &stream)
{
    if (!stream.isOfMessages)
        return tr("(console, test)");
    if (stream.all)
        return tr("all");
    const int others = stream.sessionCount - int(stream.sessions.size());
    const QString named = stream.sessions.join(QStringLiteral(", "));
    return others > 0 ? (named.isEmpty() ? tr("%n session(s)", nullptr, others) : tr("%1 and %n more", nullptr, others).arg(named)) : named;
}

QString StreamsModel::viaText(const NodeStream &stream)
{
    return stream.isPoll() ? tr("long poll") : stream.transport == u"websocket" ? QStringLiteral("WebSocket") : QStringLiteral("SSE");
}

QString StreamsModel::text(const NodeStream &stream, int column) const
{
    const QLocale locale;
    switch (column) {
    case Caller: return stream.displayName();
    case Sessions: return sessionsText(stream);
    case Via: return viaText(stream);
    case Since: return clockText(stream.sinceMs);
    case Cursor: return stream.isOfMessages && !stream.isPoll() ? locale.toString(stream.cursor) : QString();
    case Lag: return locale.toString(stream.lag);
    case Queued: return stream.queuedBytes == 0 ? QStringLiteral("0") : sizeText(stream.queuedBytes);
    case Delivered: return locale.toString(stream.delivered);
    case Address: return stream.address;
    case Agent: return stream.agent;
    case Ended: return stream.isOpen() ? QString() : clockText(stream.endedMs);
    case Reason: return stream.reason;
    }
    return {};
}

QVariant StreamsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_streams.size())
        return {};
    const NodeStream &stream = m_streams[index.row()];
    switch (role) {
    case Qt::DisplayRole: return text(stream, index.column());
    case Qt::ToolTipRole: return index.column() == Caller ? stream.caller : index.column() == Reason ? StreamStory::why(stream) : text(stream, index.column());
    case Qt::TextAlignmentRole: return QVariant(isNumber(index.column()) ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::ForegroundRole:
        if (index.column() == Reason && (stream.reason == u"slow_consumer" || stream.reason == u"store_failed" || stream.reason == u"write_failed"))
            return Theme::tokens().warn;
        break;
    case queuedShareRole: return std::min(1.0, double(stream.queuedBytes) / double(queueLimit));
    }
    return {};
}

QVariant StreamsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(isNumber(section) ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    return section == m_sortColumn ? QString(nameOf(section) + (m_sortOrder == Qt::DescendingOrder ? QStringLiteral(" ↓") : QStringLiteral(" ↑"))) : nameOf(section);
}

QString StreamsModel::nameOf(int column)
{
    switch (column) {
    case Caller: return tr("Caller");
    case Sessions: return tr("Sessions");
    case Via: return tr("Via");
    case Since: return tr("Since");
    case Cursor: return tr("Cursor");
    case Lag: return tr("Lag");
    case Queued: return tr("Queued");
    case Delivered: return tr("Delivered");
    case Address: return tr("Address");
    case Agent: return tr("Program");
    case Ended: return tr("Ended");
    case Reason: return tr("Reason");
    }
    return {};
}

} // namespace pipit
