// SPDX-License-Identifier: GPL-3.0-or-later
// What is attached arrives, once and in its place among what was written, although the node is killed while the file goes up, and
// although this program ends with it unsent.
#include "client/connection.h"
#include "tests/integration/node_process.h"
#include "tests/support/tcp_proxy.h"
#include "tests/unit/fake_server.h"

#include <gtest/gtest.h>

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::test {
namespace {

class AttachmentTest : public testing::Test
{
protected:
    AttachmentTest() { node.start(); }

    void open(quint16 port)
    {
        const ConnectionOptions options{.url = QUrl(u"http://127.0.0.1:%1"_s.arg(port)), .token = node.token(), .outboxFile = directory.filePath(u"outbox.db"_s), .reconnectInterval = 20ms, .maxReconnectAttempts = 1'000};
        connection = std::make_unique<Connection>(options);
        connection->start();
        feed = connection->feed(u"s"_s);
    }

    Attachment file(const QString &name, const QByteArray &bytes)
    {
        QFile file(directory.filePath(name));
        EXPECT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        file.close();
        return {.name = name, .mimeType = u"application/octet-stream"_s, .path = file.fileName(), .modifiedMs = QFileInfo(file).lastModified().toMSecsSinceEpoch(), .size = bytes.size()};
    }

    // What the log has, by what it is called or what it says.
    QStringList said() const
    {
        QStringList list;
        for (const Message &message : feed->messages())
            list << (message.contentType == u"text" ? message.content : message.metadata.value(u"name").toString());
        return list;
    }

    QByteArray contentOf(const Message &message)
    {
        std::optional<Result<QByteArray>> came;
        connection->download(message.content, 1 << 30).then([&came](Result<QByteArray> bytes) { came.emplace(std::move(bytes)); });
        EXPECT_TRUE(waitUntil([&came] { return came.has_value(); }));
        return came && *came ? **came : QByteArray();
    }

    bool allSent() const { return connection->pendingCount() == 0 && feed->pending().isEmpty(); }

    NodeProcess node;
    QTemporaryDir directory;
    std::unique_ptr<Connection> connection;
    SessionFeed *feed = nullptr;
};

TEST_F(AttachmentTest, ANodeKilledInTheMiddleOfAnUploadGetsItOnce)
{
    TcpProxy proxy(node.port());
    open(proxy.port());
    QByteArray bytes(64 << 20, Qt::Uninitialized);
    for (qsizetype i = 0; i < bytes.size(); ++i)
        bytes[i] = char(i * 7 + i / 251);
    ASSERT_TRUE(connection->attach(u"s"_s, file(u"large.bin"_s, bytes)).ok());
    connection->send(u"s"_s, u"after it"_s);
    ASSERT_TRUE(waitUntil([&] { return proxy.forwardedBytes() > 2 << 20; }));
    proxy.freeze();
    node.kill();
    ASSERT_EQ(connection->pendingCount(), 2);
    EXPECT_LT(proxy.forwardedBytes(), bytes.size());
    EXPECT_EQ(feed->pending().first().state, PendingMessage::State::Sending);
    node.start();
    proxy.thaw();
    proxy.cut();
    ASSERT_TRUE(waitUntil([&] { return said().size() == 2 && allSent(); }));
    EXPECT_EQ(said(), (QStringList{u"large.bin"_s, u"after it"_s}));
    const Message message = feed->messages().first();
    EXPECT_EQ(message.contentType, u"file");
    EXPECT_EQ(message.metadata.value(u"size").toInteger(), bytes.size());
    EXPECT_EQ(QCryptographicHash::hash(contentOf(message), QCryptographicHash::Sha256), QCryptographicHash::hash(bytes, QCryptographicHash::Sha256));
}

TEST_F(AttachmentTest, WhatThisProgramLeftUnsentGoesOutWhenItStartsAgain)
{
    node.kill();
    open(node.port());
    connection->send(u"s"_s, u"first"_s);
    ASSERT_TRUE(connection->attach(u"s"_s, file(u"notes.txt"_s, "some notes")).ok());
    ASSERT_TRUE(connection->attach(u"s"_s, Attachment{.name = u"pasted.txt"_s, .mimeType = u"text/plain"_s, .bytes = "pasted", .size = 6}).ok());
    connection->send(u"s"_s, u"last"_s);
    ASSERT_EQ(connection->pendingCount(), 4);
    connection.reset();
    node.start();
    open(node.port());
    ASSERT_TRUE(waitUntil([&] { return said().size() == 4 && allSent(); }));
    EXPECT_EQ(said(), (QStringList{u"first"_s, u"notes.txt"_s, u"pasted.txt"_s, u"last"_s}));
    EXPECT_EQ(contentOf(feed->messages()[1]), "some notes");
    EXPECT_EQ(contentOf(feed->messages()[2]), "pasted");
    EXPECT_TRUE(QDir(directory.filePath(u"outbox.db.files"_s)).isEmpty());
}

TEST_F(AttachmentTest, AReasonOfTheNodeStandsAtTheMessage)
{
    node.terminate();
    NodeProcess small({u"--files-max-bytes"_s, u"4096"_s});
    small.start();
    const ConnectionOptions options{.url = QUrl(u"http://127.0.0.1:%1"_s.arg(small.port())), .token = small.token(), .outboxFile = directory.filePath(u"other.db"_s), .reconnectInterval = 20ms};
    connection = std::make_unique<Connection>(options);
    connection->start();
    feed = connection->feed(u"s"_s);
    ASSERT_TRUE(connection->attach(u"s"_s, file(u"large.bin"_s, QByteArray(24 << 20, 'x'))).ok());
    connection->send(u"s"_s, u"after it"_s);
    ASSERT_TRUE(waitUntil([&] { return said().size() == 1 && feed->pending().size() == 1; }));
    EXPECT_EQ(feed->pending().first().state, PendingMessage::State::Failed);
    EXPECT_TRUE(feed->pending().first().reason.contains(u"the limit is")) << qPrintable(feed->pending().first().reason);
    // What is no picture, whatever it is called, goes as a file.
    Attachment claims = file(u"no.png"_s, "this is no picture");
    claims.mimeType = u"image/png"_s;
    claims.contentType = u"image"_s;
    ASSERT_TRUE(connection->attach(u"s"_s, claims).ok());
    ASSERT_TRUE(waitUntil([&] { return said().size() == 2; }));
    EXPECT_EQ(feed->messages().last().contentType, u"file");
    EXPECT_EQ(feed->messages().last().metadata.value(u"name"), u"no.png"_s);
    EXPECT_EQ(contentOf(feed->messages().last()), "this is no picture");
}

} // namespace
} // namespace pipit::test
