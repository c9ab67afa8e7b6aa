// SPDX-License-Identifier: GPL-3.0-or-later
// What a bot of Coze needs beside questions and answers: tokens that it asks for, files, tools.
#include "server/bots/coze/attachment.h"
#include "server/bots/coze/coze_bot.h"
#include "tests/support/fake_coze.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <openssl/evp.h>
#include <openssl/pem.h>

using namespace pipit;
using namespace pipit::bots;
using namespace pipit::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr char tokenVariable[] = "COZE_BOT_TEST_TOKEN";
constexpr int limitMs = 20'000;

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

Key makeKey(unsigned bits = 2048)
{
    return {EVP_RSA_gen(bits), &EVP_PKEY_free};
}

QByteArray pemOf(const Key &key, const char *password = nullptr)
{
    const std::unique_ptr<BIO, decltype(&BIO_free)> bytes(BIO_new(BIO_s_mem()), &BIO_free);
    PEM_write_bio_PKCS8PrivateKey(bytes.get(), key.get(), password ? EVP_aes_128_cbc() : nullptr, password, password ? int(strlen(password)) : 0, nullptr, nullptr);
    char *data = nullptr;
    const long size = BIO_get_mem_data(bytes.get(), &data);
    return {data, qsizetype(size)};
}

bool isSignedBy(const QByteArray &jwt, const Key &key)
{
    const qsizetype end = jwt.lastIndexOf('.');
    const QByteArray signature = QByteArray::fromBase64(jwt.mid(end + 1), QByteArray::Base64UrlEncoding);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    return EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1
           && EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char *>(signature.constData()), std::size_t(signature.size()),
                               reinterpret_cast<const unsigned char *>(jwt.constData()), std::size_t(end)) == 1;
}

// A call and what it said.
struct Heard {
    std::unique_ptr<BotCall> call;
    QString text = {};
    QJsonObject place = {};
    std::optional<CallOutcome> outcome = {};
};

class CozeBotTest : public testing::Test
{
protected:
    void SetUp() override
    {
        qputenv(tokenVariable, coze.token());
        config = {.id = u"bot"_s, .provider = u"coze"_s, .name = u"Bot"_s, .baseUrl = coze.url().toString(), .botId = u"7566252531572473891"_s, .tokenEnv = QString::fromLatin1(tokenVariable),
                  .rawLog = true, .fetchPrivateUrls = true, .connectTimeout = 2s, .firstTokenTimeout = 2s, .silenceTimeout = 2s, .pollInterval = 100ms};
        question = {.runId = u"run-1"_s, .userId = u"ann"_s, .message = {.sessionId = u"s"_s, .content = u"hello"_s}};
    }

    void writeKey(const QByteArray &pem, QFile::Permissions permissions = QFile::ReadOwner | QFile::WriteOwner)
    {
        QFile file(directory.filePath(u"key.pem"_s));
        ASSERT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(pem);
        file.setPermissions(permissions);
    }

    void useOauth(const QByteArray &pem)
    {
        config.tokenEnv.clear();
        config.oauthAppId = u"1133557799"_s;
        config.oauthKeyId = u"fingerprint"_s;
        config.oauthKeyFile = directory.filePath(u"key.pem"_s);
        writeKey(pem);
    }

    Bot &bot()
    {
        if (!m_bot)
            m_bot = std::move(makeCozeBot(config, directory.path()).value());
        return *m_bot;
    }

    std::unique_ptr<Heard> begin(bool fetch = false)
    {
        auto heard = std::make_unique<Heard>();
        heard->call = fetch ? bot().fetch(question) : bot().stream(question);
        QObject::connect(heard->call.get(), &BotCall::piece, heard->call.get(), [to = heard.get()](const QString &text) { to->text += text; });
        QObject::connect(heard->call.get(), &BotCall::placed, heard->call.get(), [to = heard.get()](const QJsonObject &place) {
            to->place = place;
            to->call->onKept(place); // as a run does when the store has it
        });
        QObject::connect(heard->call.get(), &BotCall::ended, heard->call.get(), [to = heard.get()](const CallOutcome &outcome) { to->outcome = outcome; });
        return heard;
    }

    CallOutcome endOf(const std::unique_ptr<Heard> &heard)
    {
        EXPECT_TRUE(QTest::qWaitFor([&] { return heard->outcome.has_value(); }, limitMs));
        return heard->outcome.value_or(CallOutcome{.error = {.message = u"It never ended."_s}});
    }

    CallOutcome ask(bool fetch = false) { return endOf(begin(fetch)); }

    void expectAnswer(const CallOutcome &outcome, const QString &answer = u"Hello!"_s)
    {
        EXPECT_EQ(outcome.end, CallOutcome::End::Whole) << qPrintable(outcome.error.message);
        EXPECT_EQ(outcome.answer, answer);
    }

    FakeCoze coze{"pat_secret_of_coze_bot"};
    QTemporaryDir directory;
    BotConfig config;
    Question question;

private:
    std::unique_ptr<Bot> m_bot;
};

const QByteArray tokenPath = "/api/permission/oauth2/token";

TEST_F(CozeBotTest, AnApplicationSignsForItsToken)
{
    const Key key = makeKey();
    useOauth(pemOf(key));
    EXPECT_EQ(bot().fault(), std::nullopt);
    expectAnswer(ask());
    ASSERT_EQ(coze.count(tokenPath), 1);
    const QByteArray jwt = coze.requests(tokenPath).first().header("authorization").mid(7);
    EXPECT_TRUE(isSignedBy(jwt, key));
    const auto part = [&jwt](int index) { return QJsonDocument::fromJson(QByteArray::fromBase64(jwt.split('.').value(index), QByteArray::Base64UrlEncoding)).object(); };
    EXPECT_EQ(part(0).value(u"kid"), u"fingerprint"_s);
    EXPECT_EQ(part(1).value(u"iss"), u"1133557799"_s);
    EXPECT_EQ(part(1).value(u"aud"), u"127.0.0.1"_s);
    EXPECT_TRUE(coze.requests("/v3/chat").first().header("authorization").startsWith("Bearer czs_"));
    expectAnswer(ask());
    EXPECT_EQ(coze.count(tokenPath), 1);

    QFile raw(directory.filePath(u"raw/bot.log"_s));
    ASSERT_TRUE(raw.open(QIODevice::ReadOnly));
    const QByteArray log = raw.readAll();
    EXPECT_TRUE(log.contains("/v3/chat"));
    EXPECT_FALSE(log.contains("czs_"));
    EXPECT_FALSE(log.contains(jwt));
}

TEST_F(CozeBotTest, ManyAskForOneToken)
{
    useOauth(pemOf(makeKey()));
    std::vector<std::unique_ptr<Heard>> calls;
    for (int i = 0; i < 5; ++i)
        calls.push_back(begin());
    calls[1]->call.reset();
    for (const std::size_t i : {0, 2, 3, 4})
        expectAnswer(endOf(calls[i]));
    EXPECT_EQ(coze.count(tokenPath), 1);
}

TEST_F(CozeBotTest, ATokenThatEndsSoonIsNotKept)
{
    useOauth(pemOf(makeKey()));
    coze.answerNext(tokenPath, jsonReply({{u"access_token"_s, QString::fromLatin1(coze.token())}, {u"expires_in"_s, QDateTime::currentSecsSinceEpoch() + 30}}));
    question.place = {{u"conversationId"_s, u"7500000000000000001"_s}};
    ask();
    EXPECT_EQ(coze.count(tokenPath), 1);
    ask();
    EXPECT_EQ(coze.count(tokenPath), 2);
}

TEST_F(CozeBotTest, ARefusedTokenIsAskedForAnewOnce)
{
    useOauth(pemOf(makeKey()));
    for (const bool fetch : {false, true}) {
        const int before = coze.count(tokenPath);
        expectAnswer(ask(fetch));
        coze.revokeTokens();
        expectAnswer(ask(fetch));
        EXPECT_EQ(coze.count(tokenPath), before + (before == 0 ? 2 : 1));
    }
    // In the stream's own request, as every kind of refusal.
    for (const Reply &refusal : {cozeError(4100, u"invalid"_s), cozeError(4101, u"incorrect"_s), cozeError(700012006, u"invalid"_s), Reply{.status = 401, .contentType = "text/plain", .body = "no"}}) {
        const int before = coze.count(tokenPath);
        coze.answerNext("/v3/chat", refusal);
        expectAnswer(ask());
        EXPECT_EQ(coze.count(tokenPath), before + 1);
    }
    const int before = coze.count(tokenPath);
    coze.answerNext("/v3/chat", cozeError(4101, u"no permission"_s), 9);
    const CallOutcome outcome = ask();
    EXPECT_EQ(outcome.end, CallOutcome::End::Failed);
    EXPECT_EQ(outcome.error.code, u"4101"_s);
    EXPECT_EQ(coze.count(tokenPath), before + 1);
}

TEST_F(CozeBotTest, ATokenOfTheSettingsIsNotAskedForAnew)
{
    coze.answerNext("/v3/chat", cozeError(4101, u"no permission"_s), 1);
    EXPECT_EQ(ask().error.code, u"4101"_s);
    EXPECT_EQ(coze.count("/v3/chat"), 1);
    EXPECT_EQ(coze.count(tokenPath), 0);
}

TEST_F(CozeBotTest, WhyThereIsNoToken)
{
    useOauth(pemOf(makeKey()));
    coze.answerNext(tokenPath, jsonReply({{u"error_code"_s, u"invalid_client"_s}, {u"error_message"_s, u"the app is unknown"_s}, {u"error"_s, u"invalid_client"_s}}, 401));
    QString message = ask().error.message;
    EXPECT_TRUE(message.contains(u"1133557799") && message.contains(u"the app is unknown")) << qPrintable(message);
    coze.answerNext(tokenPath, jsonReply({{u"token"_s, u"?"_s}}));
    EXPECT_TRUE(ask().error.message.contains(u"no access token"));
    coze.answerNext(tokenPath, htmlReply(502));
    EXPECT_TRUE(ask().error.passes);
    expectAnswer(ask());
}

TEST_F(CozeBotTest, AKeyThatDoesNotFit)
{
    const Key key = makeKey();
    const QByteArray pem = pemOf(key);
    useOauth(pem);
    const Key curve{EVP_EC_gen("P-256"), &EVP_PKEY_free};
    const QByteArray inTheMiddle = pem.mid(pem.size() / 2, 40).simplified();
    for (const QByteArray &wrong : {QByteArray(), QByteArray("nonsense"), pem.first(pem.size() / 2), pemOf(makeKey(1024)), pemOf(curve), pemOf(key, "password")}) {
        writeKey(wrong);
        const QString message = ask().error.message;
        EXPECT_TRUE(message.contains(u"oauth_key_file")) << qPrintable(message);
        EXPECT_FALSE(message.contains(QString::fromLatin1(inTheMiddle)));
        EXPECT_EQ(bot().fault(), message);
    }
    writeKey(pem, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther);
    EXPECT_TRUE(ask().error.message.contains(u"chmod 600"));
    EXPECT_EQ(coze.count(tokenPath), 0);
    writeKey(pem);
    expectAnswer(ask());
}

TEST_F(CozeBotTest, ATokenOrAnApplicationAndAllOfIt)
{
    useOauth(pemOf(makeKey()));
    const auto fieldOf = [this](const BotConfig &wrong) { return makeCozeBot(wrong, directory.path()).error().field; };
    BotConfig wrong = config;
    wrong.tokenEnv = QString::fromLatin1(tokenVariable);
    EXPECT_EQ(fieldOf(wrong), u"bots.oauth_app_id"_s);
    wrong = config;
    wrong.oauthKeyId.clear();
    EXPECT_EQ(fieldOf(wrong), u"bots.oauth_key_id"_s);
    wrong.oauthAppId.clear();
    EXPECT_EQ(fieldOf(wrong), u"bots.oauth_app_id"_s);
    wrong = config;
    wrong.oauthKeyFile.clear();
    EXPECT_EQ(fieldOf(wrong), u"bots.oauth_key_file"_s);
}

// A host of files.
class FakeFiles : public FakeProvider
{
public:
    FakeFiles() { serve(); }
    ~FakeFiles() override { stop(); }

    Reply reply{.contentType = "image/png", .body = "not really a picture"};

protected:
    Reply answer(const test::ProviderRequest &) override { return reply; }
    void mark(Reply &, const QByteArray &) const override { }
};

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

class CozeToolTest : public CozeBotTest
{
protected:
    void SetUp() override
    {
        CozeBotTest::SetUp();
        config.toolCallbackUrl = tools.url(u"/tools"_s).toString();
        tools.reply = {.contentType = "text/plain", .body = "rain: 0.5"};
        coze.setScript({.toolCalls = {{}, {.id = u"call2"_s, .name = u"get_wind"_s}}});
    }

    QString outputOf(int index) const { return coze.chats().last().toolOutputs.at(index).toObject().value(u"output").toString(); }

    FakeFiles tools;
};

TEST_F(CozeToolTest, ToolsAreRunAndTheAnswerGoesOn)
{
    for (const bool fetch : {false, true}) {
        const auto heard = begin(fetch);
        expectAnswer(endOf(heard));
        EXPECT_EQ(heard->text, fetch ? QString() : u"Hello!"_s);
        ASSERT_EQ(coze.chats().last().toolOutputs.size(), 2);
        EXPECT_EQ(outputOf(1), u"rain: 0.5"_s);
    }
    ASSERT_EQ(tools.count("/tools"), 4);
    EXPECT_EQ(tools.requests().first().json(), (QJsonObject{{u"runId"_s, u"run-1"_s}, {u"sessionId"_s, u"s"_s}, {u"botId"_s, u"bot"_s}, {u"toolCallId"_s, u"call1"_s}, {u"name"_s, u"get_rain"_s}, {u"arguments"_s, uR"({"city":"Paris"})"_s}}));
    EXPECT_FALSE(tools.requests().first().headers.contains("authorization"));
    EXPECT_TRUE(coze.requests("/submit_tool_outputs").first().json().value(u"stream").toBool());
}

TEST_F(CozeToolTest, AContinuationThatBreaksIsFetched)
{
    coze.setScript({.toolCalls = {{}}, .continuationMishap = dropAfter(1)});
    const auto heard = begin();
    EXPECT_EQ(endOf(heard).end, CallOutcome::End::Broken);
    EXPECT_EQ(heard->text, u"Hel"_s);
    question.place = heard->place;
    expectAnswer(ask(true));
    EXPECT_EQ(tools.count("/tools"), 1);
}

TEST_F(CozeToolTest, AToolThatFailsSaysSoToTheBot)
{
    tools.answerNext("/tools", htmlReply(500));
    expectAnswer(ask());
    EXPECT_TRUE(outputOf(0).contains(u"500")) << qPrintable(outputOf(0));
    EXPECT_EQ(outputOf(1), u"rain: 0.5"_s);
    tools.answerNext("/tools", {.body = QByteArray(300 << 10, 'x')});
    expectAnswer(ask());
    EXPECT_TRUE(outputOf(0).contains(u"256 KiB"));
}

TEST_F(CozeToolTest, NobodyRunsTheTools)
{
    for (const bool fetch : {false, true}) {
        tools.answerNext("/tools", noAnswer());
        const CallOutcome outcome = ask(fetch);
        EXPECT_EQ(outcome.end, CallOutcome::End::Failed);
        EXPECT_TRUE(outcome.error.message.contains(u"get_rain") && outcome.error.message.contains(u"tool_callback_url")) << qPrintable(outcome.error.message);
        EXPECT_TRUE(coze.chats().last().toolOutputs.isEmpty());
    }
}

TEST_F(CozeToolTest, WithoutTheSettingItSaysWhatIsMissing)
{
    config.toolCallbackUrl.clear();
    for (const bool fetch : {false, true})
        EXPECT_TRUE(ask(fetch).error.message.contains(u"get_rain, get_wind"));
    EXPECT_EQ(tools.requests().size(), 0);
}

} // namespace
