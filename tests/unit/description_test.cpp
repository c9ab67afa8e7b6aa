// SPDX-License-Identifier: GPL-3.0-or-later
// The description of the interface names every route of a node and no other, with who may ask, and every word of the closed lists.
// (Whether what it says of each answer is true, tests/integration/web/openapi.test.mjs asks a real node.)
#include "core/config_table.h"
#include "core/error.h"
#include "core/message.h"
#include "server/stream/close_reason.h"
#include "server/stream/resume_result.h"
#include "tests/unit/node_fixture.h"

#include <QJsonArray>
#include <QSet>

using namespace pipit;
using namespace Qt::StringLiterals;

namespace {

class DescriptionTest : public test::NodeFixture
{
protected:
    QByteArray text;
    QJsonObject description;

    DescriptionTest()
    {
        QFile file(QStringLiteral(PIPIT_SOURCE_DIR "/resources/web/openapi.json"));
        EXPECT_TRUE(file.open(QIODevice::ReadOnly));
        text = file.readAll();
        description = QJsonDocument::fromJson(text).object();
    }

    QSet<QString> wordsOf(const QString &schema) const
    {
        QSet<QString> words;
        for (const QJsonValue word : description[u"components"][u"schemas"][schema][u"enum"].toArray())
            words.insert(word.toString());
        return words;
    }
};

QString accessOf(const QJsonObject &operation)
{
    if (const QJsonValue security = operation.value(u"security"); security.isArray() && security.toArray().isEmpty())
        return u"everybody"_s;
    return operation.value(u"x-role") == u"operator"_s ? u"operators"_s : u"callers"_s;
}

QString nameOf(http::Access access)
{
    return access == http::Access::Public ? u"everybody"_s : access == http::Access::Operator ? u"operators"_s : u"callers"_s;
}

TEST_F(DescriptionTest, NamesEveryRouteAndNoOther)
{
    start();
    QSet<QString> described, there;
    const QJsonObject paths = description.value(u"paths").toObject();
    for (auto path = paths.begin(); path != paths.end(); ++path) {
        const QJsonObject methods = path->toObject();
        for (auto method = methods.begin(); method != methods.end(); ++method)
            described.insert(method.key().toUpper() + u' ' + path.key() + u" for " + accessOf(method->toObject()));
    }
    for (const auto &route : server->routes()) {
        // One path for all that the pages are made of.
        const QByteArray path = route.pattern.startsWith("/web/") ? QByteArray("/web/{file}") : route.pattern;
        there.insert(QString::fromLatin1(route.method + ' ' + path) + u" for " + nameOf(route.access));
    }
    EXPECT_GT(there.size(), 40);
    for (const QString &route : there - described)
        ADD_FAILURE() << "A route that is not described: " << qPrintable(route);
    for (const QString &route : described - there)
        ADD_FAILURE() << "Described, and no route: " << qPrintable(route);
}

TEST_F(DescriptionTest, IsServedAsItStands)
{
    start();
    const auto answer = ask({}, "GET /api/openapi.json");
    EXPECT_EQ(answer.status, 200);
    EXPECT_TRUE(answer.body == text);
    EXPECT_EQ(description[u"info"][u"version"], QStringLiteral(PIPIT_VERSION));
}

TEST_F(DescriptionTest, HasTheWordsOfEveryClosedList)
{
    QSet<QString> codes, reasons, results, kinds, settings;
    for (const ErrorCodeInfo &info : errorCodes) {
        if (info.httpStatus)
            codes.insert(QString::fromLatin1(info.name));
    }
    for (const stream::CloseReasonInfo &info : stream::closeReasons)
        reasons.insert(QString::fromStdString(std::string(info.name)));
    for (const std::string_view result : stream::resumeResults)
        results.insert(QString::fromStdString(std::string(result)));
    for (const char *kind : contentTypes)
        kinds.insert(QString::fromLatin1(kind));
    EXPECT_EQ(wordsOf(u"ErrorCode"_s), codes);
    EXPECT_EQ(wordsOf(u"CloseReason"_s), reasons);
    EXPECT_EQ(wordsOf(u"ResumeResult"_s), results);
    EXPECT_EQ(wordsOf(u"ContentType"_s), kinds);

    for (const BotSetting &setting : botTable())
        settings.insert(QString::fromLatin1(setting.key));
    const QStringList described = description[u"components"][u"schemas"][u"BotSettings"][u"properties"].toObject().keys();
    EXPECT_EQ(QSet<QString>(described.begin(), described.end()), settings);
}

} // namespace
