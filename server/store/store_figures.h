// SPDX-License-Identifier: GPL-3.0-or-later
// What a store counts of its own work, for operators. Thread rule: values.
#pragma once

#include "core/histogram.h"

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

struct StoreFigures {
    qint64 transactions = 0; // of messages
    qint64 messages = 0;
    CommitFigures writes = {};
    std::optional<ListenerFigures> listener = {}; // where there can be other nodes

    // As the interface tells it: {writer, listener?, live?}.
    QJsonObject toJson() const;
};

} // namespace pipit::store
