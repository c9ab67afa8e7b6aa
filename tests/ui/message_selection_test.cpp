// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/message_view_fixture.h"
#include "tests/ui/ui_test.h"

#include <QClipboard>
#include <QMenu>
#include <QTimer>

using namespace pipit;
using Fixture = MessageViewFixture;

namespace {

Message said(qint64 id, const QString &by, const QString &text, const QString &type = QStringLiteral("text"))
{
    Message one = message(id, text, type == u"markdown" ? SenderType::Bot : SenderType::User);
    one.senderId = one.senderName = by;
    one.contentType = type;
    return one;
}

QList<Message> threeKinds()
{
    Message file = said(3, QStringLiteral("Wei"), QStringLiteral("https://example.org/plan.pdf"), QStringLiteral("file"));
    file.metadata = {{QStringLiteral("name"), QStringLiteral("plan.pdf")}, {QStringLiteral("size"), 1200}};
    return {said(1, QStringLiteral("Li"), QStringLiteral("你好 world")), said(2, QStringLiteral("Echo"), QStringLiteral("# Title\n\nSome **bold** words.\n\n- one\n- two"), QStringLiteral("markdown")), file};
}

const QString clockForm = QStringLiteral("HH:mm");

QString time(qint64 id)
{
    return QDateTime::fromMSecsSinceEpoch(morning + id * 1000).toString(clockForm);
}

} // namespace

class MessageSelectionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void draggingSelectsAcrossThreeKindsOfMessage()
    {
        Fixture f;
        f.model.reset(threeKinds());
        f.settle();
        QCOMPARE(f.view.visibleRows().size(), 3u);
        const QPoint first = f.textOf(0);
        f.drag(first, QPoint(790, f.view.visibleRows()[2].bottom() - 2));
        const QString expected = QStringLiteral("Li, %1\n你好 world\n\nEcho, %2\nTitle\nSome bold words.\n• one\n• two\n\nWei, %3\nplan.pdf\nexample.org · 1.2 kB").arg(time(1), time(2), time(3));
        QCOMPARE(f.view.selectedText(), expected);
        QTest::keyClick(&f.view, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(clipboardText(), expected);
        QTest::keyClick(&f.view, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(clipboardText(), QStringLiteral("**Li**, %1\n\n你好 world\n\n**Echo**, %2\n\n# Title\n\nSome **bold** words.\n\n- one\n- two\n\n**Wei**, %3\n\nplan.pdf\nexample.org · 1.2 kB").arg(time(1), time(2), time(3)));

        // Upwards it is the same.
        f.drag(QPoint(790, f.view.visibleRows()[2].bottom() - 2), first);
        QCOMPARE(f.view.selectedText(), expected);
        // A click takes it away.
        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, first);
        QCOMPARE(f.view.selectedText(), QString());
    }

    void whatIsSelectedIsPaintedSo()
    {
        Fixture f;
        f.model.reset(threeKinds());
        f.settle();
        const QImage before = f.view.grab().toImage();
        QTest::keyClick(&f.view, Qt::Key_A, Qt::ControlModifier);
        const QImage after = f.view.grab().toImage();
        for (const RowWindow::Placed &row : f.view.visibleRows()) {
            const QRect place(0, row.top, 780, row.height);
            QVERIFY(before.copy(place) != after.copy(place));
        }
    }

    void twoClicksTakeAWordAndThreeAParagraph()
    {
        Fixture f;
        f.model.reset({said(1, QStringLiteral("Echo"), QStringLiteral("Some words here.\n\nAnother paragraph."), QStringLiteral("markdown"))});
        f.settle();
        const QPoint first = f.textOf(0);
        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, first);
        QTest::mouseDClick(f.view.viewport(), Qt::LeftButton, {}, first);
        QCOMPARE(f.view.selectedText(), QStringLiteral("Some"));
        f.press(first);
        f.release(first);
        QCOMPARE(f.view.selectedText(), QStringLiteral("Some words here."));

        // A drag that begins with two clicks goes on word by word.
        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, first);
        QMouseEvent doubled(QEvent::MouseButtonDblClick, QPointF(first), f.view.viewport()->mapToGlobal(QPointF(first)), Qt::LeftButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(f.view.viewport(), &doubled);
        f.dragTo(first + QPoint(52, 0));
        f.release(first + QPoint(52, 0));
        QCOMPARE(f.view.selectedText(), QStringLiteral("Some words"));
    }

    void shiftAndAClickTakeAllBetween()
    {
        Fixture f;
        f.model.reset(threeKinds());
        f.settle();
        const QPoint end(790, f.view.visibleRows()[0].bottom() - 1);
        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, f.textOf(0));
        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, Qt::ShiftModifier, end);
        QCOMPARE(f.view.selectedText(), QStringLiteral("你好 world"));
    }

    void theKeyboardSelects()
    {
        Fixture f;
        f.model.reset(threeKinds());
        f.settle();
        f.view.setFocus();
        // The message at the end is current first; from there whole messages.
        QTest::keyClick(&f.view, Qt::Key_Up);
        QTest::keyClick(&f.view, Qt::Key_Up);
        QTest::keyClick(&f.view, Qt::Key_Up, Qt::ShiftModifier);
        QCOMPARE(f.view.selectedText(), QStringLiteral("Title\nSome bold words.\n• one\n• two"));
        QTest::keyClick(&f.view, Qt::Key_Up, Qt::ShiftModifier);
        QVERIFY(f.view.selectedText().startsWith(u"Li, ") && f.view.selectedText().endsWith(u"two"));
        QTest::keyClick(&f.view, Qt::Key_Down, Qt::ShiftModifier);
        QTest::keyClick(&f.view, Qt::Key_Down, Qt::ShiftModifier);
        QVERIFY(f.view.selectedText().startsWith(u"Echo, ") && f.view.selectedText().endsWith(u"kB"));
        QTest::keyClick(&f.view, Qt::Key_Escape);
        QCOMPARE(f.view.selectedText(), QString());

        // Within a message: letter by letter, word by word, to its end.
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(&f.view, Qt::Key_Up);
        QTest::keyClick(&f.view, Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(f.view.selectedText(), QStringLiteral("你"));
        QTest::keyClick(&f.view, Qt::Key_Right, Qt::ShiftModifier);
        QTest::keyClick(&f.view, Qt::Key_Right, Qt::ShiftModifier | Qt::ControlModifier);
        QTest::keyClick(&f.view, Qt::Key_Right, Qt::ShiftModifier | Qt::ControlModifier);
        QCOMPARE(f.view.selectedText(), QStringLiteral("你好 world"));
        QTest::keyClick(&f.view, Qt::Key_Left, Qt::ShiftModifier);
        QCOMPARE(f.view.selectedText(), QStringLiteral("你好 worl"));
        QTest::keyClick(&f.view, Qt::Key_Home, Qt::ShiftModifier);
        QCOMPARE(f.view.selectedText(), QString());
        QTest::keyClick(&f.view, Qt::Key_End, Qt::ShiftModifier);
        QCOMPARE(f.view.selectedText(), QStringLiteral("你好 world"));
    }

    void itStaysWithItsMessages()
    {
        Fixture f;
        f.model.reset(messages(500, 520));
        f.settle();
        const QPoint from = f.textOf(1);
        f.drag(from, QPoint(790, f.view.visibleRows()[2].bottom() - 1));
        const QString selected = f.view.selectedText();
        QVERIFY(selected.contains(u"Message"));
        f.model.prepend(messages(450, 499));
        f.model.append(messages(521, 530));
        f.settle();
        QCOMPARE(f.view.selectedText(), selected);
        // Gone with one of its messages.
        f.model.reset(messages(450, 470));
        QCOMPARE(f.view.selectedText(), QString());
    }

    void draggingOutsideScrolls()
    {
        Fixture f;
        f.model.reset(messages(1, 60));
        f.settle();
        const QPoint from = f.textOf(f.view.visibleRows().size() - 1);
        const int firstRow = f.view.visibleRows()[0].row;
        f.press(from);
        f.dragTo(QPoint(from.x(), -40));
        QTRY_VERIFY(f.view.visibleRows()[0].row < firstRow - 3);
        f.release(QPoint(from.x(), -40));
        const QString selected = f.view.selectedText();
        QVERIFY(selected.contains(QStringLiteral("Message %1 ").arg(f.idAt(1))));
        const RowWindow::Placed first = f.view.visibleRows()[0];
        // Timers come in the order of their times: one that still scrolled would have come before this one.
        bool isLater = false;
        QTimer::singleShot(60, &f.view, [&isLater] { isLater = true; });
        QTRY_VERIFY(isLater);
        QCOMPARE(f.view.visibleRows()[0].row, first.row);
        QCOMPARE(f.view.visibleRows()[0].top, first.top);
    }

    void copyTakesAlsoWhatIsFolded()
    {
        Fixture f;
        const QString text = QString(200'000, u'x') + u'z';
        f.model.reset({said(1, QStringLiteral("Li"), text)});
        f.settle();
        f.view.setFocus();
        QTest::keyClick(&f.view, Qt::Key_Up);
        QTest::keyClick(&f.view, Qt::Key_Menu);
        auto *menu = f.view.findChild<QMenu *>();
        QVERIFY(menu);
        for (QAction *action : menu->actions()) {
            if (action->text() == u"Copy")
                action->trigger();
        }
        menu->close();
        QVERIFY(clipboardText() == text);
    }

    void keysThatComeBeforeTheRowsAreShownDoNoHarm()
    {
        Fixture f;
        f.model.reset(messages(1, 60));
        f.settle();
        f.view.setFocus();
        f.model.reset(messages(100, 102));
        QTest::keyClick(&f.view, Qt::Key_Up);
        f.model.reset(messages(200, 201));
        QFocusEvent tabbed(QEvent::FocusIn, Qt::TabFocusReason);
        QCoreApplication::sendEvent(&f.view, &tabbed);
        f.settle();
        QVERIFY(f.idAt(0) >= 200);
    }

    void allOfALongConversationIsCopied()
    {
        Fixture f;
        f.model.reset(messages(1, 2000));
        f.settle();
        QTest::keyClick(&f.view, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(&f.view, Qt::Key_C, Qt::ControlModifier);
        QVERIFY(clipboardText().contains(u"Message 1 ") && clipboardText().contains(u"Message 1999 "));
        QVERIFY(f.view.layoutCount() < 60);
    }

    void aWholeMessageIsCopiedAsItWasWritten()
    {
        const QString written = QStringLiteral("Title\n=====\n\n* one\n* two\n\n**bold** and __bold__");
        MessageModel model;
        model.reset({message(1, written)});
        const MessageSelection whole = MessageSelection::whole(model, model.keyOfRow(0));
        QCOMPARE(copiedText(model, whole, CopyFormat::Markdown), written);
        QVERIFY(copiedText(model, whole, CopyFormat::Text).startsWith(QStringLiteral("Title\n• one")));
    }
};

PIPIT_UI_TEST(MessageSelectionTest);
#include "message_selection_test.moc"
