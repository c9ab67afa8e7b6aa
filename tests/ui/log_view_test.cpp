// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of a log, a hundred thousand of them: what stays in place, and what can be done with them.
#include "tests/ui/log_fixture.h"
#include "tests/ui/ui_test.h"

#include <QAccessible>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QScrollBar>

using namespace pipit;

class LogViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void whatIsFoundIsMarkedAndGoneThrough()
    {
        ShownLog shown(1'000);
        const QColor found = Theme::tokens().found, here = Theme::tokens().foundHere;
        QCOMPARE(shown.pixels(0, found), 0);
        shown.search->setText(u"order-77"_s);
        shown.settle();
        QVERIFY(shown.pixels(0, found) > 100);
        QTest::keyClick(shown.search, Qt::Key_Return); // from the first on
        QCOMPARE(shown.view->current(), shown.model->idOf(0));
        QVERIFY(shown.pixels(0, here) > 100);
        QTest::keyClick(shown.view, Qt::Key_F3);
        QCOMPARE(shown.view->current(), shown.model->idOf(1));
        QTest::keyClick(shown.view, Qt::Key_F3, Qt::ShiftModifier);
        QTest::keyClick(shown.view, Qt::Key_F3, Qt::ShiftModifier); // round to the last
        QCOMPARE(shown.view->current(), shown.model->idOf(shown.model->count() - 1));
        QTest::keyClick(shown.view, Qt::Key_F3);
        QCOMPARE(shown.view->current(), shown.model->idOf(0));
    }

    // So a reader sees what stands around it.
    void aLineThatWasFoundStaysInPlaceWhenTheSearchEnds()
    {
        ShownLog shown(100'000);
        shown.search->setText(u"order-5000 "_s);
        QCOMPARE(shown.model->count(), 1);
        QTest::keyClick(shown.search, Qt::Key_Return);
        const qint64 id = shown.view->current();
        const int y = shown.view->visibleLines()[0].rect.top();
        shown.search->clear();
        shown.settle();
        const auto &lines = shown.view->visibleLines();
        const auto there = std::ranges::find(lines, id, &LogView::Placed::id);
        QVERIFY(there != lines.end());
        QCOMPARE(there->rect.top(), y);
        QVERIFY(lines.size() > 20);
        QVERIFY(!shown.view->follows());
    }

    void followsUntilTheReaderGoesUp()
    {
        ShownLog shown(1'000);
        QVERIFY(shown.view->follows() && !shown.pill()->isVisible());
        shown.model->append(batchOf(1'001, 1'010));
        shown.settle();
        QCOMPARE(shown.lastVisible(), 1'010);
        QWheelEvent up({100, 100}, shown.view->viewport()->mapToGlobal(QPointF(100, 100)), {}, {0, 240}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(shown.view->viewport(), &up);
        QVERIFY(!shown.view->follows());
        const qint64 top = shown.numberAt(0);
        shown.model->append(batchOf(1'011, 1'035));
        shown.settle();
        QCOMPARE(shown.numberAt(0), top);
        QVERIFY(shown.pill()->isVisible());
        QCOMPARE(shown.pill()->text(), u"25 new line(s)"_s); // without a translation for the plural
        shown.pill()->click();
        QCOMPARE(shown.lastVisible(), 1'035);
        QVERIFY(shown.view->follows() && !shown.pill()->isVisible());
        // By the keyboard, too.
        QTest::keyClick(shown.view, Qt::Key_Home);
        QCOMPARE(shown.numberAt(0), 1);
        QVERIFY(!shown.view->follows());
        QTest::keyClick(shown.view, Qt::Key_End);
        QVERIFY(shown.view->follows());
    }

    void nothingMovesUnderAReaderWhileTheOldestGo()
    {
        LogModel model({.lines = 1'000});
        LogView view(&model);
        view.resize(600, 400);
        view.show();
        model.append(batchOf(1, 1'000));
        for (int i = 0; i < 3; ++i)
            QCoreApplication::processEvents(); // until the scroll bar has its place
        view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum() / 2 + 7);
        const LogView::Placed before = view.visibleLines()[3];
        model.append(batchOf(1'001, 1'200));
        QCoreApplication::processEvents();
        QCOMPARE(model.count(), 1'000);
        QCOMPARE(view.visibleLines()[3].id, before.id);
        QCOMPARE(view.visibleLines()[3].rect, before.rect);
        // Until they are gone themselves.
        model.append(batchOf(1'201, 3'000));
        QCoreApplication::processEvents();
        QCOMPARE(model.row(model.placeOf(view.visibleLines()[0].id)).number, 2'001);
    }

    void whileItIsPausedWhatComesWaits()
    {
        ShownLog shown(500);
        QToolButton *pause = shown.button(u"Pause: new lines wait"_s);
        pause->click();
        shown.model->append(batchOf(501, 600));
        shown.settle();
        QCOMPARE(shown.model->count(), 500);
        QCOMPARE(shown.model->heldBack(), 100);
        QCOMPARE(shown.lastVisible(), 500);
        QVERIFY(shown.pill()->isVisible());
        shown.model->setFilter({.from = QtWarningMsg});
        QCOMPARE(shown.model->count(), 50);
        QCOMPARE(shown.model->heldBack(), 10);
        shown.model->setFilter({});
        pause->click();
        shown.settle();
        QCOMPARE(shown.model->count(), 600);
        QCOMPARE(shown.lastVisible(), 600);
        // The pill goes on, too.
        pause->click();
        shown.model->append(batchOf(601, 610));
        shown.pill()->click();
        QVERIFY(!shown.model->isPaused());
        QCOMPARE(shown.lastVisible(), 610);
    }

    void selectedLinesAreCopied()
    {
        ShownLog shown(500);
        QClipboard *clipboard = QGuiApplication::clipboard();
        QTest::mouseClick(shown.view->viewport(), Qt::LeftButton, {}, shown.middleOf(2, 300));
        QTest::mouseClick(shown.view->viewport(), Qt::LeftButton, Qt::ShiftModifier, shown.middleOf(4, 300));
        QVERIFY(shown.pixels(3, Theme::tokens().soft) > 1'000);
        QTest::keySequence(shown.view, QKeySequence::Copy);
        const QStringList lines = clipboard->text().split(u'\n');
        QCOMPARE(lines.size(), 3);
        LogLine first = logLineOf(shown.numberAt(2));
        first.atMs = shown.model->row(shown.model->placeOf(shown.view->visibleLines()[2].id)).atMs;
        QCOMPARE(lines.first(), first.toString()); // as the log itself writes it
        QTest::keyClick(shown.view, Qt::Key_Down, Qt::ShiftModifier);
        shown.action(u"Copy the selected lines"_s)->trigger();
        QCOMPARE(clipboard->text().split(u'\n').size(), 4);
        QTest::keySequence(shown.view, QKeySequence::SelectAll);
        QTest::keySequence(shown.view, QKeySequence::Copy);
        QCOMPARE(clipboard->text().split(u'\n').size(), 500);
        QTest::keyClick(shown.view, Qt::Key_Escape);
        QVERIFY(!shown.view->hasSelection());
        shown.search->setText(u"order-7 "_s);
        shown.action(u"Copy all shown lines"_s)->trigger();
        QCOMPARE(clipboard->text().count(u"request=order-7 "_s), 1);
        QCOMPARE(clipboard->text().count(u'\n'), 0);
    }

    void draggingSelects()
    {
        ShownLog shown(500);
        QTest::mousePress(shown.view->viewport(), Qt::LeftButton, {}, shown.middleOf(1, 300));
        QMouseEvent move(QEvent::MouseMove, shown.middleOf(5, 300), shown.view->viewport()->mapToGlobal(shown.middleOf(5, 300)), Qt::NoButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(shown.view->viewport(), &move);
        QCOMPARE(shown.view->selectedText().split(u'\n').size(), 5);
        QVERIFY(shown.view->isSelected(shown.view->visibleLines()[1].id) && shown.view->isSelected(shown.view->visibleLines()[5].id) && !shown.view->isSelected(shown.view->visibleLines()[6].id));
    }

    void aValueIsLookedForFromTheMenu()
    {
        ShownLog shown(500);
        const QFontMetrics metrics(Theme::code());
        const qint64 number = shown.numberAt(3);
        const int wordsLeft = shown.view->viewport()->width() - 1;
        QString wanted;
        connect(shown.view, &LogView::searchWanted, this, [&wanted](const QString &text) { wanted = text; });
        // Somewhere in the line is its request.
        for (int x = 0; x < wordsLeft && wanted.isEmpty(); x += metrics.horizontalAdvance(u'0')) {
            QMenu *menu = nullptr;
            const auto connection = connect(shown.view, &LogView::menuWanted, this, [&menu](QMenu *made) { menu = made; });
            QContextMenuEvent event(QContextMenuEvent::Mouse, shown.middleOf(3, x), shown.view->viewport()->mapToGlobal(shown.middleOf(3, x)));
            QCoreApplication::sendEvent(shown.view->viewport(), &event);
            disconnect(connection);
            QVERIFY(menu);
            for (QAction *action : menu->actions()) {
                if (action->text() == u"Look for “order-%1”"_s.arg(number))
                    action->trigger();
            }
            menu->close();
        }
        QCOMPARE(wanted, u"order-%1"_s.arg(number));
        QCOMPARE(shown.model->filter().text, wanted);
    }

    void longLinesWrapOrScroll()
    {
        ShownLog shown;
        LogBatch batch = batchOf(1, 200);
        for (LogLine &line : batch.lines)
            line.text = QString(u"word "_s).repeated(int(line.number % 7) * 20 + 1);
        shown.model->append(batch);
        shown.settle();
        const int height = shown.view->visibleLines()[1].rect.height();
        QVERIFY(std::ranges::all_of(shown.view->visibleLines(), [height](const auto &line) { return line.rect.height() == height; }));
        QVERIFY(shown.view->horizontalScrollBar()->maximum() > 0);
        shown.action(u"Wrap long lines"_s)->trigger();
        shown.settle();
        QCOMPARE(shown.view->horizontalScrollBar()->maximum(), 0);
        QVERIFY(std::ranges::any_of(shown.view->visibleLines(), [height](const auto &line) { return line.rect.height() >= 3 * height; }));
        QCOMPARE(shown.view->visibleLines().back().rect.bottom(), shown.view->viewport()->height() - 1); // it still follows
        QTest::keyClick(shown.view, Qt::Key_Home);
        QCOMPARE(shown.numberAt(0), 1);
        QCOMPARE(shown.view->visibleLines()[0].rect.top(), 0);
        for (int i = 0; i < 60; ++i)
            QTest::keyClick(shown.view, Qt::Key_Down);
        const auto current = std::ranges::find(shown.view->visibleLines(), shown.view->current(), &LogView::Placed::id);
        QVERIFY(current != shown.view->visibleLines().end());
        QVERIFY(current->rect.top() >= 0 && current->rect.bottom() < shown.view->viewport()->height());
        shown.button(u"Wrap long lines"_s)->click();
        shown.settle();
        QVERIFY(!shown.view->isWrapped() && !shown.action(u"Wrap long lines"_s)->isChecked());
    }

    void onlyWhatIsVisibleIsLaidOut()
    {
        ShownLog shown(100'000);
        for (const bool wraps : {false, true}) {
            shown.view->setWrapped(wraps);
            for (int i = 0; i <= 100; ++i) {
                shown.view->verticalScrollBar()->setValue(int(qint64(shown.view->verticalScrollBar()->maximum()) * i / 100));
                QVERIFY(shown.view->layoutCount() < 150);
            }
        }
    }

    void coloursFollowLevelsAndTheTheme()
    {
        ShownLog shown(500);
        for (const ThemeMode mode : {ThemeMode::Dark, ThemeMode::Light}) {
            Theme::instance().apply(mode);
            shown.settle();
            QTest::keyClick(shown.view, Qt::Key_Home);
            QTest::keyClick(shown.view, Qt::Key_Escape);
            for (qsizetype place = 0; place < 20; ++place) {
                QVERIFY(shown.pixels(place, Theme::tokens().surface) > 1'000);
                QCOMPARE(shown.pixels(place, Theme::tokens().warn) > 5, shown.numberAt(place) % 10 == 0);
            }
        }
    }

    void aReaderWhoCannotSeeItIsToldTheLines()
    {
        QAccessible::setActive(true);
        ShownLog shown(500);
        QAccessibleInterface *list = QAccessible::queryAccessibleInterface(shown.view);
        QVERIFY(list && list->role() == QAccessible::List);
        QCOMPARE(list->childCount(), int(shown.view->visibleLines().size()));
        bool hasWarning = false;
        for (int i = 0; i < list->childCount(); ++i) {
            const QString name = list->child(i)->text(QAccessible::Name);
            QVERIFY(name.contains(u"Line %1 "_s.arg(shown.numberAt(i))));
            QCOMPARE(name.contains(u"warning"), shown.numberAt(i) % 10 == 0 && shown.numberAt(i) % 100 != 0);
            hasWarning = hasWarning || name.contains(u"warning");
        }
        QVERIFY(hasWarning);
        shown.view->setFocus();
        QTest::keyClick(shown.view, Qt::Key_Up);
        QTRY_VERIFY(list->focusChild() && list->focusChild()->state().focused);
        QVERIFY(list->focusChild()->text(QAccessible::Name).contains(u"Line 500 "));
        for (QWidget *control : shown.bar->findChildren<QWidget *>()) {
            if (control->focusPolicy() != Qt::NoFocus && qobject_cast<QToolButton *>(control) && control->parentWidget() == shown.bar)
                QVERIFY2(!control->accessibleName().isEmpty() || !qobject_cast<QToolButton *>(control)->text().isEmpty(), control->metaObject()->className());
        }
        QAccessible::setActive(false);
    }
};

PIPIT_UI_TEST(LogViewTest);
#include "log_view_test.moc"
