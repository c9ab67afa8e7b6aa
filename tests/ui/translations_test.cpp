// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/locale/language.h"

#include <QCoreApplication>
#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

using namespace pipit;

namespace {

struct Entry {
    QString source;
    QStringList translations;
    bool finished = true;
};

QList<Entry> entriesOf(const char *name)
{
    QFile file(QStringLiteral(PIPIT_TRANSLATIONS "/pipit_%1.ts").arg(QLatin1StringView(name)));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QXmlStreamReader xml(&file);
    QList<Entry> entries;
    while (!xml.atEnd()) {
        xml.readNext();
        if (!xml.isStartElement())
            continue;
        if (xml.name() == u"source") {
            entries.append({.source = xml.readElementText(), .translations = {}});
        } else if (xml.name() == u"translation") {
            entries.last().finished = !xml.attributes().hasAttribute(QStringLiteral("type"));
            const QString text = xml.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
            if (!text.isEmpty())
                entries.last().translations = text.split(QRegularExpression(QStringLiteral("\\s*\\n\\s*")));
        }
    }
    return entries;
}

QStringList placesOf(const QString &text)
{
    QStringList places;
    static const QRegularExpression place(QStringLiteral("%(\\d|n)"));
    for (const auto &match : place.globalMatch(text))
        places << match.captured();
    places.sort();
    return places;
}

} // namespace

class TranslationsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsUnfinished()
    {
        for (const LanguageInfo &language : languages) {
            if (QLatin1StringView(language.code) == u"en") // is in the source; its file has the plurals only
                continue;
            const QList<Entry> entries = entriesOf(language.file);
            QVERIFY(entries.size() > 80);
            for (const Entry &entry : entries) {
                QVERIFY2(entry.finished && !entry.translations.isEmpty(), qPrintable(QLatin1StringView(language.code) + QStringLiteral(": ") + entry.source));
                for (const QString &translation : entry.translations)
                    QVERIFY2(placesOf(translation) == placesOf(entry.source), qPrintable(translation));
            }
        }
    }

    // There is one Chinese: a system of Taiwan or Hong Kong gets it too, rather than English.
    void aSystemGetsItsLanguageFromAnyCountry()
    {
        const auto of = [](const char *names) { return Language::among(QString::fromLatin1(names).split(u' ')); };
        QCOMPARE(of("zh-CN zh-Hans-CN zh"), QStringLiteral("zh"));
        QCOMPARE(of("zh-TW zh-Hant-TW"), QStringLiteral("zh"));
        QCOMPARE(of("zh-HK zh-Hant-HK"), QStringLiteral("zh"));
        QCOMPARE(of("de-DE de es-MX es"), QStringLiteral("es")); // the first that there is
        QCOMPARE(of("de-DE de"), QStringLiteral("en"));
        QCOMPARE(of(""), QStringLiteral("en"));
    }

    void theyAreInTheProgram()
    {
        Language language;
        const auto title = [] { return QCoreApplication::translate("pipit::LanguageSection", "Language"); };
        const auto connections = [](int count) { return QCoreApplication::translate("pipit::StatusBar", "%n connection(s)", nullptr, count); };
        language.apply(QStringLiteral("zh"));
        QCOMPARE(title(), QStringLiteral("语言"));
        language.apply(QStringLiteral("es"));
        QCOMPARE(title(), QStringLiteral("Idioma"));
        QCOMPARE(connections(1), QStringLiteral("1 conexión"));
        QCOMPARE(connections(2), QStringLiteral("2 conexiones"));
        language.apply(QStringLiteral("en"));
        QCOMPARE(title(), QStringLiteral("Language"));
        QCOMPARE(connections(1), QStringLiteral("1 connection"));
        QCOMPARE(connections(2), QStringLiteral("2 connections"));
    }
};

QTEST_GUILESS_MAIN(TranslationsTest)
#include "translations_test.moc"
