// SPDX-License-Identifier: GPL-3.0-or-later
// A stream of a node, or a long poll, as /api/ops/connections tells of it. Thread rule: plain values. Source: docs/api.md.
#pragma once

#include <QJsonObject>
#include <QStringList>

#include <optional>

namespace pipit {

struct NodeStream {
    qint64 id = 0;         // of a long poll negative
    QString transport = {}; // "sse", "poll"
    QString state = {};    // "replaying", "live", "ending", "ended"
    QString caller = {};
    QString name = {};     // empty: as the caller
    QString address = {};
    QString agent = {};
    bool isOfMessages = true;
    bool all = false;
    QStringList sessions = {}; // the first of them
    int sessionCount = 0;
    qint64 sinceMs = 0;
    qint64 cursor = 0;
    qint64 lag = 0;        // messages
    qint64 queuedBytes = 0;
    qint64 mostQueuedBytes = 0;
    int blocked = 0;       // times
    qint64 delivered = 0;
    std::optional<qint64> after = {};
    QString resume = {};   // what came of its cursor; empty: it had none
    int replayed = 0;
    std::optional<qint64> liveMs = {};
    qint64 endedMs = 0;    // 0: it is open
    QString reason = {};
    QString why = {};      // the same in words, in English

    bool isOpen() const { return endedMs == 0; }
    bool isPoll() const { return transport == u"poll"; }
    bool canBeClosed() const { return isOpen() && !isPoll(); }
    const QString &displayName() const { return name.isEmpty() ? caller : name; }

    static NodeStream fromJson(const QJsonObject &json);
    static QList<NodeStream> listFrom(const QJsonObject &data); // `data` of the answer
};

} // namespace pipit
