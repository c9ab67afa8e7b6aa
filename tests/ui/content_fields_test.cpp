// SPDX-License-Identifier: GPL-3.0-or-later
// What a message says beside its text is seen: each field that docs/api.md names, of each kind of message.
#include "ui/chat/content/card_block.h"
#include "tests/ui/ui_test.h"
#include "ui/chat/messages/message_layout.h"
#include "ui/theme/theme.h"

#include <QImage>
#include <QJsonObject>
#include <QPainter>

#include <algorithm>

using namespace pipit;
using namespace Qt::StringLiterals;

namespace {

constexpr int fieldsWidth = 700;

ChatRow rowOf(const QString &type, const QString &text, const QJsonObject &metadata = {})
{
    return {.key = u"k"_s, .contentType = type, .text = text, .metadata = metadata};
}

QString wordsOf(const ChatRow &row)
{
    MessageLayout layout;
    layout.setRow(row);
    layout.setWidth(fieldsWidth);
    return layout.content().plainText(layout.all());
}

QImage painted(MessageLayout &layout)
{
    QImage image(fieldsWidth, layout.height(), QImage::Format_RGB32);
    image.fill(Theme::tokens().page);
    QPainter painter(&image);
    layout.paint(painter, image.rect(), {}, 1);
    return image;
}

QImage painted(const ChatRow &row)
{
    MessageLayout layout;
    layout.setRow(row);
    layout.setWidth(fieldsWidth);
    return painted(layout);
}

// The square at the left of a card, with its letters or its icon.
QImage tileOf(const QString &type, const QString &text, const QJsonObject &metadata)
{
    MessageLayout layout;
    layout.setRow(rowOf(type, text, metadata));
    layout.setWidth(fieldsWidth);
    return painted(layout).copy(QRect(layout.contentPlace() + QPoint(13, 10), QSize(36, 36)));
}

// Of a notification.
QRect iconPlace(const MessageLayout &layout)
{
    return QRect(layout.contentPlace() - QPoint(25, 0), QSize(20, Theme::lineHeight()));
}

int countOf(const QImage &image, const QColor &colour)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            count += image.pixel(x, y) == colour.rgb();
    }
    return count;
}

// The longest stretch of one colour on one line.
int longestLine(const QImage &image, const QColor &colour)
{
    int longest = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0, here = 0; x < image.width(); ++x) {
            here = image.pixel(x, y) == colour.rgb() ? here + 1 : 0;
            longest = qMax(longest, here);
        }
    }
    return longest;
}

QJsonObject named(const QString &name)
{
    return {{u"name"_s, name}};
}

QJsonObject typed(const QString &mimeType)
{
    return {{u"name"_s, u"x"_s}, {u"mimeType"_s, mimeType}};
}

} // namespace

class ContentFieldsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void aNotificationShowsHowGraveItIs_data()
    {
        const Tokens &tokens = Theme::tokens();
        QTest::addColumn<QString>("severity");
        QTest::addColumn<QColor>("colour");
        QTest::addColumn<QColor>("back");
        QTest::newRow("info") << u"info"_s << tokens.accent << tokens.soft;
        QTest::newRow("success") << u"success"_s << tokens.good << tokens.soft;
        QTest::newRow("warning") << u"warning"_s << tokens.warn << tokens.warnBack;
        QTest::newRow("error") << u"error"_s << tokens.bad << tokens.badBack;
        QTest::newRow("nothing is said") << QString() << tokens.warn << tokens.warnBack;
        QTest::newRow("a severity of later") << u"dreadful"_s << tokens.warn << tokens.warnBack;
    }

    void aNotificationShowsHowGraveItIs()
    {
        QFETCH(QString, severity);
        QFETCH(QColor, colour);
        QFETCH(QColor, back);
        MessageLayout layout;
        layout.setRow(rowOf(u"notification"_s, u"It rains"_s, {{u"severity"_s, severity}}));
        layout.setWidth(fieldsWidth);
        const QImage image = painted(layout), icon = image.copy(iconPlace(layout));
        QVERIFY(countOf(image, back) > 1000);
        // Its lines are thin: what stands out most is nearer to its colour than to any other.
        const auto distance = [](const QColor &a, const QColor &b) { return qAbs(a.red() - b.red()) + qAbs(a.green() - b.green()) + qAbs(a.blue() - b.blue()); };
        QColor most = back;
        for (int y = 0; y < icon.height(); ++y) {
            for (int x = 0; x < icon.width(); ++x)
                most = distance(icon.pixelColor(x, y), back) > distance(most, back) ? icon.pixelColor(x, y) : most;
        }
        const Tokens &tokens = Theme::tokens();
        for (const QColor &other : {tokens.accent, tokens.good, tokens.warn, tokens.bad})
            QVERIFY2(other == colour || distance(most, colour) < distance(most, other), qPrintable(most.name()));
    }

    // Whoever cannot tell the colours apart sees it by the shape.
    void severitiesDifferInShape()
    {
        const auto shapeOf = [](const QString &severity) {
            const ChatRow row = rowOf(u"notification"_s, u"It rains"_s, {{u"severity"_s, severity}});
            MessageLayout layout;
            layout.setRow(row);
            layout.setWidth(fieldsWidth);
            const QImage icon = painted(layout).copy(iconPlace(layout));
            const QRgb ground = icon.pixel(0, 0);
            QByteArray shape;
            for (int y = 0; y < icon.height(); ++y) {
                for (int x = 0; x < icon.width(); ++x)
                    shape += qAbs(qGray(icon.pixel(x, y)) - qGray(ground)) > 40 ? '#' : ' ';
            }
            return shape;
        };
        QList<QByteArray> shapes;
        for (const QString &severity : {u"info"_s, u"success"_s, u"warning"_s, u"error"_s}) {
            const QByteArray shape = shapeOf(severity);
            QVERIFY(shape.count('#') > 10 && !shapes.contains(shape));
            shapes << shape;
        }
    }

    void aNotificationHasItsTitleFirst()
    {
        const ChatRow plain = rowOf(u"notification"_s, u"The job took an hour"_s), titled = rowOf(u"notification"_s, plain.text, {{u"title"_s, u"Done"_s}});
        QCOMPARE(wordsOf(plain), u"The job took an hour"_s);
        QCOMPARE(wordsOf(titled), u"Done\nThe job took an hour"_s);
        QCOMPARE(wordsOf(rowOf(u"notification"_s, {}, titled.metadata)), u"Done"_s);
        QCOMPARE(wordsOf(rowOf(u"text"_s, u"a"_s, titled.metadata)), u"a"_s);
        // It stands out from what follows.
        const auto inkOf = [](const ChatRow &row) {
            MessageLayout layout;
            layout.setRow(row);
            layout.setWidth(fieldsWidth);
            return countOf(painted(layout).copy(QRect(layout.contentPlace(), QSize(200, Theme::lineHeight()))), Theme::tokens().text);
        };
        QVERIFY(inkOf(rowOf(u"notification"_s, u"x"_s, {{u"title"_s, u"The job took an hour"_s}})) > inkOf(plain));

        MessageLayout layout;
        layout.setRow(plain);
        layout.setWidth(fieldsWidth);
        layout.setRow(titled);
        QCOMPARE(layout.content().plainText(layout.all()), u"Done\nThe job took an hour"_s);
        layout.setRow(plain);
        QCOMPARE(layout.content().plainText(layout.all()), plain.text);
        layout.setRow(rowOf(u"notification"_s, {}));
        QCOMPARE(layout.content().plainText(layout.all()), QString());
    }

    // A notice that runs from the right stays in its box.
    void aNoticeFromTheRightStaysInItsBox()
    {
        MessageLayout layout;
        layout.setRow(rowOf(u"notification"_s, u"انتهت المهمة"_s));
        layout.setWidth(fieldsWidth);
        QVERIFY(layout.content().hasRightToLeft());
        const QList<QRectF> places = layout.content().rectsOf(layout.all());
        QVERIFY(!places.isEmpty());
        for (const QRectF &place : places)
            QVERIFY(layout.contentPlace().x() + place.right() < fieldsWidth * 0.75 && place.left() > -2);
    }

    void progressIsToldInFiguresAndWords_data()
    {
        QTest::addColumn<QJsonObject>("metadata");
        QTest::addColumn<QString>("words");
        QTest::addColumn<double>("share"); // of the bar; negative: there is none
        QTest::newRow("nothing") << QJsonObject() << u"Reading"_s << -1.0;
        QTest::newRow("percent") << QJsonObject{{u"percent"_s, 40}} << u"Reading 40 %"_s << 0.4;
        QTest::newRow("done of total") << QJsonObject{{u"done"_s, 3}, {u"total"_s, 4}} << u"Reading 75 %\n3 / 4"_s << 0.75;
        QTest::newRow("percent before done of total") << QJsonObject{{u"percent"_s, 10}, {u"done"_s, 3}, {u"total"_s, 4}} << u"Reading 10 %\n3 / 4"_s << 0.1;
        QTest::newRow("title") << QJsonObject{{u"percent"_s, 40}, {u"title"_s, u"Import"_s}} << u"Import 40 %\nReading"_s << 0.4;
        QTest::newRow("detail") << QJsonObject{{u"percent"_s, 40}, {u"detail"_s, u"page 4"_s}} << u"Reading 40 %\npage 4"_s << 0.4;
        QTest::newRow("title and detail") << QJsonObject{{u"percent"_s, 40}, {u"title"_s, u"Import"_s}, {u"detail"_s, u"page 4"_s}} << u"Import 40 %\npage 4"_s << 0.4;
        QTest::newRow("more than all") << QJsonObject{{u"percent"_s, 400}} << u"Reading 100 %"_s << 1.0;
        QTest::newRow("less than nothing") << QJsonObject{{u"percent"_s, -4}} << u"Reading 0 %"_s << 0.0;
    }

    void progressIsToldInFiguresAndWords()
    {
        QFETCH(QJsonObject, metadata);
        QFETCH(QString, words);
        QFETCH(double, share);
        const ChatRow row = rowOf(u"progress"_s, u"Reading"_s, metadata);
        QCOMPARE(wordsOf(row), words);
        const QImage image = painted(row);
        const int done = longestLine(image, Theme::tokens().accent), left = longestLine(image, Theme::tokens().hover);
        if (share < 0) {
            QCOMPARE(done + left, 0);
            return;
        }
        QVERIFY(done + left > 250);
        QVERIFY2(qAbs(double(done) / (done + left) - share) < 0.03, qPrintable(QString::number(done) + u' ' + QString::number(left)));
    }

    void progressMovesItsBar()
    {
        MessageLayout layout;
        int before = 0;
        for (const int percent : {10, 50, 90}) {
            layout.setRow(rowOf(u"progress"_s, u"Reading"_s, {{u"percent"_s, percent}}));
            layout.setWidth(fieldsWidth);
            const int done = longestLine(painted(layout), Theme::tokens().accent);
            QVERIFY(done > before);
            before = done;
            QVERIFY(layout.content().plainText(layout.all()).endsWith(QString::number(percent) + u" %"));
        }
    }

    void aStateHasItsNameAndValue()
    {
        QCOMPARE(wordsOf(rowOf(u"state"_s, u"Buy milk\nand bread"_s, named(u"Shopping"_s))), u"Shopping\nBuy milk\nand bread"_s);
        QCOMPARE(wordsOf(rowOf(u"state"_s, u"Buy milk"_s)), u"Shared note\nBuy milk"_s);
        QCOMPARE(wordsOf(rowOf(u"state"_s, u" "_s, named(u"Shopping"_s))), u"Shopping\nEmpty"_s);
    }

    void anUnknownKindHasItsNameAndText()
    {
        QCOMPARE(wordsOf(rowOf(u"poll"_s, u"Tea or coffee?"_s)), u"poll\nTea or coffee?"_s);
        QCOMPARE(wordsOf(rowOf(u"poll"_s, u"Tea or coffee?"_s, named(u"Drinks"_s))), u"Drinks\nTea or coffee?"_s);
        QVERIFY(tileOf(u"poll"_s, u"x"_s, named(u"a"_s)) != tileOf(u"menu"_s, u"x"_s, named(u"a"_s)));
    }

    void aFileHasItsNameAndSize()
    {
        QCOMPARE(wordsOf(rowOf(u"file"_s, u"/api/files/1"_s, {{u"name"_s, u"plan.pdf"_s}, {u"size"_s, 1'200'000}})), u"plan.pdf\n1.2 MB"_s);
        QCOMPARE(wordsOf(rowOf(u"file"_s, u"https://example.org/a/plan.pdf"_s)), u"plan.pdf\nexample.org"_s);
        QCOMPARE(wordsOf(rowOf(u"file"_s, u"/api/files/1"_s, {{u"name"_s, u"song.mp3"_s}, {u"size"_s, 0}, {u"duration"_s, 65'000}})), u"song.mp3\n0 bytes · 1:05"_s);
    }

    void aFileWearsItsType_data()
    {
        QTest::addColumn<QString>("mimeType");
        QTest::addColumn<QString>("suffix"); // of a name that says the same
        QTest::newRow("pdf") << u"application/pdf"_s << u"pdf"_s;
        QTest::newRow("text") << u"text/plain; charset=utf-8"_s << u"txt"_s;
        QTest::newRow("svg") << u"image/svg+xml"_s << u"svg"_s;
        QTest::newRow("tar") << u"application/x-tar"_s << u"tar"_s;
        QTest::newRow("word") << u"application/vnd.openxmlformats-officedocument.wordprocessingml.document"_s << u"docx"_s;
        QTest::newRow("open document") << u"application/vnd.oasis.opendocument.text"_s << u"odt"_s;
        QTest::newRow("mp3") << u"audio/mpeg"_s << u"mp3"_s;
        QTest::newRow("anything") << u"application/octet-stream"_s << QString();
        QTest::newRow("nothing") << QString() << QString();
        QTest::newRow("no type") << u"rubbish"_s << QString();
    }

    void aFileWearsItsType()
    {
        QFETCH(QString, mimeType);
        QFETCH(QString, suffix);
        const QString address = u"/api/files/1"_s;
        const QImage expected = tileOf(u"file"_s, address, named(suffix.isEmpty() ? u"x"_s : QString(u"x." + suffix)));
        QCOMPARE(tileOf(u"file"_s, address, typed(mimeType)), expected);
        QCOMPARE(expected == tileOf(u"file"_s, address, named(u"x"_s)), suffix.isEmpty());
        // The name knows best.
        QCOMPARE(tileOf(u"file"_s, address, {{u"name"_s, u"x.zip"_s}, {u"mimeType"_s, mimeType}}), tileOf(u"file"_s, address, named(u"x.zip"_s)));
    }

    void mediaHaveTheirNames()
    {
        for (const QString &type : {u"image"_s, u"audio"_s, u"video"_s}) {
            QCOMPARE(wordsOf(rowOf(type, u"/api/files/1"_s, named(u"Rain on the roof"_s))), u"Rain on the roof"_s);
            QCOMPARE(wordsOf(rowOf(type, u"/api/files/rain.bin"_s)), u"rain.bin"_s);
        }
    }

    // What an address is too long for is text, whatever it was to be.
    void whatIsNoAddressIsShownAsText()
    {
        const QString text(10'000, u'x');
        for (const QString &type : {u"file"_s, u"image"_s, u"audio"_s, u"video"_s})
            QCOMPARE(wordsOf(rowOf(type, text)), QString(type + u'\n' + text));
        MessageLayout layout;
        layout.setRow(rowOf(u"file"_s, text));
        layout.setWidth(fieldsWidth);
        layout.setRow(rowOf(u"file"_s, u"/api/files/plan.pdf"_s));
        QCOMPARE(layout.content().plainText(layout.all()), u"plan.pdf"_s);
    }

    // The parts of a long card look like one, and are selected and read letter by letter.
    void aLongCardIsOne()
    {
        QString text;
        for (int i = 0; i < 1500; ++i)
            text += QString::number(i) + u'\n';
        for (const QString &type : {u"state"_s, u"poll"_s, u"progress"_s}) {
            MessageLayout layout;
            layout.setRow(rowOf(type, text, {{u"name"_s, u"Numbers"_s}, {u"title"_s, u"Numbers"_s}, {u"percent"_s, 10}}), {.text = true});
            layout.setWidth(fieldsWidth);
            while (layout.isUnfinished())
                layout.goOn();
            const Content &content = layout.content();
            QVERIFY(content.blockCount() > 1);
            QVERIFY(content.plainText(layout.all()).endsWith(QString(u"\n0\n" + text.sliced(2))));
            const QImage image = painted(layout);
            const QPoint place = layout.contentPlace();
            const QRgb edge = image.pixel(place + QPoint(0, 30));
            for (int y = 30; y < content.height() - 20; ++y)
                QVERIFY2(image.pixel(place + QPoint(0, y)) == edge && image.pixel(place + QPoint(5, y)) == Theme::tokens().surface.rgb(), qPrintable(QString::number(y)));
            // Lines keep their distance across a seam, and a press on a letter finds it.
            double before = -1;
            for (std::size_t block = 0; block < content.blockCount(); ++block) {
                const QRectF last = content.rectsOf({{block, 0}, content.blockAt({block, 0}).to}).last();
                if (block + 1 < content.blockCount()) {
                    const QRectF next = content.rectsOf(content.blockAt({block + 1, 0})).first();
                    QVERIFY2(qAbs(next.top() - last.top() - next.height()) < 1.5, qPrintable(u"%1 %2"_s.arg(last.top()).arg(next.top())));
                }
                QVERIFY(last.top() > before);
                before = last.top();
                const TextPosition at = content.positionAt(last.center());
                QCOMPARE(at.block, block);
                QVERIFY(content.blockAt(at).to.offset - at.offset < 8);
            }
        }
    }

    void leadsWhereItsWordsSay()
    {
        const auto linksOf = [](const ChatRow &row, qsizetype most = 10) {
            MessageLayout layout;
            layout.setRow(row);
            return layout.content().links(most);
        };
        const QString one = u"https://example.org/1"_s, two = u"https://example.org/2"_s;
        QCOMPARE(linksOf(rowOf(u"markdown"_s, u"see [a **b** c](%1)\n\n|x|\n|-|\n|[y](%2)|"_s.arg(one, two))), (QList<BlockLink>{{u"a b c"_s, one}, {u"y"_s, two}}));
        // Each address once, and no more than were asked for.
        QCOMPARE(linksOf(rowOf(u"markdown"_s, u"[a](%1)[b](%2) "_s.arg(one, two).repeated(1000)), 3), (QList<BlockLink>{{u"a"_s, one}, {u"b"_s, two}}));
        QCOMPARE(linksOf(rowOf(u"markdown"_s, u"[a](%1)[b](%2)[c](%1/c)[d](%1/d)"_s.arg(one, two)), 3).size(), 3);
        QCOMPARE(linksOf(rowOf(u"file"_s, one, named(u"x"_s))), (QList<BlockLink>{{u"x"_s, one}}));
        QCOMPARE(linksOf(rowOf(u"file"_s, u"/api/files/1"_s)), QList<BlockLink>());
        QCOMPARE(linksOf(rowOf(u"state"_s, u"see "_s + one)), (QList<BlockLink>{{one, one}}));
        QCOMPARE(linksOf(rowOf(u"poll"_s, one)), (QList<BlockLink>{{u"poll"_s, one}}));
    }

    // A card whose text turns its direction goes on in other blocks: one outline for all of them.
    void partsOfACardAreOfOneWidth()
    {
        CardBlock first({.title = u"Note"_s, .detail = u"Release on Thursday, agreed with everybody"_s}), second({.detail = u"שלום"_s}, true), alone({.title = u"Note"_s});
        first.setContinued(true);
        for (CardBlock *block : {&first, &second, &alone})
            block->setWidth(700);
        QCOMPARE(first.usedWidth(), second.usedWidth());
        QVERIFY(alone.usedWidth() < first.usedWidth());
    }
};

PIPIT_UI_TEST(ContentFieldsTest);
#include "content_fields_test.moc"
