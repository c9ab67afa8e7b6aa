// SPDX-License-Identifier: GPL-3.0-or-later
// The table of streams and the stories in it, with what a node might say.
#include "tests/ui/ui_test.h"
#include "ui/console/streams/stream_story.h"
#include "ui/console/streams/streams_model.h"

#include <QAbstractItemModelTester>
#include <QItemSelectionModel>

using namespace pipit;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 noon = 1'790'000'000'000;

NodeStream stream(qint64 id, const QString &caller = u"ann"_s)
{
    return {.id = id, .transport = u"sse"_s, .state = u"live"_s, .caller = caller, .address = u"10.0.0.7"_s, .agent = u"Reader/2"_s, .sessions = {u"team"_s}, .sessionCount = 1, .sinceMs = noon};
}

NodeStream ended(qint64 id, const QString &reason, qint64 endedMs, qint64 cursor)
{
    NodeStream gone = stream(id);
    gone.endedMs = endedMs;
    gone.reason = reason;
    gone.cursor = cursor;
    return gone;
}

} // namespace

class StreamsModelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void rowsComeGoAndTurnRoundAndTheChosenOneStaysChosen()
    {
        StreamsModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setStreams({stream(1), stream(2), stream(3)});
        const QPersistentModelIndex chosen = model.index(1, StreamsModel::Caller);
        model.setStreams({stream(3), stream(4), stream(2)});
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(chosen.row(), 2);
        QCOMPARE(model.stream(chosen.row()).id, 2);
        QCOMPARE(model.rowOf(4), 1);
        model.setStreams({stream(3)});
        QVERIFY(!chosen.isValid());
        QCOMPARE(model.rowOf(4), -1);
        model.setStreams({});
        QCOMPARE(model.rowCount(), 0);
    }

    void sessionsAreNamedAsFarAsTheyAreKnown()
    {
        NodeStream some = stream(1);
        QCOMPARE(StreamsModel::sessionsText(some), u"team"_s);
        some.sessionCount = 3;
        QCOMPARE(StreamsModel::sessionsText(some), u"team and 2 more"_s);
        some.all = true;
        QCOMPARE(StreamsModel::sessionsText(some), u"all"_s);
        some.isOfMessages = false;
        QCOMPARE(StreamsModel::sessionsText(some), u"(console, test)"_s);
    }

    void theHeadSaysWhatIsSortedAndHow()
    {
        StreamsModel model;
        model.setSorted(StreamsModel::Lag, Qt::DescendingOrder);
        QCOMPARE(model.headerData(StreamsModel::Lag, Qt::Horizontal, Qt::DisplayRole).toString(), u"Lag ↓"_s);
        model.setSorted(StreamsModel::Caller, Qt::AscendingOrder);
        QCOMPARE(model.headerData(StreamsModel::Lag, Qt::Horizontal, Qt::DisplayRole).toString(), u"Lag"_s);
        QCOMPARE(model.headerData(StreamsModel::Caller, Qt::Horizontal, Qt::DisplayRole).toString(), u"Caller ↑"_s);
    }

    void aStoryTellsHowItBeganAndWhatWasSentAgain()
    {
        NodeStream one = stream(1);
        QVERIFY(StreamStory::sentences(one, {}).join(u' ').contains(u"without a cursor"_s));
        one.after = 120;
        QVERIFY(StreamStory::sentences(one, {}).join(u' ').contains(u"has not caught up yet"_s));
        one.resume = u"continued"_s;
        one.replayed = 23;
        one.liveMs = 12;
        one.blocked = 3;
        one.mostQueuedBytes = 842'000;
        const QString story = StreamStory::sentences(one, {}).join(u' ');
        QVERIFY2(story.contains(u"cursor 120"_s) && story.contains(u"23 message"_s) && story.contains(u"12 ms"_s) && story.contains(u"3 time"_s) && story.contains(u"842"_s), qPrintable(story));
        one.resume = u"cursor_too_old"_s;
        QVERIFY(StreamStory::sentences(one, {}).join(u' ').contains(u"cursor_too_old"_s));
    }

    void aStoryGoesOnWithTheClientsNextStream()
    {
        const NodeStream gone = ended(1, u"slow_consumer"_s, noon + 60'000, 500);
        NodeStream next = stream(2);
        next.sinceMs = noon + 61'200;
        next.after = 480; // what was on its way it has not got
        next.resume = u"continued"_s;
        next.replayed = 20;
        NodeStream later = next, other = stream(4, u"bob"_s), ahead = next, before = next;
        later.id = 3;
        later.sinceMs = noon + 90'000;
        other.sinceMs = noon + 60'500;
        ahead.id = 5;
        ahead.sinceMs = noon + 60'100;
        ahead.after = 900; // it has had another stream meanwhile
        before.id = 6;
        before.sinceMs = noon + 10'000;
        const QList<NodeStream> others{gone, later, other, ahead, before, next};
        const NodeStream *found = StreamStory::successor(gone, others);
        QVERIFY(found);
        QCOMPARE(found->id, 2);
        const QString story = StreamStory::sentences(gone, others).join(u' ');
        QVERIFY2(story.contains(u"slow_consumer"_s) && story.contains(u"streams.queue_bytes"_s) && story.contains(u"back after 1.2 s"_s) && story.contains(u"20 message"_s), qPrintable(story));
        QVERIFY(StreamStory::sentences(gone, {other, ahead, before}).join(u' ').contains(u"has not come back"_s));
        QVERIFY(!StreamStory::successor(next, others)); // it is open
    }

    void everyReasonHasItsWords()
    {
        for (const char *reason : {"client_gone", "peer_timeout", "write_failed", "slow_consumer", "store_failed", "token_expired", "token_revoked", "finished", "shutdown", "overloaded", "closed_by_operator"}) {
            NodeStream gone = ended(1, QString::fromLatin1(reason), noon + 1, 0);
            gone.why = u"as the node says"_s;
            QVERIFY2(!StreamStory::why(gone).isEmpty() && StreamStory::why(gone) != gone.why, reason);
        }
        NodeStream gone = ended(1, u"one_of_tomorrow"_s, noon + 1, 0);
        gone.why = u"as the node says"_s;
        QCOMPARE(StreamStory::why(gone), gone.why);
    }
};

PIPIT_UI_TEST(StreamsModelTest);
#include "streams_model_test.moc"
