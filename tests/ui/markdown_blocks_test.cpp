// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/inline_text.h"
#include "tests/support/cost_growth.h"
#include "tests/ui/ui_test.h"
#include "ui/chat/content/link_address.h"
#include "ui/chat/content/markdown_parser.h"

using namespace pipit;
using namespace pipit::test;
using Kind = MarkdownBlock::Kind;

namespace {

QList<MarkdownBlock> parsedBlocks(const QString &source)
{
    MarkdownParser parser;
    parser.update(source);
    return parser.blocks();
}

QList<Kind> kindsOf(const QString &source)
{
    QList<Kind> kinds;
    for (const MarkdownBlock &block : parsedBlocks(source))
        kinds << block.kind;
    return kinds;
}

const QString document = QStringLiteral(
    "# Title\n\nA paragraph with **bold** and\na second line.\n\n- one\n- two\n  - nested\n\n    more\n3. three\n\n> quote\ngoes on\n\n"
    "```cpp\nint main()\n\n{ }\n```\n\n| a | b |\n|---|:-:|\n| 1 | `x|y` |\n\n***\n\nlast `code");

} // namespace

class MarkdownBlocksTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void kinds()
    {
        QCOMPARE(kindsOf(QStringLiteral("# h\ntext\n\n---\n```\ncode\n```\n|a|b|\n|-|-|\n|1|2|")),
                 (QList<Kind>{Kind::Heading, Kind::Paragraph, Kind::Rule, Kind::Code, Kind::Table}));
        QCOMPARE(kindsOf(QStringLiteral("Title\n===\n#no heading\n    not code")), (QList<Kind>{Kind::Heading, Kind::Paragraph}));
    }

    void listsKeepTheirNumbersAndDepth()
    {
        const auto blocks = parsedBlocks(QStringLiteral("1. one\n2. two\n   - inner\n   ```sh\n   ls\n   ```\n3. three\n\n- [x] done\n- [ ] open"));
        QStringList markers;
        QList<int> depths;
        for (const MarkdownBlock &block : blocks) {
            markers << block.marker;
            depths << block.listDepth;
        }
        QCOMPARE(markers, (QStringList{QStringLiteral("1."), QStringLiteral("2."), QStringLiteral("•"), QString(), QStringLiteral("3."), QStringLiteral("☑"), QStringLiteral("☐")}));
        QCOMPARE(depths, (QList<int>{1, 1, 2, 1, 1, 1, 1}));
        QCOMPARE(blocks[3].text, QStringLiteral("ls"));
        QCOMPARE(blocks[3].language, QStringLiteral("sh"));
    }

    void aNumberInASentenceIsNoList()
    {
        QCOMPARE(kindsOf(QStringLiteral("It was in\n1986. That year.")), QList<Kind>{Kind::Paragraph});
    }

    void quotesAndLazyLines()
    {
        const auto blocks = parsedBlocks(QStringLiteral("> one\ntwo\n>> deep\n\nout"));
        QCOMPARE(blocks.size(), 3);
        QCOMPARE(blocks[0].text, QStringLiteral("one\ntwo"));
        QCOMPARE(blocks[1].quoteDepth, 2);
        QCOMPARE(blocks[2].quoteDepth, 0);
    }

    void codeKeepsEveryLine()
    {
        const auto blocks = parsedBlocks(QStringLiteral("```python\n\n\tx = 1\n\n```` no end\n```"));
        QCOMPARE(blocks.size(), 1);
        QCOMPARE(blocks[0].text, QStringLiteral("\n\tx = 1\n\n```` no end"));
    }

    void tables()
    {
        const auto blocks = parsedBlocks(QStringLiteral("| Store | p99 |\n|:--|--:|\n| a \\| b | `c|d` |\n| short |\n\nafter"));
        QCOMPARE(blocks[0].rows, (QList<QStringList>{{QStringLiteral("Store"), QStringLiteral("p99")}, {QStringLiteral("a | b"), QStringLiteral("`c|d`")}, {QStringLiteral("short"), QString()}}));
        QCOMPARE(blocks[0].columns, (QList<MarkdownBlock::Align>{MarkdownBlock::Align::Start, MarkdownBlock::Align::End}));
    }

    // However the text was cut into pieces, the blocks are those of the whole.
    void piecesGiveTheSameAsTheWhole()
    {
        for (const int step : {1, 2, 3, 7}) {
            MarkdownParser parser;
            for (qsizetype end = 0; end <= document.size(); end += step)
                parser.update(document.first(end));
            parser.update(document);
            QCOMPARE(parser.blocks(), parsedBlocks(document));
        }
    }

    // What is finished is not read again: the first changed block moves on with the text.
    void finishedBlocksAreFrozen()
    {
        MarkdownParser parser;
        QString text;
        for (int i = 0; i < 400; ++i) {
            text += QStringLiteral("Paragraph %1 with some words.\n\n").arg(i);
            const qsizetype before = parser.blocks().size();
            const qsizetype firstChanged = parser.update(text);
            QVERIFY2(firstChanged >= before - 1, qPrintable(QStringLiteral("read again from %1 of %2").arg(firstChanged).arg(before)));
        }
        QCOMPARE(parser.blocks().size(), 400);
    }

    void inlineStyles_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("styles"); // of each letter: - b i s c l
        const auto row = [](const char *name, const char16_t *source, const char16_t *text, const char *styles) {
            QTest::newRow(name) << QString::fromUtf16(source) << QString::fromUtf16(text) << QString::fromLatin1(styles);
        };
        row("bold", u"a **b** c", u"a b c", "--b--");
        row("italic", u"*a* _b_", u"a b", "i-i");
        row("inside a word", u"a_b_c", u"a_b_c", "-----");
        row("struck", u"~~a~~ ~b~", u"a ~b~", "s----");
        row("code", u"`**a**` b", u"**a** b", "ccccc--");
        row("unclosed", u"**a `b", u"**a `b", "------");
        row("beside Chinese", u"**重点：**文字", u"重点：文字", "bbb--");
        row("escaped", u"\\*a\\* 1 \\< 2", u"*a* 1 < 2", "---------");
        row("link", u"[a](https://x.org) b", u"a b", "l--");
        row("bare link", u"https://x.org/a。中", u"https://x.org/a。中", "lllllllllllllll--");
        row("parentheses", u"(https://x.org/a_(b))", u"(https://x.org/a_(b))", "-lllllllllllllllllll-");
        row("script link", u"[a](javascript:alert(1)) b", u"a b", "---");
        row("file link", u"[a](file:///etc/passwd)", u"a", "-");
        row("image", u"![alt](https://x.org/i.png)", u"alt", "lll");
        row("html", u"<b>a</b> &amp;", u"<b>a</b> &", "----------");
    }

    void inlineStyles()
    {
        QFETCH(QString, source);
        QFETCH(QString, text);
        QFETCH(QString, styles);
        const InlineText parsed = parseInline(source);
        QCOMPARE(parsed.text, text);
        QString found(parsed.text.size(), u'-');
        for (const InlineSpan &span : parsed.spans) {
            const QChar style = span.code ? u'c' : !span.link.isEmpty() ? u'l' : span.bold ? u'b' : span.struck ? u's' : u'i';
            for (qsizetype i = span.start; i < span.start + span.length; ++i)
                found[i] = style;
        }
        QCOMPARE(found, styles);
    }

    void nestedStyles()
    {
        const InlineText parsed = parseInline(u"***a** b*");
        QCOMPARE(parsed.text, QStringLiteral("a b"));
        QVERIFY(parsed.spans[0].bold && parsed.spans[0].italic);
        QVERIFY(!parsed.spans[1].bold && parsed.spans[1].italic);
    }

    void onlySafeLinks()
    {
        QVERIFY(isSafeLink(QStringLiteral("https://example.org")));
        QVERIFY(isSafeLink(QStringLiteral("mailto:a@b.org")));
        for (const char16_t *bad : {u"javascript:alert(1)", u"file:///etc/passwd", u"data:text/html,x", u"//host/path", u"http://", u"ms-settings:x"})
            QVERIFY2(!isSafeLink(QString::fromUtf16(bad)), qPrintable(QString::fromUtf16(bad)));
    }

    // Also text that was made to be slow.
    void hostileTextIsLinear()
    {
        for (const char16_t *unit : {u"**a ", u"[a](", u"`` ` ", u"*_", u"> ", u"- ", u"<http://", u"|a"}) {
            const QString part = QString::fromUtf16(unit);
            const double growth = costOfEightfold([&part](int count) {
                const QString text = part.repeated(count);
                parseInline(text);
                parsedBlocks(text);
            }, 2'500);
            QVERIFY2(growth < linearEightfold, qPrintable(QStringLiteral("%1: eight times as much takes %2 times as long").arg(part).arg(growth)));
        }
    }
};

PIPIT_UI_TEST(MarkdownBlocksTest);
#include "markdown_blocks_test.moc"
