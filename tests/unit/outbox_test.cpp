// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/outbox.h"

#include "fake_server.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QTemporaryDir>

using namespace pipit;
using namespace pipit::test;
using namespace std::chrono_literals;

namespace {

class OutboxTest : public testing::Test
{
protected:
    void open(OutboxLimits limits = {})
    {
        close();
        api = std::make_unique<ApiClient>(server.url(), "t", 2s);
        outbox = std::make_unique<Outbox>(file, *api, 10ms, limits);
        QObject::connect(outbox.get(), &Outbox::delivered, outbox.get(), [this](const Message &message) { delivered << message.content; });
    }

    void close()
    {
        if (api)
            api->close();
        outbox.reset();
        api.reset();
    }

    ~OutboxTest() override { close(); }

    MessageDraft draft(const char *text, const char *session = "s")
    {
        return MessageDraft{.sessionId = QString::fromLatin1(session), .content = QString::fromLatin1(text)};
    }

    QStringList pending(const char *session = "s")
    {
        QStringList list;
        for (const PendingMessage &message : outbox->pendingOf(QString::fromLatin1(session)))
            list << message.draft.content + (message.state == PendingMessage::State::Failed ? u"!" : message.state == PendingMessage::State::Sending ? u">" : u"");
        return list;
    }

    QString idOf(qsizetype index, const char *session = "s") { return outbox->pendingOf(QString::fromLatin1(session)).at(index).draft.clientMessageId; }

    // Stores as a node does: the same clientMessageId again gives the first message.
    FakeServer::Handler stores()
    {
        return [this](const FakeRequest &request, const FakeServer::Socket &socket) {
            const QJsonObject body = request.json();
            const QString id = body.value(u"clientMessageId").toString();
            if (!stored.contains(id)) {
                Message message{.id = stored.size() + 1, .sessionId = QStringLiteral("s"), .clientMessageId = id, .content = body.value(u"content").toString(), .createdAtMs = 1};
                stored.insert(id, message);
                log << message.content;
            }
            answerJson(socket, 201, QJsonObject{{QStringLiteral("success"), true}, {QStringLiteral("data"), QJsonObject{{QStringLiteral("message"), stored.value(id).toJson()}}}});
        };
    }

    FakeServer server;
    QTemporaryDir dir;
    QString file = dir.filePath(QStringLiteral("outbox.db"));
    std::unique_ptr<ApiClient> api;
    std::unique_ptr<Outbox> outbox;
    QStringList delivered;
    QHash<QString, Message> stored;
    QStringList log;
};

} // namespace

TEST_F(OutboxTest, SendsInOrderOneAtATime)
{
    QList<FakeServer::Socket> open_;
    server.on("/api/messages", [&](const FakeRequest &, const FakeServer::Socket &socket) { open_ << socket; });
    open();
    outbox->start();
    ASSERT_TRUE(outbox->add(draft("a")).ok());
    ASSERT_TRUE(outbox->add(draft("b")).ok());
    ASSERT_TRUE(waitUntil([&] { return open_.size() == 1; }));
    EXPECT_EQ(pending(), (QStringList{QStringLiteral("a>"), QStringLiteral("b")}));
    server.on("/api/messages", stores());
    stores()(server.requests().first(), open_.first());
    ASSERT_TRUE(waitUntil([&] { return outbox->size() == 0; }));
    EXPECT_EQ(log, (QStringList{QStringLiteral("a"), QStringLiteral("b")}));
    EXPECT_EQ(delivered, log);
}

TEST_F(OutboxTest, WaitsWhileTheNodeCannotTakeItAndThenStoresOnce)
{
    server.inTurn("/api/messages", {
        says("HTTP/1.1 502 Bad\r\nContent-Length: 0\r\n\r\n"),
        refuses(429, "rate_limited", "Slower."),
        refuses(408, "request_timeout", "Too slow."),
        refuses(503, "not_stored", "Disk full."),
        [this](const FakeRequest &request, const FakeServer::Socket &socket) { // stored, and the answer is lost
            stores()(request, nullptr);
            refuses(503, "in_doubt", "Who knows.")(request, socket);
        },
        stores()});
    open();
    outbox->start();
    ASSERT_TRUE(outbox->add(draft("a")).ok());
    ASSERT_TRUE(outbox->add(draft("b")).ok());
    ASSERT_TRUE(waitUntil([&] { return outbox->size() == 0; }));
    EXPECT_EQ(log, (QStringList{QStringLiteral("a"), QStringLiteral("b")}));
    const auto requests = server.requests("/api/messages");
    for (int i = 1; i < 6; ++i)
        EXPECT_EQ(requests.at(i).json(), requests.at(0).json());
}

TEST_F(OutboxTest, GoesOnWhenTheNodeIsBack)
{
    server.stopListening();
    open();
    outbox->start();
    ASSERT_TRUE(outbox->add(draft("a")).ok());
    ASSERT_TRUE(waitUntil([&] { return pending() == QStringList{QStringLiteral("a")}; }));
    server.on("/api/messages", stores());
    server.listenAgain();
    outbox->wake();
    EXPECT_TRUE(waitUntil([&] { return outbox->size() == 0; }));
}

TEST_F(OutboxTest, ARefusedMessageFailsAndTheNextOnesGo)
{
    server.inTurn("/api/messages", {refuses(403, "forbidden", "Not in this session."), stores()});
    open();
    outbox->start();
    for (const char *text : {"a", "b", "c"})
        ASSERT_TRUE(outbox->add(draft(text)).ok());
    ASSERT_TRUE(waitUntil([&] { return outbox->size() == 1; }));
    EXPECT_EQ(log, (QStringList{QStringLiteral("b"), QStringLiteral("c")}));
    EXPECT_EQ(pending(), QStringList{QStringLiteral("a!")});
    EXPECT_EQ(outbox->pendingOf(QStringLiteral("s")).first().reason, QStringLiteral("Not in this session."));

    open(); // a failure outlives the program, and is not tried again by itself
    outbox->start();
    EXPECT_EQ(pending(), QStringList{QStringLiteral("a!")});
    EXPECT_EQ(outbox->pendingOf(QStringLiteral("s")).first().reason, QStringLiteral("Not in this session."));
    outbox->retry(idOf(0));
    ASSERT_TRUE(waitUntil([&] { return outbox->size() == 0; }));
    EXPECT_EQ(log.last(), QStringLiteral("a"));
}

TEST_F(OutboxTest, IsThereAgainAfterACrashWithTheSameIds)
{
    server.on("/api/messages", saysAndWaits(""));
    open();
    outbox->start();
    ASSERT_TRUE(outbox->add(draft("a")).ok());
    ASSERT_TRUE(outbox->add(draft("b")).ok());
    MessageDraft question = draft("why?");
    ASSERT_TRUE(outbox->add(question, QStringLiteral("echo")).ok());
    ASSERT_TRUE(waitUntil([&] { return server.requests().size() == 1; })); // "a" is under way
    const QStringList ids{idOf(0), idOf(1), idOf(2)};

    // What is on the disk at this moment is all that a crash leaves.
    for (const char *suffix : {"", "-wal"})
        ASSERT_TRUE(QFile::copy(file + QLatin1StringView(suffix), dir.filePath(QStringLiteral("copy.db")) + QLatin1StringView(suffix)));
    file = dir.filePath(QStringLiteral("copy.db"));
    server.on("/api/messages", stores());
    server.on("/api/sessions/s/runs", stores());
    open();
    EXPECT_EQ(pending(), (QStringList{QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("why?")}));
    EXPECT_EQ((QStringList{idOf(0), idOf(1), idOf(2)}), ids);
    outbox->start();
    ASSERT_TRUE(waitUntil([&] { return outbox->size() == 0; }));
    EXPECT_EQ(log, (QStringList{QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("why?")}));
    EXPECT_EQ(server.requests("/api/sessions/s/runs").first().json().value(u"botId").toString(), QStringLiteral("echo"));
    open();
    EXPECT_EQ(outbox->size(), 0);
}

TEST_F(OutboxTest, DiscardAndConfirmTakeItOut)
{
    open();
    ASSERT_TRUE(outbox->add(draft("a")).ok());
    ASSERT_TRUE(outbox->add(draft("b")).ok());
    ASSERT_TRUE(outbox->add(draft("c", "other")).ok());
    outbox->discard(idOf(0));
    outbox->confirm(idOf(0));
    EXPECT_EQ(pending(), QStringList());
    open();
    EXPECT_EQ(outbox->size(), 1);
    EXPECT_EQ(pending("other"), QStringList{QStringLiteral("c")});
}

TEST_F(OutboxTest, SaysSoWhenItIsFull)
{
    open(OutboxLimits{.messages = 2, .bytes = 100, .unsaved = 1});
    ASSERT_TRUE(outbox->add(draft("a")).ok());
    EXPECT_FALSE(outbox->add(draft(QByteArray(100, 'x').constData())).ok());
    outbox->discard(idOf(1));
    ASSERT_TRUE(outbox->add(draft("b")).ok());
    EXPECT_FALSE(outbox->add(draft("c")).ok());
    EXPECT_EQ(pending(), (QStringList{QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c!")}));
    EXPECT_TRUE(outbox->pendingOf(QStringLiteral("s")).last().reason.contains(u"outbox"));
    EXPECT_FALSE(outbox->add(draft("d")).ok());
    EXPECT_EQ(outbox->size(), 3);

    outbox->discard(idOf(0));
    outbox->retry(idOf(1));
    EXPECT_EQ(pending(), (QStringList{QStringLiteral("b"), QStringLiteral("c")}));
}

TEST_F(OutboxTest, AMessageThatNoNodeWouldTakeFailsAtOnce)
{
    open();
    EXPECT_FALSE(outbox->add(draft("")).ok());
    EXPECT_EQ(pending(), QStringList{QStringLiteral("!")});
    EXPECT_TRUE(outbox->pendingOf(QStringLiteral("s")).first().reason.contains(u"content"));
}

TEST_F(OutboxTest, AFileThatCannotBeUsedIsSaid)
{
    QFile broken(file);
    ASSERT_TRUE(broken.open(QIODevice::WriteOnly));
    broken.write(QByteArray(4096, 'x'));
    broken.close();
    open();
    outbox->start();
    const auto added = outbox->add(draft("a"));
    ASSERT_FALSE(added.ok());
    EXPECT_TRUE(added.error().message.contains(file));
    EXPECT_EQ(pending(), QStringList{QStringLiteral("a!")});
}
