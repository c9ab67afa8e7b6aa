// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/markdown_writer.h"

#include "tests/ui/ui_test.h"

using namespace pipit;

namespace {

QList<MarkdownBlock> readBlocks(const QString &source)
{
    MarkdownParser parser;
    parser.update(source);
    return parser.blocks();
}

QString written(const QList<MarkdownBlock> &blocks)
{
    MarkdownWriter writer;
    for (const MarkdownBlock &block : blocks)
        writer.add(block, std::nullopt);
    return writer.finish();
}

QString part(const QString &source, qsizetype from, qsizetype to)
{
    MarkdownWriter writer;
    writer.add(readBlocks(source).first(), TextRange{from, to});
    return writer.finish();
}

} // namespace

class MarkdownWriterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsWrittenReadsTheSame_data()
    {
        QTest::addColumn<QString>("source");
        QTest::newRow("paragraphs") << QStringLiteral("one\ntwo\n\nthree *four* `five`");
        QTest::newRow("headings") << QStringLiteral("# one\n\ntext\n\n### three **bold**\n\n---\n\nend");
        QTest::newRow("list") << QStringLiteral("before\n\n- one\n- two\n  - inner\n\n    more of it\n- three\n\nafter");
        QTest::newRow("loose list") << QStringLiteral("- one\n\n- two\n\n- three");
        QTest::newRow("numbers") << QStringLiteral("1. one\n\n   ```sh\n   ls\n   ```\n2. two\n   - inner\n10. ten\n    - under ten");
        QTest::newRow("tasks") << QStringLiteral("- [x] done\n- [ ] open\n  - [ ] inner");
        QTest::newRow("quotes") << QStringLiteral("> one\n> two\n>\n> > deep\n\nout\n\n> - list\n> - in it\n>\n> end");
        QTest::newRow("code") << QStringLiteral("```cpp\nint main()\n\n{ }\n```\n\n````\n```\nfence in a fence\n```\n````");
        QTest::newRow("table") << QStringLiteral("| a | b |\n| --- | :-: |\n| 1 | x \\| y |\n| **2** | |\n\nafter");
        QTest::newRow("chinese") << QStringLiteral("# 标题\n\n第一段，**重点**在这里。\n\n- 一\n- 二");
    }

    void whatIsWrittenReadsTheSame()
    {
        QFETCH(QString, source);
        const QList<MarkdownBlock> blocks = readBlocks(source);
        const QString text = written(blocks);
        QVERIFY2(readBlocks(text) == blocks, qPrintable(text));
        QCOMPARE(written(readBlocks(text)), text);
    }

    void aCutBlockKeepsItsWordsAsTheyWereSet()
    {
        const QString source = QStringLiteral("some **bold and *both* words** with `a code` and [a link](https://example.org/x)");
        QCOMPARE(part(source, 7, 12), QStringLiteral("**ld an**"));
        QCOMPARE(part(source, 10, 24), QStringLiteral("**and *both* words**"));
        QCOMPARE(part(source, 25, 35), QStringLiteral("with `a cod`"));
        QCOMPARE(part(source, 43, 47), QStringLiteral("[link](https://example.org/x)"));
    }

    void whatLooksLikeMarkdownStaysText()
    {
        const QString source = QStringLiteral("a \\*star\\* and \\`tick\\`");
        const QString cut = part(source, 0, 10);
        QCOMPARE(parseInline(cut).text, QStringLiteral("a *star* a"));
        QVERIFY(parseInline(cut).spans.isEmpty());
    }

    void ofATableTheRowsThatWereTouched()
    {
        const QString source = QStringLiteral("|a|b|\n|-|-:|\n|1|2|\n|3|4|\n|5|6|");
        // "a\tb\n1\t2\n3\t4\n5\t6"
        QCOMPARE(part(source, 5, 10), QStringLiteral("| a | b |\n| --- | --: |\n| 1 | 2 |\n| 3 | 4 |"));
    }

    void ofCodeTheLinesThatWereTaken()
    {
        QCOMPARE(part(QStringLiteral("```sh\nls -l\ncd x\n```"), 3, 8), QStringLiteral("```sh\n-l\ncd\n```"));
    }
};

PIPIT_UI_TEST(MarkdownWriterTest);
#include "markdown_writer_test.moc"
