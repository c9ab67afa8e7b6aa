// SPDX-License-Identifier: GPL-3.0-or-later
// A stretch of the past grows in both directions, is bounded, and loses what the log erases.
#include "session_feed_fixture.h"

#include "client/past_messages.h"
#include "core/redaction.h"

using namespace pipit;
using namespace pipit::test;

namespace {

class PastMessagesTest : public SessionFeedFixture
{
protected:
    PastMessages &past(qint64 around)
    {
        m_past = connection->past(s, around);
        QObject::connect(m_past.get(), &PastMessages::loaded, m_past.get(), [this] { ++loads; });
        m_past->load();
        return *m_past;
    }

    void redact(const QList<qint64> &messages)
    {
        const MessageDraft notice = redactionNotice(node.messages[messages.first() - 1], messages, QStringLiteral("olga"));
        node.store(s, {}, {.sessionId = s, .senderType = SenderType::System, .contentType = notice.contentType, .content = {}, .metadata = notice.metadata, .replaces = notice.replaces});
    }

    static QList<qint64> idsOf(const PastMessages &past)
    {
        QList<qint64> list;
        for (const Message &message : past.messages())
            list << message.id;
        return list;
    }

    int loads = 0;

private:
    std::unique_ptr<PastMessages> m_past;
};

} // namespace

TEST_F(PastMessagesTest, GrowsInBothDirections)
{
    fill(300);
    connectToNode();
    ASSERT_TRUE(isLive());
    PastMessages &past = this->past(150);
    ASSERT_TRUE(waitUntil([&] { return loads == 1; }));
    EXPECT_EQ(idsOf(past), range(101, 200));
    past.loadOlder();
    past.loadNewer();
    ASSERT_TRUE(waitUntil([&] { return past.messages().size() == 200; }));
    EXPECT_EQ(idsOf(past), range(51, 250));
    past.loadOlder();
    past.loadNewer();
    ASSERT_TRUE(waitUntil([&] { return past.messages().size() == 300; }));
    EXPECT_EQ(idsOf(past), range(1, 300));
    EXPECT_FALSE(past.hasOlder() || past.hasNewer());
}

// Whoever reads on for hours: what is far away is given up, and comes again when it is asked for.
TEST_F(PastMessagesTest, IsBounded)
{
    constexpr int most = 5'000;
    fill(5'200);
    connectToNode();
    ASSERT_TRUE(isLive());
    PastMessages &past = this->past(5'200);
    ASSERT_TRUE(waitUntil([&] { return loads == 1; }));
    EXPECT_FALSE(past.hasNewer());
    while (past.messages().first().id > 1) {
        const qint64 first = past.messages().first().id;
        past.loadOlder();
        ASSERT_TRUE(waitUntil([&] { return past.messages().first().id < first; })) << first;
        ASSERT_LE(past.messages().size(), most);
    }
    EXPECT_TRUE(past.hasNewer());
    const qint64 last = past.messages().last().id;
    EXPECT_EQ(idsOf(past), range(1, last));
    EXPECT_GT(last, most - 100);
    past.loadNewer();
    ASSERT_TRUE(waitUntil([&] { return past.messages().last().id > last; }));
    EXPECT_EQ(idsOf(past), range(past.messages().first().id, last + 50));
    EXPECT_LE(past.messages().size(), most);
}

TEST_F(PastMessagesTest, LosesWhatIsErased)
{
    fill(300);
    connectToNode();
    ASSERT_TRUE(isLive());
    PastMessages &past = this->past(150);
    ASSERT_TRUE(waitUntil([&] { return loads == 1; }));
    const Message before = past.messages()[9]; // 110
    redact({110, 60});
    ASSERT_TRUE(waitUntil([&] { return loads == 2; }));
    EXPECT_EQ(past.messages()[9], tombstoneOf(before));
    EXPECT_EQ(past.messages()[10].content, QStringLiteral("111"));
    // The node answers with what it had before.
    past.loadOlder();
    ASSERT_TRUE(waitUntil([&] { return past.messages().first().id == 51; }));
    EXPECT_TRUE(isTombstone(past.messages()[9])); // 60
    EXPECT_FALSE(isTombstone(past.messages()[10]));

    node.say(event_name::session, {{QStringLiteral("id"), QStringLiteral("other")}, {QStringLiteral("purgedTo"), 250}});
    node.say(event_name::session, {{QStringLiteral("id"), s}, {QStringLiteral("purgedTo"), 120}});
    ASSERT_TRUE(waitUntil([&] { return loads == 3; }));
    EXPECT_EQ(idsOf(past), range(121, 200));
}

TEST_F(PastMessagesTest, SaysWhatFailedAndBeginsAgain)
{
    fill(10);
    connectToNode();
    ASSERT_TRUE(isLive());
    QList<ErrorCode> faults;
    node.server.on("/api/messages", refuses(403, "forbidden", "This token may not read it."));
    PastMessages &past = this->past(5);
    QObject::connect(&past, &PastMessages::loadFailed, &past, [&](const Error &error) { faults << error.code; });
    ASSERT_TRUE(waitUntil([&] { return faults.size() == 1; }));
    EXPECT_TRUE(past.messages().isEmpty());
    past.load();
    ASSERT_TRUE(waitUntil([&] { return faults.size() == 2; }));
    EXPECT_EQ(faults, (QList{ErrorCode::Forbidden, ErrorCode::Forbidden}));
    EXPECT_EQ(loads, 0);
}
