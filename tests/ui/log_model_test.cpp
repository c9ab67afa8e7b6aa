// SPDX-License-Identifier: GPL-3.0-or-later
// Which lines of a log are kept and shown.
#include "tests/ui/log_fixture.h"
#include "tests/ui/ui_test.h"

using namespace pipit;

class LogModelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void aHundredThousandLinesAreShownByLevelAreaAndText()
    {
        ShownLog shown(100'000);
        QCOMPARE(shown.model->count(), 100'000);
        QCOMPARE(shown.lastVisible(), 100'000);
        shown.model->setFilter({.from = QtWarningMsg});
        QCOMPARE(shown.model->count(), 10'000);
        shown.model->setFilter({.from = QtCriticalMsg});
        QCOMPARE(shown.model->count(), 1'000);
        QCOMPARE(shown.model->areas(), (QStringList{u"bots"_s, u"http"_s, u"ops"_s, u"streams"_s}));
        shown.model->setFilter({.areas = {u"bots"_s}});
        QCOMPARE(shown.model->count(), 25'000);
        shown.model->setFilter({.from = QtWarningMsg, .areas = {u"bots"_s, u"http"_s}, .text = u"LINE 9"_s});
        for (qsizetype place = 0; place < shown.model->count(); ++place) {
            const LogModel::Row &row = shown.model->row(place);
            QVERIFY(row.number % 10 == 0 && row.number % 2 == 0 && row.words.contains(u"Line 9"));
        }
        qsizetype fit = 0;
        for (qint64 n = 1; n <= 100'000; ++n)
            fit += n % 10 == 0 && (n % 4 == 2 || n % 4 == 0) && QString::number(n).startsWith(u'9');
        QCOMPARE(shown.model->count(), fit);
        // What comes is judged as well.
        shown.model->append(batchOf(100'001, 100'100));
        QCOMPARE(shown.model->count(), fit - 1); // and as many of the oldest have gone, line 90 with them
        shown.model->setFilter({});
        QCOMPARE(shown.model->count(), 100'000);
        QCOMPARE(shown.model->row(0).number, 101);
    }

    void whatWasClearedDoesNotComeBack()
    {
        ShownLog shown(500);
        shown.button(u"Clear"_s)->click();
        QCOMPARE(shown.model->lines(), 0);
        QVERIFY(!shown.view->isVisible());
        shown.model->append(batchOf(1, 503)); // sent anew
        QCOMPARE(shown.model->count(), 3);
        QCOMPARE(shown.model->row(0).number, 501);
        shown.model->reset(); // and when the reader comes back to this node
        shown.model->append(batchOf(1, 504));
        QCOMPARE(shown.model->count(), 4);
        // Of another run of it, nothing was cleared.
        shown.model->reset();
        shown.model->append(batchOf(1, 10, u"b"_s));
        QCOMPARE(shown.model->count(), 10);
        shown.model->reset();
        shown.model->append(batchOf(400, 501));
        QCOMPARE(shown.model->count(), 1);
    }

    void memoryIsBounded()
    {
        LogModel model({.lines = 100'000, .bytes = 1 << 20});
        for (int i = 0; i < 100; ++i) {
            LogBatch batch = batchOf(i * 100 + 1, i * 100 + 100);
            for (LogLine &line : batch.lines)
                line.text = QString(1'000, u'x');
            model.append(batch);
            QVERIFY(model.bytes() <= 1 << 20);
        }
        QVERIFY(model.lines() > 300 && model.lines() < 600);
        QCOMPARE(model.row(model.count() - 1).number, 10'000);
    }

    void whatIsMissingAndANewStartAreSaid()
    {
        ShownLog shown(10);
        LogBatch later = batchOf(15, 20);
        later.missing = 4;
        shown.model->append(later);
        QCOMPARE(shown.model->count(), 17);
        QCOMPARE(shown.model->row(10).kind, LogModel::Kind::Missing);
        shown.model->append(batchOf(1, 2, u"b"_s));
        QCOMPARE(shown.model->row(17).kind, LogModel::Kind::NewLog);
        QCOMPARE(shown.model->text(17), u"The node was started anew."_s);
        shown.model->setFilter({.text = u"Line"_s});
        QCOMPARE(shown.model->count(), 18);
    }
};

PIPIT_UI_TEST(LogModelTest);
#include "log_model_test.moc"
