// SPDX-License-Identifier: GPL-3.0-or-later
// Code reads from the left in words of whatever direction, and stays the text that it is.
#include "ui/chat/content/markdown_content.h"
#include "tests/ui/ui_test.h"
#include "ui/theme/theme.h"

using namespace pipit;
using namespace Qt::StringLiterals;

namespace {

const QString code = u"-x foo[0](a, b);"_s;

void layOutText(Content &content, const QString &text, int width)
{
    content.setWidth(width);
    content.setSource({u"markdown"_s, text});
}

// Of each letter of it, as it is seen from the left; a letter without a place: empty.
QString seenOf(const Content &content, const QString &wanted)
{
    const auto found = content.find(wanted);
    if (!found)
        return {};
    std::vector<std::pair<double, QChar>> letters;
    for (qsizetype i = found->from.offset; i < found->to.offset; ++i) {
        const TextSelection one{{found->from.block, i}, {found->from.block, i + 1}};
        const QList<QRectF> rects = content.rectsOf(one);
        if (rects.size() != 1)
            return {};
        letters.emplace_back(rects.first().center().x(), content.plainText({one.from, one.to}).back());
    }
    std::ranges::stable_sort(letters, {}, &std::pair<double, QChar>::first);
    QString seen;
    for (const auto &letter : letters)
        seen += letter.second;
    return seen;
}

} // namespace

class TextBlockTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void codeReadsFromTheLeft_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("in Arabic") << u"اكتب `%1` في الملف"_s.arg(code);
        QTest::newRow("in Hebrew") << u"כתוב `%1` בקובץ"_s.arg(code);
        QTest::newRow("bold") << u"اكتب **`%1`** في الملف"_s.arg(code);
        QTest::newRow("at the beginning") << u"`%1` في الملف"_s.arg(code);
        QTest::newRow("at the end") << u"اكتب `%1`"_s.arg(code);
        QTest::newRow("in an item") << u"- اكتب `%1` في"_s.arg(code);
        QTest::newRow("in a cell") << u"|رأس|\n|-|\n|اكتب `%1` في|"_s.arg(code);
        QTest::newRow("in English with Arabic") << u"write صباح `%1` صباح here"_s.arg(code);
        QTest::newRow("between others") << u"اكتب `a``` `b` `%1` `c` في `d`"_s.arg(code);
        QTest::newRow("in code") << u"اكتب\n\n```\n%1\n```"_s.arg(code);
        QTest::newRow("with Arabic before it, in code") << u"```\nصباح\n%1\n```"_s.arg(code);
    }

    void codeReadsFromTheLeft()
    {
        QFETCH(QString, text);
        MarkdownContent content;
        layOutText(content, text, 600);
        QCOMPARE(seenOf(content, code), code);
        QVERIFY(content.plainText(content.all()).contains(code) && !content.plainText(content.all()).contains(QChar(0x2066)));
        QCOMPARE(content.markdown(content.all()).count(code), 1);
        // A press on a letter finds it.
        const auto found = content.find(code);
        for (qsizetype i = found->from.offset; i < found->to.offset; ++i) {
            const QRectF place = content.rectsOf({{found->from.block, i}, {found->from.block, i + 1}}).first();
            const TextPosition at = content.positionAt(place.center() - QPointF(place.width() / 4, 0));
            QCOMPARE(at, (TextPosition{found->from.block, i}));
        }
        // So do the words around it.
        for (const QString &word : {u"في"_s, u"اكتب"_s}) {
            const auto place = content.find(word);
            if (!place)
                continue;
            QCOMPARE(content.plainText(*place), word);
            const QList<QRectF> rects = content.rectsOf(*place);
            QVERIFY(!rects.isEmpty());
            const TextPosition at = content.positionAt(rects.first().center());
            QVERIFY(at >= place->from && at <= place->to);
        }
    }

    // Over many lines and pieces.
    void longCodeReadsFromTheLeft()
    {
        QString text;
        for (int i = 0; i < 900; ++i)
            text += u"اكتب `-x foo[%1];` في "_s.arg(i + 1000);
        MarkdownContent content;
        layOutText(content, text, 500);
        for (int i = 0; i < 900; i += 13) {
            const QString one = u"foo[%1]"_s.arg(i + 1000);
            const auto found = content.find(one);
            QVERIFY(found);
            QCOMPARE(content.plainText(*found), one);
            // A line may end in it.
            if (const QList<QRectF> rects = content.rectsOf(*found); rects.first().top() == rects.last().top())
                QCOMPARE(seenOf(content, one), one);
        }
    }

    // A link behind code is where it is seen.
    void aLinkBehindCodeIsFound()
    {
        MarkdownContent content;
        layOutText(content, u"اكتب `a` `b` `c` [هنا](https://example.org/x) في"_s, 600);
        const QRectF place = content.rectsOf(*content.find(u"هنا"_s)).first();
        QCOMPARE(content.linkAt(place.center()), u"https://example.org/x"_s);
        QVERIFY(content.linkAt(content.rectsOf(*content.find(u"b"_s)).first().center()).isEmpty());
    }
};

PIPIT_UI_TEST(TextBlockTest);
#include "text_block_test.moc"
