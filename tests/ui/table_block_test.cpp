// SPDX-License-Identifier: GPL-3.0-or-later
// A table whose columns have no room side by side is shown record by record, and is still the same table.
#include "ui/chat/content/markdown_content.h"
#include "tests/ui/ui_test.h"
#include "ui/theme/theme.h"

#include <QImage>
#include <QPainter>

using namespace pipit;
using namespace Qt::StringLiterals;

namespace {

constexpr int tableWidth = 640;

// Cells are called after their place: "r3c5"; the heads "head5".
QString tableOf(int columns, int rows, const QString &before = {})
{
    QString text, line;
    for (int column = 0; column < columns; ++column) {
        text += u"|%1head%2"_s.arg(before).arg(column);
        line += u"|-"_s;
    }
    text += u"|\n"_s + line + u'|';
    for (int row = 0; row < rows; ++row) {
        text += u'\n';
        for (int column = 0; column < columns; ++column)
            text += u"|%1r%2c%3 and more"_s.arg(before).arg(row).arg(column);
        text += u'|';
    }
    return text;
}

void layOut(MarkdownContent &content, const QString &text, int forWidth = tableWidth)
{
    content.setWidth(forWidth);
    content.setSource({u"markdown"_s, text});
    while (content.isBehind())
        content.goOn();
}

QRectF placeOf(const Content &content, const QString &text)
{
    const auto found = content.find(text);
    const QList<QRectF> rects = found ? content.rectsOf(*found) : QList<QRectF>();
    return rects.isEmpty() ? QRectF() : rects.first();
}

QImage paintedTable(const Content &content)
{
    QImage image(tableWidth, content.height(), QImage::Format_RGB32);
    image.fill(Theme::tokens().page);
    QPainter painter(&image);
    content.paint(painter, QRectF(image.rect()), {});
    return image;
}

bool isWithin(const Content &content)
{
    for (const QRectF &rect : content.rectsOf(content.all())) {
        if (rect.left() < 0 || rect.right() > tableWidth || rect.top() < 0 || rect.bottom() > content.height())
            return false;
    }
    return content.usedWidth() <= tableWidth;
}

} // namespace

class TableBlockTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void columnsThatFitStandSideBySide()
    {
        for (const QString &text : {tableOf(5, 2), u"|1|2|3|4|5|6|7|8|9|10|11|12|13|\n|-|-|-|-|-|-|-|-|-|-|-|-|-|\n|a|b|c|d|e|f|g|h|i|j|k|l|m|"_s}) {
            MarkdownContent content;
            layOut(content, text);
            const QString first = content.plainText(content.all()).section(u'\n', 0, 0);
            const QStringList heads = first.split(u'\t');
            for (int i = 1; i < heads.size() && i < 9; ++i) {
                const QRectF before = placeOf(content, heads[i - 1]), here = placeOf(content, heads[i]);
                QCOMPARE(here.top(), before.top());
                QVERIFY(here.left() > before.right());
            }
            QVERIFY(isWithin(content));
        }
    }

    void aWideTableIsShownRecordByRecord()
    {
        MarkdownContent content;
        layOut(content, tableOf(14, 3));
        QVERIFY(isWithin(content));
        for (int row = 0; row < 3; ++row) {
            for (int column = 0; column < 14; ++column) {
                const QRectF cell = placeOf(content, u"r%1c%2 "_s.arg(row).arg(column));
                QVERIFY(!cell.isEmpty());
                if (column > 0)
                    QVERIFY(cell.top() > placeOf(content, u"r%1c%2 "_s.arg(row).arg(column - 1)).top());
                if (row > 0)
                    QVERIFY(cell.top() > placeOf(content, u"r%1c13 "_s.arg(row - 1)).top());
                // Its head stands before it.
                const QRectF head = placeOf(content, u"head%1"_s.arg(column));
                QVERIFY(head.right() <= cell.left());
                if (row == 0)
                    QCOMPARE(head.top(), cell.top());
                // A press on it finds it.
                const TextPosition at = content.positionAt(cell.center());
                QVERIFY(content.plainText(content.wordAt(at)).startsWith(u"r%1c%2"_s.arg(row).arg(column)));
            }
        }
        // Before those of the other records too.
        const QImage image = paintedTable(content);
        const auto headsOf = [&](int row) {
            const int top = int(placeOf(content, u"r%1c0 "_s.arg(row)).top()), bottom = int(placeOf(content, u"r%1c13 "_s.arg(row)).bottom());
            return image.copy(QRect(10, top, int(placeOf(content, u"r0c0 "_s).left()) - 12, bottom - top));
        };
        QCOMPARE(headsOf(1), headsOf(0));
        QCOMPARE(headsOf(2), headsOf(0));
        bool hasInk = false;
        for (int x = 0; x < headsOf(0).width(); ++x)
            hasInk = hasInk || headsOf(0).pixel(x, 10) != headsOf(0).pixel(0, 0);
        QVERIFY(hasInk);
    }

    void readsAndIsCopiedAsTheTableThatItIs()
    {
        const QString text = tableOf(14, 3);
        MarkdownContent records, rows;
        layOut(records, text);
        layOut(rows, text, 4000);
        QVERIFY(records.height() > 3 * rows.height());
        QCOMPARE(records.plainText(records.all()), rows.plainText(rows.all()));
        QCOMPARE(records.markdown(records.all()), rows.markdown(rows.all()));
        MarkdownParser again, original;
        again.update(records.markdown(records.all()));
        original.update(text);
        QVERIFY(again.blocks() == original.blocks());
        QCOMPARE(records.links(5), QList<BlockLink>());
        QVERIFY(records.linkAt({300, 10}).isEmpty());
    }

    void takesAnotherWidthAndBack()
    {
        const QString text = tableOf(14, 300);
        MarkdownContent content;
        layOut(content, text);
        QVERIFY(content.blockCount() > 3);
        const QImage before = paintedTable(content);
        for (const int other : {4000, 300, tableWidth}) {
            content.setWidth(other);
            while (content.isBehind())
                content.goOn();
        }
        QVERIFY(paintedTable(content) == before);
        QVERIFY(isWithin(content));
    }

    // Whatever its size, all of it is there, and no more is laid out than what comes.
    void isWholeHoweverManyColumnsItHas()
    {
        const QString text = tableOf(400, 2);
        MarkdownContent content;
        layOut(content, text);
        QVERIFY(isWithin(content));
        QVERIFY(content.blockCount() > 1);
        for (const QString &cell : {u"r0c0 "_s, u"r0c399 "_s, u"r1c200 "_s})
            QVERIFY(!placeOf(content, cell).isEmpty());
        // The heads are not there a second time where they have no record beside them.
        QVERIFY(content.height() < 2 * 400 * (Theme::lineHeight() + 1));

        MarkdownContent heads;
        layOut(heads, tableOf(400, 0));
        QVERIFY(isWithin(heads) && !placeOf(heads, u"head399"_s).isEmpty());
        QVERIFY(heads.height() > 400 * Theme::lineHeight());
        layOut(heads, text);
        QVERIFY(paintedTable(heads) == paintedTable(content));

        MarkdownContent most;
        layOut(most, QString(u"|a"_s.repeated(2000) + u"|\n" + u"|-"_s.repeated(2000) + u"|\n" + u"|1"_s.repeated(2000) + u'|'));
        QVERIFY(isWithin(most));
        QCOMPARE(most.plainText(most.all()).count(u'1'), 2000);
        QVERIFY(most.height() > 2000 * Theme::lineHeight());
    }

    void comesPieceByPiece()
    {
        const QString text = tableOf(14, 40);
        MarkdownContent whole, streamed;
        layOut(whole, text);
        for (qsizetype end = 0; end < text.size(); end += 97)
            layOut(streamed, text.first(end));
        layOut(streamed, text);
        QVERIFY(paintedTable(streamed) == paintedTable(whole));
    }

    // Its first column stands at the right, and so does the table.
    void beginsAtTheRightWhereItsHeadsDo()
    {
        const QString word = u"رأس "_s;
        MarkdownContent rows;
        layOut(rows, tableOf(3, 1, word));
        QVERIFY(rows.hasRightToLeft() && isWithin(rows));
        QVERIFY(placeOf(rows, u"head0"_s).left() > placeOf(rows, u"head1"_s).right());
        QVERIFY(placeOf(rows, u"r0c0"_s).left() > placeOf(rows, u"r0c1"_s).right());
        QVERIFY(placeOf(rows, u"head0"_s).right() > tableWidth - 80);
        for (int column = 0; column < 3; ++column) {
            const TextPosition at = rows.positionAt(placeOf(rows, u"r0c%1"_s.arg(column)).center());
            QVERIFY(rows.plainText({{at.block, 0}, at}).count(u'\t') == 2 + column);
        }

        MarkdownContent records;
        layOut(records, tableOf(14, 2, word));
        QVERIFY(isWithin(records));
        for (int column = 0; column < 14; ++column) {
            const QRectF head = placeOf(records, u"head%1"_s.arg(column)), cell = placeOf(records, u"r0c%1 "_s.arg(column));
            QCOMPARE(head.top(), cell.top());
            QVERIFY(head.left() > cell.right());
        }
    }

    void aHeadOfARecordLeadsWhereItsLinkDoes()
    {
        MarkdownContent records;
        QString text = tableOf(14, 2);
        layOut(records, text.replace(u"head3"_s, u"[head3](https://example.org/3)"_s));
        const QRectF head = placeOf(records, u"head3"_s);
        QVERIFY(!head.isEmpty());
        QCOMPARE(records.linkAt(head.center()), u"https://example.org/3"_s);
        const TextPosition at = records.positionAt(head.center());
        QCOMPARE(records.plainText(records.wordAt(at)), u"head3"_s);
    }
};

PIPIT_UI_TEST(TableBlockTest);
#include "table_block_test.moc"
