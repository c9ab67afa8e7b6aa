// SPDX-License-Identifier: GPL-3.0-or-later
// The requirement: a body that the guard reads itself, in chunks or piece by piece for a handler, is what the client sent,
// never lies in memory whole where its handler takes pieces, and ends where the next request begins.
#include "tests/unit/http_server_fixture.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <vector>

namespace pipit::http {

namespace {

using namespace std::chrono_literals;

class GuardedBodyTest : public HttpServerFixture { };

QByteArray chunked(const QByteArray &target, const QByteArray &body, qsizetype chunkSize, const QByteArray &headers = {})
{
    QByteArray bytes = "POST " + target + host + headers + "Transfer-Encoding: chunked\r\n\r\n";
    for (qsizetype at = 0; at < body.size(); at += chunkSize) {
        const QByteArray chunk = body.mid(at, chunkSize);
        bytes += QByteArray::number(chunk.size(), 16) + "\r\n" + chunk + "\r\n";
    }
    return bytes + "0\r\n\r\n";
}

QByteArray randomLike(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    quint32 state = 1;
    for (char &byte : bytes)
        byte = char((state = state * 1664525 + 1013904223) >> 24);
    return bytes;
}

} // namespace

TEST_F(GuardedBodyTest, ChunksAreOneBodyAndTheNextRequestFollows)
{
    const auto client = connected();
    const QByteArray body = randomLike(200'000);
    for (const qsizetype size : {1'000, 65'536, 65'537, 200'000}) {
        client->send(chunked("/c", body, size) + get("/after") + chunked("/d", {}, 1) + post("/e", "12345"));
        EXPECT_EQ(client->next().body, "POST /c 200000") << size;
        EXPECT_EQ(client->next().body, "GET /after 0");
        EXPECT_EQ(client->next().body, "POST /d 0");
        EXPECT_EQ(client->next().body, "POST /e 5");
    }
    client->send(chunked("/c", body, 100));
    EXPECT_EQ(client->next().status, 200);
    EXPECT_EQ(lastRequest.body, body);
}

TEST_F(GuardedBodyTest, ABodyThatDribblesInIsTheSame)
{
    const auto client = connected();
    const QByteArray bytes = chunked("/c", "hello, world", 5) + get("/after");
    for (const char byte : bytes) {
        client->send(QByteArray(1, byte));
        QCoreApplication::processEvents();
    }
    EXPECT_EQ(client->next().body, "POST /c 12");
    EXPECT_EQ(client->next().body, "GET /after 0");
}

TEST_F(GuardedBodyTest, AHeadThatDribblesInIsReadWhole)
{
    const auto client = connected();
    for (const QByteArray &bytes : {post("/a", "abc"), get("/b"), chunked("/c", "abc", 2)}) {
        for (const char byte : bytes) {
            client->send(QByteArray(1, byte));
            QCoreApplication::processEvents();
        }
        EXPECT_EQ(client->next().status, 200);
    }
}

TEST_F(GuardedBodyTest, ChunksPastTheLimitAreRefused)
{
    limits.bodyBytes = 10'000;
    EXPECT_EQ(ask(chunked("/c", QByteArray(10'000, 'x'), 777)).body, "POST /c 10000");
    const auto client = connected();
    client->send(chunked("/c", QByteArray(10'001, 'x'), 777) + get("/smuggled"));
    EXPECT_EQ(client->next().status, 413);
    EXPECT_TRUE(client->isClosed());
    EXPECT_EQ(lastRequest.path, QStringLiteral("/c")); // of the first one
}

TEST_F(GuardedBodyTest, ChunksThatCannotBeReadEndTheConnection)
{
    const QByteArray head = "POST /c" + host + "Transfer-Encoding: chunked\r\n\r\n";
    for (const char *body : {"5x\r\nhello\r\n0\r\n\r\n", "3\r\nhello\r\n0\r\n\r\n", "-5\r\nhello\r\n0\r\n\r\n", "5\nhello\n0\n\n", "fffffffff\r\nhello", "5\r\nhello0\r\n\r\n"}) {
        const auto client = connected();
        client->send(head + body + get("/smuggled"));
        const Answer answer = client->next();
        EXPECT_EQ(answer.status, 400) << body;
        EXPECT_EQ(answer.errorField(), QStringLiteral("Transfer-Encoding")) << body;
        EXPECT_TRUE(client->isClosed()) << body;
        EXPECT_TRUE(client->rest().isEmpty()) << body;
    }
    EXPECT_EQ(handled, 6);
}

TEST_F(GuardedBodyTest, AnUploadGoesThroughInPiecesAndIsNeverInMemoryWhole)
{
    limits.uploadBytes = 200'000'000;
    limits.bodiesBytes = 1'000'000;
    const QByteArray body = randomLike(50'000'000);
    for (const bool inChunks : {false, true}) {
        piecesHash.reset();
        const auto client = connected();
        client->send((inChunks ? chunked("/pieces", body, 1'000'000) : post("/pieces", body)) + get("/after"));
        EXPECT_EQ(client->next().body, "pieces 50000000");
        EXPECT_EQ(client->next().body, "GET /after 0");
        EXPECT_EQ(piecesHash.result().toHex(), QCryptographicHash::hash(body, QCryptographicHash::Sha256).toHex());
    }
}

TEST_F(GuardedBodyTest, AHandlerThatWaitsHoldsItsClientBack)
{
    limits.uploadBytes = 100'000'000;
    const auto client = connected();
    client->send(post("/pieces/held", QByteArray(50'000'000, 'x')));
    EXPECT_EQ(ask(get("/hi")).status, 200);
    EXPECT_EQ(pieceBytes, 0);
    released = true;
    EXPECT_EQ(client->next().body, "pieces 50000000");
}

TEST_F(GuardedBodyTest, AnUploadIsAsLargeAsItMayBeAndNoLarger)
{
    limits.uploadBytes = 9'000'000; // more than bodyBytes
    EXPECT_EQ(ask(post("/pieces", QByteArray(9'000'000, 'x'))).body, "pieces 9000000");
    EXPECT_EQ(ask(post("/pieces", QByteArray(9'000'001, 'x'))).status, 413);
    EXPECT_EQ(ask(chunked("/pieces", QByteArray(9'000'001, 'x'), 100'000)).status, 413);
    EXPECT_EQ(ask(post("/other", QByteArray(8'400'000, 'x'))).status, 413);
}

TEST_F(GuardedBodyTest, WhoIsRefusedIsToldBeforeTheBodyHasCome)
{
    limits.uploadBytes = 1'000'000'000;
    const auto client = connected();
    client->send("POST /pieces/refused" + host + "Content-Length: 900000000\r\n\r\n" + QByteArray(100'000, 'x'));
    EXPECT_EQ(client->next().status, 403);
    client->send(QByteArray(1'000'000, 'x'));
    EXPECT_TRUE(client->isClosed());
}

TEST_F(GuardedBodyTest, AClientIsToldToGoOnOnlyWhereItsBodyIsWanted)
{
    const auto wanted = connected();
    wanted->send("POST /pieces" + host + "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(wanted->nextHead().status, 100);
    wanted->send("12345");
    EXPECT_EQ(wanted->next().body, "pieces 5");

    const auto refused = connected();
    refused->send("POST /pieces/refused" + host + "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(refused->nextHead().status, 403);
}

TEST_F(GuardedBodyTest, ABodyThatDoesNotComeIsGivenUp)
{
    limits.bodyTime = 300ms;
    for (const QByteArray &bytes : {QByteArray("POST /pieces" + host + "Content-Length: 5\r\n\r\n123"), QByteArray("POST /c" + host + "Transfer-Encoding: chunked\r\n\r\n5\r\nabc")}) {
        const auto client = connected();
        QElapsedTimer clock;
        clock.start();
        client->send(bytes);
        EXPECT_EQ(client->next().status, 408);
        EXPECT_LT(clock.elapsed(), 5'000);
        EXPECT_TRUE(client->isClosed());
    }
}

TEST_F(GuardedBodyTest, ABodyThatDribblesTooSlowlyIsGivenUp)
{
    limits.bodyTime = 400ms;
    limits.bodyBytesPerS = 1'000'000;
    const auto client = connected();
    client->send("POST /pieces" + host + "Content-Length: 1000000\r\n\r\n");
    QElapsedTimer clock;
    clock.start();
    qint64 sent = 0;
    EXPECT_TRUE(waitUntil([&] {
        if (clock.elapsed() >= 10 * sent) {
            client->send("x");
            ++sent;
        }
        return !pieceFaults.isEmpty();
    }));
    EXPECT_EQ(pieceFaults, QList<ErrorCode>{ErrorCode::RequestTimeout});
    EXPECT_LT(clock.elapsed(), 5'000);
}

TEST_F(GuardedBodyTest, AClientThatLeavesInTheMiddleEndsItsHandler)
{
    for (const QByteArray &target : {QByteArray("/pieces"), QByteArray("/c")}) {
        auto client = connected();
        const int before = handled;
        client->send("POST " + target + host + "Transfer-Encoding: chunked\r\n\r\n5\r\nabc");
        ASSERT_TRUE(waitUntil([&] { return handled > before; }));
        client->reset();
        ASSERT_TRUE(waitUntil([this] { return running == 0; }));
    }
    EXPECT_EQ(pieceFaults, QList<ErrorCode>{ErrorCode::Network});
}

// What has arrived counts, and what is only announced takes nothing from anybody.
TEST_F(GuardedBodyTest, CollectedBodiesAreCountedTogetherAsTheyArrive)
{
    limits.bodyBytes = 100'000;
    limits.bodiesBytes = 150'000;
    std::vector<std::unique_ptr<TestClient>> silent;
    for (int i = 0; i < 40; ++i) {
        silent.push_back(connected());
        silent.back()->send("POST /c" + host + (i % 2 ? "Content-Length: 100000\r\n\r\n" : "Transfer-Encoding: chunked\r\n\r\n"));
    }
    EXPECT_EQ(ask(post("/c", QByteArray(100'000, 'x'))).status, 200);
    EXPECT_EQ(ask(chunked("/c", QByteArray(100'000, 'x'), 5'000)).status, 200);

    const QByteArray most(90'000, 'x');
    for (const QByteArray &begun : {QByteArray("POST /c" + host + "Content-Length: 100000\r\n\r\n" + most), QByteArray("POST /c" + host + "Transfer-Encoding: chunked\r\n\r\n18000\r\n" + most)}) {
        const auto first = connected();
        first->send(begun);
        const QByteArray other = "POST /d" + host + "Content-Length: 90000\r\n\r\n" + most;
        EXPECT_TRUE(waitUntil([&] { return ask(other).status == 503; }));
        EXPECT_EQ(ask(chunked("/d", most, 90'000)).status, 503);
        EXPECT_EQ(ask(get("/hi")).status, 200);
        first->reset();
        EXPECT_TRUE(waitUntil([&] { return ask(other).status == 200; }));
    }
    silent.clear();
}

} // namespace pipit::http
