// SPDX-License-Identifier: GPL-3.0-or-later
// What the pointer, the wheel and the menu do on the view, as the events of a window bring them.
#include "tests/ui/message_menu.h"
#include "tests/ui/message_view_fixture.h"
#include "tests/ui/opened_links.h"
#include "tests/ui/ui_test.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QScrollBar>
#include <QWheelEvent>

using namespace pipit;
using Fixture = MessageViewFixture;
using Hit = MessageLayout::Hit;

namespace {

constexpr int eighthsOfANotch = 120;

struct Pointed : Fixture {
    OpenedLinks opened;

    void wheel(const QPoint &pixels, const QPoint &angle, Qt::ScrollPhase phase = Qt::NoScrollPhase)
    {
        const QPointF middle(view.viewport()->rect().center());
        QWheelEvent event(middle, view.viewport()->mapToGlobal(middle), pixels, angle, Qt::NoButton, {}, phase, false);
        QCoreApplication::sendEvent(view.viewport(), &event);
    }

    void rightClick(const QPoint &at)
    {
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, view.viewport()->mapToGlobal(at));
        QCoreApplication::sendEvent(view.viewport(), &event);
    }

    Qt::CursorShape shapeAt(const QPoint &at)
    {
        QTest::mouseMove(view.viewport(), at);
        return view.viewport()->cursor().shape();
    }

    void click(const QPoint &at) { QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, at); }

    // From where the rows stand, how far they have gone down.
    int movedSince(const std::vector<RowWindow::Placed> &before)
    {
        for (const RowWindow::Placed &now : view.visibleRows()) {
            for (const RowWindow::Placed &then : before) {
                if (then.row == now.row)
                    return now.top - then.top;
            }
        }
        return 99'999;
    }
};

QString linkOf(const Hit &hit)
{
    return hit.link;
}

} // namespace

class MessageInputTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void aNotchOfTheWheelIsItsLines()
    {
        Pointed f;
        f.model.reset(messages(1, 200));
        f.settle();
        const int notch = QApplication::wheelScrollLines() * Theme::lineHeight();
        auto before = f.view.visibleRows();
        f.wheel({}, {0, eighthsOfANotch});
        QCOMPARE(f.movedSince(before), notch);
        // What a driver of X11 says beside it counts in its own units.
        before = f.view.visibleRows();
        f.wheel({0, 15}, {0, eighthsOfANotch});
        QCOMPARE(f.movedSince(before), notch);
        before = f.view.visibleRows();
        f.wheel({0, -15}, {0, -eighthsOfANotch});
        QCOMPARE(f.movedSince(before), -notch);
    }

    void aFineWheelLosesNothing()
    {
        Pointed f;
        f.model.reset(messages(1, 200));
        f.settle();
        const int notch = QApplication::wheelScrollLines() * Theme::lineHeight();
        const auto before = f.view.visibleRows();
        for (int i = 0; i < 8; ++i)
            f.wheel({0, 2}, {0, eighthsOfANotch / 8});
        QCOMPARE(f.movedSince(before), notch);
        for (int i = 0; i < eighthsOfANotch; ++i)
            f.wheel({}, {0, 1});
        QCOMPARE(f.movedSince(before), 2 * notch);
    }

    void aTouchpadGivesPixels()
    {
        Pointed f;
        f.model.reset(messages(1, 200));
        f.settle();
        const auto before = f.view.visibleRows();
        f.wheel({0, 7}, {0, 14}, Qt::ScrollBegin);
        f.wheel({0, 30}, {0, 60}, Qt::ScrollUpdate);
        f.wheel({}, {}, Qt::ScrollEnd);
        f.wheel({0, 3}, {0, 6}, Qt::ScrollMomentum);
        QCOMPARE(f.movedSince(before), 40);
    }

    void aLinkIsPointedAtAndOpened()
    {
        Pointed f;
        f.model.reset({message(1, QStringLiteral("Read [the plan](https://example.org/plan) now."))});
        const auto link = f.placeOf(0, [](const Hit &hit) { return !hit.link.isEmpty(); });
        QVERIFY(link);
        QCOMPARE(f.shapeAt(*link), Qt::PointingHandCursor);
        QCOMPARE(f.view.viewport()->toolTip(), QStringLiteral("https://example.org/plan"));
        f.click(*link);
        QCOMPARE(f.opened.addresses, QStringList{QStringLiteral("https://example.org/plan")});
        const auto words = f.placeOf(0, [](const Hit &hit) { return hit.text && hit.link.isEmpty(); });
        QVERIFY(words);
        QCOMPARE(f.shapeAt(*words), Qt::IBeamCursor);
        f.click(*words);
        QCOMPARE(f.shapeAt({2, 2}), Qt::ArrowCursor);
        // A drag that begins on it selects.
        f.drag(*link, *link + QPoint(200, 0));
        QVERIFY(!f.view.selectedText().isEmpty());
        QCOMPARE(f.opened.addresses.size(), 1);
    }

    void theCopyButtonsCopy()
    {
        Pointed f;
        const QString text = QStringLiteral("Try this:\n\n```cpp\nint a;\nint b;\n```");
        f.model.reset({message(1, text), message(2, QStringLiteral("Other"), SenderType::User)});
        const auto code = f.placeOf(0, [](const Hit &hit) { return hit.copies.has_value(); });
        QVERIFY(code);
        QGuiApplication::clipboard()->clear();
        QCOMPARE(f.shapeAt(*code), Qt::PointingHandCursor);
        f.click(*code);
        QCOMPARE(clipboardText(), QStringLiteral("int a;\nint b;"));

        // The message's own is there while the pointer is over it.
        const QRect button = f.view.visibleLayout(0)->hoverButton().translated(0, f.view.visibleRows()[0].top);
        QVERIFY(!button.isEmpty());
        QTest::mouseMove(f.view.viewport(), QPoint(400, f.view.visibleRows()[1].top + 8));
        const QImage without = f.view.viewport()->grab(button).toImage();
        QCOMPARE(f.shapeAt(button.center()), Qt::PointingHandCursor);
        QVERIFY(f.view.viewport()->grab(button).toImage() != without);
        f.click(button.center());
        QCOMPARE(clipboardText(), text);
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(&f.view, &leave);
        QTRY_VERIFY(f.view.viewport()->grab(button).toImage() == without);
    }

    void aRightClickOffersWhatIsUnderThePointer()
    {
        Pointed f;
        f.model.reset({message(1, QStringLiteral("Read [the plan](https://example.org/plan) and [the map](https://example.org/map).")), message(2, QStringLiteral("Other"), SenderType::User)});
        const auto link = f.placeOf(0, [](const Hit &hit) { return linkOf(hit).endsWith(u"map"); });
        QVERIFY(link);
        f.rightClick(*link);
        QCOMPARE(f.view.viewport()->mapFromGlobal(f.view.findChild<QMenu *>()->pos()), *link);
        QVERIFY(takeFromMenu(f.view, QStringLiteral("Open link")).contains(QStringLiteral("Open link")));
        QCOMPARE(f.opened.addresses, QStringList{QStringLiteral("https://example.org/map")});
        f.rightClick(*link);
        takeFromMenu(f.view, QStringLiteral("Copy link"));
        QCOMPARE(clipboardText(), QStringLiteral("https://example.org/map"));
        // Of the message that it is on.
        const QPoint other(f.textOf(1));
        f.rightClick(other);
        const QStringList labels = takeFromMenu(f.view, QStringLiteral("Copy"));
        QCOMPARE(clipboardText(), QStringLiteral("Other"));
        QVERIFY(labels.contains(QStringLiteral("Quote")) && !labels.contains(QStringLiteral("Open link")));
        f.rightClick({400, 590});
        QVERIFY(takeFromMenu(f.view).isEmpty());
    }

    void theMenuHasWhatOnlyThePointerFound()
    {
        Pointed f;
        Message file = message(2, QStringLiteral("https://example.org/a&b.pdf"), SenderType::User);
        file.contentType = QStringLiteral("file");
        file.metadata = {{QStringLiteral("name"), QStringLiteral("a&b.pdf")}};
        QString many = QStringLiteral("[**Bold** end](https://example.org/1) and again [the same](https://example.org/1)\n\n|a|\n|-|\n|[cell](https://example.org/2)|\n\n```\nfirst\n```\n\n```\nsecond\nmore\n```\n");
        for (int i = 3; i < 60; ++i)
            many += QStringLiteral("\n[Link %1](https://example.org/%1)\n").arg(i);
        f.model.reset({message(1, many), file});
        f.settle();
        QTest::keyClick(&f.view, Qt::Key_Menu); // of the last that is seen
        QVERIFY(f.model.rowOfKey(f.view.currentKey()) == 1);
        takeFromMenu(f.view, QStringLiteral("Open link/a&&b.pdf"));
        QCOMPARE(f.opened.addresses, QStringList{QStringLiteral("https://example.org/a&b.pdf")});

        QTest::keyClick(&f.view, Qt::Key_Up);
        const QStringList labels = openMenu(f.view, QStringLiteral("Copy link/cell"));
        QCOMPARE(clipboardText(), QStringLiteral("https://example.org/2"));
        QVERIFY(labels.contains(QStringLiteral("Open link/Bold end")) && !labels.contains(QStringLiteral("Open link/the same")));
        QCOMPARE(labels.filter(QStringLiteral("Open link/")).size(), 20);
        QVERIFY(chooseInMenu(f.view, QStringLiteral("Copy code/second")));
        QCOMPARE(clipboardText(), QStringLiteral("second\nmore"));
    }

    // Also of a message that is longer than the window, or that has been scrolled away.
    void theMenuOfTheKeyboardOpensAtItsMessage()
    {
        Pointed f;
        QList<Message> all = messages(1, 40);
        all << message(41, QStringLiteral("Line.\n\n").repeated(80)) << message(42, QStringLiteral("End"), SenderType::User);
        f.model.reset(all);
        f.settle();
        const auto menuAt = [&f](qint64 id) {
            QContextMenuEvent event(QContextMenuEvent::Keyboard, {1, 1}, f.view.mapToGlobal(QPoint(1, 1)));
            QCoreApplication::sendEvent(&f.view, &event);
            const auto *menu = f.view.findChild<QMenu *>();
            const QPoint at = menu ? f.view.viewport()->mapFromGlobal(menu->pos()) : QPoint(-1, -1);
            takeFromMenu(f.view);
            for (std::size_t place = 0; place < f.view.visibleRows().size(); ++place) {
                const RowWindow::Placed &row = f.view.visibleRows()[place];
                if (f.idAt(place) == id)
                    return f.view.viewport()->rect().contains(at) && at.y() >= row.top && at.y() < row.bottom();
            }
            return false;
        };
        QVERIFY(menuAt(42));
        QTest::keyClick(&f.view, Qt::Key_Up);
        QVERIFY(menuAt(41));
        f.view.verticalScrollBar()->setValue(0);
        f.settle();
        QVERIFY(f.idAt(0) == 1);
        QVERIFY(menuAt(41));
    }
};

PIPIT_UI_TEST(MessageInputTest);
#include "message_input_test.moc"
