// SPDX-License-Identifier: GPL-3.0-or-later
// What a store counts of its own work, for operators. Thread rule: values; AppendCounts on any thread.
#pragma once

#include "core/histogram.h"
#include "core/message.h"
#include "core/result.h"

#include <QJsonObject>

#include <optional>

namespace pipit::store {

// Of the one thread that writes.
struct CommitFigures {
    qint64 waiting = 0;           // writes, now
    HistogramReading batch = {};  // writes in one transaction
    HistogramReading wait = {};   // seconds: the first write of a transaction, until it began
    HistogramReading commit = {}; // seconds
};

// Of the connection that hears of what other nodes write, and of what nodes tell each other beside the log.
struct ListenerFigures {
    bool isConnected = false;
    qint64 reconnects = 0;
    qint64 doorbells = 0;
    qint64 doorbellMissed = 0; // messages that no doorbell rang for
    qint64 toldOf = 0;         // the last position that one told of
    qint64 liveSent = 0;       // events that are not of the log
    qint64 liveReceived = 0;
    qint64 liveDropped = 0;
};

// What came of messages that this node was given.
enum class AppendResult {
    Stored,
    Repeated, // it was stored before
    Refused,  // its writer is at fault
    Failed,   // the node or its database is
};
inline constexpr std::array<std::string_view, 4> appendResults{"stored", "repeated", "refused", "failed"};

struct Stored;

class AppendCounts
{
public:
    using Reading = std::array<std::array<qint64, appendResults.size()>, 3>; // of each SenderType

    void count(SenderType origin, const Result<Stored> &stored);
    Reading reading() const;

private:
    std::array<std::array<std::atomic<qint64>, appendResults.size()>, 3> m_counts{};
};

struct StoreFigures {
    AppendCounts::Reading appended = {};
    qint64 transactions = 0; // of messages
    qint64 messages = 0;
    CommitFigures writes = {};
    std::optional<ListenerFigures> listener = {}; // where there can be other nodes

    // As the interface tells it: {writer, listener?, live?}.
    QJsonObject toJson() const;
};

} // namespace pipit::store
