// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json_text.h"
#include "core/message.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>

#include <gtest/gtest.h>

#include <random>

using namespace Qt::StringLiterals;

namespace pipit {
namespace {

QByteArray asQtWritesIt(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray written(QStringView text)
{
    QByteArray out;
    json_text::appendString(out, text);
    return out;
}

// Of every length and every kind of letter: controls, quotes, two, three and four bytes of UTF-8.
QString randomText(std::minstd_rand &random)
{
    static const QString letters = u"ab \"\\/\b\f\n\r\t\x01\x1f\x7f\u0080\u07ff\u0800é天気界\uffff👋🏽\u2028"_s;
    QString text;
    const QList<uint> all = letters.toUcs4();
    for (auto left = random() % 40; left > 0; --left)
        text += QString::fromUcs4(reinterpret_cast<const char32_t *>(all.constData()) + random() % std::size_t(all.size()), 1);
    return text;
}

TEST(JsonTextTest, StringsAreWrittenAsQtWritesThem)
{
    std::minstd_rand random(7);
    for (int i = 0; i < 5'000; ++i) {
        const QString text = randomText(random);
        const QByteArray list = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
        ASSERT_EQ('[' + written(text) + ']', list);
    }
}

TEST(JsonTextTest, HalfACharacterIsReplaced)
{
    EXPECT_EQ(written(QString(QChar(0xd83d))), "\"\xef\xbf\xbd\"");
    EXPECT_EQ(written(QString(QString(QChar(0xdc4b)) + u'x')), "\"\xef\xbf\xbdx\"");
}

TEST(JsonTextTest, NumbersToTheirLimits)
{
    QByteArray out;
    for (const qint64 number : {qint64(0), qint64(-1), std::numeric_limits<qint64>::max(), std::numeric_limits<qint64>::min()}) {
        json_text::appendNumber(out, number);
        out += ' ';
    }
    EXPECT_EQ(out, "0 -1 9223372036854775807 -9223372036854775808 ");
}

TEST(JsonTextTest, AMessageIsWrittenAsItsObject)
{
    std::minstd_rand random(11);
    for (int i = 0; i < 1'000; ++i) {
        Message message{.id = qint64(random()) << 20, .sessionId = u"s"_s, .senderType = SenderType(i % 3), .senderId = randomText(random), .senderName = randomText(random), .content = randomText(random), .createdAtMs = qint64(random()) * 100};
        if (i % 2) {
            message.clientMessageId = u"0f8fad5b-d9cb-469f-a165-70867728950e"_s;
            message.metadata = {{randomText(random), randomText(random)}, {u"big"_s, qint64(9007199254740993)}, {u"list"_s, QJsonArray{1.5, true, QJsonValue()}}};
            message.replyTo = 1 + i;
            message.replaces = 2 + i;
        }
        ASSERT_EQ(message.toJsonText(), asQtWritesIt(message.toJson()));
    }
}

TEST(JsonTextTest, TimesAreWrittenAsQtWritesThem)
{
    std::minstd_rand random(13);
    for (const qint64 ms : {qint64(0), qint64(951'782'400'000), qint64(1'795'244'737'121), qint64(253'402'214'400'000)})
        EXPECT_EQ(isoTime(ms), QDateTime::fromMSecsSinceEpoch(ms).toUTC().toString(Qt::ISODateWithMs));
    for (int i = 0; i < 2'000; ++i) {
        const qint64 ms = qint64(random()) * qint64(random() % 100'000);
        ASSERT_EQ(isoTime(ms), QDateTime::fromMSecsSinceEpoch(ms).toUTC().toString(Qt::ISODateWithMs)) << ms;
    }
}

} // namespace
} // namespace pipit
