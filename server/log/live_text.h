// SPDX-License-Identifier: GPL-3.0-or-later
// Answers under way, this node's and those that other nodes tell of: what a stream that joins in the middle of one is told.
//
// A text has no holes and nothing twice, whatever comes. It lies in pieces whose frames every latecomer shares, so a
// thousand of them cost the memory of one. How a run ended is told for two minutes more, for those who were away when it
// did. A run has one writer: the node that last told of it. This node's own runs are never given to another.
// Memory: for each run 1 MiB of text, 1,000 runs of other nodes; what is beyond is left out, with a line in the log.
// Thread rule: the engine's thread, always: a joining stream and the pieces for the others must not overlap.
#pragma once

#include "core/event.h"
#include "server/stream/frame.h"
#include "server/stream/subscription.h"

#include <QList>
#include <QString>

#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace pipit::log {

class LiveText
{
public:
    static constexpr qsizetype pieceUnits = 32 * 1024; // of a piece as it is told, at most

    // UTF-16 units.
    struct Lengths {
        qint64 answer = 0;
        qint64 reasoning = 0;
    };

    // `node` is whose run it is: another node's id, or empty for this one's. False: it says nothing new.
    bool apply(const RunEvent &event, const QString &node = {});

    // Cuts off what is known already. Gap: text before it is missing here, or the run is not known; it was not taken.
    enum class Change { None, News, Gap };
    Change apply(DeltaEvent &delta, const QString &node = {});

    // The run's node is not there to end it. What it has become; nothing if that node has no such run under way. For two
    // minutes it can go on where it stopped, with the next run event of any node.
    std::optional<RunEvent> interrupt(const QString &runId, const QString &node);

    // This node's run is another's now: what that one tells is believed from here on. For two minutes, unless it does.
    void giveUp(const QString &runId, const QString &node);

    // A run event for each run of these sessions, with its text so far.
    std::vector<stream::Frame> framesFor(const stream::Subscription &subscription);

    // The runs of one node, and how its latest ones ended.
    QList<RunEvent> underWay(const QString &node = {}) const;
    QList<RunEvent> ended(const QString &node = {}) const;
    std::optional<RunEvent> find(const QString &runId, const QString &node = {}) const;
    Lengths lengths(const QString &runId) const;
    // The run's text after these lengths, in pieces.
    QList<DeltaEvent> text(const QString &runId, const Lengths &after) const;

private:
    struct Piece {
        QString text;
        stream::Frame frame = {}; // made for the first who needs it
    };
    struct Text {
        std::vector<Piece> pieces; // finished ones
        qint64 offset = 0;         // UTF-16 units in them
        QString tail;

        qint64 length() const { return offset + tail.size(); }
        void append(const QString &more);
    };
    struct Run {
        RunEvent event;
        std::string sessionId;
        QString node;
        Text answer = {};
        Text reasoning = {};
        qsizetype bytes = 0;
        bool isFull = false;
        std::optional<stream::Clock::time_point> interruptedAt = {};
    };
    struct Ended {
        RunEvent event;
        std::string sessionId;
        QString node;
        stream::Clock::time_point at;
    };
    using Runs = std::unordered_map<QString, Run>;

    bool end(const RunEvent &event, const QString &node);
    bool makeRoom();
    Runs::iterator remove(Runs::iterator run);
    void forgetEnd(const QString &runId);
    void expire();

    Runs m_runs;
    qsizetype m_foreign = 0; // of m_runs
    bool m_toldFull = false;
    std::deque<Ended> m_ended;
};

// The same text in events of at most `units`, never cut inside a character.
QList<DeltaEvent> splitDelta(const DeltaEvent &delta, qsizetype units = LiveText::pieceUnits);

} // namespace pipit::log
