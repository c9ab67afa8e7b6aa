// SPDX-License-Identifier: GPL-3.0-or-later
// The node's log from afar: what is kept, and each line as it comes.
#include "core/log_levels.h"
#include "core/log_lines.h"
#include "core/log_output.h"
#include "core/sse_decoder.h"
#include "server/auth/gate.h"
#include "server/auth/jwt_verifier.h"
#include "server/http/routes/log_routes.h"
#include "tests/unit/node_fixture.h"
#include "tests/unit/socket_pair.h"

#include <QCoroTask>
#include <QJsonArray>
#include <QLoggingCategory>

#include <latch>
#include <thread>

using namespace pipit;
using namespace Qt::StringLiterals;
using http::TestClient;
using http::waitUntil;

namespace {

Q_LOGGING_CATEGORY(lcOfTest, "pipit.test")

LogLines &keptLines()
{
    return LogLines::instance();
}

void addLine(const QString &text)
{
    keptLines().add(LogLine::of(1'790'000'000'000, QtInfoMsg, u"pipit.test"_s, text));
}

// One that follows the log, as a console does.
class LogFollower
{
public:
    LogFollower(quint16 port, const QByteArray &headers, const QByteArray &query = {}) : m_client(port)
    {
        m_client.send("GET /api/ops/log/stream" + query + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "\r\n");
    }

    int status() { return m_status ? m_status : m_status = m_client.nextHead().status; }

    void read()
    {
        if (status() != 200)
            return;
        const QByteArray rest = m_client.rest().sliced(m_read);
        m_read += rest.size();
        m_decoder.feed(std::string_view(rest.constData(), std::size_t(rest.size())), [this](const sse::EventView &event) {
            const QJsonObject data = QJsonDocument::fromJson(QByteArray(event.data.data(), qsizetype(event.data.size()))).object();
            if (event.type == "position")
                position = data;
            else if (const auto line = LogLine::fromJson(data); line && event.type == "line")
                lines << *line;
        });
    }

    bool has(const QString &text)
    {
        return waitUntil([&] {
            read();
            return !lines.isEmpty() && lines.last().text == text;
        });
    }

    QByteArray lastEventId() const { return QByteArray::fromStdString(m_decoder.lastEventId()); }
    TestClient &client() { return m_client; }

    QJsonObject position;
    QList<LogLine> lines;

private:
    TestClient m_client;
    int m_status = 0; // not known yet
    sse::Decoder m_decoder;
    qsizetype m_read = 0;
};

class LogRoutesTest : public test::NodeFixture
{
protected:
    void SetUp() override
    {
        config.streams.threads = 2; // a stream of the second hears of the first by a detour
        start();
    }

    static bool isWithoutHole(const QList<LogLine> &lines, qint64 from)
    {
        return std::ranges::all_of(lines, [&from](const LogLine &line) { return line.number == from++; });
    }

    QJsonObject stats() { return dataOf(ask(operators(), "GET /api/sse/stats")); }
};

TEST_F(LogRoutesTest, AStreamTellsWhatIsKeptAndThenEachLine)
{
    addLine(u"kept"_s);
    LogFollower follower(port(), operators());
    ASSERT_EQ(follower.status(), 200);
    ASSERT_TRUE(follower.has(u"kept"_s));
    EXPECT_EQ(follower.position.value(u"epoch").toString(), keptLines().start());
    EXPECT_EQ(follower.position.value(u"status").toString(), u"continue"_s);
    EXPECT_EQ(follower.position.value(u"heartbeatMs").toInt(), 30'000);
    for (int i = 0; i < 5; ++i) {
        addLine(QString::number(i));
        ASSERT_TRUE(follower.has(QString::number(i)));
    }
    EXPECT_TRUE(isWithoutHole(follower.lines, follower.lines.first().number));
    EXPECT_EQ(follower.lastEventId(), QByteArray::number(keptLines().last()) + '~' + keptLines().start().toLatin1());
}

TEST_F(LogRoutesTest, AStreamGoesOnWhereOneLeftOff)
{
    addLine(u"first"_s);
    addLine(u"second"_s);
    const QByteArray first = QByteArray::number(keptLines().last() - 1) + '~' + keptLines().start().toLatin1();
    for (const auto &[header, query] : {std::pair(QByteArray("Last-Event-ID: " + first + "\r\n"), QByteArray()), std::pair(QByteArray(), QByteArray("?after=" + first))}) {
        LogFollower follower(port(), operators() + header, query);
        ASSERT_TRUE(follower.has(u"second"_s));
        EXPECT_EQ(follower.lines.size(), 1);
        EXPECT_EQ(follower.position.value(u"status").toString(), u"continue"_s);
    }
    // Of a process before this one: all that is kept is news.
    for (const QByteArray &unknown : {QByteArray("5~anotherstart"), QByteArray("nonsense"), QByteArray("999999999~" + keptLines().start().toLatin1())}) {
        LogFollower follower(port(), operators() + "Last-Event-ID: " + unknown + "\r\n");
        ASSERT_TRUE(follower.has(u"second"_s)) << unknown.constData();
        EXPECT_EQ(follower.position.value(u"status").toString(), u"reset"_s);
        EXPECT_GE(follower.lines.size(), 2);
    }
}

// As many as a machine can tell to a hundred.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::chrono::microseconds betweenLines{2'000};
#else
constexpr std::chrono::microseconds betweenLines{50};
#endif

// Also for those that begin in between, one right after the other, on either of the engine's threads: what is told as one begins is
// told to those that have not joined yet.
TEST_F(LogRoutesTest, NoLineIsMissingOrDoubledWhateverHappensMeanwhile)
{
    // So many at each step of a follower's, however slow the machine is: what none of them reads yet has to find room in their queues.
    constexpr int linesEachStep = 15;
    std::atomic<int> steps = 0;
    std::atomic<bool> goesOn = true;
    std::jthread logging([&] {
        for (int i = 0; goesOn; std::this_thread::sleep_for(betweenLines)) {
            if (i < steps * linesEachStep)
                addLine(QString::number(i++));
        }
    });
    std::vector<std::unique_ptr<LogFollower>> followers;
    for (int i = 0; i < 100; ++i) {
        ++steps;
        const QByteArray cursor = QByteArray::number(std::max<qint64>(0, keptLines().last() - 10)) + '~' + keptLines().start().toLatin1();
        followers.push_back(std::make_unique<LogFollower>(port(), operators() + "Last-Event-ID: " + cursor + "\r\n"));
    }
    for (const auto &follower : followers) {
        ++steps;
        ASSERT_EQ(follower->status(), 200);
    }
    goesOn = false;
    logging.join();
    addLine(u"the end"_s);
    for (const auto &follower : followers) {
        ASSERT_TRUE(follower->has(u"the end"_s));
        EXPECT_TRUE(isWithoutHole(follower->lines, follower->position.value(u"position").toInteger() + 1));
    }
}

TEST_F(LogRoutesTest, ManyLinesGoOutTogether)
{
    LogFollower follower(port(), operators());
    addLine(u"begins"_s);
    ASSERT_TRUE(follower.has(u"begins"_s));
    const qint64 before = stats().value(u"messages").toObject().value(u"sends").toInteger();
    for (int i = 0; i < 2'000; ++i)
        addLine(QString::number(i));
    ASSERT_TRUE(follower.has(u"1999"_s));
    EXPECT_LT(stats().value(u"messages").toObject().value(u"sends").toInteger() - before, 100);
    EXPECT_TRUE(isWithoutHole(follower.lines, follower.lines.first().number));
}

TEST_F(LogRoutesTest, WhoDoesNotReadIsClosedAsSlow)
{
    config.streams.queueBytes = 64 << 10;
    start();
    LogFollower follower(port(), operators());
    addLine(u"begins"_s);
    ASSERT_TRUE(follower.has(u"begins"_s));
    follower.client().stopReading();
    const auto slow = [&] { return stats().value(u"connections").toObject().value(u"closed").toObject().value(u"slow_consumer").toInteger(); };
    EXPECT_TRUE(waitUntil([&] {
        for (int i = 0; i < 200; ++i)
            addLine(QString(4'000, u'x'));
        return slow() == 1;
    }));
}

// At the most talkative level, too: else each line would make others, for ever.
TEST_F(LogRoutesTest, TellingALineLogsNone)
{
    testing::internal::CaptureStderr();
    installLogOutput({});
    ASSERT_TRUE(setLogLevels({u"pipit=debug"_s}));
    LogFollower follower(port(), operators());
    EXPECT_EQ(follower.status(), 200);
    addLine(u"begins"_s);
    EXPECT_TRUE(follower.has(u"begins"_s));
    const qint64 before = keptLines().last();
    for (int i = 0; i < 20; ++i) {
        qCDebug(lcOfTest).noquote() << i;
        EXPECT_TRUE(follower.has(QString::number(i)));
    }
    const qint64 after = keptLines().last();
    ASSERT_TRUE(setLogLevels({}));
    qInstallMessageHandler(nullptr);
    testing::internal::GetCapturedStderr();
    EXPECT_EQ(after - before, 20);
}

TEST_F(LogRoutesTest, KeptLinesAreReadByPages)
{
    for (int i = 0; i < 10; ++i)
        addLine(u"line %1"_s.arg(i));
    const QJsonObject newest = dataOf(ask(operators(), "GET /api/ops/log/lines?limit=3"));
    ASSERT_EQ(newest.value(u"lines").toArray().size(), 3);
    EXPECT_EQ(newest.value(u"lines").toArray().last().toObject().value(u"text").toString(), u"line 9"_s);
    const qint64 last = newest.value(u"position").toInteger();
    EXPECT_EQ(last, keptLines().last());
    EXPECT_EQ(newest.value(u"epoch").toString(), keptLines().start());

    const QByteArray from = QByteArray::number(last - 10) + '~' + keptLines().start().toLatin1();
    const QJsonObject page = dataOf(ask(operators(), "GET /api/ops/log/lines?limit=4&after=" + from));
    EXPECT_EQ(page.value(u"lines").toArray().first().toObject().value(u"text").toString(), u"line 0"_s);
    EXPECT_EQ(page.value(u"position").toInteger(), last - 6);
    EXPECT_TRUE(page.value(u"hasMore").toBool());
    EXPECT_FALSE(dataOf(ask(operators(), "GET /api/ops/log/lines?after=" + QByteArray::number(last - 3))).value(u"hasMore").toBool());
    EXPECT_GE(dataOf(ask(operators(), "GET /api/ops/log/lines?limit=5000&after=3~another")).value(u"lines").toArray().size(), 10) << "all that is kept";
    const auto refused = ask(operators(), "GET /api/ops/log/lines?limit=0");
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(refused.errorField(), u"limit"_s);
}

// The routes beside an engine that can be held up.
class LogJoiningTest : public testing::Test
{
protected:
    LogJoiningTest()
    {
        routes.addTo(router);
    }

    ~LogJoiningTest() override
    {
        dispatcher.stop();
        store->close();
    }

    void begin(test::SocketPair &pair)
    {
        http::Request request;
        request.method = "GET";
        request.path = u"/api/ops/log/stream"_s;
        http::Answered answered = QCoro::waitFor(router.dispatch(std::move(request)));
        ASSERT_TRUE(answered.response.takeOver);
        answered.response.takeOver(pair.takeWriter(), "HTTP/1.1 200 OK\r\n\r\n");
    }

    static std::size_t countOf(const std::string &text, const std::string &received)
    {
        std::size_t count = 0;
        for (std::size_t at = received.find(text); at != std::string::npos; at = received.find(text, at + 1))
            ++count;
        return count;
    }

    QTemporaryDir directory;
    std::unique_ptr<store::Store> store = std::move(*store::openSqliteStore({.file = directory.filePath(u"pipit.db"_s), .readers = 1}));
    log::Dispatcher dispatcher{*store, {.streamThreads = 2}};
    std::unique_ptr<auth::JwtVerifier> jwts = std::move(*auth::JwtVerifier::make({}));
    auth::Gate gate{*store, *jwts};
    http::StreamPasses passes{gate, dispatcher.engine(), std::make_shared<http::AddressCounts>(100, http::AddressList())};
    http::LogRoutes routes{dispatcher, passes, std::chrono::seconds(30)};
    http::Router router{{.identify = [](const http::Request &) -> QCoro::Task<Result<auth::Caller>> { co_return auth::Caller{.sub = QStringLiteral("olga"), .role = auth::Role::Operator}; },
                         .isStillGood = [](const auth::Caller &) -> QCoro::Task<bool> { co_return true; }}};
};

// A line that is handed to the engine before a stream begins, and carried after that, while it has not joined: those who follow
// hear it, and it does as well.
TEST_F(LogJoiningTest, WhatIsCarriedWhileAStreamBeginsReachesItOnce)
{
    std::vector<std::unique_ptr<test::SocketPair>> pairs;
    for (int i = 0; i < 3; ++i) {
        pairs.push_back(std::make_unique<test::SocketPair>());
        std::latch latch(1);
        dispatcher.engine().broadcast("elsewhere", stream::makeFrame(""), [&latch] { latch.wait(); });
        addLine(u"line %1 before it begins"_s.arg(i));
        begin(*pairs.back());
        latch.count_down();
        for (const auto &pair : pairs)
            EXPECT_EQ(countOf("line " + std::to_string(i) + " before it begins", pair->readUntil("line " + std::to_string(i) + " before it begins")), 1u);
    }
    addLine(u"the end"_s);
    test::SocketPair last;
    begin(last);
    for (const auto &pair : pairs) {
        pair->readUntil("the end");
        for (int i = 0; i < 3; ++i)
            EXPECT_EQ(countOf("line " + std::to_string(i) + " before it begins", pair->received()), 1u);
    }
}

} // namespace
