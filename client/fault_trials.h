// SPDX-License-Identifier: GPL-3.0-or-later
// Faults to try on the own node, so that a person sees what becomes of them: each under a small load in sessions of its own, which
// nobody else sees and which are gone afterwards; each with a verdict.
//
// Contract: one at a time; start() and cancel() return at once, changed() says when something has. A trial takes seconds, and never
// longer than its limit. One that is cancelled tidies up as every other, and then has a verdict too.
// Thread rule: the thread that made it; signals arrive there. Errors: in the verdict. Nothing here is made of words: those are ui's.
#pragma once

#include "core/error.h"

#include <QDateTime>
#include <QList>
#include <QObject>

#include <array>
#include <chrono>
#include <optional>

namespace pipit {

enum class FaultKind {
    CutStream,       // a reader's connection is reset
    FreezeReader,    // a reader reads no more
    DropListener,    // the node's connection that listens to PostgreSQL is ended
    RestartDatabase, // the PostgreSQL that the node runs itself
    Storm,           // many readers' connections are reset at once
};
inline constexpr std::array faultKinds{FaultKind::CutStream, FaultKind::FreezeReader, FaultKind::DropListener, FaultKind::RestartDatabase, FaultKind::Storm};

struct FaultProgress {
    enum class Step {
        Preparing, // streams are opened
        Before,    // messages flow
        During,    // the fault is there
        After,     // what was missed is waited for
        TidyingUp,
    };
    FaultKind kind = FaultKind::CutStream;
    int streams = 1;
    Step step = Step::Preparing;
    double done = 0; // of 1
    bool isCancelled = false;
    bool operator==(const FaultProgress &) const = default;
};

struct FaultVerdict {
    enum class Outcome { Passed, Failed, Cancelled };
    enum class Reason {
        None,
        NotTried,     // the load or the fault did not come about: error
        NotAccepted,  // the node did not take a message in time: error says how it answered
        NotBack,      // a stream, or the listening connection, did not come back with its cursor
        Lost,
        Doubled,
        Unordered,
        NotClosed,    // the frozen reader was kept
        Grew,         // by more than the limit of the queue explains
        OthersWaited, // of the readers beside the frozen one
        Late,
        TookTooLong,  // the whole trial
    };
    using Ms = std::chrono::milliseconds;

    FaultKind kind = FaultKind::CutStream;
    QDateTime at = {}; // UTC
    Outcome outcome = Outcome::Passed;
    Reason reason = Reason::None;
    std::optional<Error> error = {};
    QString leftBehind = {}; // a session that could not be deleted

    qint64 sent = 0, accepted = 0;                // messages
    qint64 resent = 0;                            // times that a message had to be sent again
    qint64 expected = 0, delivered = 0;           // over all streams
    qint64 lost = 0, doubled = 0, unordered = 0;  // over all streams
    qint64 streams = 1, back = 0;
    Ms backAfter{0};                              // the last of them was answered again
    Ms caughtUpAfter{0};                          // the last of them had all it missed
    Ms away{0};                                   // the listening connection, or the database
    Ms slowest{0}, slowestLimit{0};               // a message of a reader that was reading, from when it was due
    qint64 queued = 0, queueLimit = 0;            // bytes that waited for the frozen reader, at most
    qint64 grown = 0, grownLimit = 0;             // bytes of this program's memory
};

class FaultTrials : public QObject
{
    Q_OBJECT

public:
    enum class Bar { None, NodeIsDown, NeedsPostgres, NeedsLocalPostgres };
    using QObject::QObject;

    // Why it cannot be tried on this node as it is now.
    virtual Bar barOf(FaultKind kind) const = 0;
    // How many streams a storm may have here, the fewest first.
    virtual QList<int> storms() const = 0;

    // Nothing where one is under way, or where it is barred. `streams`: of a storm.
    virtual void start(FaultKind kind, int streams = 1) = 0;
    virtual void cancel() = 0;

    const std::optional<FaultProgress> &progress() const { return m_progress; } // nothing: none is under way
    const QList<FaultVerdict> &verdicts() const { return m_verdicts; }          // the last of each kind, the newest first

Q_SIGNALS:
    void changed();

protected:
    std::optional<FaultProgress> m_progress;
    QList<FaultVerdict> m_verdicts;
};

} // namespace pipit
