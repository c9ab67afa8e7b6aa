// SPDX-License-Identifier: GPL-3.0-or-later
// The requirement: what is uploaded is kept whole or not at all, is for those who may see its session, and can do nothing in
// the browser of whoever loads it, whatever its name, its type or its content say.
#include "tests/unit/node_fixture.h"
#include "tests/unit/test_pictures.h"

#include "server/files/file_name.h"

#include <QCryptographicHash>
#include <QDirIterator>
#include <QUrl>

using namespace pipit;
using namespace Qt::StringLiterals;
using http::Answer;
using http::TestClient;
using http::waitUntil;

namespace {

class FilesRoutesTest : public test::NodeFixture
{
protected:
    QByteArray ann;

    void SetUp() override { begin(); }

    void begin()
    {
        start();
        ann = bearer(tokenFor({.sub = u"ann"_s, .sessions = {u"team-*"_s}}));
    }

    Answer upload(const QByteArray &body, const QByteArray &type = {}, const QString &name = u"a.bin"_s, const QByteArray &session = "team-a")
    {
        const QByteArray typeHeader = type.isEmpty() ? QByteArray() : QByteArray("Content-Type: " + type + "\r\n");
        return ask(ann + typeHeader, "POST /api/files?sessionId=" + session + "&name=" + QUrl::toPercentEncoding(name), body);
    }

    QJsonObject fileOf(const Answer &answer)
    {
        EXPECT_EQ(answer.status, 201) << answer.body.constData();
        return dataOf(answer).value(u"file").toObject();
    }

    Answer load(const QJsonObject &file, const QByteArray &headers = {}) { return ask(ann + headers, "GET " + file.value(u"url").toString().toLatin1()); }

    // The files in the directory, but the one that names it.
    QStringList kept() const
    {
        QStringList names;
        for (QDirIterator it(config.filesDir(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories); it.hasNext();) {
            it.next();
            if (it.fileName() != u"pipit-files.id")
                names << it.filePath();
        }
        return names;
    }
};

TEST_F(FilesRoutesTest, AFileComesBackAsItWas)
{
    QByteArray body(3'000'000, Qt::Uninitialized);
    for (qsizetype i = 0; i < body.size(); ++i)
        body[i] = char(i * 31 + i / 251);
    const QJsonObject file = fileOf(upload(body, "application/octet-stream", u"数据 1.bin"_s));
    EXPECT_EQ(file.value(u"name").toString(), u"数据 1.bin"_s);
    EXPECT_EQ(file.value(u"size").toInteger(), body.size());
    const Answer loaded = load(file);
    EXPECT_EQ(loaded.status, 200);
    EXPECT_EQ(loaded.body, body);
    EXPECT_EQ(loaded.header("x-content-type-options"), "nosniff");
    EXPECT_EQ(loaded.header("content-security-policy"), "default-src 'none'; sandbox; frame-ancestors 'none'");
    EXPECT_EQ(loaded.header("cross-origin-resource-policy"), "same-origin");
    EXPECT_TRUE(loaded.header("content-disposition").startsWith("attachment")) << loaded.header("content-disposition").constData();
    EXPECT_TRUE(loaded.header("content-disposition").contains("filename*=UTF-8''%E6%95%B0%E6%8D%AE%201.bin"));
    EXPECT_EQ(load(file, "If-None-Match: " + loaded.header("etag") + "\r\n").status, 304);

    TestClient head(port());
    head.send(requestOf("HEAD " + file.value(u"url").toString().toLatin1(), ann) + requestOf("GET /healthz", {}));
    EXPECT_EQ(head.nextHead().header("content-length"), "3000000");
    EXPECT_EQ(head.next().body, R"({"program":"pipit","status":"ok"})");
}

TEST_F(FilesRoutesTest, APartOfAFileCanBeAskedFor)
{
    const QJsonObject file = fileOf(upload("0123456789", "text/plain"));
    const auto part = [&](const QByteArray &range, const QByteArray &more = {}) { return load(file, "Range: " + range + "\r\n" + more); };
    for (const auto &[range, body, told] : {std::tuple("bytes=0-0", "0", "bytes 0-0/10"), std::tuple("bytes=2-4", "234", "bytes 2-4/10"), std::tuple("bytes=7-", "789", "bytes 7-9/10"), std::tuple("bytes=7-99", "789", "bytes 7-9/10"),
                                            std::tuple("bytes=-3", "789", "bytes 7-9/10"), std::tuple("bytes=-30", "0123456789", "bytes 0-9/10")}) {
        const Answer answer = part(range);
        EXPECT_EQ(answer.status, 206) << range;
        EXPECT_EQ(answer.body, body) << range;
        EXPECT_EQ(answer.header("content-range"), told) << range;
    }
    for (const char *range : {"bytes=10-", "bytes=10-20", "bytes=-0", "bytes=99999999999999999999-"}) {
        EXPECT_EQ(part(range).status, 416) << range;
        EXPECT_EQ(part(range).header("content-range"), "bytes */10") << range;
    }
    for (const char *range : {"bytes=5-2", "bytes=a-b", "bytes=1-2,4-5", "lines=1-2", "bytes=", "bytes=-", "bytes=1--2"})
        EXPECT_EQ(part(range).body, "0123456789") << range;
    EXPECT_EQ(part("bytes=2-4", "If-Range: \"other\"\r\n").status, 200);
}

TEST_F(FilesRoutesTest, AFileIsForWhoMaySeeItsSession)
{
    const QJsonObject file = fileOf(upload("secret", "text/plain"));
    const QByteArray target = "GET " + file.value(u"url").toString().toLatin1();
    EXPECT_EQ(ask(bearer(tokenFor({.sub = u"eve"_s, .sessions = {u"other-*"_s}})), target).status, 404);
    EXPECT_EQ(ask({}, target).status, 401);
    const QByteArray ticket = dataOf(ask(ann, "POST /api/auth/tickets")).value(u"ticket").toString().toLatin1();
    EXPECT_EQ(ask({}, target + "?ticket=" + ticket).body, "secret"); // a link to load it
    EXPECT_EQ(ask({}, target + "?ticket=" + ticket).status, 401);
    EXPECT_EQ(upload("x", {}, u"a"_s, "other-a").status, 403);
    EXPECT_TRUE(ask(ann, "GET /api/files/never").status == 404);
}

TEST_F(FilesRoutesTest, ANameIsAWordForPeopleAndNeverAPath)
{
    for (const QString &name : {u"../../etc/passwd"_s, u"..\\..\\boot.ini"_s, u"/etc/cron.d/x"_s, u"C:\\x.exe"_s, u"..%2f..%2fx"_s, u"a\u202Egnp.exe"_s, u"CON"_s, u".htaccess"_s, u"a\"b;c.txt"_s, QString(900, u'n')}) {
        const QJsonObject file = fileOf(upload("content of " + name.left(20).toUtf8(), {}, name));
        const QString safe = file.value(u"name").toString();
        EXPECT_FALSE(safe.contains(u'/') || safe.contains(u'\\') || safe.startsWith(u'.') || safe.contains(u'\u202E')) << safe.toStdString();
        const QByteArray disposition = load(file).header("content-disposition");
        EXPECT_EQ(disposition.count('"'), 2) << disposition.constData();
    }
    const QStringList names = kept();
    EXPECT_EQ(names.size(), 10);
    for (const QString &name : names)
        EXPECT_TRUE(QFileInfo(name).canonicalFilePath().startsWith(QFileInfo(config.filesDir()).canonicalFilePath())) << name.toStdString();
    EXPECT_EQ(upload("x", {}, u""_s).errorField(), u"name"_s);
    EXPECT_EQ(upload("x", {}, QString(1001, u'n')).errorField(), u"name"_s);
}

TEST_F(FilesRoutesTest, AFileIsServedAsWhatItIs)
{
    struct Case { QByteArray body, declared, served; bool isInline; };
    const QByteArray png = test::blackPng(40, 30, 8, test::Rgb), gifScript = "GIF89a/*\x01\x00\x01\x00" + QByteArray("*/=1;alert(1)//");
    for (const Case &one : {Case{png, "image/png", "image/png", true}, Case{png + "<script>alert(1)</script>", "image/png", "image/png", true}, Case{gifScript, "image/gif", "image/gif", true},
                            Case{"<html><script>alert(1)</script></html>", "text/html", "text/plain; charset=utf-8", false},
                            Case{R"(<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>)", {}, "image/svg+xml", false},
                            Case{"alert(1)", "text/javascript", "text/plain; charset=utf-8", true}}) {
        const Answer loaded = load(fileOf(upload(one.body, one.declared)));
        EXPECT_EQ(loaded.header("content-type"), one.served) << one.declared.constData();
        EXPECT_EQ(loaded.header("content-disposition").startsWith("inline"), one.isInline) << one.declared.constData();
        EXPECT_EQ(loaded.body, one.body);
        EXPECT_TRUE(loaded.header("content-security-policy").contains("sandbox"));
    }
    // What claims to be a picture and is none is refused, and leaves nothing.
    const qsizetype before = kept().size();
    for (const QByteArray &body : {QByteArray("<html><script>alert(1)</script></html>"), QByteArray(R"(<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>)"), QByteArray("MZ\x90\x00 This program", 17), QByteArray(10'000, 'x')})
        EXPECT_EQ(upload(body, "image/png").status, 415);
    EXPECT_EQ(upload("x", "not a type").errorField(), u"Content-Type"_s);
    EXPECT_TRUE(waitUntil([&] { return kept().size() == before; }));
}

TEST_F(FilesRoutesTest, APictureHasASmallOne)
{
    const QJsonObject file = fileOf(upload(test::blackPng(2000, 1000, 8, test::Rgb), "image/png", u"a.png"_s));
    EXPECT_EQ(file.value(u"width").toInt(), 2000);
    EXPECT_EQ(file.value(u"height").toInt(), 1000);
    const Answer small = ask(ann, "GET " + file.value(u"thumbnailUrl").toString().toLatin1());
    EXPECT_EQ(small.status, 200);
    QImage image;
    ASSERT_TRUE(image.loadFromData(small.body));
    EXPECT_EQ(image.size(), QSize(512, 256));
}

TEST_F(FilesRoutesTest, ABombIsAFileWithoutAThumbnail)
{
    const QJsonObject file = fileOf(upload(test::blackPng(30'000, 30'000, 1, test::Grey), "image/png"));
    EXPECT_FALSE(file.contains(u"thumbnailUrl"));
    EXPECT_FALSE(file.contains(u"width"));
    EXPECT_EQ(load(file).status, 200);
}

TEST_F(FilesRoutesTest, WhatIsNotWholeLeavesNothing)
{
    EXPECT_EQ(upload({}).status, 400);
    {
        TestClient client(port());
        client.send("POST /api/files?sessionId=team-a&name=a HTTP/1.1\r\nHost: 127.0.0.1\r\n" + ann + "Content-Length: 1000000\r\n\r\n" + QByteArray(300'000, 'x'));
        ASSERT_TRUE(waitUntil([this] { return !kept().isEmpty(); }));
        client.reset();
    }
    EXPECT_TRUE(waitUntil([this] { return kept().isEmpty(); }));
    {
        TestClient client(port());
        client.send("POST /api/files?sessionId=team-a&name=a HTTP/1.1\r\nHost: 127.0.0.1\r\n" + ann + "Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\nxyz\r\n");
        EXPECT_EQ(client.next().status, 400);
    }
    EXPECT_TRUE(waitUntil([this] { return kept().isEmpty(); }));
    EXPECT_EQ(fileOf(upload("abc")).value(u"size").toInt(), 3); // the node goes on
}

TEST_F(FilesRoutesTest, LimitsAreKept)
{
    config.files.maxBytes = 100'000;
    config.files.totalBytes = 150'000;
    config.files.types = {u"text/plain"_s, u"image/*"_s};
    start();
    EXPECT_EQ(upload(QByteArray(100'001, 'b')).status, 413);
    EXPECT_EQ(upload(QByteArray(100'000, 'a')).status, 201);
    const Answer full = upload(QByteArray(60'000, 'c'));
    EXPECT_EQ(full.status, 507) << full.body.constData();
    EXPECT_EQ(upload(QByteArray(40'000, 'd')).status, 201);
    const Answer wrong = upload(QByteArray("%PDF-1.7\n1 0 obj", 16), "application/pdf");
    EXPECT_EQ(wrong.status, 415);
    EXPECT_TRUE(wrong.errorMessage().contains(u"files.types")) << wrong.errorMessage().toStdString();
    EXPECT_TRUE(waitUntil([this] { return kept().size() == 2; })) << kept().join(u' ').toStdString();
}

TEST_F(FilesRoutesTest, TheSameContentIsKeptOnceAndEachFileForItself)
{
    const QJsonObject one = fileOf(upload("the same", {}, u"one.txt"_s)), two = fileOf(upload("the same", {}, u"two.txt"_s, "team-b"));
    EXPECT_NE(one.value(u"id"), two.value(u"id"));
    EXPECT_EQ(kept().size(), 1);
    EXPECT_TRUE(load(two).header("content-disposition").contains("two.txt"));
}

// Two nodes of one database with directories of their own would each lose the other's files.
TEST_F(FilesRoutesTest, ADirectoryThatIsNotTheSharedOneIsNotUsed)
{
    const QJsonObject file = fileOf(upload("abc"));
    config.files.dir = directory.filePath(u"elsewhere"_s);
    start();
    const Answer refused = upload("abc");
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(refused.errorField(), u"files.dir"_s);
    EXPECT_EQ(load(file).status, 503);
    config.files.dir.clear();
    start();
    EXPECT_EQ(load(file).body, "abc");
}

} // namespace
