// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.h"
#include "core/result.h"
#include "tests/unit/written_document.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

using namespace Qt::StringLiterals;

namespace pipit {
namespace {

TEST(ErrorTest, EveryCodeHasOneLineInTheTable)
{
    std::set<std::string> names;
    for (int code = 0; code <= int(ErrorCode::Cancelled); ++code) {
        const auto &info = errorCodeInfo(ErrorCode(code));
        EXPECT_EQ(int(info.code), code);
        EXPECT_TRUE(names.insert(info.name).second) << info.name;
        EXPECT_EQ(errorCodeFromName(QString::fromLatin1(info.name)), info.code);
        EXPECT_TRUE(info.httpStatus == 0 || (info.httpStatus >= 400 && info.httpStatus < 600)) << info.name;
    }
    EXPECT_EQ(names.size(), errorCodes.size());
}

TEST(ErrorTest, TheDocumentationIsMadeOfTheTable)
{
    QString sent, inside;
    for (const ErrorCodeInfo &info : errorCodes) {
        const QString name = QString::fromLatin1(info.name), meaning = QString::fromUtf8(info.meaning);
        if (info.httpStatus != 0)
            sent += u"| `%1` | %2 | %3 |\n"_s.arg(name).arg(info.httpStatus).arg(meaning);
        else
            inside += u"| `%1` | %2 |\n"_s.arg(name, meaning);
    }
    const QString text = QStringLiteral(R"(<!-- SPDX-License-Identifier: GPL-3.0-or-later -->
<!-- Made of core/error.h by tests/unit/error_test.cpp; PIPIT_WRITE_DOCS=1 in its environment writes this file anew. -->
# Errors

A request that fails is answered with `{"success":false,"error":{"code":"…","message":"…","field":"…"}}` and the status below. `code` is
for programs and comes from this list only; `message` is one English sentence for the person who can mend it, and may change
from version to version; `field` names the part of the request that is at fault, where one is. What is said below to stand in a member of
its own (`current`, `limit`) stands beside them.

| code | status | what it means |
|---|---|---|
%1
These are never sent; a client of Pipit's (the desktop, `pipitctl`) has them for what happens on its own side:

| code | what it means |
|---|---|
%2
A stream that has begun has no status any more: it says why it ends in its event `closing` ([api.md](api.md#how-a-stream-ends)). An
answer of a bot that fails tells of it in the event `run`, with the provider's own words ([bots.md](bots.md)).
)").arg(sent, inside);
    test::expectDocument(u"errors.md"_s, text.toUtf8());
}

TEST(ErrorTest, AnUnknownNameIsAProtocolError)
{
    EXPECT_EQ(errorCodeFromName(u"no_such_code"), ErrorCode::Protocol);
    EXPECT_EQ(errorCodeFromName(u""), ErrorCode::Protocol);
    EXPECT_EQ(errorCodeFromName(u"INVALID_REQUEST"), ErrorCode::Protocol);
}

TEST(ErrorTest, SurvivesJson)
{
    const Error error{ErrorCode::Conflict, u"Other content is stored."_s, u"clientMessageId"_s, QJsonObject{{u"current"_s, QJsonObject{{u"id"_s, 7}}}}};
    const QJsonObject object = error.toJson();
    EXPECT_EQ(object.value(u"code").toString(), u"conflict");
    EXPECT_EQ(object.value(u"current").toObject().value(u"id").toInteger(), 7);

    const Error read = Error::fromJson(object);
    EXPECT_EQ(read.code, error.code);
    EXPECT_EQ(read.message, error.message);
    EXPECT_EQ(read.field, error.field);
    EXPECT_EQ(read.details, error.details);
}

TEST(ErrorTest, WritesNoEmptyField)
{
    EXPECT_FALSE((Error{ErrorCode::Internal, u"x"_s}).toJson().contains(u"field"));
}

TEST(ErrorTest, DetailsNeverHideTheCode)
{
    const Error error{ErrorCode::NotFound, u"x"_s, {}, QJsonObject{{u"code"_s, u"internal"_s}, {u"message"_s, u"y"_s}}};
    EXPECT_EQ(error.toJson().value(u"code").toString(), u"not_found");
    EXPECT_EQ(error.toJson().value(u"message").toString(), u"x");
}

TEST(ErrorTest, ReadsRubbishWithoutHarm)
{
    EXPECT_EQ(Error::fromJson({}).code, ErrorCode::Protocol);
    EXPECT_EQ(Error::fromJson(QJsonObject{{u"code"_s, 5}, {u"message"_s, QJsonObject{}}}).code, ErrorCode::Protocol);
}

TEST(ResultTest, HoldsAValueOrAnError)
{
    const Result<int> value = 5;
    const Result<int> error = Error{ErrorCode::NotFound, u"x"_s};
    EXPECT_TRUE(value.ok() && bool(value));
    EXPECT_EQ(*value, 5);
    EXPECT_FALSE(error.ok());
    EXPECT_EQ(error.error().code, ErrorCode::NotFound);
    EXPECT_THROW((void)error.value(), std::bad_variant_access);
    EXPECT_THROW((void)value.error(), std::bad_variant_access);
}

} // namespace
} // namespace pipit
