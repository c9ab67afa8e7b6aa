// SPDX-License-Identifier: GPL-3.0-or-later
// Read positions, unread counts and members, on every database.
#include "server/store/people_store.h"

#include "tests/unit/store_kinds.h"

#include <QTemporaryDir>

using namespace pipit;
using namespace pipit::store;
using namespace pipit::test;
using namespace Qt::StringLiterals;

namespace {

const auth::Caller ann{.sub = u"ann"_s, .name = u"Ann"_s}, bob{.sub = u"bob"_s, .role = auth::Role::Operator};

class PeopleStoreTest : public testing::TestWithParam<StoreKind>
{
protected:
    void SetUp() override
    {
        store = GetParam().open(directory.path());
        ASSERT_TRUE(store);
    }

    qint64 say(const QString &session, const QString &sender, std::optional<qint64> replaces = {}, SenderType type = SenderType::User)
    {
        const auto stored = store->append({.sessionId = session, .senderType = type, .senderId = sender, .senderName = sender.toUpper(), .content = u"x"_s, .replaces = replaces}).result();
        EXPECT_TRUE(stored.ok());
        return stored.ok() ? stored->message.id : 0;
    }

    ReadPosition read(const auth::Caller &caller, const QString &session, std::optional<qint64> position = {})
    {
        const auto read = store->markRead(caller, session, position).result();
        EXPECT_TRUE(read.ok() && *read) << (read.ok() ? "never used" : qPrintable(read.error().message));
        return read.ok() && *read ? **read : ReadPosition();
    }

    ReadState state(const auth::Caller &caller, const QString &session)
    {
        const auto states = store->readStates(caller.sub, {session}).result();
        EXPECT_TRUE(states.ok()) << (states.ok() ? "" : qPrintable(states.error().message));
        return states.ok() ? states->ofSession.value(session) : ReadState();
    }

    QStringList members(const QString &session)
    {
        QStringList list;
        const auto found = store->members(session).result();
        for (const MemberRecord &member : found.value())
            list << u"%1 %2 %3 %4 %5"_s.arg(member.sub, member.name, member.role.isEmpty() ? u"-"_s : member.role, QString::number(member.readTo), member.lastMessageAtMs ? u"wrote"_s : u"read"_s);
        return list;
    }

    QTemporaryDir directory;
    std::unique_ptr<Store> store;
};

TEST_P(PeopleStoreTest, APositionNeverGoesBackAndOutlivesTheNode)
{
    const qint64 first = say(u"s"_s, u"bob"_s), second = say(u"s"_s, u"bob"_s), elsewhere = say(u"t"_s, u"bob"_s);
    ReadPosition position = read(ann, u"s"_s, first);
    EXPECT_EQ(position.position, first);
    EXPECT_TRUE(position.isNew);
    EXPECT_FALSE(read(ann, u"s"_s, first).isNew);
    EXPECT_EQ(read(ann, u"s"_s).position, second) << "the newest of the session, not of the log";
    position = read(ann, u"s"_s, first);
    EXPECT_EQ(position.position, second);
    EXPECT_FALSE(position.isNew);
    EXPECT_EQ(read(ann, u"t"_s, elsewhere + 1'000).position, elsewhere) << "what is not there yet cannot have been read";
    EXPECT_EQ(read(bob, u"s"_s, first).position, first);

    store.reset();
    SetUp();
    EXPECT_EQ(state(ann, u"s"_s).readTo, second);
    EXPECT_EQ(state(bob, u"s"_s).readTo, first);
    EXPECT_FALSE(store->markRead(ann, u"never"_s, {}).result().value());
}

TEST_P(PeopleStoreTest, CountsWhatOthersSaidSince)
{
    const qint64 first = say(u"s"_s, u"bob"_s);
    read(ann, u"s"_s);
    say(u"s"_s, u"ann"_s);
    const qint64 unread = say(u"s"_s, u"bob"_s);
    say(u"t"_s, u"bob"_s);
    say(u"s"_s, u"bob"_s, first); // an edit is nothing new
    say(u"s"_s, u"ann"_s, {}, SenderType::Bot); // a bot of the same name is somebody else
    const ReadState now = state(ann, u"s"_s);
    EXPECT_EQ(now.readTo, first);
    EXPECT_EQ(now.unread, 2);
    EXPECT_EQ(now.firstUnread, unread);
    read(ann, u"s"_s);
    EXPECT_EQ(state(ann, u"s"_s).unread, 0);
    EXPECT_EQ(state(ann, u"s"_s).firstUnread, 0);
}

TEST_P(PeopleStoreTest, WhoeverComesNewHasReadWhatWasThere)
{
    const qint64 before = say(u"s"_s, u"bob"_s);
    EXPECT_FALSE(store->readStates(ann.sub, {u"s"_s}).result()->isNoted);
    ASSERT_TRUE(store->noteReader(ann).result().ok());
    ASSERT_TRUE(store->noteReader(ann).result().ok());
    const qint64 after = say(u"fresh"_s, u"bob"_s);
    ASSERT_TRUE(store->noteReader(ann).result().ok());
    const auto states = store->readStates(ann.sub, {u"s"_s, u"fresh"_s}).result().value();
    EXPECT_TRUE(states.isNoted);
    EXPECT_EQ(states.head, after);
    EXPECT_EQ(states.ofSession.value(u"s"_s).unread, 0);
    EXPECT_EQ(states.ofSession.value(u"s"_s).readTo, before);
    EXPECT_EQ(states.ofSession.value(u"fresh"_s).unread, 1);
    EXPECT_EQ(states.ofSession.value(u"fresh"_s).firstUnread, after);
    EXPECT_EQ(store->sessionsReadBy(ann.sub, 10).result().value(), QStringList()) << "that is no session";
}

TEST_P(PeopleStoreTest, CountsNoFurtherThanTheLimit)
{
    read(ann, u"s"_s, say(u"s"_s, u"bob"_s));
    std::vector<QFuture<Result<Stored>>> stored;
    for (int i = 0; i < unreadAtMost + 50; ++i)
        stored.push_back(store->append({.sessionId = u"s"_s, .senderId = u"bob"_s, .content = u"x"_s}));
    for (auto &one : stored)
        ASSERT_TRUE(one.result().ok());
    EXPECT_EQ(state(ann, u"s"_s).unread, unreadAtMost);
}

TEST_P(PeopleStoreTest, MembersAreWhoWroteOrRead)
{
    say(u"s"_s, u"cleo"_s);
    say(u"s"_s, u"helper"_s, {}, SenderType::Bot);
    say(u"s"_s, u"the node"_s, {}, SenderType::System);
    say(u"t"_s, u"elsewhere"_s);
    say(u"s"_s, u"ann"_s);
    const qint64 position = read(ann, u"s"_s).position;
    ASSERT_TRUE(store->noteReader(bob).result().ok());
    read(bob, u"s"_s, 1);
    QStringList found = members(u"s"_s);
    EXPECT_EQ(found.size(), 4) << qPrintable(found.join(u'\n'));
    EXPECT_TRUE(found.contains(u"ann Ann user %1 wrote"_s.arg(position))) << qPrintable(found.join(u'\n'));
    EXPECT_TRUE(found.contains(u"bob bob operator 1 read"_s));
    EXPECT_TRUE(found.contains(u"cleo CLEO - 0 wrote"_s));
    EXPECT_TRUE(found.contains(u"helper HELPER bot 0 wrote"_s));
    EXPECT_EQ(members(u"never"_s), QStringList());
    EXPECT_EQ(store->sessionsReadBy(u"ann"_s, 10).result().value(), QStringList{u"s"_s});
    read(ann, u"t"_s);
    EXPECT_EQ(store->sessionsReadBy(u"ann"_s, 10).result()->size(), 2);
    EXPECT_EQ(store->sessionsReadBy(u"ann"_s, 1).result()->size(), 1);
}

TEST_P(PeopleStoreTest, ADeletedOrPurgedSessionTakesItsPositionsWithIt)
{
    for (const QString &session : {u"deleted"_s, u"purged"_s, u"kept"_s}) {
        say(session, u"bob"_s);
        read(ann, session);
    }
    ASSERT_TRUE(store->deleteSession(u"deleted"_s).result().ok());
    EXPECT_EQ(members(u"deleted"_s), QStringList());
    say(u"deleted"_s, u"bob"_s);
    EXPECT_EQ(members(u"deleted"_s).size(), 1) << "who comes back has not been there";
    ASSERT_EQ(store->purge({.maxMessages = 2}).result()->endedSessions.value(0).id, u"purged"_s);
    EXPECT_EQ(members(u"purged"_s), QStringList());
    EXPECT_EQ(members(u"kept"_s).size(), 2);
    EXPECT_EQ(store->sessionsReadBy(ann.sub, 10).result().value(), QStringList{u"kept"_s});
}

INSTANTIATE_TEST_SUITE_P(Every, PeopleStoreTest, storeKinds, nameOfKind);

} // namespace
