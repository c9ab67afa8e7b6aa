// SPDX-License-Identifier: GPL-3.0-or-later
// What Coze says in single documents.
#include "server/bots/coze/coze_response.h"

#include <QJsonDocument>

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace pipit::bots;
using namespace pipit::bots::coze;

namespace {

TEST(CozeResponseTest, HandsOutTheDataOfASuccess)
{
    const Response response = readResponse(200, R"({"code":0,"msg":"","data":{"id":"1"},"has_more":true,"detail":{"logid":"L"}})", u"header"_s);
    EXPECT_FALSE(response.error);
    EXPECT_EQ(response.data.toObject().value(u"id"_s).toString(), u"1");
    EXPECT_TRUE(response.object.value(u"has_more"_s).toBool());
    EXPECT_EQ(response.logId, u"L");
}

TEST(CozeResponseTest, TakesTheLogIdOfTheHeaderWhereThereIsNoOther)
{
    EXPECT_EQ(readResponse(200, R"({"code":0})", u"header"_s).logId, u"header");
    EXPECT_EQ(readResponse(200, R"({"code":4000})", u"header"_s).error->logId, u"header");
    EXPECT_EQ(readResponse(502, "<html>", u"header"_s).error->logId, u"header");
}

TEST(CozeResponseTest, WithoutAnEnvelopeTheWholeIsTheData)
{
    const Response response = readResponse(200, R"({"access_token":"t","expires_in":1760003600})", {});
    EXPECT_FALSE(response.error);
    EXPECT_EQ(response.data.toObject().value(u"access_token"_s).toString(), u"t");
}

struct ErrorSample {
    int httpStatus;
    const char *body;
    const char *code;
    bool passes;
    const char *begin; // of the message
    const char *step;  // and what it holds as well
};

const std::vector<ErrorSample> errorSamples{
    {200, R"({"code":4101,"msg":"The token\nis wrong.","detail":{"logid":"L"}})", "4101", false, R"(Coze says "The token is wrong." (code 4101, log id L); )", "api.coze.cn"},
    {200, R"({"code":4100,"msg":"x"})", "4100", false, R"(Coze says "x" (code 4100); )", "token"},
    {401, R"({"code":700012006,"msg":"x"})", "700012006", false, R"(Coze says "x" (code 700012006, HTTP 401); )", "token"},
    {200, R"({"code":4200,"msg":"x"})", "4200", false, "Coze says", "bot's id"},
    {200, R"({"code":4015,"msg":"x"})", "4015", false, "Coze says", "publish"},
    {200, R"({"code":4016,"msg":"x"})", "4016", true, "Coze says", "busy"},
    {200, R"({"code":4008,"msg":"x"})", "4008", true, "Coze says", "daily limit"},
    {200, R"({"code":4009,"msg":"x"})", "4009", true, "Coze says", "too many requests"},
    {200, R"({"code":4020,"msg":"x"})", "4020", true, "Coze says", "too many requests"},
    {429, R"({"code":4020,"msg":"x"})", "4020", true, "Coze says", "too many requests"},
    {200, R"({"code":429,"msg":"x"})", "429", true, "Coze says", "too many requests"},
    {429, "slow down", "", true, R"(Coze says "slow down" (HTTP 429); )", "too many requests"},
    {200, R"({"code":4013,"msg":"x"})", "4013", true, "Coze says", "again"},
    {500, R"({"code":5000,"msg":"x"})", "5000", true, R"(Coze says "x" (code 5000, HTTP 500).)", ""},
    {500, R"({"code":4000,"msg":"x"})", "4000", false, "Coze says", ""},
    {404, R"({"code":4000,"msg":"x"})", "4000", false, "Coze says", "base URL"},
    {503, R"({"code":103100001,"msg":"x"})", "103100001", true, "Coze says", ""},
    {200, R"({"code":720701013,"msg":"x"})", "720701013", false, "Coze says", ""},
    {400, R"({"code":400,"msg":"x"})", "400", false, "Coze says", ""},
    {200, R"({"code":"4101","msg":"x"})", "4101", false, "Coze says", "token"},
    {200, R"({"code":4000})", "4000", false, "Coze reported an error and gave no reason (code 4000).", ""},
    {401, R"({"error_code":"invalid_client","error_message":"x","error":"y"})", "invalid_client", false, R"(Coze says "x" (code invalid_client, HTTP 401); )", "token"},
    {400, R"({"error_code":"expired"})", "expired", false, "Coze reported", ""},
    {400, R"({"error":"access_denied"})", "access_denied", false, "Coze reported", ""},
    {502, "<html>\n<h1>502</h1></html>", "", true, "Coze answered with a web page instead of JSON (HTTP 502).", ""},
    {200, "\n<!DOCTYPE html>", "", false, "Coze answered with a web page instead of JSON; ", "base URL"},
    {504, "upstream timeout", "", true, R"(Coze says "upstream timeout" (HTTP 504).)", ""},
    {404, R"({"message":"no route"})", "", false, R"(Coze says "{"message":"no route"}" (HTTP 404); )", "base URL"},
    {403, "", "", false, "Coze reported an error and gave no reason (HTTP 403); ", "token"},
    {200, "", "", true, "Coze answered with nothing; ", ""},
    {200, R"({"code":0,"da)", "", true, "Coze answered with something that is no whole JSON; ", ""},
    {200, "[1]", "", true, "Coze answered with something that is no whole JSON; ", ""},
};

TEST(CozeResponseTest, TellsErrorsWithTheirNamesAndWhatToDo)
{
    for (const ErrorSample &sample : errorSamples) {
        SCOPED_TRACE(std::to_string(sample.httpStatus) + " " + sample.body);
        const Response response = readResponse(sample.httpStatus, sample.body, {}, 7s);
        ASSERT_TRUE(response.error);
        const std::string told = response.error->message.toStdString();
        EXPECT_EQ(response.error->code.toStdString(), sample.code);
        EXPECT_EQ(response.error->passes, sample.passes);
        EXPECT_EQ(response.error->retryAfter, 7s);
        EXPECT_TRUE(told.starts_with(sample.begin)) << told;
        EXPECT_NE(told.find(sample.step), std::string::npos) << told;
        EXPECT_TRUE(told.ends_with(".")) << told;
        EXPECT_TRUE(response.data.isNull() || response.data.isUndefined());
    }
}

TEST(CozeResponseTest, DecidesByTheCodeNotTheStatus)
{
    EXPECT_FALSE(readResponse(500, R"({"code":0,"data":{}})", {}).error);
    EXPECT_TRUE(readResponse(200, R"({"code":1,"data":{}})", {}).error);
}

TEST(CozeResponseTest, ErrorsAreShortAndHaveNoControlCharacters)
{
    const ProviderError error = *readResponse(500, QByteArray(100'000, 'x'), u"a\nb"_s).error;
    EXPECT_LT(error.message.size(), 1'000);
    EXPECT_FALSE(error.message.contains(u'\n'));
    const QByteArray body = R"({"code":"c\nd","msg":"a\u0000b\u009b\u001bc\ud83d"})";
    EXPECT_EQ(readResponse(200, body, {}).error->message, u"Coze says \"ab c\" (code (unprintable)).");
}

TEST(CozeIdTest, IsATextBeyondDoubles)
{
    const QJsonObject ids = QJsonDocument::fromJson(R"({"text":"7501234567890123457","number":7501234567890123457,"small":5,"zero":0,"minus":-1,"null":null,"list":[],"half":0.5,"large":1e300})").object();
    const auto id = [&ids](const char *name) { return idText(ids.value(QLatin1StringView(name))).toStdString(); };
    EXPECT_EQ(id("text"), "7501234567890123457");
    EXPECT_EQ(id("number"), "7501234567890123457");
    EXPECT_EQ(id("small"), "5");
    EXPECT_EQ(id("zero"), "0");
    EXPECT_EQ(id("minus"), "-1");
    for (const char *none : {"null", "list", "half", "large", "missing"})
        EXPECT_EQ(id(none), "") << none;
}

} // namespace
