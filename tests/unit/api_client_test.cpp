// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/api_client.h"

#include "client/wait_for.h"
#include "fake_server.h"

#include <QDir>
#include <QTemporaryDir>

#include <gtest/gtest.h>

using namespace pipit;
using namespace pipit::test;
using namespace std::chrono_literals;

namespace {

class ApiClientTest : public testing::Test
{
protected:
    FakeServer server;
    ApiClient api{server.url(QStringLiteral("/below/")), "secret", 2s};
};

QJsonObject storedMessage()
{
    return Message{.id = 5, .sessionId = QStringLiteral("s"), .senderId = QStringLiteral("anna"), .content = QStringLiteral("hi"), .createdAtMs = 1}.toJson();
}

} // namespace

TEST_F(ApiClientTest, SendsJsonBelowTheNodesPathAndReadsTheEnvelope)
{
    server.on("/below/api/x", succeeds(QJsonObject{{QStringLiteral("n"), 5}}));
    const auto answer = waitFor(api.post(QStringLiteral("/api/x"), QJsonObject{{QStringLiteral("a"), 1}}));
    ASSERT_TRUE(answer.ok()) << qPrintable(answer.error().message);
    EXPECT_EQ(answer->value(u"n").toInt(), 5);
    const FakeRequest request = server.requests().first();
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.header("Content-Type"), "application/json");
    EXPECT_EQ(request.header("Authorization"), "Bearer secret");
    EXPECT_EQ(request.json().value(u"a").toInt(), 1);
    EXPECT_EQ(waitFor(api.patch(QStringLiteral("/api/x"), {})).ok(), true);
    EXPECT_EQ(server.requests().last().method, "PATCH");
}

TEST_F(ApiClientTest, GivesTheNodesErrorWithItsField)
{
    server.on("/below/api/x", refuses(400, "invalid_request", "sessionId is missing.", "sessionId"));
    const auto answer = waitFor(api.get(QStringLiteral("/api/x")));
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().code, ErrorCode::InvalidRequest);
    EXPECT_EQ(answer.error().message, QStringLiteral("sessionId is missing."));
    EXPECT_EQ(answer.error().field, QStringLiteral("sessionId"));
    EXPECT_FALSE(isPassing(answer.error()));
}

TEST_F(ApiClientTest, TellsApartWhatPassesAndWhatDoesNot)
{
    const QList<std::pair<int, ErrorCode>> strangers{{502, ErrorCode::Unavailable}, {504, ErrorCode::Unavailable}, {429, ErrorCode::RateLimited}, {403, ErrorCode::Forbidden}, {418, ErrorCode::Protocol}};
    for (const auto &[status, code] : strangers) {
        server.on("/below/api/x", says("HTTP/1.1 " + QByteArray::number(status) + " X\r\nRetry-After: 2\r\nContent-Length: 6\r\nContent-Type: text/html\r\n\r\n<html>"));
        const auto answer = waitFor(api.get(QStringLiteral("/api/x")));
        ASSERT_FALSE(answer.ok());
        EXPECT_EQ(answer.error().code, code) << status;
        EXPECT_EQ(answer.error().details.value(u"retryAfterMs").toInteger(), 2000);
        EXPECT_EQ(isPassing(answer.error()), status != 403) << status;
    }
    server.on("/below/api/x", refuses(503, "in_doubt", "Who knows."));
    EXPECT_EQ(waitFor(api.get(QStringLiteral("/api/x"))).error().code, ErrorCode::InDoubt);
}

TEST_F(ApiClientTest, AnUnreachableNodeIsANetworkError)
{
    server.stopListening();
    const auto answer = waitFor(api.get(QStringLiteral("/api/x")));
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().code, ErrorCode::Network);
    EXPECT_TRUE(isPassing(answer.error()));
}

TEST_F(ApiClientTest, WaitsNoLongerThanItsLimit)
{
    server.on("/below/api/x", saysAndWaits("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{"));
    ApiClient impatient(server.url(QStringLiteral("/below")), {}, 100ms);
    const auto answer = waitFor(impatient.get(QStringLiteral("/api/x")));
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().code, ErrorCode::Network);
    EXPECT_TRUE(answer.error().message.contains(u"0.1 s"));
    EXPECT_FALSE(server.requests().first().headers.contains("authorization"));
}

TEST_F(ApiClientTest, ClosingCancelsWhatIsUnderWayAndWhatComes)
{
    server.on("/below/api/x", saysAndWaits(""));
    std::optional<ErrorCode> code;
    const auto waiting = api.get(QStringLiteral("/api/x")).then([&](Result<QJsonObject> answer) { code = answer.error().code; });
    ASSERT_TRUE(waitUntil([&] { return !server.requests().isEmpty(); }));
    api.close();
    EXPECT_EQ(code, ErrorCode::Cancelled);
    EXPECT_EQ(waitFor(api.get(QStringLiteral("/api/x"))).error().code, ErrorCode::Cancelled);
}

TEST_F(ApiClientTest, ReadsAPageOfHistory)
{
    server.on("/below/api/messages", succeeds(QJsonObject{{QStringLiteral("messages"), QJsonArray{storedMessage()}}, {QStringLiteral("hasMore"), true}, {QStringLiteral("position"), QStringLiteral("9~abc")}}));
    const auto page = waitFor(api.history(QStringLiteral("s"), 50, 7));
    ASSERT_TRUE(page.ok()) << qPrintable(page.error().message);
    EXPECT_EQ(page->messages.size(), 1);
    EXPECT_TRUE(page->hasMore);
    EXPECT_EQ(page->position, 9);
    EXPECT_EQ(server.requests().first().query(QStringLiteral("sessionId")), QStringLiteral("s"));
    EXPECT_EQ(server.requests().first().query(QStringLiteral("before")), QStringLiteral("7"));

    const auto foreign = waitFor(api.history(QStringLiteral("other"), 50));
    ASSERT_FALSE(foreign.ok());
    EXPECT_EQ(foreign.error().code, ErrorCode::Protocol);
}

TEST_F(ApiClientTest, AsksABot)
{
    server.on("/below/api/sessions/s/runs", succeeds(QJsonObject{{QStringLiteral("message"), storedMessage()}, {QStringLiteral("run"), QJsonObject{}}}));
    const MessageDraft question{.sessionId = QStringLiteral("s"), .clientMessageId = QStringLiteral("c"), .content = QStringLiteral("why?"), .metadata = {{QStringLiteral("quote"), QStringLiteral("a part")}}, .replyTo = 7};
    const auto stored = waitFor(api.ask(question, QStringLiteral("echo")));
    ASSERT_TRUE(stored.ok());
    EXPECT_EQ(stored->id, 5);
    const QJsonObject body = server.requests().first().json();
    EXPECT_EQ(body, (QJsonObject{{QStringLiteral("botId"), QStringLiteral("echo")}, {QStringLiteral("content"), QStringLiteral("why?")}, {QStringLiteral("contentType"), QStringLiteral("text")},
                                  {QStringLiteral("clientMessageId"), QStringLiteral("c")}, {QStringLiteral("metadata"), question.metadata}, {QStringLiteral("replyTo"), 7}}));
}

TEST_F(ApiClientTest, TheTokenGoesWithFilesOfTheNodeOnly)
{
    FakeServer other;
    const QByteArray ok = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nbytes";
    server.on("/below/api/files/f", says(ok));
    server.on("/elsewhere/f", says(ok));
    server.on("/elsewhere", says(ok));
    other.on("/below/api/files/f", says(ok));
    for (const QString &own : {QStringLiteral("/api/files/f"), server.url(QStringLiteral("/below/api/files/f")).toString()}) {
        EXPECT_TRUE(api.isOwn(own));
        EXPECT_EQ(waitFor(api.download(own, 100)).value(), "bytes");
        EXPECT_EQ(server.requests().last().header("Authorization"), "Bearer secret");
    }
    for (const QString &foreign : {server.url(QStringLiteral("/elsewhere/f")).toString(), server.url(QStringLiteral("/below/api/files/../../../elsewhere")).toString()}) {
        EXPECT_FALSE(api.isOwn(foreign));
        EXPECT_TRUE(waitFor(api.download(foreign, 100)).ok());
        EXPECT_EQ(server.requests().last().header("Authorization"), "");
    }
    // However a path hides where it leads.
    for (const char *path : {"/below/api/files/..%2f..%2felsewhere", "/below/api/files/..%5celsewhere", "/below/api/files/%2e%2e/x", "/below/api/files/a/b", "/below/api/files/"})
        EXPECT_FALSE(api.isOwn(server.url(QString::fromLatin1(path)).toString())) << path;
    EXPECT_FALSE(api.isOwn(QStringLiteral("http://u:p@") + server.url(QStringLiteral("/below/api/files/f")).toString().sliced(7)));
    EXPECT_TRUE(api.isOwn(QStringLiteral("/api/files/f/thumbnail")));
    EXPECT_EQ(waitFor(api.download(other.url(QStringLiteral("/below/api/files/f")).toString(), 100)).value(), "bytes");
    EXPECT_EQ(other.requests().last().header("Authorization"), "");
}

TEST_F(ApiClientTest, ADownloadThatFailsSaysWhy)
{
    server.on("/below/api/files/large", says("HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\nx"));
    server.on("/below/api/files/moved", says("HTTP/1.1 302 Found\r\nLocation: https://example.org/\r\nContent-Length: 0\r\n\r\n"));
    server.on("/below/api/files/gone", says("HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n"));
    server.on("/below/api/files/never", saysAndWaits(""));
    const auto errorOf = [this](const QString &address) { return waitFor(api.download(address, 1 << 20)).error(); };
    EXPECT_EQ(errorOf(QStringLiteral("/api/files/large")).code, ErrorCode::TooLarge);
    EXPECT_TRUE(errorOf(QStringLiteral("/api/files/moved")).message.contains(u"https://example.org/"));
    EXPECT_TRUE(errorOf(QStringLiteral("/api/files/gone")).message.contains(u"410"));
    EXPECT_TRUE(errorOf(QStringLiteral("/api/files/never")).message.contains(u"within 2 s"));
    EXPECT_EQ(errorOf(QStringLiteral("file:///etc/passwd")).code, ErrorCode::InvalidRequest);
    EXPECT_EQ(errorOf(QStringLiteral("//example.org/x")).code, ErrorCode::InvalidRequest);
}

TEST_F(ApiClientTest, HandsOverInPieces)
{
    const QByteArray content = QByteArray("0123456789abcdef").repeated(3 << 16);
    server.on("/below/api/files/f", says("HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(content.size()) + "\r\n\r\n" + content));
    server.on("/below/api/files/open", says("HTTP/1.1 200 OK\r\n\r\nno end was told"));
    server.on("/below/api/files/gone", says("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone"));
    QByteArray came;
    qint64 announced = 0, largest = 0;
    const ApiClient::Take take = [&](const QByteArray &piece, qint64 told) -> std::optional<Error> {
        came += piece;
        announced = told;
        largest = qMax(largest, qint64(piece.size()));
        return std::nullopt;
    };
    EXPECT_TRUE(waitFor(api.fetch(QStringLiteral("/api/files/f"), take)).ok());
    EXPECT_TRUE(came == content);
    EXPECT_EQ(announced, content.size());
    EXPECT_LE(largest, 2 << 20);
    came.clear();
    EXPECT_TRUE(waitFor(api.fetch(QStringLiteral("/api/files/open"), take)).ok());
    EXPECT_EQ(came, "no end was told");
    EXPECT_EQ(announced, -1);
    came.clear();
    EXPECT_EQ(waitFor(api.fetch(QStringLiteral("/api/files/gone"), take)).error().code, ErrorCode::NotFound);
    EXPECT_EQ(came, ""); // what says so is not what was asked for
    const auto full = waitFor(api.fetch(QStringLiteral("/api/files/f"), [](const QByteArray &, qint64) { return Error{ErrorCode::NoRoom, QStringLiteral("the disk is full")}; }));
    EXPECT_EQ(full.error().message, QStringLiteral("the disk is full"));
}

TEST_F(ApiClientTest, SavesAFileWholeOrNotAtAll)
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("kept"));
    const auto kept = [&path] {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("nothing");
    };
    const QByteArray content(3 << 20, 'x');
    server.on("/below/api/files/f", says("HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(content.size()) + "\r\n\r\n" + content));
    server.on("/below/api/files/broken", says("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"));
    server.on("/below/api/files/gone", says("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone"));
    server.on("/below/api/files/silent", saysAndWaits("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"));
    const auto save = [this](const QString &name, const QString &to, ApiClient::GoesOn goesOn) { return waitFor(api.save(QStringLiteral("/api/files/") + name, to, std::move(goesOn))); };
    const auto always = [](qint64, qint64) { return true; };

    for (const QString &name : {QStringLiteral("broken"), QStringLiteral("gone"), QStringLiteral("silent")}) {
        EXPECT_FALSE(save(name, path, always).ok()) << qPrintable(name);
        EXPECT_EQ(kept(), "nothing");
    }
    EXPECT_EQ(save(QStringLiteral("f"), path, [](qint64 received, qint64) { return received < 1'000'000; }).error().code, ErrorCode::Cancelled);
    EXPECT_EQ(kept(), "nothing");
    EXPECT_TRUE(save(QStringLiteral("f"), QStringLiteral("/nowhere/at/all"), always).error().message.contains(u"/nowhere/at/all"));
    qint64 last = 0;
    const auto saved = save(QStringLiteral("f"), path, [&](qint64 received, qint64 total) {
        EXPECT_GE(received, std::exchange(last, received));
        EXPECT_EQ(total, content.size());
        return true;
    });
    EXPECT_TRUE(saved.ok()) << qPrintable(saved.error().message);
    EXPECT_EQ(last, content.size());
    EXPECT_TRUE(kept() == content);
    EXPECT_EQ(QDir(folder.path()).entryList(QDir::Files).size(), 1);
}
