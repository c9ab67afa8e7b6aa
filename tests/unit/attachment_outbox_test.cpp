// SPDX-License-Identifier: GPL-3.0-or-later
// What the outbox promises of files, held against a server that says what the test wants. A whole node is attachment_test's.
#include "client/outbox.h"

#include "fake_server.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

using namespace pipit;
using namespace pipit::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

class AttachmentOutboxTest : public testing::Test
{
protected:
    AttachmentOutboxTest()
    {
        server.on("/api/files", takes());
        server.on("/api/messages", stores());
    }
    ~AttachmentOutboxTest() override { close(); }

    void open()
    {
        close();
        api = std::make_unique<ApiClient>(server.url(), "t", 2s);
        outbox = std::make_unique<Outbox>(directory.filePath(u"outbox.db"_s), *api, 10ms);
    }
    void close()
    {
        if (api)
            api->close();
        outbox.reset();
        api.reset();
    }

    FakeServer::Handler takes()
    {
        return [this](const FakeRequest &request, const FakeServer::Socket &socket) {
            uploads << request;
            const QJsonObject file{{u"url"_s, u"/api/files/%1"_s.arg(uploads.size())}, {u"name"_s, request.query(u"name"_s)}, {u"size"_s, request.body.size()}, {u"mimeType"_s, u"text/plain"_s}};
            answerJson(socket, 201, QJsonObject{{u"success"_s, true}, {u"data"_s, QJsonObject{{u"file"_s, file}}}});
        };
    }
    FakeServer::Handler stores()
    {
        return [this](const FakeRequest &request, const FakeServer::Socket &socket) {
            const QJsonObject body = request.json();
            const QString id = body.value(u"clientMessageId").toString();
            if (!stored.contains(id))
                log << body.value(u"content").toString();
            else if (stored[id].content != body.value(u"content").toString())
                return refuses(409, "conflict", "Other content is stored.")(request, socket);
            stored.insert(id, {.id = log.size(), .sessionId = u"s"_s, .clientMessageId = id, .content = body.value(u"content").toString(), .metadata = body.value(u"metadata").toObject(), .createdAtMs = 1});
            answerJson(socket, 201, QJsonObject{{u"success"_s, true}, {u"data"_s, QJsonObject{{u"message"_s, stored.value(id).toJson()}}}});
        };
    }

    QString path() const { return directory.filePath(u"a file & its näme.txt"_s); }
    void write(const QByteArray &bytes)
    {
        QFile file(path());
        ASSERT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    Attachment file()
    {
        const QFileInfo info(path());
        return {.name = info.fileName(), .mimeType = u"text/plain"_s, .path = path(), .modifiedMs = info.lastModified().toMSecsSinceEpoch(), .size = info.size(), .facts = {{u"duration"_s, 7}}};
    }
    static Attachment pasted(const QByteArray &bytes) { return {.contentType = u"image"_s, .name = u"pasted.png"_s, .mimeType = u"image/png"_s, .bytes = bytes, .size = bytes.size()}; }
    MessageDraft here() const { return {.sessionId = u"s"_s, .content = {}}; }
    PendingMessage first() const { return outbox->pendingOf(u"s"_s).value(0); }
    QStringList kept() const { return QDir(directory.filePath(u"outbox.db.files"_s)).entryList(QDir::Files); }

    FakeServer server;
    QTemporaryDir directory;
    std::unique_ptr<ApiClient> api;
    std::unique_ptr<Outbox> outbox;
    QList<FakeRequest> uploads;
    QHash<QString, Message> stored;
    QStringList log;
};

} // namespace

TEST_F(AttachmentOutboxTest, AFileGoesUpAndThenItsMessageInOrder)
{
    write("hello");
    open();
    outbox->start();
    ASSERT_TRUE(outbox->add({.sessionId = u"s"_s, .content = u"before"_s}).ok());
    ASSERT_TRUE(outbox->attach(here(), file()).ok());
    ASSERT_TRUE(outbox->add({.sessionId = u"s"_s, .content = u"after"_s}).ok());
    EXPECT_EQ(outbox->pendingOf(u"s"_s)[1].file->name, u"a file & its näme.txt");
    ASSERT_TRUE(waitUntil([&] { return outbox->size() == 0; }));
    EXPECT_EQ(log, (QStringList{u"before"_s, u"/api/files/1"_s, u"after"_s}));
    ASSERT_EQ(uploads.size(), 1);
    EXPECT_EQ(uploads[0].body, "hello");
    EXPECT_EQ(uploads[0].query(u"name"_s), u"a file & its näme.txt");
    EXPECT_EQ(uploads[0].query(u"sessionId"_s), u"s");
    EXPECT_EQ(uploads[0].header("content-type"), "text/plain");
    EXPECT_EQ(uploads[0].header("authorization"), "Bearer t");
    const QJsonObject metadata = server.requests("/api/messages")[1].json().value(u"metadata").toObject();
    EXPECT_EQ(metadata.value(u"name"), u"a file & its näme.txt"_s);
    EXPECT_EQ(metadata.value(u"size"), 5);
    EXPECT_EQ(metadata.value(u"duration"), 7);
    EXPECT_TRUE(QFile::exists(path())); // the user's own is left alone
}

TEST_F(AttachmentOutboxTest, ABrokenUploadBeginsAgainFromItsBeginning)
{
    write(QByteArray(300'000, 'x'));
    server.inTurn("/api/files", {says(""), refuses(503, "not_stored", "Disk full."), takes()});
    open();
    outbox->start();
    ASSERT_TRUE(outbox->attach(here(), file()).ok());
    ASSERT_TRUE(waitUntil([&] { return outbox->size() == 0; }));
    EXPECT_EQ(server.requests("/api/files").size(), 3);
    EXPECT_EQ(server.requests("/api/files").last().body.size(), 300'000);
    EXPECT_EQ(log.size(), 1);
}

TEST_F(AttachmentOutboxTest, WhatWasUploadedIsPostedUnderTheSameAddressAfterACrash)
{
    server.inTurn("/api/messages", {[this](const FakeRequest &request, const FakeServer::Socket &) { stores()(request, nullptr); }, stores()});
    open();
    outbox->start();
    ASSERT_TRUE(outbox->attach(here(), pasted("pixels")).ok());
    ASSERT_TRUE(waitUntil([&] { return log.size() == 1; })); // stored, and the answer is lost
    open();
    EXPECT_EQ(first().draft.content, u"/api/files/1");
    outbox->start();
    ASSERT_TRUE(waitUntil([&] { return outbox->size() == 0; }));
    EXPECT_EQ(log, QStringList{u"/api/files/1"_s});
    EXPECT_EQ(uploads.size(), 1);
}

TEST_F(AttachmentOutboxTest, WhatIsPastedIsKeptUntilItIsDelivered)
{
    open();
    ASSERT_TRUE(outbox->attach(here(), pasted("pixels")).ok());
    ASSERT_EQ(kept().size(), 1);
    const QFileInfo info(first().file->path);
    EXPECT_FALSE(info.permissions() & (QFile::ReadGroup | QFile::ReadOther));
    EXPECT_FALSE(QFileInfo(info.absolutePath()).permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::ExeGroup | QFile::ExeOther));
    QFile orphan(info.absolutePath() + u"/orphan"_s); // of a program that ended before it wrote the message
    ASSERT_TRUE(orphan.open(QIODevice::WriteOnly));
    orphan.close();
    open();
    EXPECT_EQ(kept().size(), 1);
    EXPECT_EQ(first().draft.metadata.value(u"name"), u"pasted.png"_s);
    outbox->start();
    ASSERT_TRUE(waitUntil([&] { return outbox->size() == 0; }));
    EXPECT_EQ(uploads[0].body, "pixels");
    EXPECT_TRUE(kept().isEmpty());

    ASSERT_TRUE(outbox->attach(here(), pasted("others")).ok());
    outbox->discard(first().draft.clientMessageId);
    EXPECT_TRUE(kept().isEmpty());
}

TEST_F(AttachmentOutboxTest, AFileThatChangedOrIsGoneSaysSo)
{
    write("as it was");
    open();
    ASSERT_TRUE(outbox->attach(here(), file()).ok());
    write("as it is now");
    outbox->start();
    ASSERT_TRUE(waitUntil([&] { return first().state == PendingMessage::State::Failed; }));
    EXPECT_TRUE(first().reason.contains(u"was changed after it was attached")) << qPrintable(first().reason);
    QFile::remove(path());
    outbox->retry(first().draft.clientMessageId);
    ASSERT_TRUE(waitUntil([&] { return first().state == PendingMessage::State::Failed; }));
    EXPECT_TRUE(first().reason.contains(u"is no longer where it was")) << qPrintable(first().reason);
    EXPECT_TRUE(uploads.isEmpty());
}

TEST_F(AttachmentOutboxTest, AFileKeepsOnlyItsOwnSessionWaiting)
{
    write("held");
    FakeServer::Socket held;
    server.on("/api/files", [&held](const FakeRequest &, const FakeServer::Socket &socket) { held = socket; });
    open();
    outbox->start();
    const auto say = [this](const QString &session, const QString &text) { return outbox->add({.sessionId = session, .content = text}).ok(); };
    ASSERT_TRUE(outbox->attach(here(), file()).ok());
    ASSERT_TRUE(say(u"s"_s, u"behind it"_s));
    ASSERT_TRUE(say(u"other"_s, u"elsewhere"_s));
    ASSERT_TRUE(outbox->attach({.sessionId = u"other"_s, .content = {}}, pasted("pixels")).ok());
    ASSERT_TRUE(say(u"other"_s, u"behind that"_s));
    ASSERT_TRUE(say(u"third"_s, u"last"_s));
    ASSERT_TRUE(waitUntil([&] { return held && log.size() == 2; }));
    EXPECT_EQ(log, (QStringList{u"elsewhere"_s, u"last"_s}));
    EXPECT_EQ(server.requests("/api/files").size(), 1);
    server.on("/api/files", takes());
    takes()(server.requests("/api/files").first(), held);
    ASSERT_TRUE(waitUntil([&] { return outbox->size() == 0; }));
    EXPECT_EQ(log.mid(2).filter(u"behind"_s), (QStringList{u"behind it"_s, u"behind that"_s}));
    EXPECT_LT(log.indexOf(u"/api/files/1"_s), log.indexOf(u"behind it"_s));
    EXPECT_LT(log.indexOf(u"/api/files/2"_s), log.indexOf(u"behind that"_s));
}

TEST_F(AttachmentOutboxTest, ADiscardedUploadEndsAndTheNextOneGoes)
{
    write("held");
    FakeServer::Socket held;
    server.on("/api/files", [&held](const FakeRequest &, const FakeServer::Socket &socket) { held = socket; });
    open();
    outbox->start();
    ASSERT_TRUE(outbox->attach(here(), file()).ok());
    ASSERT_TRUE(outbox->add({.sessionId = u"s"_s, .content = u"next"_s}).ok());
    ASSERT_TRUE(waitUntil([&] { return held != nullptr; }));
    outbox->discard(first().draft.clientMessageId);
    ASSERT_TRUE(waitUntil([&] { return outbox->size() == 0 && !held; }));
    EXPECT_EQ(log, QStringList{u"next"_s});
}

TEST_F(AttachmentOutboxTest, ItsProgressIsTold)
{
    write(QByteArray(100'000, 'x'));
    server.on("/api/files", [](const FakeRequest &, const FakeServer::Socket &) { });
    open();
    outbox->start();
    ASSERT_TRUE(outbox->attach(here(), file()).ok());
    ASSERT_TRUE(waitUntil([&] { return first().file->sent == 100'000; }));
    EXPECT_EQ(first().state, PendingMessage::State::Sending);
    api->close(); // in the middle of it
}

TEST_F(AttachmentOutboxTest, WhatIsRefusedIsKeptWithTheReason)
{
    server.inTurn("/api/files", {refuses(413, "too_large", "The file is too large; the limit is 4 MiB."), refuses(507, "no_room", "The node's disk is full."), takes()});
    open();
    outbox->start();
    ASSERT_TRUE(outbox->attach(here(), pasted("pixels")).ok());
    ASSERT_TRUE(outbox->add({.sessionId = u"s"_s, .content = u"next"_s}).ok());
    ASSERT_TRUE(waitUntil([&] { return outbox->size() == 1; }));
    EXPECT_EQ(first().reason, u"The file is too large; the limit is 4 MiB.");
    outbox->retry(first().draft.clientMessageId);
    ASSERT_TRUE(waitUntil([&] { return first().reason == u"The node's disk is full."; }));
    outbox->retry(first().draft.clientMessageId);
    ASSERT_TRUE(waitUntil([&] { return outbox->size() == 0; }));
    EXPECT_EQ(log, (QStringList{u"next"_s, u"/api/files/1"_s}));
}

TEST_F(AttachmentOutboxTest, WhatIsNotWhatItIsCalledGoesAsAFile)
{
    server.inTurn("/api/files", {refuses(415, "unsupported_media_type", "Its content is text/plain."), takes(), refuses(415, "unsupported_media_type", "This node takes no such files.")});
    open();
    outbox->start();
    ASSERT_TRUE(outbox->attach(here(), pasted("no pixels")).ok());
    ASSERT_TRUE(waitUntil([&] { return outbox->size() == 0; }));
    EXPECT_EQ(server.requests("/api/files")[0].header("content-type"), "image/png");
    EXPECT_EQ(server.requests("/api/files")[1].header("content-type"), "application/octet-stream");
    EXPECT_EQ(server.requests("/api/messages").last().json().value(u"contentType"), u"file"_s);
    ASSERT_TRUE(outbox->attach(here(), pasted("nor these")).ok());
    ASSERT_TRUE(waitUntil([&] { return first().state == PendingMessage::State::Failed; }));
    EXPECT_EQ(first().reason, u"This node takes no such files.");
    EXPECT_EQ(server.requests("/api/files").size(), 4);
}

// A bot is asked about the message that names the file, and not twice.
TEST_F(AttachmentOutboxTest, ABotIsAskedAboutAFile)
{
    const auto answersRun = [](const FakeRequest &, const FakeServer::Socket &socket) { answerJson(socket, 202, QJsonObject{{u"success"_s, true}, {u"data"_s, QJsonObject()}}); };
    server.inTurn("/api/sessions/s/runs", {refuses(503, "unavailable", "Later."), answersRun});
    open();
    outbox->start();
    Attachment attachment = pasted("pixels");
    attachment.caption = u"What is this?"_s;
    ASSERT_TRUE(outbox->attach(here(), attachment, u"coze"_s).ok());
    ASSERT_TRUE(waitUntil([&] { return outbox->size() == 0; }));
    EXPECT_EQ(uploads.size(), 1);
    EXPECT_EQ(log.size(), 1);
    EXPECT_EQ(stored.begin()->metadata.value(u"caption"), u"What is this?"_s);
    const QList<FakeRequest> asked = server.requests("/api/sessions/s/runs");
    ASSERT_EQ(asked.size(), 2);
    EXPECT_EQ(asked[0].json(), asked[1].json());
    EXPECT_EQ(asked[1].json().value(u"regenerates"), 1);
    EXPECT_EQ(asked[1].json().value(u"botId"), u"coze"_s);
}

TEST_F(AttachmentOutboxTest, ThatItsMessageIsThereDoesNotEndAQuestion)
{
    server.inTurn("/api/sessions/s/runs", {refuses(403, "forbidden", "Not you."), succeeds({})});
    open();
    outbox->start();
    ASSERT_TRUE(outbox->attach(here(), pasted("pixels"), u"coze"_s).ok());
    ASSERT_TRUE(waitUntil([&] { return first().state == PendingMessage::State::Failed; }));
    const QString id = first().draft.clientMessageId;
    outbox->confirm(id); // as the stream does
    ASSERT_EQ(outbox->size(), 1);
    outbox->retry(id);
    ASSERT_TRUE(waitUntil([&] { return outbox->size() == 0; }));
    EXPECT_EQ(log.size(), 1);
}
