// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/cost_growth.h"
#include "tests/ui/message_view_fixture.h"
#include "tests/ui/ui_test.h"

#include "ui/chat/messages/find_bar.h"
#include "ui/chat/messages/message_find.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>

using namespace pipit;
using Fixture = MessageViewFixture;

class MessageFindTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void goesFromTheNewestToTheOldest()
    {
        Fixture f;
        MessageFind find(&f.model);
        QSignalSpy stepped(&find, &MessageFind::stepped);
        f.model.reset({message(1, QStringLiteral("Alpha")), message(2, QStringLiteral("beta")), message(3, QStringLiteral("an ALPHA again"), SenderType::User), message(4, QStringLiteral("没有"))});
        find.setText(QStringLiteral("alpha"));
        QTRY_VERIFY(!find.isLooking());
        QCOMPARE(find.count(), 2);
        QCOMPARE(find.current(), 1);
        QCOMPARE(find.currentKey(), QStringLiteral("3"));
        find.step(1);
        QCOMPARE(find.currentKey(), QStringLiteral("1"));
        find.step(1);
        QCOMPARE(find.current(), 2);
        find.step(-1);
        QCOMPARE(find.currentKey(), QStringLiteral("3"));
        QCOMPARE(stepped.count(), 3);
        find.setText(QStringLiteral("没"));
        QTRY_VERIFY(!find.isLooking());
        QCOMPARE(find.currentKey(), QStringLiteral("4"));
        find.setText(QString());
        QCOMPARE(find.count(), 0);
    }

    void whatComesMeanwhileIsFoundAndMovesNothing()
    {
        Fixture f;
        MessageFind find(&f.model);
        f.model.reset(messages(100, 120));
        find.setText(QStringLiteral("message 11"));
        QTRY_VERIFY(!find.isLooking());
        QCOMPARE(find.count(), 10);
        find.step(1);
        const QString key = find.currentKey();
        f.model.append({message(121, QStringLiteral("message 11 too"))});
        f.model.prepend({message(50, QStringLiteral("message 11 long ago"))});
        QTRY_VERIFY(!find.isLooking());
        QCOMPARE(find.count(), 12);
        QCOMPARE(find.currentKey(), key);
        QCOMPARE(find.current(), 3);
        // Another session: what was current is gone.
        f.model.reset({message(500, QStringLiteral("message 11 elsewhere"))});
        QTRY_VERIFY(!find.isLooking());
        QCOMPARE(find.currentKey(), QStringLiteral("500"));
    }

    void isMarkedInEveryKindOfBlock()
    {
        Fixture f;
        Message file = message(2, QStringLiteral("https://example.org/x"), SenderType::User);
        file.contentType = QStringLiteral("file");
        file.metadata = {{QStringLiteral("name"), QStringLiteral("needle.pdf")}};
        f.model.reset({message(1, QStringLiteral("A needle.\n\n```\nneedle\n```\n\n|a|b|\n|-|-|\n|needle|2|\n\n- needle\n\nصباح needle الخير")), file});
        f.settle();
        MessageLayout layout;
        layout.setRow(f.model.row(0));
        layout.setWidth(800);
        QCOMPARE(layout.placesOf(QStringLiteral("needle"), QRect(0, 0, 800, layout.height())).size(), 5);
        for (const QRectF &place : layout.placesOf(QStringLiteral("NEEDLE"), QRect(0, 0, 800, layout.height())))
            QVERIFY(place.width() > 20 && place.width() < 90 && place.height() > 10 && QRectF(0, 0, 800, layout.height()).contains(place));
        layout.setRow(f.model.row(1));
        QCOMPARE(layout.placesOf(QStringLiteral("needle"), QRect(0, 0, 800, layout.height())).size(), 1);

        const QImage before = f.view.grab().toImage();
        f.view.setFound(QStringLiteral("needle"), {});
        const QImage marked = f.view.grab().toImage();
        f.view.setFound(QStringLiteral("needle"), f.model.row(0).key);
        const QImage current = f.view.grab().toImage();
        QVERIFY(before != marked && marked != current);
    }

    void theBarLeadsTheReader()
    {
        Fixture f;
        QList<Message> all = messages(1, 80);
        all[4].content = QStringLiteral("needle one");
        all[70].content = QStringLiteral("needle two");
        f.model.reset(all);
        f.settle();
        MessageFind find(&f.model);
        FindBar bar(&find);
        connect(&find, &MessageFind::stepped, &f.view, &MessageView::showFound);
        bar.open();
        auto *edit = bar.findChild<QLineEdit *>();
        QTest::keyClicks(edit, QStringLiteral("needle"));
        const auto isVisible = [&f](int row) { return std::ranges::any_of(f.view.visibleRows(), [row](const RowWindow::Placed &placed) { return placed.row == row; }); };
        QTRY_VERIFY(isVisible(70));
        QTRY_COMPARE(bar.findChild<QLabel *>()->text(), QStringLiteral("1 of 2"));
        QTest::keyClick(edit, Qt::Key_Return);
        QVERIFY(isVisible(4));
        QTest::keyClick(edit, Qt::Key_Return, Qt::ShiftModifier);
        QVERIFY(isVisible(70));
        QTest::keyClicks(edit, QStringLiteral("x"));
        QTRY_COMPARE(bar.findChild<QLabel *>()->text(), QStringLiteral("Not found"));
        QSignalSpy closed(&bar, &FindBar::closed);
        QTest::keyClick(edit, Qt::Key_Escape);
        QCOMPARE(closed.count(), 1);
        QVERIFY(find.text().isEmpty() && !bar.isVisible());
    }

    void looksForWhatIsShown_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("wanted");
        QTest::addColumn<bool>("isFound");
        const QString markdown = QStringLiteral("markdown"), text = QStringLiteral("text");
        const auto row = [](const char *name, const QString &type, const char16_t *source, const char16_t *wanted, bool isFound) {
            QTest::newRow(name) << type << QString::fromUtf16(source) << QString::fromUtf16(wanted) << isFound;
        };
        row("across bold", markdown, u"some **bold** text", u"bold TEXT", true);
        row("inside a word", markdown, u"un**believ**able", u"unbelievable", true);
        row("the marks", markdown, u"some **bold** text", u"**", false);
        row("marks that are shown", markdown, u"2 \\*\\* 3", u"**", true);
        row("marks in code", markdown, u"`a ** b`", u"a ** b", true);
        row("one mark", markdown, u"- a list", u"-", false);
        row("a hyphen", markdown, u"- well-known", u"well-known", true);
        row("the number of a list", markdown, u"12. a list", u"12.", false);
        row("a link's words", markdown, u"see [the page](https://example.org/x) there", u"the page there", true);
        row("a link's address", markdown, u"see [the page](https://example.org/x) there", u"example", false);
        row("what is no link", markdown, u"f[a](b c) d", u"](b c) d", true);
        row("an address", markdown, u"see <https://example.org/x>", u"e https://example.org/x", true);
        row("an entity", markdown, u"a &amp; b", u"a & b", true);
        row("as an entity is written", markdown, u"a &amp; b", u"amp", false);
        row("a cell", markdown, u"|a|b|\n|-|-|\n|one `two`|3|", u"one two", true);
        row("across cells", markdown, u"|a|b|\n|-|-|\n|one|3|", u"one|3", false);
        row("code", markdown, u"```cpp\nint *a = &b;\n```", u"*a = &b", true);
        row("the name of a language", markdown, u"```needle\nx\n```", u"needle", false);
        row("across a line break in code", markdown, u"a `b\nc` d", u"b c d", true);
        row("across paragraphs", markdown, u"one\n\ntwo", u"onetwo", false);
        row("a heading", markdown, u"## **One** two ##", u"one two", true);
        row("chinese", markdown, u"一段**重点**文字", u"重点文字", true);
        row("text as it is", text, u"some **bold** text", u"**bold** t", true);
        row("not in text", text, u"some **bold** text", u"bold text", false);
        row("a file's name", QStringLiteral("file"), u"https://example.org/1", u"needle.pdf", true);
        row("the title of a notice", QStringLiteral("notification"), u"done", u"needle title", true);
        row("the words of a notice", QStringLiteral("notification"), u"done", u"done", true);
        row("a file's host", QStringLiteral("file"), u"https://example.org/1", u"example", true);
        row("a file's address", QStringLiteral("file"), u"https://example.org/1", u"org/1", false);
    }

    void looksForWhatIsShown()
    {
        QFETCH(QString, type);
        QFETCH(QString, text);
        QFETCH(QString, wanted);
        QFETCH(bool, isFound);
        Fixture f;
        Message one = message(1, text);
        one.contentType = type;
        if (type == u"file")
            one.metadata = {{QStringLiteral("name"), QStringLiteral("needle.pdf")}};
        if (type == u"notification")
            one.metadata = {{QStringLiteral("title"), QStringLiteral("a needle title")}};
        f.model.reset({one});
        MessageFind find(&f.model);
        find.setText(wanted);
        QTRY_VERIFY(!find.isLooking());
        QCOMPARE(find.count(), isFound ? 1 : 0);
        // What is marked is what is counted.
        MessageLayout layout;
        layout.setRow(f.model.row(0));
        layout.setWidth(800);
        QCOMPARE(!layout.placesOf(wanted, QRect(0, 0, 800, layout.height())).isEmpty(), isFound);
    }

    // However much there is to look through, the window goes on in between; what came is looked at, not all of it again.
    void looksAFewMillisecondsAtATime()
    {
        MessageModel model;
        model.reset(messages(1, 100'000));
        MessageFind find(&model);
        const auto turns = [&find] {
            int count = 0;
            for (; find.isLooking(); ++count)
                QCoreApplication::processEvents();
            return count;
        };
        find.setText(QStringLiteral("message 1 "));
        QVERIFY(find.isLooking());
        // In time of this program's own: how many turns it takes depends on what else the machine does.
        const auto cost = [&turns](int &count) { return test::processorMs([&] { count = turns(); }); };
        int count = 0;
        const double all = cost(count);
        QVERIFY2(count > 8, qPrintable(QString::number(count)));
        QCOMPARE(find.count(), 1);
        const auto addsOne = [&](int hits, auto change) {
            change();
            QVERIFY(find.isLooking());
            const double again = cost(count);
            QVERIFY2(again < all / 4, qPrintable(QStringLiteral("%1 ms of %2").arg(again).arg(all)));
            QCOMPARE(find.count(), hits);
        };
        addsOne(2, [&] { model.append({message(100'001, QStringLiteral("message 1 again"))}); });
        addsOne(3, [&] { model.setRuns({runOf(QStringLiteral("**message** 1 is coming"))}); });
        addsOne(2, [&] { model.setRuns({}); });
        Message edited = message(100'002, QStringLiteral("something else"));
        edited.replaces = 100'001;
        addsOne(1, [&] { model.append({edited}); });
        addsOne(2, [&] { model.showVersion(model.rowOfMessage(100'002), 0); });
        model.setBotNames({{QStringLiteral("echo"), QStringLiteral("Echo")}});
        QVERIFY(!find.isLooking());
    }

    void aMessageOfAnySizeIsLookedThroughInSteps()
    {
        MessageModel model;
        const QString words = QStringLiteral("some **bold** words &amp; ").repeated(40'000);
        model.reset({message(1, words + QStringLiteral("a need**le**"))});
        MessageFind find(&model);
        find.setText(QStringLiteral("needle"));
        int turns = 0;
        for (; find.isLooking(); ++turns)
            QCoreApplication::processEvents();
        QVERIFY2(turns > 3, qPrintable(QString::number(turns)));
        QCOMPARE(find.count(), 1);
    }

    void anAnswerUnderWayIsLookedAtAgain()
    {
        MessageModel model;
        model.reset(messages(1, 3), {runOf(QStringLiteral("nothing yet"))});
        MessageFind find(&model);
        find.setText(QStringLiteral("needle"));
        QTRY_VERIFY(!find.isLooking());
        model.setRuns({runOf(QStringLiteral("nothing yet, then a **need**le"))});
        QTRY_COMPARE(find.count(), 1);
    }

    void theReaderIsLedToTheHitItself()
    {
        Fixture f;
        QList<Message> all = messages(1, 30);
        all[9].content = QStringLiteral("some **bold** words\n\n").repeated(800) + QStringLiteral("the needle") + QStringLiteral("\n\nmore").repeated(100);
        all[4].content = QStringLiteral("some **bold** words\n\n").repeated(20'000) + QStringLiteral("the needle, far down") + QStringLiteral("\n\nmore").repeated(100);
        all[2].content = QStringLiteral("word ").repeated(11'000) + QStringLiteral("needle");
        f.model.reset(all);
        f.settle();
        MessageFind find(&f.model);
        connect(&find, &MessageFind::changed, &f.view, [&] { f.view.setFound(find.text(), find.currentKey()); });
        connect(&find, &MessageFind::stepped, &f.view, &MessageView::showFound);
        const auto isSeen = [&f](qint64 id) {
            for (std::size_t i = 0; i < f.view.visibleRows().size(); ++i) {
                const RowWindow::Placed &placed = f.view.visibleRows()[i];
                if (f.idAt(i) == id && !f.view.visibleLayout(i)->placesOf(QStringLiteral("needle"), f.view.viewport()->rect().translated(0, -placed.top)).isEmpty())
                    return true;
            }
            return false;
        };
        find.setText(QStringLiteral("needle"));
        QTRY_VERIFY(isSeen(10));
        // Folded, and more than is laid out at once.
        find.step(1);
        QCOMPARE(find.current(), 2);
        QTRY_VERIFY(isSeen(5));
        // Folded, but not much more.
        find.step(1);
        QTRY_VERIFY(isSeen(3));
        find.step(-2);
        QTRY_VERIFY(isSeen(10));
        // Who scrolls away meanwhile is left alone.
        find.step(1);
        QTest::keyClick(&f.view, Qt::Key_End);
        QTRY_VERIFY(f.view.isAtBottom());
        for (int i = 0; i < 50; ++i)
            QCoreApplication::processEvents();
        QVERIFY(f.view.isAtBottom());
    }

    // Only what is seen is marked, in long blocks too.
    void marksWhatIsExposed()
    {
        for (const QString &text : {QStringLiteral("needle\n\n").repeated(500), QString(QStringLiteral("```\n") + QStringLiteral("needle\n").repeated(500) + QStringLiteral("```")), QStringLiteral("needle\n").repeated(500)}) {
            MessageModel model;
            model.reset({message(1, text)});
            MessageLayout layout;
            layout.setRow(model.row(0));
            layout.setWidth(800);
            const QRect window(0, layout.height() / 2, 800, 300);
            const QList<QRectF> places = layout.placesOf(QStringLiteral("needle"), window);
            QVERIFY(places.size() > 5 && places.size() < 40);
            QCOMPARE(layout.placesOf(QStringLiteral("needle"), QRect(0, 0, 800, layout.height())).size(), 500);
        }
    }

    // What an answer under another version of the question says is found while that is shown.
    void anAnswerThatIsLeftOutIsNoHit()
    {
        MessageModel model;
        QList<Message> all{message(1, QStringLiteral("one question"), SenderType::User), message(2, QStringLiteral("a needle")), message(3, QStringLiteral("another question"), SenderType::User), message(4, QStringLiteral("nothing"))};
        all[1].replyTo = 1;
        all[2].replaces = 1;
        all[3].replyTo = 3;
        model.reset(all);
        MessageFind find(&model);
        find.setText(QStringLiteral("needle"));
        QTRY_VERIFY(!find.isLooking());
        QCOMPARE(find.count(), 0);
        model.showVersion(0, 0);
        QTRY_COMPARE(find.count(), 1);
        model.showVersion(0, 1);
        QTRY_COMPARE(find.count(), 0);
    }

    void goesOnInOlderPages()
    {
        Fixture f;
        f.model.reset(messages(300, 340));
        MessageFind find(&f.model);
        FindBar bar(&find);
        QSignalSpy wanted(&find, &MessageFind::olderWanted);
        QSignalSpy stepped(&find, &MessageFind::stepped);
        bar.open();
        auto *edit = bar.findChild<QLineEdit *>();
        auto *label = bar.findChild<QLabel *>();
        QTest::keyClicks(edit, QStringLiteral("message 305"));
        QTRY_COMPARE(label->text(), QStringLiteral("1 of 1"));
        QCOMPARE(wanted.count(), 0);
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(label->text(), QStringLiteral("Looking further back…"));
        // Nothing in the first page, or nothing to see at all: the next one is asked for.
        f.model.prepend(messages(250, 299));
        QTRY_COMPARE(wanted.count(), 2);
        f.model.prepend({});
        QTRY_COMPARE(wanted.count(), 3);
        f.model.prepend({message(100, QStringLiteral("message 305, long before")), message(101, QStringLiteral("and more"))});
        QTRY_COMPARE(label->text(), QStringLiteral("2 of 2"));
        QCOMPARE(find.currentKey(), QStringLiteral("100"));
        QCOMPARE(wanted.count(), 3);
        // There are no more.
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(wanted.count(), 4);
        find.endOfOlder();
        QCOMPARE(label->text(), QStringLiteral("2 of 2"));
        QVERIFY(!find.isWaitingForOlder() && !find.mayGoOlder());
        // What is not found in what is loaded may be found before that.
        edit->clear();
        QTest::keyClicks(edit, QStringLiteral("long ago"));
        QTRY_COMPARE(label->text(), QStringLiteral("Not found"));
        QTest::keyClick(edit, Qt::Key_Return);
        f.model.prepend({message(50, QStringLiteral("long **ago**"))});
        QTRY_COMPARE(find.currentKey(), QStringLiteral("50"));
        QCOMPARE(stepped.last().first().toString(), QStringLiteral("50"));
    }
};

PIPIT_UI_TEST(MessageFindTest);
#include "message_find_test.moc"
