// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json_fields.h"
#include "core/result.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <gtest/gtest.h>

#include <limits>

using namespace Qt::StringLiterals;

namespace pipit {
namespace {

JsonFields fieldsOf(const QByteArray &json)
{
    return JsonFields(QJsonDocument::fromJson(json).object());
}

QString fieldAtFault(const JsonFields &fields)
{
    const auto fault = fields.fault();
    return fault ? fault->field : QString();
}

TEST(JsonFieldsTest, RequiredStringMustBeThere)
{
    for (const QByteArray json : {R"({})", R"({"a":null})", R"({"a":5})", R"({"a":true})", R"({"a":["x"]})", R"({"a":{}})"}) {
        JsonFields fields = fieldsOf(json);
        fields.requiredString("a");
        EXPECT_EQ(fieldAtFault(fields), u"a") << json.toStdString();
    }
    JsonFields fields = fieldsOf(R"({"a":""})");
    EXPECT_EQ(fields.requiredString("a"), u"");
    EXPECT_FALSE(fields.fault());
}

TEST(JsonFieldsTest, ANullIsAMissingMember)
{
    JsonFields fields = fieldsOf(R"({"a":null,"b":null,"c":null,"d":null,"e":null})");
    EXPECT_EQ(fields.string("a", u"x"_s), u"x");
    EXPECT_FALSE(fields.positiveInteger("b"));
    EXPECT_FALSE(fields.boolean("c"));
    EXPECT_TRUE(fields.object("d").isEmpty());
    EXPECT_TRUE(fields.strings("e").isEmpty());
    EXPECT_FALSE(fields.fault());
}

TEST(JsonFieldsTest, IntegersAreExactTo63Bits)
{
    JsonFields fields = fieldsOf(R"({"a":9007199254740993,"b":9223372036854775807,"c":1,"d":5.0,"e":1e3})");
    EXPECT_EQ(fields.positiveInteger("a"), 9007199254740993);
    EXPECT_EQ(fields.positiveInteger("b"), std::numeric_limits<qint64>::max());
    EXPECT_EQ(fields.positiveInteger("c"), 1);
    EXPECT_EQ(fields.positiveInteger("d"), 5);
    EXPECT_EQ(fields.positiveInteger("e"), 1000);
    EXPECT_FALSE(fields.fault());
}

TEST(JsonFieldsTest, RefusesWhatIsNoPositiveInteger)
{
    for (const QByteArray json : {"0", "-1", "1.5", "9223372036854775808", "1e30", "-1e30", "\"5\"", "true", "[1]", "{}"}) {
        JsonFields fields = fieldsOf("{\"n\":" + json + '}');
        EXPECT_FALSE(fields.positiveInteger("n")) << json.toStdString();
        EXPECT_EQ(fieldAtFault(fields), u"n") << json.toStdString();
    }
}

TEST(JsonFieldsTest, OtherTypesAreFaults)
{
    JsonFields text = fieldsOf(R"({"a":1})");
    text.string("a");
    EXPECT_EQ(fieldAtFault(text), u"a");
    JsonFields flag = fieldsOf(R"({"a":"true"})");
    flag.boolean("a");
    EXPECT_EQ(fieldAtFault(flag), u"a");
    JsonFields object = fieldsOf(R"({"a":[]})");
    object.object("a");
    EXPECT_EQ(fieldAtFault(object), u"a");
    JsonFields list = fieldsOf(R"({"a":["x",1]})");
    list.strings("a");
    EXPECT_EQ(fieldAtFault(list), u"a");
    JsonFields scalar = fieldsOf(R"({"a":"x"})");
    scalar.strings("a");
    EXPECT_EQ(fieldAtFault(scalar), u"a");
}

TEST(JsonFieldsTest, TheFirstFaultIsKept)
{
    JsonFields fields = fieldsOf(R"({"b":1,"zz":1})");
    fields.requiredString("a");
    fields.string("b");
    EXPECT_EQ(fieldAtFault(fields), u"a");
}

TEST(JsonFieldsTest, AnUnknownMemberIsAFault)
{
    JsonFields fields = fieldsOf(R"({"a":"x","sesionId":"y"})");
    fields.string("a");
    EXPECT_EQ(fieldAtFault(fields), u"sesionId");
    EXPECT_EQ(fields.fault()->message, u"sesionId is not a field of this request.");
    EXPECT_EQ(fieldAtFault(fieldsOf(R"({"unknown":null})")), u"unknown");
}

TEST(JsonFieldsTest, AnUnknownNameIsEchoedShortAndPrintable)
{
    EXPECT_EQ(fieldAtFault(fieldsOf(R"({"a\r\nX-Evil: 1":1})")), u"(unprintable)");
    EXPECT_EQ(fieldAtFault(fieldsOf(R"({"a\u0000":1})")), u"(unprintable)");
    EXPECT_EQ(fieldAtFault(fieldsOf("{\"" + QByteArray(10'000, 'x') + "\":1}")).size(), 64);
}

TEST(FaultOfJsonTest, FindsBadTextAtAnyDepth)
{
    EXPECT_FALSE(faultOfJson({}));
    EXPECT_FALSE(faultOfJson({{u"a"_s, QJsonArray{1, u"x\n"_s, QJsonObject{{u"b"_s, QJsonValue()}}}}}));
    EXPECT_TRUE(faultOfJson({{u"a"_s, QJsonArray{QJsonObject{{u"b"_s, QString(QChar(0))}}}}}));
    EXPECT_TRUE(faultOfJson({{u"a"_s, QJsonObject{{QString(QChar(0xd800)), 1}}}}));
}

TEST(FaultOfJsonTest, AllowsExactly32Levels)
{
    const auto nested = [](int levels) {
        QJsonObject object{{u"leaf"_s, 1}};
        for (int i = 1; i < levels; ++i)
            object = QJsonObject{{u"a"_s, object}};
        return object;
    };
    EXPECT_FALSE(faultOfJson(nested(32)));
    EXPECT_TRUE(faultOfJson(nested(33)));
}

TEST(ParseJsonObjectTest, SaysWhereTheFaultIs)
{
    EXPECT_TRUE(parseJsonObject(R"({"a":1})").ok());
    EXPECT_TRUE(parseJsonObject(" {} ").ok());
    for (const QByteArray &body : {QByteArray(), QByteArray("[]"), QByteArray("5"), QByteArray("null"), QByteArray("{\"a\":}"), QByteArray("{} {}"), QByteArray("{\"a\":\"\xff\xfe\"}"),
                                  QByteArray("{\"a\":\"\xc0\x80\"}"), QByteArray("{\"a\":\"\xed\xa0\x80\"}"), QByteArray("{'a':1}"), QByteArray("{\"a\":NaN}"), QByteArray("\0{}", 3)}) {
        const auto result = parseJsonObject(body);
        ASSERT_FALSE(result.ok()) << body.toStdString();
        EXPECT_EQ(result.error().code, ErrorCode::InvalidRequest);
    }
    EXPECT_FALSE(parseJsonObject(QByteArray(100'000, '[')).ok());
}

} // namespace
} // namespace pipit
