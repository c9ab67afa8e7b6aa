// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/message_view_fixture.h"

#include "ui/chat/find_bar.h"
#include "ui/chat/message_find.h"

#include <QElapsedTimer>
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
        connect(&find, &MessageFind::stepped, &f.view, &MessageView::showRow);
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

    // However much there is to look through, the window goes on in between.
    void looksAFewMillisecondsAtATime()
    {
        MessageModel model;
        model.reset(messages(1, 30'000));
        MessageFind find(&model);
        find.setText(QStringLiteral("message 1 "));
        QVERIFY(find.isLooking());
        int turns = 0;
        while (find.isLooking()) {
            QCoreApplication::processEvents();
            ++turns;
        }
        QVERIFY(turns > 2);
        QCOMPARE(find.count(), 1);
    }
};

QTEST_MAIN(MessageFindTest)
#include "message_find_test.moc"
