// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/launcher/trial_words.h"

#include "ui/locale/sizes.h"
#include "ui/locale/times.h"

#include <QLocale>

namespace pipit {

namespace {

using Outcome = FaultVerdict::Outcome;
using Reason = FaultVerdict::Reason;

QString number(qint64 value)
{
    return QLocale().toString(value);
}

QString timeText(std::chrono::milliseconds time)
{
    return duration(time.count());
}

} // namespace

QString TrialWords::nameOf(FaultKind kind, qint64 streams)
{
    switch (kind) {
    case FaultKind::CutStream: return tr("Cut a stream");
    case FaultKind::FreezeReader: return tr("Freeze a reader");
    case FaultKind::DropListener: return tr("Drop the listener");
    case FaultKind::RestartDatabase: return tr("Restart the local PostgreSQL");
    case FaultKind::Storm: return tr("Storm of %1 reconnects").arg(number(streams));
    }
    return {};
}

QString TrialWords::barOf(FaultTrials::Bar bar)
{
    switch (bar) {
    case FaultTrials::Bar::None: return {};
    case FaultTrials::Bar::NodeIsDown: return tr("the node does not run");
    case FaultTrials::Bar::NeedsPostgres: return tr("only with PostgreSQL");
    case FaultTrials::Bar::NeedsLocalPostgres: return tr("only with a PostgreSQL of its own");
    }
    return {};
}

QString TrialWords::stepOf(const FaultProgress &progress)
{
    using Step = FaultProgress::Step;
    if (progress.isCancelled)
        return tr("It is being cancelled…");
    switch (progress.step) {
    case Step::Preparing: return tr("Streams are being opened…");
    case Step::Before: return tr("Messages flow…");
    case Step::During:
        switch (progress.kind) {
        case FaultKind::CutStream: return tr("The stream was cut…");
        case FaultKind::FreezeReader: return tr("One reader does not read…");
        case FaultKind::DropListener: return tr("The listening connection was ended…");
        case FaultKind::RestartDatabase: return tr("PostgreSQL is being restarted…");
        case FaultKind::Storm: return tr("All streams were cut at once…");
        }
        break;
    case Step::After: return tr("Until everything has come…");
    case Step::TidyingUp: return tr("The trial's messages are being deleted…");
    }
    return {};
}

QString TrialWords::outcomeOf(const FaultVerdict &verdict)
{
    switch (verdict.outcome) {
    case Outcome::Passed: return tr("passed");
    case Outcome::Failed: return tr("failed");
    case Outcome::Cancelled: return tr("cancelled");
    }
    return {};
}

QString TrialWords::textOf(const FaultVerdict &verdict)
{
    QString text = verdict.outcome == Outcome::Passed ? passed(verdict) : verdict.outcome == Outcome::Failed ? failed(verdict) : tr("It was ended before there was a verdict.");
    if (!verdict.leftBehind.isEmpty())
        text += u' ' + tr("Its session %1 could not be deleted; the next trial does it.").arg(verdict.leftBehind);
    return text;
}

QString TrialWords::passed(const FaultVerdict &verdict)
{
    switch (verdict.kind) {
    case FaultKind::CutStream:
        return tr("The stream was cut in the middle of %1 messages. It was back after %2 with its cursor, and had caught up after %3; %4 of %1 came, none twice.")
            .arg(number(verdict.accepted), timeText(verdict.backAfter), timeText(verdict.caughtUpAfter), number(verdict.delivered));
    case FaultKind::FreezeReader:
        return tr("A reader stopped reading. When %1 waited for it (limit: %2), the node closed it as slow_consumer; this program's memory grew by %3 at most. The reader beside it waited %4 at most for a message. The frozen one came back and has all %5 messages, none twice.")
            .arg(sizeText(verdict.queued), sizeText(verdict.queueLimit), sizeText(verdict.grown), timeText(verdict.slowest), number(verdict.accepted));
    case FaultKind::DropListener:
        return tr("The connection on which the node listens was ended; another was there after %1. Of %2 messages, half of them written with plain SQL, %3 came, the latest after %4, none twice.")
            .arg(timeText(verdict.away), number(verdict.accepted), number(verdict.delivered), timeText(verdict.slowest));
    case FaultKind::RestartDatabase:
        return verdict.resent > 0 ? tr("PostgreSQL was back after %1. %2 messages were accepted, some of them sent again because the node had said not_stored or in_doubt (%3 times in all); each is there once.").arg(timeText(verdict.away), number(verdict.accepted), number(verdict.resent))
                                  : tr("PostgreSQL was back after %1. %2 messages were accepted, the latest after %3; each is there once.").arg(timeText(verdict.away), number(verdict.accepted), timeText(verdict.slowest));
    case FaultKind::Storm:
        return tr("%1 streams were cut at once. The last of them was back after %2 and had caught up after %3; %4 of %5 messages came, none twice.")
            .arg(number(verdict.streams), timeText(verdict.backAfter), timeText(verdict.caughtUpAfter), number(verdict.delivered), number(verdict.expected));
    }
    return {};
}

QString TrialWords::notBack(const FaultVerdict &verdict)
{
    switch (verdict.kind) {
    case FaultKind::CutStream:
    case FaultKind::Storm: return tr("%1 of %2 streams came back and went on from their cursor.").arg(number(verdict.back), number(verdict.streams));
    case FaultKind::FreezeReader: return tr("The frozen reader was closed, and did not come back with its cursor.");
    case FaultKind::DropListener: return tr("The connection on which the node listens was ended, and no other was there in time.");
    case FaultKind::RestartDatabase: return tr("PostgreSQL was stopped, and was not back in time.");
    }
    return {};
}

QString TrialWords::failed(const FaultVerdict &verdict)
{
    const QString said = verdict.error ? verdict.error->message : QString();
    switch (verdict.reason) {
    case Reason::None: break;
    case Reason::NotTried: return tr("It could not be tried: %1").arg(said);
    case Reason::NotAccepted: return tr("The node took %1 of %2 messages (%3).").arg(number(verdict.accepted), number(verdict.sent), said);
    case Reason::NotBack: return notBack(verdict);
    case Reason::Lost: return tr("%1 of %2 messages came; %3 were lost.").arg(number(verdict.delivered), number(verdict.expected), number(verdict.lost));
    case Reason::Doubled: return tr("All %1 messages came, but %2 came twice.").arg(number(verdict.expected), number(verdict.doubled));
    case Reason::Unordered: return tr("All %1 messages came, but %2 came out of order.").arg(number(verdict.expected), number(verdict.unordered));
    case Reason::NotClosed: return tr("The node kept the reader that did not read: %1 waited for it, and the limit is %2.").arg(sizeText(verdict.queued), sizeText(verdict.queueLimit));
    case Reason::Grew: return tr("This program's memory grew by %1, and %2 waited for the frozen reader; %3 is the most that the limits explain.").arg(sizeText(verdict.grown), sizeText(verdict.queued), sizeText(verdict.grownLimit));
    case Reason::OthersWaited: return tr("The reader beside the frozen one waited %1 for a message; %2 is the limit.").arg(timeText(verdict.slowest), timeText(verdict.slowestLimit));
    case Reason::Late: return tr("All %1 messages came, but the latest after %2; %3 is the limit.").arg(number(verdict.expected), timeText(verdict.slowest), timeText(verdict.slowestLimit));
    case Reason::TookTooLong: return tr("It was not over in time; %1 of %2 messages had come by then.").arg(number(verdict.delivered), number(verdict.expected));
    }
    return {};
}

QString TrialWords::nextOf(const FaultVerdict &verdict)
{
    if (verdict.outcome != Outcome::Failed)
        return {};
    switch (verdict.reason) {
    case Reason::None: break;
    case Reason::NotTried:
    case Reason::TookTooLong: return tr("See what the health check and the node's log say, and try it again.");
    case Reason::NotAccepted: return tr("See what the health check says: the database may be slow, or its disk full.");
    case Reason::NotBack:
        return verdict.kind == FaultKind::DropListener        ? tr("See whether the database takes connections (max_connections), and restart the node.")
            : verdict.kind == FaultKind::RestartDatabase ? tr("Restart the node. Why PostgreSQL did not start is in the file postgres/server.log of the data directory.")
                                                         : tr("See in the node's log why streams were refused.");
    case Reason::Lost:
    case Reason::Doubled:
    case Reason::Unordered: return tr("This must never be. See whether something stands between the node and its readers; if not, keep the node's log and tell the makers.");
    case Reason::NotClosed: return tr("Make streams.queue_bytes in pipit.toml smaller, so that one reader cannot take the memory of all.");
    case Reason::Grew: return tr("Make streams.queue_bytes in pipit.toml smaller. If that does not help, keep the node's log and tell the makers.");
    case Reason::OthersWaited: return tr("Try it again while this computer has nothing else to do. If it stays so, tell the makers.");
    case Reason::Late: return tr("See what the health check says of notifications: something may keep them back.");
    }
    return {};
}

} // namespace pipit
