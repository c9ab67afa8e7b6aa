// SPDX-License-Identifier: GPL-3.0-or-later
// Who is here, over several nodes that say to each other what a test lets through.
#include "server/log/presence.h"

#include "server/store/sqlite/sqlite_store.h"
#include "tests/support/wait_until.h"
#include "tests/unit/forwarding_store.h"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QDir>
#include <QJsonArray>
#include <QPromise>
#include <QTemporaryDir>

#include <thread>

using namespace pipit;
using namespace pipit::log;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

bool comes(const std::function<bool()> &condition)
{
    return test::waitUntil([&] {
        QCoreApplication::processEvents();
        return condition();
    }, 10s);
}

// Everybody is a member of session s, and of one that has the caller's name.
class Members : public test::ForwardingStore
{
public:
    using ForwardingStore::ForwardingStore;

    QFuture<Result<QStringList>> sessionsReadBy(QString sub, int) override
    {
        QPromise<Result<QStringList>> promise;
        promise.start();
        promise.addResult(Result<QStringList>(QStringList{u"s"_s, sub}));
        promise.finish();
        return promise.future();
    }
};

class PresenceTest : public testing::Test
{
protected:
    struct Node {
        Node(PresenceTest &house, QString name, std::chrono::milliseconds grace)
            : name(std::move(name)), presence(house.store, {.tell = [this](const PresenceEvent &event) { told << u"%1 %2 %3%4"_s.arg(event.sessionId, event.sub, event.name, event.present ? u"+"_s : u"-"_s); },
                                                            .say = [this, &house](const QJsonObject &here, const QString &to) { house.carry(this, here, to); }}, grace)
        {
            house.nodes << this;
        }

        const QString name;
        QStringList told;
        Presence presence;
    };

    void carry(const Node *from, const QJsonObject &here, const QString &to)
    {
        ++said;
        for (Node *node : std::as_const(nodes)) {
            if (node != from && (to.isEmpty() || node->name == to))
                node->presence.takeHere(from->name, here);
        }
    }

    QTemporaryDir directory;
    Members store{std::move(store::openSqliteStore({.file = QDir(directory.path()).filePath(u"pipit.db"_s), .readers = 1}).value())};
    QList<Node *> nodes;
    int said = 0;
    const std::chrono::milliseconds soon = 20ms, never = 1h;
};

TEST_F(PresenceTest, ComesWithTheFirstStreamAndIsGoneSomeTimeAfterTheLast)
{
    Node node(*this, u"a"_s, soon);
    EXPECT_FALSE(node.presence.isPresent(u"ann"_s));
    auto first = node.presence.enter(u"ann"_s, u"Ann"_s), second = node.presence.enter(u"ann"_s, u"Ann"_s);
    EXPECT_TRUE(node.presence.isPresent(u"ann"_s));
    ASSERT_TRUE(comes([&] { return node.told.size() == 2; }));
    EXPECT_EQ(node.told, (QStringList{u"s ann Ann+"_s, u"ann ann Ann+"_s}));
    std::thread([&] { first.reset(); }).join(); // streams end on the engine's thread
    QCoreApplication::processEvents();
    EXPECT_TRUE(node.presence.isPresent(u"ann"_s));
    second.reset();
    ASSERT_TRUE(comes([&] { return node.told.size() == 4; }));
    EXPECT_EQ(node.told.mid(2), (QStringList{u"s ann Ann-"_s, u"ann ann Ann-"_s}));
    EXPECT_FALSE(node.presence.isPresent(u"ann"_s));
    EXPECT_EQ(said, 2) << "the other nodes hear of the first and of the last";
}

TEST_F(PresenceTest, AReconnectIsNoChange)
{
    Node node(*this, u"a"_s, never);
    auto stay = node.presence.enter(u"ann"_s, u"Ann"_s);
    ASSERT_TRUE(comes([&] { return node.told.size() == 2; }));
    stay.reset();
    QCoreApplication::processEvents();
    EXPECT_TRUE(node.presence.isPresent(u"ann"_s));
    stay = node.presence.enter(u"ann"_s, u"Ann"_s);
    auto other = node.presence.enter(u"bob"_s, u"Bob"_s);
    ASSERT_TRUE(comes([&] { return node.told.size() == 4; }));
    EXPECT_EQ(node.told.mid(2), (QStringList{u"s bob Bob+"_s, u"bob bob Bob+"_s})) << "of ann there was nothing new";
}

TEST_F(PresenceTest, AStreamMayOutliveWhoeverCountsIt)
{
    std::shared_ptr<const void> stay;
    {
        Node node(*this, u"a"_s, soon);
        stay = node.presence.enter(u"ann"_s, u"Ann"_s);
        nodes.clear();
    }
    stay.reset();
    QCoreApplication::processEvents();
}

TEST_F(PresenceTest, EveryNodeKnowsWhoIsOnAnother)
{
    Node a(*this, u"a"_s, soon), b(*this, u"b"_s, soon);
    auto onA = a.presence.enter(u"ann"_s, u"Ann"_s);
    EXPECT_TRUE(b.presence.isPresent(u"ann"_s));
    ASSERT_TRUE(comes([&] { return b.told.contains(u"s ann Ann+"_s); }));
    auto onB = b.presence.enter(u"ann"_s, u"Ann"_s);
    onA.reset();
    auto mark = a.presence.enter(u"mark"_s, u"Mark"_s);
    ASSERT_TRUE(comes([&] { return b.told.contains(u"s mark Mark+"_s); }));
    EXPECT_TRUE(a.presence.isPresent(u"ann"_s)) << "she is on b";
    onB.reset();
    ASSERT_TRUE(comes([&] { return a.told.contains(u"s ann Ann-"_s) && b.told.contains(u"s ann Ann-"_s); }));
    EXPECT_EQ(a.told.count(u"s ann Ann+"_s), 1);
    EXPECT_EQ(b.told.count(u"s ann Ann+"_s), 1);
}

TEST_F(PresenceTest, ANodeThatJoinsIsToldAndOneThatIsGoneTakesItsCallersWithIt)
{
    Node a(*this, u"a"_s, soon);
    std::vector<std::shared_ptr<const void>> stays;
    for (int i = 0; i < 250; ++i)
        stays.push_back(a.presence.enter(u"p%1"_s.arg(i), {}));
    Node b(*this, u"b"_s, soon);
    auto here = b.presence.enter(u"p7"_s, {});
    said = 0;
    a.presence.takeJoined(u"b"_s);
    EXPECT_EQ(said, 3) << "in pieces";
    for (int i = 0; i < 250; ++i)
        EXPECT_TRUE(b.presence.isPresent(u"p%1"_s.arg(i)));
    b.presence.takeGone(u"a"_s);
    ASSERT_TRUE(comes([&] { return !b.presence.isPresent(u"p249"_s) && !b.presence.isPresent(u"p0"_s); }));
    EXPECT_TRUE(b.presence.isPresent(u"p7"_s));
}

TEST_F(PresenceTest, WhatANodeSaysAnewIsAllOfIt)
{
    Node b(*this, u"b"_s, soon);
    const auto person = [](const QString &sub, bool present = true) { return QJsonObject{{u"sub"_s, sub}, {u"name"_s, sub}, {u"present"_s, present}}; };
    b.presence.takeHere(u"a"_s, {{u"people"_s, QJsonArray{person(u"ann"_s), person(u"bob"_s), person(u"cleo"_s)}}});
    b.presence.takeHere(u"a"_s, {{u"people"_s, QJsonArray{person(u"cleo"_s, false), QJsonObject(), 5}}});
    b.presence.takeHere(u"a"_s, {{u"people"_s, QJsonArray{person(u"bob"_s)}}, {u"anew"_s, true}});
    ASSERT_TRUE(comes([&] { return b.told.contains(u"s ann ann-"_s) && b.told.contains(u"s cleo cleo-"_s); }));
    EXPECT_TRUE(b.presence.isPresent(u"bob"_s));
    EXPECT_FALSE(b.told.contains(u"s bob bob-"_s));
    b.presence.takeJoined(u"a"_s);
    ASSERT_TRUE(comes([&] { return b.told.contains(u"s bob bob-"_s); })) << "it has started anew, and says who is there";
}

} // namespace
