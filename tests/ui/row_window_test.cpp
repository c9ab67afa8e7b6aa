// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/messages/row_window.h"

#include "tests/ui/ui_test.h"

#include <algorithm>

using namespace pipit;

namespace {

constexpr int height = 300;

int plain(int)
{
    return 50;
}

} // namespace

class RowWindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void beginsAtTheBottom()
    {
        RowWindow window;
        window.arrange(100, height, plain);
        QCOMPARE(int(window.placed().size()), 6);
        QCOMPARE(window.placed().back().row, 99);
        QCOMPARE(window.placed().back().bottom(), height);
    }

    void aShortListStandsAtTheTop()
    {
        RowWindow window;
        window.arrange(2, height, plain);
        QCOMPARE(window.placed().front().top, 0);
        QVERIFY(window.isAtBottom());
        window.scrollBy(-40);
        window.arrange(2, height, plain);
        QCOMPARE(window.placed().front().top, 0);
    }

    void asksOnlyForRowsInTheWindow()
    {
        RowWindow window;
        int asked = 0;
        const auto counting = [&asked](int) { ++asked; return 50; };
        window.arrange(1'000'000, height, counting);
        QVERIFY(asked < 20);
        asked = 0;
        window.scrollToRow(500'000);
        window.arrange(1'000'000, height, counting);
        QVERIFY(asked < 20);
    }

    void staysAtTheBottomWhenTheLastRowGrows()
    {
        RowWindow window;
        window.arrange(100, height, plain);
        window.arrange(100, height, [](int row) { return row == 99 ? 400 : 50; });
        QCOMPARE(window.placed().back().bottom(), height);
        window.arrange(101, height, plain);
        QCOMPARE(window.placed().back().row, 100);
    }

    void staysInPlaceWhenAwayFromTheBottom()
    {
        RowWindow window;
        window.arrange(100, height, plain);
        window.scrollBy(-1010);
        window.arrange(100, height, plain);
        const RowWindow::Placed first = window.placed().front();
        QVERIFY(!window.isAtBottom());
        window.arrange(120, height, [](int row) { return row < 60 || row > 90 ? 333 : 50; });
        QCOMPARE(window.placed().front().row, first.row);
        QCOMPARE(window.placed().front().top, first.top);
    }

    void aRowThatIsCutGrowsUpwards()
    {
        RowWindow window;
        window.arrange(100, height, plain);
        window.scrollBy(-1010);
        window.arrange(100, height, plain);
        const RowWindow::Placed cut = window.placed()[0], whole = window.placed()[1];
        QVERIFY(cut.top < 0 && whole.top >= 0);
        window.arrange(100, height, [&cut](int row) { return row == cut.row ? 90 : 50; });
        QCOMPARE(window.placed()[0].row, cut.row);
        QCOMPARE(window.placed()[0].top, cut.top - 40);
        QCOMPARE(window.placed()[1].top, whole.top);
        // Alone in the window, it keeps its top.
        window.arrange(100, height, [&cut](int row) { return row == cut.row ? 1000 : 50; });
        window.scrollBy(-200);
        window.arrange(100, height, [&cut](int row) { return row == cut.row ? 1000 : 50; });
        window.scrollBy(-200);
        window.arrange(100, height, [&cut](int row) { return row == cut.row ? 1000 : 50; });
        QCOMPARE(window.placed().size(), 1u);
        const int top = window.placed()[0].top;
        window.arrange(100, height, [&cut](int row) { return row == cut.row ? 2000 : 50; });
        QCOMPARE(window.placed()[0].top, top);
    }

    void whatIsHeldStaysOnce()
    {
        RowWindow window;
        window.arrange(100, height, plain);
        const auto grown = [](int row) { return row == 97 || row == 99 ? 120 : 50; };
        const RowWindow::Placed held = window.placed()[3];
        QCOMPARE(held.row, 97);
        window.hold(3, 97);
        window.arrange(100, height, grown);
        QVERIFY(!window.isAtBottom());
        const auto found = std::ranges::find(window.placed(), 97, &RowWindow::Placed::row);
        QCOMPARE(found->top, held.top);
        // In a list that has become longer above, too.
        const int first = window.placed()[0].top;
        window.hold(0, window.placed()[0].row + 10);
        window.arrange(110, height, [&grown](int row) { return grown(row - 10); });
        QCOMPARE(window.placed()[0].top, first);
        QVERIFY(!window.isHolding());
    }

    void prependedRowsMoveNothing()
    {
        RowWindow window;
        window.arrange(100, height, plain);
        window.scrollBy(-2020);
        window.arrange(100, height, plain);
        const RowWindow::Placed first = window.placed().front();
        window.rowIsNow(0, window.placed()[0].row + 40);
        window.arrange(140, height, plain);
        QCOMPARE(window.placed().front().row, first.row + 40);
        QCOMPARE(window.placed().front().top, first.top);
    }

    void scrollsAcrossRowsOfAnyHeight()
    {
        const auto uneven = [](int row) { return 20 + row * 37 % 400; };
        RowWindow window;
        window.scrollToRow(0);
        window.arrange(50, height, uneven);
        QCOMPARE(window.placed().front().row, 0);
        for (int i = 0; i < 2000 && !window.isAtBottom(); ++i) {
            const RowWindow::Placed last = window.placed().back();
            window.scrollBy(7);
            window.arrange(50, height, uneven);
            for (const RowWindow::Placed &placed : window.placed()) {
                if (placed.row == last.row && !window.isAtBottom())
                    QCOMPARE(placed.top, last.top - 7);
            }
        }
        QVERIFY(window.isAtBottom());
    }

    void aResizeKeepsThePartOfTheRow()
    {
        RowWindow window;
        window.scrollToRow(10.5);
        window.arrange(100, height, plain);
        QCOMPARE(window.topRow(), 10.5);
        window.keepFraction();
        window.arrange(100, height, [](int) { return 80; });
        QCOMPARE(window.topRow(), 10.5);
    }

    void survivesARowCountThatShrinks()
    {
        RowWindow window;
        window.scrollToRow(90);
        window.arrange(100, height, plain);
        window.arrange(10, height, plain);
        QCOMPARE(window.placed().back().row, 9);
        window.arrange(0, height, plain);
        QVERIFY(window.placed().empty());
    }
};

PIPIT_UI_TEST(RowWindowTest);
#include "row_window_test.moc"
