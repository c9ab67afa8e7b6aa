// SPDX-License-Identifier: GPL-3.0-or-later
// How a bot of Coze is given a file.
#include "server/bots/coze/attachment.h"
#include "tests/unit/coze_bot_fixture.h"

#include <QJsonDocument>

using namespace pipit;
using namespace pipit::bots;
using namespace pipit::test;
using namespace Qt::StringLiterals;

namespace {

class CozeFileTest : public CozeBotTest
{
protected:
    void send(const QString &type, const QUrl &url, const QString &name = {})
    {
        question.message.contentType = type;
        question.message.content = url.toString();
        question.message.metadata = name.isEmpty() ? QJsonObject() : QJsonObject{{u"name"_s, name}};
    }

    QJsonObject sentPart(int index = 0) const
    {
        const QJsonObject sent = coze.chats().last().questions.last().toObject();
        EXPECT_EQ(sent.value(u"content_type"), u"object_string"_s);
        return QJsonDocument::fromJson(sent.value(u"content").toString().toUtf8()).array().at(index).toObject();
    }

    FakeFiles host;
};

TEST(CozeAddressTest, WhatCozeCanFetch)
{
    for (const char *url : {"https://example.com/a.png", "http://8.8.8.8/a", "https://[2606:4700::1111]/a", "http://172.32.0.1/", "https://example.com./a"})
        EXPECT_TRUE(coze::isPublic(QUrl(QString::fromLatin1(url)))) << url;
    for (const char *url : {"http://127.0.0.1/a", "http://localhost/a", "http://a.localhost:8080/", "http://10.1.2.3/", "http://172.31.0.1/", "http://192.168.1.1/", "http://169.254.169.254/", "http://100.64.0.1/",
                            "http://0.0.0.0/", "http://[::1]/", "http://[fe80::1]/", "http://[fd00::1]/", "http://[::ffff:10.0.0.1]/", "http://nas/", "http://nas.local/", "http://nas.local./", "ftp://example.com/a", "file:///etc/passwd", "data:,x", "", "a.png"})
        EXPECT_FALSE(coze::isPublic(QUrl(QString::fromLatin1(url)))) << url;
}

TEST_F(CozeFileTest, APublicAddressGoesAsItIs)
{
    for (const auto &[type, kind] : {std::pair{u"image"_s, u"image"_s}, {u"audio"_s, u"audio"_s}, {u"file"_s, u"file"_s}, {u"video"_s, u"file"_s}}) {
        send(type, QUrl(u"https://example.com/a%20b.png?x=1"_s));
        question.message.metadata.insert(u"caption"_s, u"What is this?"_s);
        expectAnswer(ask());
        EXPECT_EQ(sentPart().value(u"text"), u"What is this?"_s);
        EXPECT_EQ(sentPart(1), (QJsonObject{{u"type"_s, kind}, {u"file_url"_s, question.message.content}}));
    }
    EXPECT_EQ(coze.files().size(), 0);
}

TEST_F(CozeFileTest, AnAddressOfThisMachineIsUploaded)
{
    send(u"image"_s, host.url(u"/pictures/cat.png"_s), u"my \"cat\"\r\n/€.png"_s);
    for (const bool fetch : {false, true}) {
        const auto heard = begin(fetch);
        expectAnswer(endOf(heard));
        const CozeFile file = coze.files().last();
        EXPECT_EQ(file.bytes, host.reply.body);
        EXPECT_EQ(file.contentType, "image/png");
        EXPECT_EQ(file.name, u"my _cat____€.png"_s);
        EXPECT_EQ(sentPart(), (QJsonObject{{u"type"_s, u"image"_s}, {u"file_id"_s, file.id}}));
        EXPECT_EQ(heard->place.value(u"fileId"), file.id);
    }
    question.place = {{u"fileId"_s, coze.files().last().id}};
    question.message.metadata = {};
    expectAnswer(ask());
    EXPECT_EQ(coze.files().size(), 2);
    question.place = {};
    expectAnswer(ask());
    EXPECT_EQ(coze.files().last().name, u"cat.png"_s);
    EXPECT_FALSE(host.requests().first().headers.contains("authorization"));
}

TEST_F(CozeFileTest, AQuestionThatWasSentIsFoundByItsFile)
{
    send(u"file"_s, host.url(u"/a.txt"_s));
    const auto first = begin();
    expectAnswer(endOf(first));
    question.place = first->place;
    question.place.remove(u"chatId"_s);
    expectAnswer(ask(true));
    EXPECT_EQ(coze.chats().size(), 1);
}

TEST_F(CozeFileTest, WhyAFileCannotBeGiven)
{
    const auto messageFor = [this](const Reply &reply) {
        host.answerNext({}, reply);
        send(u"file"_s, host.url(u"/a.txt?key=hidden"_s));
        const CallOutcome outcome = ask();
        EXPECT_EQ(outcome.end, CallOutcome::End::Failed);
        EXPECT_FALSE(outcome.error.message.contains(u"hidden"));
        return outcome.error.message;
    };
    EXPECT_TRUE(messageFor({.status = 404}).contains(u"404"));
    EXPECT_TRUE(messageFor({.status = 302, .headers = {{"Location", "file:///etc/passwd"}}}).contains(u"redirects"));
    EXPECT_TRUE(messageFor({.body = {}}).contains(u"empty"));
    EXPECT_TRUE(messageFor(noAnswer()).contains(u"did not come"));
    EXPECT_TRUE(messageFor(silence()).contains(u"did not come"));
    EXPECT_TRUE(messageFor({.body = QByteArray(coze::maxFileBytes + 1, 'x')}).contains(u"64 MiB"));
    EXPECT_TRUE(messageFor({.framing = Framing::Chunked, .body = QByteArray(coze::maxFileBytes + 1, 'x')}).contains(u"64 MiB"));
    for (const char *url : {"file:///etc/passwd", "ftp://127.0.0.1/a", "http://169.254.169.254/latest/meta-data", "http://[::ffff:169.254.169.254]/", "a.png"}) {
        send(u"file"_s, QUrl(QString::fromLatin1(url)));
        EXPECT_EQ(ask().end, CallOutcome::End::Failed) << url;
    }
    coze.answerNext("/v1/files/upload", cozeError(4303, u"type not supported"_s));
    send(u"file"_s, host.url(u"/a.txt"_s));
    EXPECT_TRUE(ask().error.message.contains(u"4303"));
    EXPECT_EQ(coze.count("/v3/chat"), 0);
}

} // namespace
