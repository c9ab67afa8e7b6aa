// SPDX-License-Identifier: GPL-3.0-or-later
// What is too long for one block is several, and looks, reads and is copied as if it were one.
#include "ui/chat/content/content_factory.h"
#include "tests/ui/ui_test.h"
#include "ui/chat/content/markdown_content.h"
#include "ui/chat/content/markdown_writer.h"
#include "ui/theme/theme.h"

#include <QImage>
#include <QPainter>

using namespace pipit;
using Join = MarkdownBlock::Join;
using Kind = MarkdownBlock::Kind;

namespace {

constexpr qsizetype longest = 17'000; // of one block

QString numbers(int count, const QString &between)
{
    QString text;
    for (int i = 0; i < count; ++i)
        text += (i > 0 ? between : QString()) + QString::number(i);
    return text;
}

QString tableOf(int rows)
{
    QString table = QStringLiteral("|a|b|\n|-|:-:|");
    for (int i = 0; i < rows; ++i)
        table += QStringLiteral("\n|%1|**x**|").arg(i);
    return table;
}

std::unique_ptr<Content> contentOf(const QString &text, const QString &type = QStringLiteral("markdown"))
{
    auto content = contentKind(type, text).make();
    content->setWidth(600);
    content->setSource({type, text});
    return content;
}

QImage paintedContent(const Content &content)
{
    QImage image(600, content.height(), QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    content.paint(painter, QRectF(image.rect()), {});
    return image;
}

} // namespace

class LongContentTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void blocksAreBounded_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("joined"); // the text of all blocks, as they are joined
        const QString words = numbers(20'000, QStringLiteral(" ")), lines = numbers(20'000, QStringLiteral("\n")), one(100'000, u'x');
        QTest::newRow("a paragraph on one line") << words << words;
        QTest::newRow("a paragraph of lines") << lines << lines;
        QTest::newRow("one word") << one << one;
        QTest::newRow("emoji") << QStringLiteral("👩‍👩‍👧‍👦").repeated(3000) << QStringLiteral("👩‍👩‍👧‍👦").repeated(3000);
        QTest::newRow("code") << QString(QStringLiteral("```cpp\n") + lines + QStringLiteral("\n```")) << lines;
        QTest::newRow("code on one line") << QString(QStringLiteral("~~~\n") + words + QStringLiteral("\nend\n~~~")) << QString(words + QStringLiteral("\nend"));
        QTest::newRow("indented code") << QString(QStringLiteral("    ") + numbers(20'000, QStringLiteral("\n    "))) << lines;
        QTest::newRow("a heading") << QString(QStringLiteral("# ") + words) << words;
        QTest::newRow("in a quote") << QString(QStringLiteral("> ") + numbers(20'000, QStringLiteral("\n> "))) << lines;
        QTest::newRow("in a list") << QString(QStringLiteral("- ") + words + QStringLiteral("\n- next")) << QString(words + QStringLiteral("\nnext"));
    }

    void blocksAreBounded()
    {
        QFETCH(QString, source);
        QFETCH(QString, joined);
        MarkdownParser whole;
        whole.update(source);
        QString text;
        for (const MarkdownBlock &block : whole.blocks()) {
            QVERIFY2(block.text.size() < longest, qPrintable(QString::number(block.text.size())));
            QCOMPARE(block.quoteDepth, whole.blocks().first().quoteDepth);
            QCOMPARE(block.listDepth, whole.blocks().first().listDepth);
            if (!text.isEmpty() && block.join != Join::SameLine)
                text += u'\n';
            text += block.text;
        }
        QVERIFY(whole.blocks().size() > 3);
        QVERIFY(text == joined);
        QVERIFY(contentOf(source)->plainText(contentOf(source)->all()).contains(joined.sliced(9000, 300)));

        // However it came, and a piece more is read without what stands.
        MarkdownParser grown;
        for (qsizetype end = 0; end < source.size(); end += 3001) {
            const qsizetype before = grown.blocks().size();
            QVERIFY(grown.update(source.first(end)) >= before - 2);
        }
        grown.update(source);
        QVERIFY(grown.blocks() == whole.blocks());
    }

    void aTableGoesOnUnderTheSameColumns()
    {
        const QString source = tableOf(10'000);
        MarkdownParser parser;
        parser.update(source);
        qsizetype rows = 0;
        for (const MarkdownBlock &block : parser.blocks()) {
            QCOMPARE(block.kind, Kind::Table);
            QCOMPARE(block.rows.first(), (QStringList{QStringLiteral("a"), QStringLiteral("b")}));
            QVERIFY(block.rows.size() < 300);
            rows += block.rows.size() - 1;
        }
        QCOMPARE(rows, 10'000);
        QVERIFY(parser.blocks().size() > 10);

        const auto content = contentOf(source);
        const QString text = content->plainText(content->all());
        QCOMPARE(text.count(u'\n'), 10'000);
        QVERIFY(text.startsWith(u"a\tb\n0\tx\n1\tx\n") && text.endsWith(u"\n9999\tx"));
        // The second column stands where it does in every part.
        QSet<int> lefts;
        for (const QRectF &place : content->placesOf(QStringLiteral("x"), QRectF(0, 0, 600, content->height())))
            lefts << qRound(place.left());
        QCOMPARE(lefts.size(), 1);
    }

    void whatIsCopiedIsWhole()
    {
        const QString lines = numbers(5000, QStringLiteral("\n"));
        const QString code = QStringLiteral("```cpp\n") + lines + QStringLiteral("\n```");
        for (const QString &source : {code, QString(QStringLiteral("> ") + numbers(9000, QStringLiteral(" "))), QString(QStringLiteral("- ") + numbers(9000, QStringLiteral("\n  ")))}) {
            const auto content = contentOf(source);
            QVERIFY(content->all().to.block > 1);
            QCOMPARE(content->markdown(content->all()), source);
        }
        const auto table = contentOf(tableOf(1000));
        MarkdownParser parser;
        parser.update(table->markdown(table->all()));
        QVERIFY(parser.blocks() == [] {
            MarkdownParser original;
            original.update(tableOf(1000));
            return original.blocks();
        }());
        // A stretch out of a later part has the head that makes it a table.
        QCOMPARE(table->markdown({{2, 0}, {2, 1}}).section(u'\n', 0, 1), QStringLiteral("| a | b |\n| --- | :-: |"));

        const auto content = contentOf(code);
        std::optional<QString> copied;
        for (int x = 0; x < 600 && !copied; x += 4)
            copied = content->copyButtonAt(QPointF(x, 10));
        QCOMPARE(copied.value_or(QString()), lines);
        QVERIFY(!content->copyButtonAt(QPointF(595, content->yOf({1, 0.0}) + 4)));
    }

    // Without a seam: the edges go through, and the ground of the code.
    void whatGoesOnStandsInOneBox()
    {
        const auto content = contentOf(QStringLiteral("```\n") + QStringLiteral("\n").repeated(1400) + QStringLiteral("```"));
        const auto table = contentOf(tableOf(600));
        QVERIFY(content->all().to.block > 1 && table->all().to.block > 1);
        const QImage code = paintedContent(*content), rows = paintedContent(*table);
        for (int y = 40; y < code.height() - 12; ++y)
            QVERIFY2(code.pixel(300, y) == code.pixel(300, 60) && code.pixel(0, y) == code.pixel(0, 60), qPrintable(QString::number(y)));
        for (int y = 12; y < rows.height() - 12; ++y)
            QVERIFY2(rows.pixel(0, y) == rows.pixel(0, 12), qPrintable(QString::number(y)));
    }

    void isFoundAcrossTheSeams()
    {
        const QString words = numbers(9000, QStringLiteral(" "));
        for (const QString &type : {QStringLiteral("markdown"), QStringLiteral("text")}) {
            const auto content = contentOf(words, type);
            QVERIFY(content->all().to.block > 1);
            for (int i = 1; i < 8997; ++i) {
                const QString wanted = QStringLiteral(" %1 %2 ").arg(i).arg(i + 1);
                if (!content->find(wanted))
                    QFAIL(qPrintable(wanted));
                i += i % 7;
            }
            // Each part of what runs on is marked.
            const qsizetype seam = content->plainText({{0, 0}, {0, longest}}).size();
            const QString across = words.sliced(seam - 5, 10);
            QCOMPARE(content->placesOf(across, QRectF(0, 0, 600, content->height())).size(), 2);
            QCOMPARE(content->placesOf(across, QRectF(0, content->height() - 50, 600, 50)).size(), 0);
        }
    }

    void anotherWidthIsTakenInSteps()
    {
        const auto content = contentOf(numbers(150'000, QStringLiteral(" ")));
        QVERIFY(!content->isBehind());
        const QString text = content->plainText(content->all());
        content->setWidth(300);
        int steps = 0;
        for (; content->isBehind(); ++steps)
            content->goOn();
        QVERIFY(steps > 0);
        QVERIFY(content->plainText(content->all()) == text);
        const auto anew = contentOf(numbers(150'000, QStringLiteral(" ")));
        anew->setWidth(300);
        while (anew->isBehind())
            anew->goOn();
        QCOMPARE(content->height(), anew->height());
    }
};

PIPIT_UI_TEST(LongContentTest);
#include "long_content_test.moc"
