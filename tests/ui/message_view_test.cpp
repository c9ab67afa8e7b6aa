// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/message_view_fixture.h"

#include <QClipboard>
#include <QElapsedTimer>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>

#include <algorithm>

using namespace pipit;
using Fixture = MessageViewFixture;

class MessageViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void laysOutOnlyWhatIsVisible()
    {
        Fixture f;
        f.model.reset(messages(1, 10'000));
        f.settle();
        const int visible = int(f.view.visibleRows().size());
        QVERIFY(visible > 2 && visible < 30);
        QVERIFY(f.view.layoutCount() <= visible + 24);
        for (int i = 0; i < 60; ++i)
            QTest::keyClick(&f.view, Qt::Key_PageUp);
        f.settle();
        QVERIFY(f.view.layoutCount() <= int(f.view.visibleRows().size()) + 24);
    }

    void prependedMessagesMoveNothing()
    {
        Fixture f;
        f.model.reset(messages(500, 700));
        f.settle();
        QTest::keyClick(&f.view, Qt::Key_PageUp);
        QTest::keyClick(&f.view, Qt::Key_PageUp);
        f.settle();
        const qint64 id = f.idAt(0);
        const int top = f.view.visibleRows()[0].top;
        f.model.prepend(messages(400, 499));
        f.settle();
        QCOMPARE(f.idAt(0), id);
        QCOMPARE(f.view.visibleRows()[0].top, top);
    }

    // Older messages come above, an answer is written below, and something in between is answered anew: the reader looks on.
    void theReaderStaysWhateverHappensAround()
    {
        Fixture f;
        f.model.reset(messages(500, 700), {runOf(QStringLiteral("So"))});
        f.settle();
        for (int i = 0; i < 4; ++i)
            QTest::keyClick(&f.view, Qt::Key_PageUp);
        f.settle();
        const qint64 id = f.idAt(1);
        const int top = f.view.visibleRows()[1].top;
        QString text = QStringLiteral("So");
        for (int i = 0; i < 8; ++i) {
            f.model.prepend(messages(500 - 10 * (i + 1), 499 - 10 * i));
            text += QStringLiteral(" and more\n\n");
            f.model.setRuns({runOf(text)});
            Message edit = message(800 + i, QStringLiteral("Said anew\n\nin\n\nmany\n\nlines"));
            edit.replaces = f.idAt(0) - 10 - i;
            f.model.append({edit});
            f.settle();
            QCOMPARE(f.idAt(1), id);
            QCOMPARE(f.view.visibleRows()[1].top, top);
        }
    }

    void resizingAndAnotherThemeKeepThePlace()
    {
        Fixture f;
        f.model.reset(messages(1, 200));
        f.settle();
        for (int i = 0; i < 5; ++i)
            QTest::keyClick(&f.view, Qt::Key_PageUp);
        f.settle();
        const qint64 id = f.idAt(0);
        for (const int width : {420, 1100, 300, 800}) {
            f.view.resize(width, 600);
            f.settle();
            QCOMPARE(f.idAt(0), id);
        }
        const QImage light = f.view.grab().toImage();
        const int top = f.view.visibleRows()[0].top;
        Theme::instance().apply(ThemeMode::Dark);
        f.settle();
        const QImage dark = f.view.grab().toImage();
        Theme::instance().apply(ThemeMode::Light);
        f.settle();
        QCOMPARE(f.idAt(0), id);
        QCOMPARE(f.view.visibleRows()[0].top, top);
        QVERIFY(qGray(dark.pixel(5, 5)) < 60 && qGray(light.pixel(5, 5)) > 200);
        QCOMPARE(f.view.grab().toImage(), light);
    }

    void asksForOlderOnceNearTheTop()
    {
        Fixture f;
        QSignalSpy wanted(&f.view, &MessageView::olderWanted);
        f.model.reset(messages(500, 700));
        f.settle();
        QCOMPARE(wanted.count(), 0);
        QTest::keyClick(&f.view, Qt::Key_Home);
        QTest::keyClick(&f.view, Qt::Key_Home);
        QCOMPARE(wanted.count(), 1);
    }

    void staysAtTheBottom()
    {
        Fixture f;
        f.model.reset(messages(1, 200));
        f.settle();
        QVERIFY(f.view.isAtBottom());
        f.model.append({message(201, QStringLiteral("line\n\n").repeated(30))});
        f.settle();
        QVERIFY(f.view.isAtBottom());
        QCOMPARE(f.view.visibleRows().back().row, 200);
        QCOMPARE(f.view.visibleRows().back().bottom(), f.view.viewport()->height());
    }

    void reloadingKeepsThePlace()
    {
        Fixture f;
        f.model.reset(messages(100, 300));
        f.settle();
        QTest::keyClick(&f.view, Qt::Key_PageUp);
        QTest::keyClick(&f.view, Qt::Key_PageUp);
        const qint64 id = f.idAt(0);
        const int top = f.view.visibleRows()[0].top;
        f.model.reset(messages(150, 305));
        f.settle();
        QCOMPARE(f.idAt(0), id);
        QCOMPARE(f.view.visibleRows()[0].top, top);
        f.model.reset(messages(1000, 1100));
        f.settle();
        QVERIFY(f.view.isAtBottom());
    }

    void opensWhereItIsNewToTheReader()
    {
        Fixture f;
        f.model.setMark({NewMark::Kind::Unread, 150, 51});
        f.model.reset(messages(1, 200));
        f.settle();
        QCOMPARE(f.idAt(0), 150);
        QCOMPARE(f.view.visibleRows()[0].top, 0);
        // Where all that is new fits in the window, the end is in view too.
        f.model.reset({});
        f.model.setMark({NewMark::Kind::Unread, 1199, 2});
        f.model.reset(messages(1000, 1200));
        f.settle();
        QVERIFY(f.view.isAtBottom());
    }

    void newMessagesLeaveTheReaderAlone()
    {
        Fixture f;
        f.model.reset(messages(1, 200));
        f.settle();
        QTest::keyClick(&f.view, Qt::Key_PageUp);
        const qint64 id = f.idAt(0);
        const int top = f.view.visibleRows()[0].top;
        f.model.append(messages(201, 203));
        f.settle();
        QCOMPARE(f.idAt(0), id);
        QCOMPARE(f.view.visibleRows()[0].top, top);
        auto *jump = f.view.viewport()->findChild<QPushButton *>();
        QVERIFY(jump && jump->isVisible() && jump->text().contains(u'3'));
        jump->click();
        f.settle();
        QVERIFY(f.view.isAtBottom() && !jump->isVisible());
    }

    void theScrollBarReachesBothEnds()
    {
        Fixture f;
        f.model.reset(messages(1, 300));
        f.settle();
        QScrollBar *bar = f.view.verticalScrollBar();
        QCOMPARE(bar->value(), bar->maximum());
        bar->setValue(0);
        QCOMPARE(f.idAt(0), 1);
        QCOMPARE(f.view.visibleRows()[0].top, 0);
        bar->setValue(bar->maximum() / 2);
        QVERIFY(f.idAt(0) > 100 && f.idAt(0) < 200);
        bar->setValue(bar->maximum());
        QVERIFY(f.view.isAtBottom());
    }

    void anAnswerKeepsItsPlaceWhenItIsStored()
    {
        Fixture f;
        f.model.reset(messages(1, 20), {runOf(QStringLiteral("Half an ans"))});
        f.settle();
        QCOMPARE(f.model.rowCount(), 21);
        QVERIFY(f.model.row(20).isUnderWay());
        const QString key = f.model.row(20).key;
        Message stored = message(21, QStringLiteral("Half an answer."));
        stored.clientMessageId = QStringLiteral("answer");
        f.model.append({stored});
        QCOMPARE(f.model.rowCount(), 21); // the run and its message are never both there
        QCOMPARE(f.model.row(20).key, key);
        QCOMPARE(f.model.row(20).state, ChatRow::State::Stored);
    }

    // A piece of a long answer costs the same at its end as at its beginning: what is finished is neither parsed nor laid
    // out again.
    void streamingIsFlat()
    {
        Fixture f;
        f.model.reset({}, {runOf(QString())});
        f.settle();
        MessageLayout layout;
        ChatRow row = f.model.row(0);
        QString text;
        QList<qint64> costs;
        for (int i = 0; i < 3000; ++i) {
            text += i % 40 == 39 ? QStringLiteral("\n\n") : QStringLiteral("word%1 ").arg(i);
            row.text = text;
            QElapsedTimer clock;
            clock.start();
            layout.setRow(row);
            layout.setWidth(700);
            costs << clock.nsecsElapsed();
        }
        const auto median = [&costs](qsizetype from) {
            QList<qint64> part = costs.sliced(from, 300);
            std::ranges::sort(part);
            return part[150];
        };
        QVERIFY2(median(2700) < 4 * median(300) + 200'000, qPrintable(QStringLiteral("%1 ns at the start, %2 at the end").arg(median(300)).arg(median(2700))));
    }

    void aLongAnswerStaysWholeWhenItIsStored()
    {
        Fixture f;
        const QString text = QStringLiteral("A line of many.\n\n").repeated(4000);
        f.model.reset({message(1, QStringLiteral("?"), SenderType::User)}, {runOf(text)});
        f.settle();
        QVERIFY(f.view.isAtBottom());
        const auto lastHeight = [&f] { return f.view.visibleRows().back().height; };
        const int whole = lastHeight();
        Message stored = message(2, text);
        stored.clientMessageId = QStringLiteral("answer");
        f.model.append({stored});
        f.settle();
        QVERIFY(lastHeight() > whole - 200 && f.view.isAtBottom());
    }

    void redrawsAnAnswerAtMostEvery40Ms()
    {
        Fixture f;
        f.model.reset({}, {runOf(QStringLiteral("a"))});
        f.settle();
        struct Counter : QObject {
            int paints = 0;
            bool eventFilter(QObject *, QEvent *event) override
            {
                paints += event->type() == QEvent::Paint;
                return false;
            }
        } counter;
        f.view.viewport()->installEventFilter(&counter);
        QElapsedTimer clock;
        clock.start();
        QString text;
        // However slow the machine is, it takes that long and no more pieces.
        while (counter.paints < 8 && clock.elapsed() < 60'000) {
            text += QStringLiteral("more ");
            f.model.setRuns({runOf(text)});
            QCoreApplication::processEvents();
        }
        const int allowed = int(clock.elapsed() / 40) + 2;
        QVERIFY2(counter.paints >= 8 && counter.paints <= allowed, qPrintable(QStringLiteral("%1 paints, %2 allowed").arg(counter.paints).arg(allowed)));
        // What came last is shown too.
        QTRY_VERIFY(f.view.visibleLayout(0)->row().text == text);
    }

    void selectsAndCopies()
    {
        Fixture f;
        f.model.reset({message(1, QStringLiteral("First line here.\n\n```\ncode line\n```"))});
        f.settle();
        const RowWindow::Placed placed = f.view.visibleRows()[0];
        f.drag(QPoint(83, placed.top + 75), QPoint(790, placed.bottom() - 16));
        QCOMPARE(f.view.selectedText(), QStringLiteral("First line here.\ncode line"));
        QTest::keyClick(&f.view, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), f.view.selectedText());
        f.settle();
    }

    void theKeyboardReachesEveryMessage()
    {
        Fixture f;
        f.model.reset(messages(1, 50));
        f.settle();
        f.view.setFocus();
        for (int i = 0; i < 45; ++i)
            QTest::keyClick(&f.view, Qt::Key_Up);
        f.settle();
        QTest::keyClick(&f.view, Qt::Key_C, Qt::ControlModifier);
        QVERIFY2(QGuiApplication::clipboard()->text().startsWith(u"Message 6 "), qPrintable(QGuiApplication::clipboard()->text()));
        QCOMPARE(f.idAt(0), 6);
    }

    void whatWasNotSentSaysSoAndOffersAWayOut()
    {
        Fixture f;
        PendingMessage pending;
        pending.draft = {.sessionId = QStringLiteral("s"), .clientMessageId = QStringLiteral("mine"), .content = QStringLiteral("hello")};
        pending.state = PendingMessage::State::Failed;
        pending.reason = QStringLiteral("no room");
        pending.createdAtMs = morning;
        f.model.reset({}, {}, {pending});
        f.settle();
        QSignalSpy retry(&f.view, &MessageView::retryRequested);
        QSignalSpy discard(&f.view, &MessageView::discardRequested);
        // Clicks along the state line find both.
        const RowWindow::Placed placed = f.view.visibleRows()[0];
        for (int x = 400; x < 790; x += 4)
            QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, QPoint(x, placed.bottom() - 29));
        QVERIFY(retry.count() > 0 && discard.count() > 0);
        QCOMPARE(retry[0][0].toString(), QStringLiteral("mine"));
    }
};

QTEST_MAIN(MessageViewTest)
#include "message_view_test.moc"
