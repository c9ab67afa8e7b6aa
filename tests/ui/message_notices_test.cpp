// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/desktop/message_notices.h"

#include "tests/unit/fake_node.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace pipit;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Urgency = DesktopNotice::Urgency;

namespace {

class Shown : public DesktopNotifier
{
public:
    explicit Shown(QList<DesktopNotice> &list) : m_list(list) { }
    void show(const DesktopNotice &notice) override { m_list << notice; }

private:
    QList<DesktopNotice> &m_list;
};

struct Fixture {
    test::FakeNode node;
    QTemporaryDir directory;
    Connection connection{{.url = node.url(), .token = "t", .outboxFile = directory.filePath(u"outbox.db"_s), .reconnectInterval = 20ms}};
    QList<DesktopNotice> shown;
    QString seen; // the session that the reader looks at
    int asked = 0; // whether one is
    Shown *notifier = new Shown(shown);
    NoticeTime::Clock::time_point time{1h}; // goes on only where a test says so
    std::chrono::milliseconds wait{};       // until somebody wants to be called
    NoticeTime::Then then;
    MessageNotices notices;

    explicit Fixture(NoticeLimits limits = {})
        : notices(std::unique_ptr<DesktopNotifier>(notifier), [this](const QString &id, const QString &) { return ++asked && id == seen; }, limits, nullptr,
                  {.now = [this] { return time; }, .after = [this](std::chrono::milliseconds until, QObject *, NoticeTime::Then call) { wait = until, then = std::move(call); }})
    {
        node.sessions = {QJsonObject{{u"id"_s, u"s"_s}, {u"title"_s, u"Machines"_s}}};
    }

    bool start()
    {
        notices.addConnection(&connection);
        connection.start();
        return QTest::qWaitFor([this] { return connection.ownSenderId() == u"me" && connection.sessions().size() == 1; });
    }
    Message store(const QString &text, const QString &severity = {}, const QString &session = u"s"_s)
    {
        return node.store(session, text, like(severity));
    }
    static Message like(const QString &severity = {})
    {
        Message message{.sessionId = {}, .senderType = SenderType::System, .senderId = u"monitor"_s, .contentType = u"notification"_s, .content = {}};
        if (!severity.isEmpty())
            message.metadata.insert(u"severity"_s, severity);
        return message;
    }
    void pass(std::chrono::milliseconds passed)
    {
        time += passed;
        wait -= passed;
        if (wait <= 0ms && then)
            std::exchange(then, nullptr)();
    }
    QStringList bodies() const
    {
        QStringList list;
        for (const DesktopNotice &notice : shown)
            list << notice.body;
        return list;
    }
};

} // namespace

class MessageNoticesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anAlertOfTheOwnNodeIsTold()
    {
        Fixture f;
        f.notices.tell({.name = u"slow push"_s, .fires = true, .metric = u"pipit_commit_to_wire_seconds"_s, .value = 0.75, .limit = 0.5});
        f.notices.tell({.name = u"slow push"_s, .fires = false, .metric = u"pipit_commit_to_wire_seconds"_s, .value = 0.1, .limit = 0.5});
        QCOMPARE(f.shown.size(), 2);
        QCOMPARE(f.shown[0].summary, u"Alert: slow push"_s);
        QCOMPARE(f.shown[0].body, u"pipit_commit_to_wire_seconds is 0.75; its limit is 0.5."_s);
        QCOMPARE(f.shown[0].urgency, Urgency::Critical);
        QCOMPARE(f.shown[1].summary, u"Alert over: slow push"_s);
        QCOMPARE(f.shown[1].urgency, Urgency::Normal);
        f.notices.setRules([] { return NoticeRules{.isOn = false}; });
        f.notices.tell({.name = u"slow push"_s});
        QCOMPARE(f.shown.size(), 2);
    }

    void oneSaysWhatWhereAndHowGrave()
    {
        Fixture f({.each = 9});
        QVERIFY(f.start());
        const Message plain = f.store(u"Disk at 91 %"_s);
        Message titled = Fixture::like(u"error"_s);
        titled.metadata.insert(u"title"_s, u"Backup"_s);
        f.node.store(u"s"_s, u"failed"_s, titled);
        f.store(u"up"_s, u"info"_s);
        f.store(u"done"_s, u"success"_s);
        f.store(u"hot"_s, u"warning"_s, u"nobody-has-named-me"_s);
        QTRY_COMPARE(f.shown.size(), 5);
        QCOMPARE(f.shown[0].summary, u"Machines"_s);
        QCOMPARE(f.shown[0].body, u"Disk at 91 %"_s);
        QCOMPARE(f.shown[0].sessionId, u"s"_s);
        QCOMPARE(f.shown[0].messageId, plain.id);
        QCOMPARE(f.shown[1].summary, u"Backup · Machines"_s);
        QCOMPARE(f.shown[4].summary, u"nobody-has-named-me"_s);
        QList<Urgency> urgencies;
        for (const DesktopNotice &notice : f.shown)
            urgencies << notice.urgency;
        QCOMPARE(urgencies, (QList<Urgency>{Urgency::Normal, Urgency::Critical, Urgency::Low, Urgency::Low, Urgency::Normal}));

        QSignalSpy activated(&f.notices, &MessageNotices::activated);
        Q_EMIT f.notifier->activated(u"s"_s, 1);
        QCOMPARE(activated.count(), 1);
    }

    void whatPeopleAndBotsSayIsToldToo()
    {
        Fixture f({.each = 9});
        QVERIFY(f.start());
        Message person{.sessionId = {}, .senderId = u"anna"_s, .senderName = u"Anna"_s, .contentType = u"text"_s, .content = {}};
        f.node.store(u"s"_s, u"Shall we?"_s, person);
        person.contentType = u"file"_s;
        person.metadata.insert(u"name"_s, u"plan.pdf"_s);
        f.node.store(u"s"_s, {}, person);
        const Message bot{.sessionId = {}, .senderType = SenderType::Bot, .senderId = u"echo"_s, .senderName = u"Echo"_s, .contentType = u"markdown"_s, .content = {}};
        f.node.store(u"s"_s, u"**Yes**, at `nine`"_s, bot);
        QTRY_COMPARE(f.bodies(), (QStringList{u"Anna: Shall we?"_s, u"Anna: plan.pdf"_s, u"Yes, at nine"_s}));
        QCOMPARE(f.shown[0].summary, u"Machines"_s);
        QCOMPARE(f.shown[0].urgency, Urgency::Normal);
        f.connection.setMuted(u"s"_s, true);
        f.node.store(u"s"_s, u"unheard"_s, bot);
        f.node.store(u"t"_s, u"heard"_s, bot);
        QTRY_COMPARE(f.bodies().last(), u"heard"_s);
        QCOMPARE(f.shown.size(), 4);
    }

    void textIsPlainAndShort()
    {
        Fixture f;
        QVERIFY(f.start());
        Message titled = Fixture::like();
        titled.metadata.insert(u"title"_s, u"two\nlines "_s.repeated(40));
        // The cut falls into the middle of a character.
        f.node.store(u"s"_s, u"a\u0007\u001b[1m"_s + u"😀"_s.repeated(1000), titled);
        QTRY_COMPARE(f.shown.size(), 1);
        QVERIFY(f.shown[0].summary.size() <= 120);
        QVERIFY(!f.shown[0].summary.contains(u'\n'));
        QVERIFY(f.shown[0].body.startsWith(u"a[1m😀"));
        QVERIFY(f.shown[0].body.endsWith(u"😀…"));
        QVERIFY(f.shown[0].body.size() <= 400);
    }

    void whatIsNoNewsIsLeftOut()
    {
        Fixture f({.each = 9});
        f.store(u"history"_s);
        QVERIFY(f.start());
        f.connection.feed(u"s"_s); // loads it
        QTRY_VERIFY(f.connection.feed(u"s"_s)->isLoaded());
        for (const QString &type : {u"state"_s, u"progress"_s}) {
            Message other = Fixture::like();
            other.contentType = type;
            f.node.store(u"s"_s, u"a "_s + type, other);
        }
        Message own = Fixture::like();
        own.senderType = SenderType::User;
        own.senderId = u"me"_s;
        f.node.store(u"s"_s, u"my own"_s, own);
        Message edit = Fixture::like();
        edit.replaces = 1;
        f.node.store(u"s"_s, u"history, better"_s, edit);
        f.store(u"news"_s);
        QTRY_COMPARE(f.bodies(), QStringList{u"news"_s});
        f.shown.clear();
        f.seen = u"s"_s;
        f.store(u"seen"_s);
        f.store(u"elsewhere"_s, {}, u"t"_s);
        QTRY_COMPARE(f.bodies(), QStringList{u"elsewhere"_s});
        f.seen.clear();
        own.senderId = u"anna"_s;
        f.node.store(u"s"_s, u"anna's"_s, own);
        QTRY_COMPARE(f.bodies(), (QStringList{u"elsewhere"_s, u"anna's"_s}));

        // A break: what came meanwhile is told, nothing is told again.
        f.node.breakStream();
        f.store(u"meanwhile"_s);
        QTRY_VERIFY(f.connection.status().state == ConnectionStatus::State::Live && f.shown.size() == 3);
        f.store(u"after"_s);
        QTRY_COMPARE(f.bodies(), (QStringList{u"elsewhere"_s, u"anna's"_s, u"meanwhile"_s, u"after"_s}));
    }

    void whoIsNotKnownYetMayBeOneself()
    {
        Fixture f;
        f.node.server.on("/api/auth/session", [](const test::FakeRequest &, const test::FakeServer::Socket &) { });
        f.notices.addConnection(&f.connection);
        f.connection.start();
        QTRY_COMPARE(f.connection.sessions().size(), 1);
        Message person = Fixture::like();
        person.senderType = SenderType::User;
        person.senderId = u"me"_s;
        f.node.store(u"s"_s, u"perhaps mine"_s, person);
        f.store(u"the system's"_s);
        QTRY_COMPARE(f.bodies(), QStringList{u"the system's"_s});
    }

    void manyBecomeOne()
    {
        Fixture f({.each = 3, .within = 10s});
        QVERIFY(f.start());
        for (int i = 1; i <= 8; ++i)
            f.store(u"number %1"_s.arg(i), i == 5 ? u"error"_s : u"info"_s, i % 2 ? u"s"_s : u"t"_s);
        QTRY_COMPARE(f.asked, 8); // all of them have come
        QCOMPARE(f.bodies(), (QStringList{u"number 1"_s, u"number 2"_s, u"number 3"_s}));
        QCOMPARE(f.wait, 10s);
        f.pass(9'999ms);
        QCOMPARE(f.shown.size(), 3);
        f.pass(1ms);
        QCOMPARE(f.shown.size(), 4);
        QCOMPARE(f.shown[3].summary, u"5 more notification(s)"_s);
        QVERIFY2(f.shown[3].body.contains(u"number 8"), qPrintable(f.shown[3].body));
        QCOMPARE(f.shown[3].urgency, Urgency::Critical);
        QCOMPARE(f.shown[3].messageId, 8);
        QVERIFY(!f.then); // nothing is left to wait for
    }

    void oneThatHadToWaitIsShownAsItIs()
    {
        Fixture f({.each = 1, .within = 10s});
        QVERIFY(f.start());
        f.store(u"first"_s);
        QTRY_COMPARE(f.asked, 1);
        f.time += 4s;
        f.store(u"second"_s);
        QTRY_COMPARE(f.asked, 2);
        QCOMPARE(f.bodies(), QStringList{u"first"_s});
        QCOMPARE(f.wait, 6s);
        f.pass(6s);
        QCOMPARE(f.bodies(), (QStringList{u"first"_s, u"second"_s}));
    }

    void whoIsCalledTooEarlyWaitsForTheRest()
    {
        Fixture f({.each = 1, .within = 10s});
        QVERIFY(f.start());
        f.store(u"first"_s);
        f.store(u"second"_s);
        QTRY_COMPARE(f.asked, 2);
        f.time += 9s;
        std::exchange(f.then, nullptr)();
        QCOMPARE(f.bodies(), QStringList{u"first"_s});
        QCOMPARE(f.wait, 1s);
        f.pass(1s);
        QCOMPARE(f.bodies(), (QStringList{u"first"_s, u"second"_s}));
    }

    void whatIsSeenMeanwhileIsNotShown()
    {
        Fixture f({.each = 1, .within = 10s});
        QVERIFY(f.start());
        f.store(u"first"_s, {}, u"t"_s);
        f.store(u"second"_s);
        f.store(u"third"_s);
        QTRY_COMPARE(f.asked, 3); // as each came
        f.seen = u"s"_s;
        f.pass(10s);
        QCOMPARE(f.asked, 4); // as it was time for the rest
        QCOMPARE(f.bodies(), QStringList{u"first"_s});
        f.seen.clear();
        f.store(u"fourth"_s);
        QTRY_COMPARE(f.bodies(), (QStringList{u"first"_s, u"fourth"_s}));
    }

    void timePassesByItself()
    {
        bool isCalled = false;
        const auto begin = NoticeTime::Clock::now();
        NoticeTime().after(20ms, this, [&isCalled] { isCalled = true; });
        QTRY_VERIFY(isCalled);
        QVERIFY(NoticeTime().now() - begin >= 20ms);
    }
};

QTEST_MAIN(MessageNoticesTest)
#include "message_notices_test.moc"
