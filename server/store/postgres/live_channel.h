// SPDX-License-Identifier: GPL-3.0-or-later
// How nodes talk beside the log: events as JSON, cut into notifications, put together again on the other side.
//
// A notification holds at most 7,999 bytes. A batch of events is one JSON array; its pieces go out in one transaction, so
// they arrive together and in order: "NODE KIND BATCH PIECE OF\n" and then the piece, never cut inside a character.
// Thread rule: a value on one thread. Memory: one batch under way for each node, of at most maxBatchBytes.
#pragma once

#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>

namespace pipit::store {

class LiveChannel
{
public:
    enum class Kind { Events, Hello, Bye };

    struct Received {
        QString node;
        Kind kind = Kind::Events;
        QJsonArray events = {};
    };

    static constexpr qsizetype maxBatchBytes = 4 << 20;

    explicit LiveChannel(QString node) : m_node(std::move(node)) { }

    // The notifications of one transaction, in as many batches as the events fill. There are none for Hello and Bye.
    QStringList pack(Kind kind, const QJsonArray &events = {});

    // Nothing for a piece that is not the last, for what this node sent itself, and for what is not of this form.
    std::optional<Received> unpack(const QString &payload);

private:
    QStringList piecesOf(Kind kind, const QByteArray &batch);

    struct Batch {
        QString number;
        int next = 0;
        QString text = {};
    };

    const QString m_node;
    qint64 m_lastBatch = 0;
    QHash<QString, Batch> m_underWay;
};

} // namespace pipit::store
