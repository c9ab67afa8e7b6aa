// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text_limits.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace pipit {
namespace {

TEST(SessionIdTest, Takes1To46OfItsCharacters)
{
    EXPECT_TRUE(isSessionId(u"a"));
    EXPECT_TRUE(isSessionId(u"Team_1-b:C9"));
    EXPECT_TRUE(isSessionId(QString(46, u'z')));
    EXPECT_FALSE(isSessionId(QString(47, u'z')));
    EXPECT_FALSE(isSessionId(u""));
    EXPECT_FALSE(isSessionId(QString()));
}

TEST(SessionIdTest, EveryOtherCharacterIsRefused)
{
    const QString allowed = u"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-:"_s;
    for (char16_t c = 0; c < 0x250; ++c)
        EXPECT_EQ(isSessionId(QString(QChar(c))), allowed.contains(QChar(c))) << int(c);
    EXPECT_FALSE(isSessionId(u"١"));  // a digit, but of another script
    EXPECT_FALSE(isSessionId(u"Ａ")); // a full-width letter
}

TEST(UuidTest, HasItsForm)
{
    EXPECT_TRUE(isUuid(u"0f8fad5b-d9cb-469f-a165-70867728950e"));
    EXPECT_TRUE(isUuid(u"0F8FAD5B-D9CB-469F-A165-70867728950E"));
    EXPECT_FALSE(isUuid(u""));
    EXPECT_FALSE(isUuid(u"0f8fad5bd9cb469fa16570867728950e"));
    EXPECT_FALSE(isUuid(u"0f8fad5b-d9cb-469f-a165-70867728950e "));
    EXPECT_FALSE(isUuid(u"0f8fad5b_d9cb-469f-a165-70867728950e"));
    EXPECT_FALSE(isUuid(u"0f8fad5-bd9cb-469f-a165-70867728950e"));
    EXPECT_FALSE(isUuid(u"0f8fad5b-d9cb-469f-a165-7086772895０e"));
}

TEST(FaultOfTextTest, WholeTextPasses)
{
    for (const QStringView text : {u"", u"a\r\n\t\u0001", u"你好", u"👋👋", u"\ufeff\ufffd\u2028"})
        EXPECT_FALSE(faultOfText(text));
}

TEST(FaultOfTextTest, NamesThePlace)
{
    for (const QString &text : {u"ab\u0000c"_s, u"ab\ufffec"_s, u"ab\uffff"_s}) {
        const auto fault = faultOfText(text);
        ASSERT_TRUE(fault);
        EXPECT_TRUE(fault->contains(u"position 2"));
    }
}

TEST(WithoutFaultsTest, LeavesTheRest)
{
    const QString half(QChar(0xd83d)), pair = half + QChar(0xdc4b);
    EXPECT_EQ(withoutFaults(pair + u"天\u0000气\uffff"_s + half + u'x' + half + pair + QChar(0xdc4b) + half), pair + u"天气x"_s + pair);
    EXPECT_EQ(withoutFaults(u"fine"_s), u"fine"_s);
}

TEST(FaultOfTextTest, HalfPairsAreFoundWhereverTheyStand)
{
    const QChar high(0xd83d);
    const QChar low(0xdc4b);
    const QString pair = QString(high) + low;
    EXPECT_FALSE(faultOfText(pair));
    EXPECT_TRUE(faultOfText(QString(high)));
    EXPECT_TRUE(faultOfText(QString(low)));
    EXPECT_TRUE(faultOfText(QString(QString(low) + high)));
    EXPECT_TRUE(faultOfText(QString(QString(high) + pair)));
    EXPECT_TRUE(faultOfText(QString(pair + low)));
    EXPECT_TRUE(faultOfText(QString(u"a"_s + high + u"b"_s)));
    EXPECT_TRUE(faultOfText(QString(QString(high) + QChar(0))));
}

TEST(FaultOfNameTest, ANameIsOneLineOfPrintableText)
{
    EXPECT_FALSE(faultOfName(u"Zoë 小明 👋"));
    EXPECT_FALSE(faultOfName(u""));
    for (char16_t c = 0; c < 0x20; ++c)
        EXPECT_TRUE(faultOfName(QString(u"a"_s + QChar(c)))) << int(c);
    for (const char16_t c : {u'\x7f', u'\x85', u'\x9f', u'\u2028', u'\u2029'})
        EXPECT_TRUE(faultOfName(QString(QChar(c)))) << int(c);
    EXPECT_TRUE(faultOfName(QString(QChar(0xd83d))));
}

TEST(InOneLineTest, LeavesWhatCanBePrinted)
{
    EXPECT_EQ(inOneLine(u"fine, 你好 👋"_s), u"fine, 你好 👋");
    EXPECT_EQ(inOneLine(u" a\r\n\tb\u2028c  d\u0085"_s), u"a b c d");
    // Terminals take them for orders.
    EXPECT_EQ(inOneLine(u"a\u001b[2Jb\u009b2Jc\u007f"_s), u"a [2Jb 2Jc");
    EXPECT_EQ(inOneLine(QString(u"a\u0000b\uffff"_s + QChar(0xd83d))), u"ab");
}

TEST(ForEchoTest, IsShortAndPrintable)
{
    EXPECT_EQ(forEcho(u"sesionId"), u"sesionId");
    EXPECT_EQ(forEcho(QString(64, u'x')).size(), 64);
    EXPECT_EQ(forEcho(QString(10'000, u'x')).size(), 64);
    EXPECT_EQ(forEcho(u"a\r\nb"), u"(unprintable)");
    // Cut between the halves of a pair, it would no longer be text.
    EXPECT_EQ(forEcho(QString(QString(63, u'x') + u"👋"_s)), QString(63, u'x'));
    EXPECT_EQ(forEcho(QString(QString(62, u'x') + u"👋"_s)), QString(QString(62, u'x') + u"👋"_s));
}

TEST(Utf8SizeTest, CountsWhatUtf8Takes)
{
    for (const QString &text : {QString(), u"abc"_s, u"\u007f\u0080\u07ff\u0800\uffff"_s, u"你好 👋é"_s, QString(1000, u'界')})
        EXPECT_EQ(utf8Size(text), text.toUtf8().size());
}

TEST(CjkTest, KnowsTheScripts)
{
    for (const char32_t letter : {U'中', U'あ', U'カ', U'한', U'ㄅ', U'𠀀'})
        EXPECT_TRUE(isCjk(letter));
    for (const char32_t letter : {U'a', U'é', U'я', U'1', U' ', U'，', U'👋'})
        EXPECT_FALSE(isCjk(letter));
}

} // namespace
} // namespace pipit
