// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres/live_channel.h"

#include <QJsonDocument>

namespace pipit::store {

namespace {

constexpr qsizetype pieceBytes = 7'800; // of 7,999: the rest is for the first line
constexpr qsizetype fullBatchBytes = 1 << 20; // and one more event, of at most as much
constexpr qsizetype nodesAtMost = 1'000;
constexpr QChar kindLetters[] = {u'E', u'H', u'B'};

// The end of the longest piece that begins here.
qsizetype endOfPiece(const QByteArray &utf8, qsizetype begin)
{
    qsizetype end = std::min(begin + pieceBytes, utf8.size());
    while (end < utf8.size() && (static_cast<unsigned char>(utf8[end]) & 0xC0) == 0x80)
        --end;
    return end;
}

} // namespace

QStringList LiveChannel::pack(Kind kind, const QJsonArray &events)
{
    QStringList payloads;
    QByteArray batch = "[";
    for (const QJsonValue &event : events) {
        if (batch.size() > 1)
            batch += ',';
        batch += QJsonDocument(event.toObject()).toJson(QJsonDocument::Compact);
        if (batch.size() > fullBatchBytes) {
            payloads += piecesOf(kind, batch + ']');
            batch = "[";
        }
    }
    if (batch.size() > 1 || payloads.isEmpty())
        payloads += piecesOf(kind, batch + ']');
    return payloads;
}

QStringList LiveChannel::piecesOf(Kind kind, const QByteArray &batch)
{
    QList<QByteArray> pieces;
    for (qsizetype begin = 0; begin < batch.size();) {
        const qsizetype end = endOfPiece(batch, begin);
        pieces << batch.mid(begin, end - begin);
        begin = end;
    }
    ++m_lastBatch;
    QStringList payloads;
    for (qsizetype i = 0; i < pieces.size(); ++i)
        payloads << QStringLiteral("%1 %2 %3 %4 %5\n").arg(m_node, kindLetters[int(kind)]).arg(m_lastBatch).arg(i).arg(pieces.size()) + QString::fromUtf8(pieces[i]);
    return payloads;
}

std::optional<LiveChannel::Received> LiveChannel::unpack(const QString &payload)
{
    const qsizetype lineEnd = payload.indexOf(u'\n');
    const QStringList head = payload.left(lineEnd).split(u' ');
    if (lineEnd < 0 || head.size() != 5 || head[0] == m_node || head[1].size() != 1)
        return std::nullopt;
    const auto letter = std::ranges::find(kindLetters, head[1].front());
    if (letter == std::end(kindLetters))
        return std::nullopt;

    if (m_underWay.size() > nodesAtMost)
        m_underWay.clear();
    Batch &batch = m_underWay[head[0]];
    const int piece = head[3].toInt();
    if (piece == 0)
        batch = {.number = head[2]};
    // A piece before this one was lost with a connection: the rest is of no use.
    if (batch.number != head[2] || batch.next != piece || batch.text.size() + payload.size() > maxBatchBytes) {
        m_underWay.remove(head[0]);
        return std::nullopt;
    }
    ++batch.next;
    batch.text += QStringView(payload).mid(lineEnd + 1);
    if (batch.next < head[4].toInt())
        return std::nullopt;
    Received received{.node = head[0], .kind = Kind(letter - std::begin(kindLetters)), .events = QJsonDocument::fromJson(batch.text.toUtf8()).array()};
    m_underWay.remove(head[0]);
    return received;
}

} // namespace pipit::store
