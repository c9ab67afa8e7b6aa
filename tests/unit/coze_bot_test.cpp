// SPDX-License-Identifier: GPL-3.0-or-later
// How a bot of Coze comes by its tokens.
#include "tests/unit/coze_bot_fixture.h"

#include <QJsonDocument>

#include <openssl/evp.h>
#include <openssl/pem.h>

using namespace pipit;
using namespace pipit::bots;
using namespace pipit::test;
using namespace Qt::StringLiterals;

namespace {

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

} // namespace
