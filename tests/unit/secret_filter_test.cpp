// SPDX-License-Identifier: GPL-3.0-or-later
// No secret passes, in whatever it stands; what is none stays as it was.
#include "client/ops/secret_filter.h"

#include <gtest/gtest.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace pipit;
using namespace Qt::StringLiterals;

namespace {

const QByteArray held = "pipit_Q2w3E4r5T6y7U8i9O0pAsDfGhJkLzXcVbNmQwErTyUi";
const QByteArray jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2VjcmV0LXNpZ25hdHVyZQ";

QByteArray filteredText(const QByteArray &text)
{
    SecretFilter filter({held, "an operator's password"});
    filter.addBeginning(u"https://hooks.example.org/"_s);
    return filter.filtered(text).text;
}

TEST(SecretFilterTest, WhatIsKnownIsStruckOut)
{
    EXPECT_EQ(filteredText("the token " + held + ", again " + held), "the token ***, again ***");
    EXPECT_EQ(filteredText("cut: " + held.left(20)), "cut: ***");
    EXPECT_EQ(filteredText("an operator's password"), "***");
    const auto twice = SecretFilter({held}).filtered("a " + held + " b " + held);
    EXPECT_EQ(twice.struck, 2);
    EXPECT_EQ(SecretFilter().filtered("nothing").struck, 0);
}

// Two that begin alike: what is known of the one must not leave the other's rest behind.
TEST(SecretFilterTest, AnotherOfTheSameBeginningIsStruckOutWhole)
{
    const QByteArray hers = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJsaSJ9.aGVyLXNpZ25hdHVyZQ", unknown = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ6aGFuZyJ9.YW5vdGhlci1vbmU";
    const SecretFilter both({jwt, hers});
    for (const QByteArray &token : {jwt, hers, unknown}) {
        EXPECT_EQ(both.filtered("Bearer " + token + ", said\n").text, "Bearer ***, said\n");
        EXPECT_EQ(both.filtered("{\"token\":\"" + token + "\"}").text, "{\"token\":\"***\"}");
    }
    const SecretFilter key({"sk-proj-0123456789abcdef"});
    EXPECT_EQ(key.filtered("key sk-proj-ZYXWVUTSRQponml.").text, "key ***");
}

TEST(SecretFilterTest, WhatLooksLikeASecretIsStruckOut)
{
    for (const auto &[text, expected] : std::initializer_list<std::pair<QByteArray, QByteArray>>{
             {"Authorization: Bearer abcdef012345", "Authorization: ***"},
             {"{\"authorization\":\"Basic dXNlcjpwYXNz\",\"n\":1}", "{\"authorization\":\"***\",\"n\":1}"},
             {"sent Bearer s3cr3t-of-somebody to it", "sent Bearer *** to it"},
             {"sent bearer%20s3cr3t-of-somebody", "sent bearer%20***"},
             {"Cookie: pipit_abc=xyz; other=1\nnext", "Cookie: ***\nnext"},
             {"a " + jwt + ".", "a ***"},
             {"of another pipit_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8S9t0U1v", "of another ***"},
             {"key sk-proj-0123456789abcdef", "key ***"},
             {"pat_0123456789abcdefghij", "***"},
             {"postgres://pipit:pass%40word@db/pipit", "postgres://pipit:***@db/pipit"},
             {"url=\"https://me:p@ss@example.org/x\"", "url=\"https://me:***@example.org/x\""},
             {"GET /api/ws?ticket=AbCd-1&sessionId=a", "GET /api/ws?ticket=***&sessionId=a"},
             {"?access_token=AbCd#x", "?access_token=***#x"},
             {"host=db password=hunter2 user=me", "host=db password=*** user=me"},
             {R"(one token="abc def" two)", R"(one token="***" two)"},
             {"PIPIT_TOKEN=abc", "PIPIT_TOKEN=***"},
             {R"({"token":"abc","name":"n"})", R"({"token":"***","name":"n"})"},
             {R"({"text":"said {\"client_secret\": \"abc\"}"})", R"({"text":"said {\"client_secret\": \"***\"}"})"},
             {"POST https://hooks.example.org/services/T0/B0/key?x=1 failed", "POST https://hooks.example.org/*** failed"},
             {"-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\n", "***\n"},
         })
        EXPECT_EQ(filteredText(text), expected);
}

TEST(SecretFilterTest, WhatIsNoneStays)
{
    for (const QByteArray &text : std::initializer_list<QByteArray>{
             "pipit_commit_to_wire_seconds and pipit_http_requests_total{status=\"5xx\"}",
             "time,open,firstTokenP95Ms,tokens\r\n2026-11-30T09:12:00.000Z,1,2.5,1e+300\r\n",
             R"({"token_env":"COZE_TOKEN","key":"server.listen","url":"postgres://pipit:***@db/pipit"})",
             "at http://127.0.0.1:5000/path@2 and https://[::1]:5000/",
             "https://hooks.example.org/***",
             "A token that was revoked ends its streams. token_expired=3",
         })
        EXPECT_EQ(filteredText(text), text);
}

TEST(SecretFilterTest, JsonStaysJson)
{
    const QJsonObject object{{u"lines"_s, QJsonArray{u"Bearer abcdefgh"_s, u"token=\"abc def\""_s, u"say \"Authorization: Bearer xyz\" \\ and more"_s, QString::fromLatin1(held)}}, {u"password"_s, u"a\\b\"c"_s}, {u"after"_s, 7}};
    const QByteArray text = filteredText(QJsonDocument(object).toJson());
    QJsonParseError fault;
    const QJsonObject read = QJsonDocument::fromJson(text, &fault).object();
    EXPECT_EQ(fault.error, QJsonParseError::NoError) << text.constData();
    EXPECT_EQ(read.value(u"after"), 7);
    EXPECT_EQ(read.value(u"lines").toArray().size(), 4);
}

} // namespace
