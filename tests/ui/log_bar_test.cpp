// SPDX-License-Identifier: GPL-3.0-or-later
// What stands above a log, in every language and width.
#include "tests/ui/log_fixture.h"
#include "tests/ui/ui_test.h"

#include "ui/locale/language.h"

using namespace pipit;

class LogBarTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void theBarFilters()
    {
        ShownLog shown(1'000);
        QAction *warnings = nullptr;
        for (QAction *action : shown.button(u"From which level on"_s)->menu()->actions())
            warnings = action->text() == u"Warnings and errors"_s ? action : warnings;
        QVERIFY(warnings);
        warnings->trigger();
        QCOMPARE(shown.model->count(), 100);
        QToolButton *areas = shown.button(u"Of which areas"_s);
        Q_EMIT areas->menu()->aboutToShow();
        areas->menu()->actions().last()->trigger(); // streams
        QCOMPARE(areas->text(), u"streams"_s);
        QCOMPARE(shown.model->count(), 0); // tens are none of them
        QVERIFY(!shown.view->isVisible());
        for (QPushButton *button : shown.panel.findChildren<QPushButton *>()) {
            if (button->isVisible() && button->text() == u"Show all lines"_s)
                button->click();
        }
        QCOMPARE(shown.model->count(), 1'000);
        QVERIFY(shown.view->isVisible());
        QTest::keyClicks(shown.search, u"ORDER-77"_s);
        QCOMPARE(shown.model->count(), 11);
    }

    void theKeyboardLeadsToTheSearchAndBack()
    {
        ShownLog shown(500);
        shown.view->setFocus();
        QTest::keySequence(shown.view, QKeySequence::Find);
        QCOMPARE(shown.panel.focusWidget(), shown.search);
        QTest::keyClicks(shown.search, u"order-7"_s);
        QTest::keyClick(shown.search, Qt::Key_Escape);
        QVERIFY(shown.search->text().isEmpty() && shown.model->filter().isOpen());
        QTest::keyClick(shown.search, Qt::Key_Escape);
        QCOMPARE(shown.panel.focusWidget(), shown.view);
    }

    void wordsFollowTheLanguage()
    {
        Language language;
        language.apply(u"en"_s);
        ShownLog shown(500);
        QTest::keyClick(shown.view, Qt::Key_Home);
        shown.model->append(batchOf(501, 501));
        shown.settle();
        QCOMPARE(shown.pill()->text(), u"1 new line"_s);
        language.apply(u"zh"_s);
        shown.settle();
        QCOMPARE(shown.pill()->text(), u"1 行新日志"_s);
        QCOMPARE(shown.button(u"从哪个级别起"_s)->text(), u"全部级别"_s);
        QCOMPARE(shown.search->placeholderText(), u"搜索…"_s);
        language.apply(u"es"_s);
        shown.settle();
        QCOMPARE(shown.button(u"Vaciar"_s)->text(), u"Vaciar"_s);
        language.apply(u"en"_s);
    }

    void theBarFitsNarrowCards()
    {
        Language language;
        for (const char *code : {"en", "zh", "es"}) {
            language.apply(QString::fromLatin1(code));
            ShownLog shown(100);
            for (const int width : {740, 560, 420}) {
                shown.panel.resize(width, 500);
                shown.settle();
                QCOMPARE(shown.panel.width(), width);
                for (QWidget *control : shown.bar->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly)) {
                    if (!control->isVisible() || control->isWindow())
                        continue;
                    // Only on the narrowest are the words of the choices cut off.
                    const bool isWhole = control->width() >= control->sizeHint().width() || control == shown.search || width < 500;
                    QVERIFY2(control->geometry().right() < shown.bar->width() && isWhole, qPrintable(u"%1 %2 %3"_s.arg(QLatin1StringView(code)).arg(width).arg(QLatin1StringView(control->metaObject()->className()))));
                }
                QVERIFY(shown.search->width() >= 100);
                if (width == 740) // all in one line
                    QVERIFY(qAbs(shown.search->geometry().center().y() - shown.bar->findChild<QToolButton *>()->geometry().center().y()) < 5);
            }
        }
        language.apply(u"en"_s);
    }
};

PIPIT_UI_TEST(LogBarTest);
#include "log_bar_test.moc"
