// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/streams/stream_story.h"

#include "ui/locale/sizes.h"
#include "ui/locale/times.h"

#include <QDateTime>
#include <QLocale>

namespace pipit {

namespace {

QString timeOf(qint64 timeMs)
{
    return QDateTime::fromMSecsSinceEpoch(timeMs).toString(QStringLiteral("HH:mm:ss.zzz"));
}

// A client that comes back is there within the longest wait of any.
constexpr qint64 returnsWithinMs = 10 * 60'000;

} // namespace

const NodeStream *StreamStory::successor(const NodeStream &stream, const QList<NodeStream> &others)
{
    const NodeStream *next = nullptr;
    if (stream.isOpen())
        return next;
    for (const NodeStream &other : others) {
        if (other.id == stream.id || other.caller != stream.caller || other.address != stream.address || other.agent != stream.agent || other.sessions != stream.sessions || other.all != stream.all)
            continue;
        // Its cursor lies where this one's does, or behind: what was on its way it has not got.
        if (other.sinceMs >= stream.endedMs && other.sinceMs <= stream.endedMs + returnsWithinMs && (!other.after || *other.after <= stream.cursor) && (!next || other.sinceMs < next->sinceMs))
            next = &other;
    }
    return next;
}

QString StreamStory::why(const NodeStream &stream)
{
    const QString &reason = stream.reason;
    if (reason == u"client_gone")
        return tr("The client closed the connection.");
    if (reason == u"peer_timeout")
        return tr("The client no longer acknowledged what was sent.");
    if (reason == u"write_failed")
        return tr("The connection broke while something was being sent.");
    if (reason == u"slow_consumer")
        return tr("More was waiting for the client than streams.queue_bytes allows.");
    if (reason == u"store_failed")
        return tr("The history after the client's cursor could not be read.");
    if (reason == u"token_expired")
        return tr("The token by which the client was named has expired.");
    if (reason == u"token_revoked")
        return tr("The token by which the client was named was taken back.");
    if (reason == u"finished")
        return tr("The stream had a last event, and it was sent.");
    if (reason == u"shutdown")
        return tr("The node was stopping.");
    if (reason == u"overloaded")
        return tr("The node carries as many streams as limits.streams allows.");
    if (reason == u"closed_by_operator")
        return tr("An operator has closed it; its client may come back.");
    return stream.why;
}

QStringList StreamStory::sentences(const NodeStream &stream, const QList<NodeStream> &others)
{
    const QLocale locale;
    QStringList all;
    all << (stream.agent.isEmpty() ? tr("%1: opened by %2 from %3.").arg(timeOf(stream.sinceMs), stream.caller, stream.address)
                                   : tr("%1: opened by %2 from %3, with %4.").arg(timeOf(stream.sinceMs), stream.caller, stream.address, stream.agent));
    if (!stream.isOfMessages)
        all << tr("It carries no messages: a console's, or a test's.");
    else if (stream.resume == u"continued")
        all << tr("It went on from cursor %1 and was sent %n message(s) again.", nullptr, stream.replayed).arg(locale.toString(stream.after.value_or(0)));
    else if (!stream.resume.isEmpty())
        all << tr("Its cursor was of no use (%1): it was told to load its history again.").arg(stream.resume);
    else if (stream.after)
        all << tr("It came with cursor %1, and has not caught up yet.").arg(locale.toString(*stream.after));
    else
        all << tr("It came without a cursor, and hears what is new.");
    if (stream.liveMs && stream.after)
        all << tr("It had caught up after %1.").arg(duration(*stream.liveMs));
    if (stream.blocked > 0)
        all << tr("Its socket took no more %n time(s); at most %1 waited.", nullptr, stream.blocked).arg(sizeText(stream.mostQueuedBytes));
    if (stream.isOfMessages)
        all << tr("%n message(s) were delivered; its cursor is %1.", nullptr, int(stream.delivered)).arg(locale.toString(stream.cursor));
    if (stream.isOpen()) {
        if (stream.lag > 0)
            all << tr("%n message(s) wait for it: %1.", nullptr, int(stream.lag)).arg(sizeText(stream.queuedBytes));
        return all;
    }
    all << tr("%1: ended as %2. %3").arg(timeOf(stream.endedMs), stream.reason, why(stream));
    if (const NodeStream *next = successor(stream, others)) {
        const QString back = tr("Its client was back after %1").arg(duration(next->sinceMs - stream.endedMs));
        all << (next->resume == u"continued" ? tr("%1, and was sent %n message(s) again.", nullptr, next->replayed).arg(back) : back + u'.');
    } else {
        all << tr("Its client has not come back to this node.");
    }
    return all;
}

} // namespace pipit
