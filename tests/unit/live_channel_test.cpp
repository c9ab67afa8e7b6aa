// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres/live_channel.h"

#include <gtest/gtest.h>

#include <QJsonObject>

using namespace pipit::store;
using namespace Qt::StringLiterals;
using Kind = LiveChannel::Kind;

namespace {

constexpr qsizetype longestPayload = 7'999; // bytes that a notification may have

QJsonArray events(const QString &text)
{
    return {QJsonObject{{u"kind"_s, u"delta"_s}, {u"data"_s, QJsonObject{{u"text"_s, text}}}}};
}

class LiveChannelTest : public testing::Test
{
protected:
    // What comes out when all of these have come in.
    std::optional<LiveChannel::Received> receive(const QStringList &payloads)
    {
        std::optional<LiveChannel::Received> last;
        for (const QString &payload : payloads) {
            EXPECT_FALSE(last) << "something was whole before its end";
            last = here.unpack(payload);
        }
        return last;
    }

    LiveChannel here{u"here"_s}, there{u"there"_s}, third{u"third"_s};
};

TEST_F(LiveChannelTest, EventsComeThrough)
{
    const QJsonArray sent = events(u"今天 👋 \"quoted\"\n"_s) + events(u"second"_s).first();
    const QStringList payloads = there.pack(Kind::Events, sent);
    EXPECT_EQ(payloads.size(), 1);
    const auto received = receive(payloads);
    ASSERT_TRUE(received);
    EXPECT_EQ(received->node, u"there"_s);
    EXPECT_EQ(received->kind, Kind::Events);
    EXPECT_EQ(received->events, sent);
}

TEST_F(LiveChannelTest, HelloAndByeComeThrough)
{
    for (const Kind kind : {Kind::Hello, Kind::Bye}) {
        const auto received = receive(there.pack(kind));
        ASSERT_TRUE(received);
        EXPECT_EQ(received->kind, kind);
        EXPECT_TRUE(received->events.isEmpty());
    }
}

TEST_F(LiveChannelTest, LongOnesAreCutBetweenCharactersAndPutTogether)
{
    // Of one to four bytes, so that cuts would fall at every place inside of one.
    for (const QString &letter : {u"a"_s, u"é"_s, u"今"_s, u"👋"_s}) {
        for (int shift = 0; shift < 4; ++shift) {
            const QJsonArray sent = events(QString(shift, u'x') + letter.repeated(30'000));
            const QStringList payloads = there.pack(Kind::Events, sent);
            EXPECT_GT(payloads.size(), 3);
            for (const QString &payload : payloads) {
                EXPECT_LE(payload.toUtf8().size(), longestPayload);
                EXPECT_FALSE(payload.contains(QChar::ReplacementCharacter));
            }
            const auto received = receive(payloads);
            ASSERT_TRUE(received) << qPrintable(letter) << shift;
            EXPECT_EQ(received->events, sent);
        }
    }
}

TEST_F(LiveChannelTest, TheLongestNodeNameLeavesRoom)
{
    LiveChannel longest(QString(40, u'n'));
    for (const QString &payload : longest.pack(Kind::Events, events(QString(100'000, u'x'))))
        EXPECT_LE(payload.toUtf8().size(), longestPayload);
}

TEST_F(LiveChannelTest, WhatThisNodeSentItselfIsNotHeard)
{
    EXPECT_FALSE(receive(here.pack(Kind::Events, events(u"echo"_s))));
    EXPECT_FALSE(receive(here.pack(Kind::Hello)));
}

TEST_F(LiveChannelTest, PiecesOfSeveralNodesMayAlternate)
{
    const QJsonArray first = events(QString(20'000, u'a')), second = events(QString(20'000, u'b'));
    const QStringList a = there.pack(Kind::Events, first), b = third.pack(Kind::Events, second);
    ASSERT_EQ(a.size(), b.size());
    std::vector<LiveChannel::Received> received;
    for (qsizetype i = 0; i < a.size(); ++i) {
        for (const QString &payload : {a[i], b[i]}) {
            if (auto whole = here.unpack(payload))
                received.push_back(*whole);
        }
    }
    ASSERT_EQ(received.size(), 2u);
    EXPECT_EQ(received[0].events, first);
    EXPECT_EQ(received[1].events, second);
}

TEST_F(LiveChannelTest, ABatchThatLostAPieceIsLeftOutAndTheNextOneComes)
{
    for (qsizetype lost = 0; lost < 3; ++lost) {
        QStringList payloads = there.pack(Kind::Events, events(QString(20'000, u'a')));
        ASSERT_EQ(payloads.size(), 3);
        payloads.removeAt(lost);
        EXPECT_FALSE(receive(payloads)) << lost;
        const auto next = receive(there.pack(Kind::Events, events(u"next"_s)));
        ASSERT_TRUE(next) << lost;
        EXPECT_EQ(next->events, events(u"next"_s));
    }
}

TEST_F(LiveChannelTest, TwoHalvesOfDifferentBatchesAreNotOne)
{
    const QStringList first = there.pack(Kind::Events, events(QString(10'000, u'a'))), second = there.pack(Kind::Events, events(QString(10'000, u'b')));
    ASSERT_EQ(first.size(), 2);
    EXPECT_FALSE(receive({first[0], second[1]}));
}

TEST_F(LiveChannelTest, ABatchThatIsTooLargeIsLeftOut)
{
    const QStringList payloads = there.pack(Kind::Events, events(QString(LiveChannel::maxBatchBytes + 1, u'x')));
    EXPECT_FALSE(receive(payloads));
    EXPECT_TRUE(receive(there.pack(Kind::Events, events(u"next"_s))));
}

TEST_F(LiveChannelTest, WhatOthersSayOnTheChannelIsLeftOut)
{
    for (const QString &payload : {u""_s, u"\n"_s, u"hello"_s, u"there E 1 0 1"_s, u"there E 1 0\n[]"_s, u"there X 1 0 1\n[]"_s, u"there EE 1 0 1\n[]"_s, u" E 1 0 1 \n[]"_s, u"there E 1 7 9\n[]"_s, u"there E 1 -1 1\n[]"_s})
        EXPECT_FALSE(here.unpack(payload)) << qPrintable(payload);
    // Of the form, and nonsense inside: an event of nothing.
    const auto received = here.unpack(u"there E 1 0 1\nnot json"_s);
    ASSERT_TRUE(received);
    EXPECT_TRUE(received->events.isEmpty());
}

} // namespace
