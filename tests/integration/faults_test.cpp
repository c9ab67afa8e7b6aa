// SPDX-License-Identifier: GPL-3.0-or-later
// The faults that a person can try on the own node: each gives its verdict against a real one, and each verdict can be that it failed.
#include "app/desktop/embedded_node.h"
#include "app/desktop/faults/fault_runner.h"
#include "client/api_client.h"
#include "client/wait_for.h"
#include "core/private_file.h"
#include "core/ready_future.h"
#include "keychain/keychain.h"
#include "tests/support/event_proxy.h"
#include "tests/support/postgres_server.h"

#include <gtest/gtest.h>

#include <QElapsedTimer>
#include <QJsonArray>
#include <QPromise>
#include <QSettings>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::test {
namespace {

using Outcome = FaultVerdict::Outcome;
using Reason = FaultVerdict::Reason;
using Step = FaultProgress::Step;

constexpr int limitMs = 150'000;
#if defined(__SANITIZE_ADDRESS__)
constexpr bool memoryIsOurs = false; // a sanitizer keeps what was freed for a while
#else
constexpr bool memoryIsOurs = true;
#endif

FaultSite::Asked answered(const Result<Done> &result = Done())
{
    return readyFuture(result);
}

class FaultsTest : public testing::Test
{
protected:
    FaultsTest()
    {
        leaveKeychainAlone();
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
        // Where the test runs as root, a cluster's user has to come through.
        QFile::setPermissions(m_directory.path(), QFile::permissions(m_directory.path()) | QFile::ExeGroup | QFile::ExeOther);
        QTcpServer probe;
        probe.listen(QHostAddress::LocalHost);
        m_settings.setValue("node/port", probe.serverPort());
    }

    void start(const QByteArray &toml = {})
    {
        ASSERT_TRUE(toml.isEmpty() || writePrivateFile(m_nodeSettings.file(), toml).ok());
        m_node.start();
        ASSERT_TRUE(QTest::qWaitFor([this] { return m_node.status().isUp() || m_node.status().fault; }, limitMs));
        ASSERT_FALSE(m_node.status().fault) << m_node.status().fault->message.toStdString();
    }

    void changeSite(std::function<void(FaultSite &)> change) { m_change = std::move(change); }

    FaultVerdict tried(FaultKind kind, int streams = 1)
    {
        m_trials.start(kind, streams);
        EXPECT_TRUE(m_trials.progress().has_value());
        EXPECT_TRUE(QTest::qWaitFor([this] { return !m_trials.progress(); }, limitMs));
        if (m_trials.verdicts().isEmpty() || m_trials.verdicts().first().kind != kind) {
            ADD_FAILURE() << "no verdict";
            return {};
        }
        const FaultVerdict verdict = m_trials.verdicts().first();
        EXPECT_EQ(verdict.leftBehind, QString());
        expectNothingLeft();
        return verdict;
    }

    // No session, and no stream.
    void expectNothingLeft()
    {
        ApiClient api(m_node.url(), m_node.token(), 10s);
        const QString sessions = m_node.faultSite()->sessions;
        EXPECT_TRUE(sessions.startsWith(u"pipit:trial:"));
        for (const QChar channel : {u'0', u'1'}) {
            const auto history = waitFor(api.history(sessions + channel, 1));
            EXPECT_TRUE(!history || history->messages.isEmpty()) << "a session is left";
            const auto removed = waitFor(api.remove(u"/api/sessions/"_s + sessions + channel));
            EXPECT_FALSE(removed.ok());
        }
        EXPECT_TRUE(QTest::qWaitFor([&] {
            const auto open = waitFor(api.get(u"/api/ops/connections"_s));
            return open && open->value(u"connections").toArray().isEmpty();
        }, 10'000));
    }

    static void expectPassed(const FaultVerdict &verdict)
    {
        EXPECT_EQ(verdict.outcome, Outcome::Passed) << int(verdict.reason) << (verdict.error ? verdict.error->message.toStdString() : "");
        EXPECT_EQ(verdict.reason, Reason::None);
        EXPECT_GT(verdict.accepted, 0);
        EXPECT_EQ(verdict.accepted, verdict.sent);
        EXPECT_EQ(verdict.delivered, verdict.expected);
        EXPECT_EQ(verdict.lost + verdict.doubled + verdict.unordered, 0);
        EXPECT_TRUE(verdict.at.isValid());
    }

    EmbeddedNode &node() { return m_node; }
    FaultRunner &trials() { return m_trials; }

private:
    QTemporaryDir m_directory;
    QSettings m_settings{m_directory.filePath(u"desktop.ini"_s), QSettings::IniFormat};
    NodeSettings m_nodeSettings{&m_settings, m_directory.path(), true};
    EmbeddedNode m_node{&m_nodeSettings};
    std::function<void(FaultSite &)> m_change;
    FaultRunner m_trials{[this] {
        auto site = m_node.faultSite();
        if (site && m_change)
            m_change(*site);
        return site;
    }};
};

TEST_F(FaultsTest, AStreamThatIsCutComesBackWithItsCursor)
{
    start();
    const FaultVerdict verdict = tried(FaultKind::CutStream);
    expectPassed(verdict);
    EXPECT_EQ(verdict.accepted, 200);
    EXPECT_EQ(verdict.back, 1);
    EXPECT_GT(verdict.caughtUpAfter, 0ms);
    EXPECT_GE(verdict.caughtUpAfter, verdict.backAfter);
}

TEST_F(FaultsTest, ALostAndADoubledMessageAreSeen)
{
    start();
    std::unique_ptr<EventProxy> proxy;
    changeSite([&](FaultSite &site) { site.url.setPort(proxy->port()); });
    const auto through = [&](EventProxy::Fault fault, FaultKind kind, int streams = 1) {
        proxy = std::make_unique<EventProxy>(quint16(node().url().port()), fault, 30);
        return tried(kind, streams);
    };
    expectPassed(through(EventProxy::Fault::None, FaultKind::CutStream));
    const FaultVerdict lost = through(EventProxy::Fault::Lose, FaultKind::CutStream);
    EXPECT_EQ(lost.reason, Reason::Lost);
    EXPECT_EQ(lost.outcome, Outcome::Failed);
    EXPECT_EQ(lost.lost, 1);
    EXPECT_EQ(lost.delivered, 199);
    const FaultVerdict doubled = through(EventProxy::Fault::Double, FaultKind::CutStream);
    EXPECT_EQ(doubled.reason, Reason::Doubled);
    EXPECT_EQ(doubled.doubled, 1);
    const FaultVerdict storm = through(EventProxy::Fault::Lose, FaultKind::Storm, 50);
    EXPECT_EQ(storm.reason, Reason::Lost);
    EXPECT_EQ(storm.lost, 1);
    EXPECT_EQ(storm.back, 50);
}

TEST_F(FaultsTest, AFrozenReaderIsClosedAndTheOthersGoOn)
{
    if (!memoryIsOurs)
        GTEST_SKIP() << "memory is counted";
    start();
    const FaultVerdict verdict = tried(FaultKind::FreezeReader);
    expectPassed(verdict);
    EXPECT_GT(verdict.queued, 0);
    EXPECT_EQ(verdict.queueLimit, 1 << 20);
    EXPECT_GT(verdict.slowest, 0ms);
    EXPECT_GE(verdict.back, 1);
    // The one before does not count as this one's.
    expectPassed(tried(FaultKind::FreezeReader));
}

TEST_F(FaultsTest, AFrozenReaderThatIsKeptIsSeen)
{
    start("[streams]\nqueue_bytes = 1073741824\n");
    const FaultVerdict verdict = tried(FaultKind::FreezeReader);
    EXPECT_EQ(verdict.outcome, Outcome::Failed);
    EXPECT_EQ(verdict.reason, Reason::NotClosed);
    EXPECT_GT(verdict.queued, 8 << 20);
    EXPECT_EQ(verdict.lost, 0);
}

TEST_F(FaultsTest, AllStreamsOfAStormComeBack)
{
    start();
    EXPECT_EQ(trials().storms().first(), 50);
    for (const int streams : {50, 1'000}) {
        const FaultVerdict verdict = tried(FaultKind::Storm, streams);
        expectPassed(verdict);
        EXPECT_EQ(verdict.streams, streams);
        EXPECT_EQ(verdict.back, streams);
        EXPECT_EQ(verdict.expected, 200 * streams);
    }
    EXPECT_EQ(trials().verdicts().size(), 1); // the last of each
    trials().start(FaultKind::Storm, 7);
    EXPECT_FALSE(trials().progress());
}

TEST_F(FaultsTest, AStormIsBoundedByWhatTheNodeCarries)
{
    EXPECT_TRUE(trials().storms().isEmpty());
    start("[limits]\nstreams = 60\n");
    EXPECT_EQ(trials().storms(), QList<int>{50});
}

TEST_F(FaultsTest, OnSqliteNothingListensAndNothingIsRestarted)
{
    EXPECT_EQ(trials().barOf(FaultKind::CutStream), FaultTrials::Bar::NodeIsDown);
    start();
    EXPECT_EQ(trials().barOf(FaultKind::CutStream), FaultTrials::Bar::None);
    EXPECT_EQ(trials().barOf(FaultKind::DropListener), FaultTrials::Bar::NeedsPostgres);
    EXPECT_EQ(trials().barOf(FaultKind::RestartDatabase), FaultTrials::Bar::NeedsLocalPostgres);
    for (const FaultKind kind : {FaultKind::DropListener, FaultKind::RestartDatabase}) {
        trials().start(kind, 1);
        EXPECT_FALSE(trials().progress());
    }
    for (const auto &asked : {node().faultSite()->dropListener(), node().faultSite()->writeBeside(u"a"_s, u"b"_s), node().faultSite()->restartDatabase()}) {
        ASSERT_TRUE(QTest::qWaitFor([&] { return asked.isFinished(); }, limitMs));
        EXPECT_EQ(asked.result().error().code, ErrorCode::Unavailable);
    }
}

TEST_F(FaultsTest, OneThatIsCancelledLeavesNothingBehind)
{
    start();
    for (const Step step : {Step::Preparing, Step::Before, Step::During}) {
        trials().start(FaultKind::FreezeReader, 1);
        ASSERT_TRUE(QTest::qWaitFor([&] { return !trials().progress() || trials().progress()->step >= step; }, limitMs));
        ASSERT_TRUE(trials().progress());
        QElapsedTimer clock;
        clock.start();
        trials().start(FaultKind::CutStream, 1); // one at a time
        trials().cancel();
        EXPECT_TRUE(trials().progress()->isCancelled);
        ASSERT_TRUE(QTest::qWaitFor([&] { return !trials().progress(); }, limitMs));
        EXPECT_LT(clock.elapsed(), 20'000);
        EXPECT_EQ(trials().verdicts().size(), 1);
        EXPECT_EQ(trials().verdicts().first().outcome, Outcome::Cancelled);
        expectNothingLeft();
    }
}

TEST_F(FaultsTest, ANodeThatIsStoppedMeanwhileEndsTheTrial)
{
    start();
    FaultTrials *own = node().trials();
    own->start(FaultKind::CutStream);
    ASSERT_TRUE(QTest::qWaitFor([&] { return !own->progress() || own->progress()->step >= Step::Before; }, limitMs));
    ASSERT_TRUE(own->progress());
    node().stop();
    ASSERT_TRUE(QTest::qWaitFor([&] { return !own->progress() && node().status().state == NodeStatus::State::Stopped; }, limitMs));
    EXPECT_EQ(own->verdicts().first().outcome, Outcome::Cancelled);
    // What it left is found by the next.
    start();
    own->start(FaultKind::CutStream);
    ASSERT_TRUE(QTest::qWaitFor([&] { return !own->progress(); }, limitMs));
    expectPassed(own->verdicts().first());
    expectNothingLeft();
}

// The window is closed: nobody waits until the node answers again.
TEST_F(FaultsTest, WhoLeavesWaitsTwoSecondsAtMost)
{
    start();
    QTcpServer silent;
    ASSERT_TRUE(silent.listen(QHostAddress::LocalHost));
    auto site = *node().faultSite();
    site.url = QUrl(u"http://127.0.0.1:%1"_s.arg(silent.serverPort()));
    auto trials = std::make_unique<FaultRunner>([site] { return std::optional(site); });
    trials->start(FaultKind::CutStream, 1);
    ASSERT_TRUE(QTest::qWaitFor([&] { return silent.hasPendingConnections(); }, limitMs));
    QElapsedTimer clock;
    clock.start();
    trials.reset();
    EXPECT_LT(clock.elapsed(), 8'000); // twice two, and the machine's own time
}

class PostgresFaultsTest : public FaultsTest
{
protected:
    static void SetUpTestSuite() { s_server = std::make_unique<PostgresServer>(); }
    static void TearDownTestSuite() { s_server.reset(); }

    void startOnServer()
    {
        start("[database]\nurl = \"" + s_server->createDatabase().toUtf8() + "\"\n");
    }

private:
    static inline std::unique_ptr<PostgresServer> s_server;
};

TEST_F(PostgresFaultsTest, WithoutItsListenerANodeHearsLateAndNeverNever)
{
    startOnServer();
    EXPECT_EQ(trials().barOf(FaultKind::RestartDatabase), FaultTrials::Bar::NeedsLocalPostgres);
    const FaultVerdict verdict = tried(FaultKind::DropListener);
    expectPassed(verdict);
    EXPECT_EQ(verdict.accepted, 200);
    EXPECT_EQ(verdict.expected, 200); // each of the two streams has half of them
    EXPECT_GT(verdict.away, 0ms);
}

TEST_F(PostgresFaultsTest, AMessageThatNobodyHearsOfIsSeen)
{
    startOnServer();
    int written = 0;
    changeSite([&](FaultSite &site) {
        site.writeBeside = [&written, write = site.writeBeside](const QString &session, const QString &content) { return ++written == 20 ? answered() : write(session, content); };
    });
    const FaultVerdict verdict = tried(FaultKind::DropListener);
    EXPECT_EQ(verdict.reason, Reason::Lost);
    EXPECT_EQ(verdict.lost, 1);
}

TEST_F(PostgresFaultsTest, AListenerThatDoesNotComeBackIsSeen)
{
    startOnServer();
    changeSite([](FaultSite &site) { site.dropListener = [] { return answered(); }; }); // so nothing ever reconnects
    const FaultVerdict verdict = tried(FaultKind::DropListener);
    EXPECT_EQ(verdict.reason, Reason::NotBack);
    changeSite([](FaultSite &site) { site.dropListener = [] { return answered(Error{ErrorCode::Unavailable, u"may not"_s}); }; });
    const FaultVerdict refused = tried(FaultKind::DropListener);
    EXPECT_EQ(refused.reason, Reason::NotTried);
    EXPECT_EQ(refused.error->message, u"may not");
}

TEST_F(FaultsTest, WhileItsPostgresIsRestartedNothingIsLost)
{
    start("[database]\nurl = \"local-postgres\"\n");
    EXPECT_EQ(trials().barOf(FaultKind::DropListener), FaultTrials::Bar::None);
    const FaultVerdict verdict = tried(FaultKind::RestartDatabase);
    expectPassed(verdict);
    EXPECT_EQ(verdict.accepted, 150);
    EXPECT_GT(verdict.away, 0ms);
    // It is whole afterwards, and stops with its node.
    expectPassed(tried(FaultKind::DropListener));
    node().stop();
    ASSERT_TRUE(QTest::qWaitFor([&] { return node().status().state == NodeStatus::State::Stopped; }, limitMs));
}

TEST_F(FaultsTest, ARestartThatFailsOrDoublesIsSeen)
{
    start();
    std::unique_ptr<EventProxy> proxy;
    Result<Done> restarted = Error{ErrorCode::Unavailable, u"does not start again"_s};
    changeSite([&](FaultSite &site) {
        site.database = DatabaseKind::LocalPostgres;
        site.restartDatabase = [&] { return answered(restarted); };
        if (proxy)
            site.url.setPort(proxy->port());
    });
    const FaultVerdict failed = tried(FaultKind::RestartDatabase);
    EXPECT_EQ(failed.reason, Reason::NotTried);
    EXPECT_EQ(failed.error->message, u"does not start again");
    restarted = Done();
    proxy = std::make_unique<EventProxy>(quint16(node().url().port()), EventProxy::Fault::Double, 30);
    const FaultVerdict doubled = tried(FaultKind::RestartDatabase);
    EXPECT_EQ(doubled.reason, Reason::Doubled);
    EXPECT_EQ(doubled.doubled, 1);
}

} // namespace
} // namespace pipit::test
