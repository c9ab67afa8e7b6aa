// SPDX-License-Identifier: GPL-3.0-or-later
// The requirement: whoever can reach a node, with a token or without, can make it neither hold more than its limits, nor wait
// longer, nor read a request in two ways, nor write a line of a stream that is not its own; and all the while it serves others.
//
// One node; each test attacks it while a bystander goes on posting and counts how long it takes. The peak of the node's memory
// is looked at after each.
#include "tests/integration/http_call.h"
#include "tests/integration/node_process.h"
#include "tests/integration/raw_connection.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <thread>

using namespace Qt::StringLiterals;

namespace pipit::test {

namespace {

constexpr qint64 mebibyte = 1 << 20;
#if defined(__SANITIZE_ADDRESS__)
constexpr qint64 growthAtMost = 1536 * mebibyte; // what was freed is kept for a while, so that its use is noticed
#else
constexpr qint64 growthAtMost = 200 * mebibyte; // limits.bodies is 256 MiB; no attack here may come near it
#endif

class NodeEnvironment : public testing::Environment
{
public:
    void SetUp() override
    {
        m_node.start();
        m_atFirst = m_node.peakBytes();
    }
    void TearDown() override { EXPECT_EQ(m_node.terminate(), 0); }
    NodeProcess &node() { return m_node; }
    qint64 growth() const { return m_node.peakBytes() - m_atFirst; }

private:
    NodeProcess m_node;
    qint64 m_atFirst = 0;
};

NodeEnvironment &environment()
{
    static auto *const instance = dynamic_cast<NodeEnvironment *>(testing::AddGlobalTestEnvironment(new NodeEnvironment));
    return *instance;
}

[[maybe_unused]] const NodeEnvironment &registeredBeforeMain = environment();

quint16 port()
{
    return environment().node().port();
}

QByteArray bearer()
{
    return "Bearer " + environment().node().token();
}

Answer call(const QByteArray &method, const QByteArray &target, const QByteArray &body = {})
{
    return HttpConnection(port(), std::chrono::seconds(30)).call(httpRequest(method, target, bearer(), body)).value_or(Answer());
}

// Posts, as anybody would, until it is stopped.
class Bystander
{
public:
    Bystander() : m_thread([this] { work(); }) { }
    ~Bystander() { stop(); }

    void stop()
    {
        m_stopping = true;
        if (m_thread.joinable())
            m_thread.join();
    }
    int posted() const { return m_posted; }
    int failed() const { return m_failed; }
    qint64 slowestMs() const { return m_slowest; }

private:
    void work()
    {
        HttpConnection connection(port());
        while (!m_stopping) {
            QElapsedTimer clock;
            clock.start();
            const auto answer = connection.call(httpRequest("POST", "/api/messages", bearer(), R"({"sessionId":"bystander","content":"x","senderType":"user"})"));
            ++(answer && answer->status == 201 ? m_posted : m_failed);
            m_slowest = std::max<qint64>(m_slowest, clock.elapsed());
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
    }

    std::atomic<bool> m_stopping = false;
    std::atomic<int> m_posted = 0, m_failed = 0;
    std::atomic<qint64> m_slowest = 0;
    std::thread m_thread;
};

class HostileTest : public testing::Test
{
protected:
    void TearDown() override
    {
        bystander.stop();
        EXPECT_GT(bystander.posted(), 0);
        EXPECT_EQ(bystander.failed(), 0);
        EXPECT_LT(bystander.slowestMs(), 5'000);
        EXPECT_LT(environment().growth(), growthAtMost);
        std::printf("others: %d posts, the slowest took %lld ms; its peak of memory has grown by %lld KiB\n", bystander.posted(), bystander.slowestMs(), environment().growth() / 1024);
    }

    Bystander bystander;
};

QByteArray head(const QByteArray &target, const QByteArray &headers)
{
    return "POST " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: " + bearer() + "\r\nContent-Type: application/json\r\n" + headers + "\r\n";
}

// What a request smuggled behind another would leave.
const QByteArray smuggled = httpRequest("POST", "/api/messages", "Bearer x", R"({"sessionId":"smuggled","content":"x","senderType":"user"})").replace("Bearer x", "Bearer TOKEN");

QByteArray smuggledNow()
{
    return QByteArray(smuggled).replace("TOKEN", environment().node().token());
}

TEST_F(HostileTest, SlowHeadsAndBodiesAreCutOffInTime)
{
    std::vector<std::unique_ptr<RawConnection>> slow;
    for (int i = 0; i < 300; ++i) {
        slow.push_back(std::make_unique<RawConnection>(port()));
        const bool inHead = i % 2 == 0;
        ASSERT_TRUE(slow.back()->send(inHead ? QByteArray("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ") : head("/api/messages", "Content-Length: 100000\r\n")));
    }
    QElapsedTimer clock;
    clock.start();
    std::size_t open = slow.size();
    while (open > 0 && clock.elapsed() < 60'000) {
        open = 0;
        for (auto &connection : slow) {
            if (!connection->hasBeenClosed() && connection->send("x"))
                ++open;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(500));
    }
    EXPECT_EQ(open, 0u);
    EXPECT_LT(clock.elapsed(), 45'000); // 10 s for a head, 30 s for a body, and the linger
    for (std::size_t i = 0; i < slow.size(); ++i)
        EXPECT_TRUE(slow[i]->received().startsWith("HTTP/1.1 408 ")) << i << ' ' << slow[i]->received().left(60).toStdString();
}

TEST_F(HostileTest, AGibibyteIsRefusedAndNeverHeld)
{
    const QByteArray piece(mebibyte, 'x');
    for (const QByteArray &target : {QByteArray("/api/messages"), QByteArray("/api/files?sessionId=s&name=a"), QByteArray("/healthz")}) {
        for (const bool inChunks : {false, true}) {
            RawConnection connection(port());
            QByteArray first = head(target, inChunks ? "Transfer-Encoding: chunked\r\n" : "Content-Length: 1073741824\r\n");
            connection.send(first);
            int sent = 0;
            const QByteArray chunk = "100000\r\n" + piece + "\r\n";
            while (sent < 1024 && connection.send(inChunks ? chunk : piece))
                ++sent;
            const QByteArray answer = connection.rest();
            EXPECT_LT(sent, 300) << target.constData();
            EXPECT_TRUE(answer.startsWith("HTTP/1.1 413 ") || answer.startsWith("HTTP/1.1 405 ")) << target.constData() << ' ' << answer.left(200).toStdString();
            EXPECT_TRUE(connection.isClosed());
        }
    }
}

TEST_F(HostileTest, HeadersBeyondTheLimitsAreRefused)
{
    const QByteArray longValue = "X: " + QByteArray(mebibyte, 'x') + "\r\n", longName = QByteArray(mebibyte, 'x') + ": y\r\n", longCookie = "Cookie: " + QByteArray("a=b; ").repeated(200'000) + "\r\n";
    for (const QByteArray &headers : {QByteArray("X: y\r\n").repeated(100'000), longValue, longName, longCookie}) {
        RawConnection connection(port());
        connection.send(head("/api/messages", headers));
        const QByteArray answer = connection.rest();
        EXPECT_TRUE(answer.startsWith("HTTP/1.1 431 ")) << answer.left(100).toStdString();
        EXPECT_TRUE(connection.isClosed());
    }
    RawConnection line(port());
    line.send("GET /" + QByteArray(mebibyte, 'x') + " HTTP/1.1\r\n");
    EXPECT_TRUE(line.rest().startsWith("HTTP/1.1 431 "));
}

TEST_F(HostileTest, PipelinedRequestsAreAnsweredInTheirOrder)
{
    RawConnection connection(port());
    QByteArray bytes;
    constexpr int count = 10'000;
    for (int i = 0; i < count; ++i)
        bytes += "GET /nothing/" + QByteArray::number(i) + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    connection.send(bytes);
    const QByteArray all = connection.rest(3'000);
    static const QRegularExpression answer(u"There is nothing at /nothing/([0-9]+)"_s);
    int expected = 0;
    for (auto match = answer.globalMatch(QString::fromLatin1(all)); match.hasNext(); ++expected)
        ASSERT_EQ(match.next().captured(1).toInt(), expected);
    EXPECT_EQ(expected, count);
}

TEST_F(HostileTest, NoShapeOfARequestHidesAnother)
{
    const QByteArray message = R"({"sessionId":"s","content":"x","senderType":"user"})", size = QByteArray::number(message.size()), chunk = QByteArray::number(message.size(), 16) + "\r\n" + message + "\r\n0\r\n\r\n";
    const std::pair<const char *, QByteArray> shapes[] = {
        {"two lengths", head("/api/messages", "Content-Length: " + size + "\r\nContent-Length: 0\r\n")},
        {"two lengths in one", head("/api/messages", "Content-Length: " + size + ", " + size + "\r\n")},
        {"both lengths", head("/api/messages", "Content-Length: " + size + "\r\nTransfer-Encoding: chunked\r\n")},
        {"both lengths, the other way", head("/api/messages", "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n") + chunk},
        {"an encoding of another case beside a length", head("/api/messages", "Content-Length: " + size + "\r\ntRANSFER-eNCODING: Chunked\r\n")},
        {"a negative length", head("/api/messages", "Content-Length: -1\r\n")},
        {"a signed length", head("/api/messages", "Content-Length: +" + size + "\r\n")},
        {"a length in hexadecimal", head("/api/messages", "Content-Length: 0x10\r\n")},
        {"a length with a blank", head("/api/messages", "Content-Length: 1 0\r\n")},
        {"a blank before the colon", head("/api/messages", "Content-Length : " + size + "\r\n")},
        {"a folded length", head("/api/messages", "Content-Length:\r\n " + size + "\r\n")},
        {"a tab before a name", head("/api/messages", "\tContent-Length: " + size + "\r\n")},
        {"an encoding after another", head("/api/messages", "Transfer-Encoding: identity, chunked\r\n") + chunk},
        {"two encodings", head("/api/messages", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n") + chunk},
        {"an encoding that looks so", head("/api/messages", "Transfer-Encoding: xchunked\r\n") + chunk},
        {"an encoding with a byte more", head("/api/messages", "Transfer-Encoding: chunked\x0b\r\n") + chunk},
        {"an encoding in HTTP/1.0", head("/api/messages", "Transfer-Encoding: chunked\r\n").replace("HTTP/1.1", "HTTP/1.0") + chunk},
        {"a chunk's size that is none", head("/api/messages", "Transfer-Encoding: chunked\r\n") + "zz\r\n" + message},
        {"a chunk's size with a sign", head("/api/messages", "Transfer-Encoding: chunked\r\n") + "+" + chunk},
        {"a chunk's size beyond all", head("/api/messages", "Transfer-Encoding: chunked\r\n") + "fffffffffffffffff\r\n" + message},
        {"a chunk shorter than its size says", head("/api/messages", "Transfer-Encoding: chunked\r\n") + "5\r\nabc\r\n0\r\n\r\n"},
        {"a chunk longer than its size says", head("/api/messages", "Transfer-Encoding: chunked\r\n") + "1\r\n" + message + "\r\n0\r\n\r\n"},
        {"chunks with bare line feeds", head("/api/messages", "Transfer-Encoding: chunked\r\n") + "1\nx\n0\n\n"},
        {"bare line feeds", head("/api/messages", "Content-Length: 0\r\n").replace("\r\n", "\n")},
        {"bare carriage returns", head("/api/messages", "Content-Length: 0\r\n").replace("\r\n", "\r")},
        {"a header with a bare line feed inside", head("/api/messages", "X: a\nContent-Length: 5\r\n")},
        {"NUL in a header", head("/api/messages", QByteArray("X: a\0b\r\n", 8))},
        {"NUL in a name", head("/api/messages", QByteArray("X\0: b\r\n", 7))},
        {"two hosts", head("/api/messages", "Host: other\r\n")},
        {"a host with a path", head("/api/messages", {}).replace("Host: 127.0.0.1", "Host: 127.0.0.1/x")},
        {"a target with another host", head("http://127.0.0.1/api/messages", {})},
        {"a line of a newer protocol", head("/api/messages", {}).replace("HTTP/1.1", "HTTP/2.0")},
        {"a blank more in the first line", "POST  /api/messages HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"},
        {"an upgrade to another protocol", head("/api/messages", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nContent-Length: -0\r\n")},
    };
    for (const auto &[name, shape] : shapes) {
        RawConnection connection(port());
        connection.send(shape + smuggledNow() + smuggledNow());
        const QByteArray answer = connection.rest();
        EXPECT_TRUE(answer.startsWith("HTTP/1.1 400 ") || answer.startsWith("HTTP/1.1 413 ")) << name << ": " << answer.left(100).toStdString();
        EXPECT_EQ(answer.count("HTTP/1.1 4") + answer.count("HTTP/1.1 2"), 1) << name;
        EXPECT_TRUE(connection.isClosed()) << name;
    }
    EXPECT_EQ(call("GET", "/api/messages?sessionId=smuggled").status, 404);
}

TEST_F(HostileTest, NothingOfAMessageMakesALineOfAStream)
{
    RawConnection stream(port());
    stream.send("GET /api/sse/messages?sessionId=lines HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: " + bearer() + "\r\n\r\n");
    for (int i = 0; i < 100 && !stream.rest(100).contains("event: position"); ++i) { } // what is said before that is not for it
    int accepted = 0;
    const auto say = [&](const QByteArray &members) {
        const Answer answer = call("POST", "/api/messages", "{\"sessionId\":\"lines\"," + members + '}');
        accepted += answer.status == 201;
        EXPECT_TRUE(answer.status == 201 || answer.status == 400) << members.constData() << answer.body.constData();
    };
    for (const char *evil : {R"(a\nid: 1\n\nevent: closing\ndata: x\n\n)", R"(a\rid: 1\r\rdata: x)", R"(a\r\n\r\nevent: x)", R"(a\u0000b)", R"(a\u2028b\u2029c\u0085d)", R"(: a comment\n\n)", "\\u000b\\u000c", "\xEF\xBB\xBF data: x"}) {
        const QByteArray text(evil);
        say("\"content\":\"" + text + "\",\"senderType\":\"user\"");
        say("\"content\":\"x\",\"senderType\":\"user\",\"senderName\":\"" + text + '"');
        say("\"content\":\"x\",\"senderType\":\"user\",\"metadata\":{\"" + text + "\":\"" + text + "\"}");
        say("\"content\":\"x\",\"senderType\":\"user\",\"contentType\":\"" + text + '"');
        say("\"content\":\"x\",\"senderType\":\"user\",\"clientMessageId\":\"" + text + '"');
        call("PATCH", "/api/sessions/lines", "{\"title\":\"" + text + "\"}");
        const Answer asked = call("POST", "/api/sessions/lines/runs", "{\"botId\":\"echo\",\"content\":\"" + text + "\",\"metadata\":{\"a\":\"" + text + "\"}}");
        accepted += asked.status == 202 ? 2 : 0; // the question and its answer
    }
    say(R"("content":"the last","senderType":"user")");
    QByteArray bytes;
    QElapsedTimer clock;
    clock.start();
    const auto messagesIn = [](const QByteArray &all) { return all.count("\nevent: message\n"); };
    while (clock.elapsed() < 20'000 && messagesIn(bytes) < accepted)
        bytes = stream.rest(200);
    EXPECT_EQ(messagesIn(bytes), accepted);

    bytes = bytes.sliced(bytes.indexOf("\r\n\r\n") + 4);
    EXPECT_FALSE(bytes.contains('\r') || bytes.contains('\0'));
    int lines = 0;
    for (const QByteArray &line : bytes.split('\n')) {
        const bool isField = line.isEmpty() || line.startsWith("id: ") || line.startsWith("event: ") || line.startsWith("data: {") || line.startsWith("retry: ") || line == ": ping";
        EXPECT_TRUE(isField) << line.left(100).toStdString();
        if (line.startsWith("data: ")) {
            EXPECT_TRUE(QJsonDocument::fromJson(line.sliced(6)).isObject()) << line.left(200).toStdString();
        }
        static const QRegularExpression known(u"^event: (position|message|delta|run|session|typing|presence)$"_s);
        if (line.startsWith("event: ")) {
            EXPECT_TRUE(known.match(QString::fromLatin1(line)).hasMatch()) << line.constData();
        }
        ++lines;
    }
    EXPECT_GT(lines, accepted * 3);
}

TEST_F(HostileTest, JsonThatIsMadeToHurtIsRefusedInTime)
{
    QByteArray manyKeys = "{", manyInMetadata = R"({"sessionId":"s","content":"x","senderType":"user","metadata":{)";
    for (int i = 0; i < 1'000'000 && manyKeys.size() < 8 * mebibyte - 100; ++i) {
        const QByteArray member = (i ? ",\"" : "\"") + QByteArray::number(i, 36) + "\":0";
        manyKeys += member;
        if (manyInMetadata.size() < 8 * mebibyte - 100)
            manyInMetadata += member;
    }
    QByteArray sameKeys = R"({"sessionId":"s","senderType":"user","content":"x")";
    while (sameKeys.size() < 8 * mebibyte - 100)
        sameKeys += R"(,"a":0)";
    const qsizetype depth = 4 * mebibyte - 100;
    const std::pair<const char *, QByteArray> bodies[] = {
        {"10^6 keys", manyKeys + '}'},
        {"10^6 keys in metadata", manyInMetadata + "}}"},
        {"the same key again and again", sameKeys + '}'},
        {"arrays", QByteArray(depth, '[')},
        {"arrays that close", QByteArray(depth, '[') + QByteArray(depth, ']')},
        {"objects", QByteArray("{\"a\":").repeated(depth / 3)},
        {"a long number", "{\"content\":" + QByteArray(8 * mebibyte - 100, '9') + '}'},
        {"a number of a large exponent", R"({"replyTo":1e999999999})"},
        {"blanks", QByteArray(8 * mebibyte - 100, ' ')},
        {"escapes", "{\"content\":\"" + QByteArray("\\u0041").repeated(mebibyte) + "\"}"},
        {"bytes that are no UTF-8", "{\"content\":\"" + QByteArray(4 * mebibyte, '\xff') + "\"}"},
        {"overlong UTF-8", "{\"content\":\"" + QByteArray("\xc0\x80").repeated(mebibyte) + "\"}"},
    };
    for (const auto &[name, body] : bodies) {
        QElapsedTimer clock;
        clock.start();
        const Answer answer = call("POST", "/api/messages", body);
        EXPECT_TRUE(answer.status == 400 || answer.status == 413) << name << ' ' << answer.status;
        EXPECT_FALSE(answer.error().value(u"message").toString().isEmpty()) << name;
        EXPECT_LT(clock.elapsed(), 10'000) << name;
        std::printf("%s: %lld ms\n", name, clock.elapsed());
    }
}

// Bodies that are announced and never come take nothing from those that do.
TEST_F(HostileTest, AnnouncedBodiesKeepNobodyOut)
{
    std::vector<std::unique_ptr<RawConnection>> silent;
    for (int i = 0; i < 100; ++i) {
        silent.push_back(std::make_unique<RawConnection>(port()));
        silent.back()->send("POST " + QByteArray(i % 2 ? "/nowhere" : "/api/auth/session") + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + (i % 4 < 2 ? "Content-Length: 8388608\r\n\r\n" : "Transfer-Encoding: chunked\r\n\r\n"));
    }
    EXPECT_EQ(call("POST", "/api/messages", "{\"sessionId\":\"s\",\"senderType\":\"user\",\"content\":\"" + QByteArray(mebibyte, 'x') + "\"}").status, 201);
}

// Whoever opens many and says nothing holds little.
TEST_F(HostileTest, ManyIdleConnectionsAreCheap)
{
    const qint64 before = environment().growth();
    std::vector<std::unique_ptr<RawConnection>> idle;
    for (int i = 0; i < 400; ++i)
        idle.push_back(std::make_unique<RawConnection>(port()));
    EXPECT_EQ(call("GET", "/healthz").status, 200);
    EXPECT_LT(environment().growth() - before, 40 * mebibyte);
}

} // namespace
} // namespace pipit::test
