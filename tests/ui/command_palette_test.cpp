// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette/command_palette.h"
#include "tests/ui/ui_test.h"
#include "ui/palette/fuzzy_match.h"
#include "ui/theme/theme.h"

#include <QLineEdit>
#include <QListView>

using namespace pipit;
using namespace Qt::StringLiterals;

namespace {

int score(const QString &question, const QString &title)
{
    const auto match = fuzzyMatch(question, title);
    return match ? match->score : -1;
}

struct CommandPaletteFixture {
    QWidget window;
    QLineEdit before{&window};
    CommandPalette palette{&window};
    QStringList done;

    CommandPaletteFixture()
    {
        const auto entry = [this](PaletteEntry::Kind kind, const QString &title) { return PaletteEntry{.kind = kind, .title = title, .run = [this, title] { done << title; }}; };
        palette.setSource([entry] {
            using Kind = PaletteEntry::Kind;
            return QList<PaletteEntry>{entry(Kind::Place, u"发布助手"_s), entry(Kind::Place, u"Product team"_s), entry(Kind::Command, u"New session"_s), entry(Kind::Command, u"Next session"_s)};
        }, [entry](const QString &words) { return QList<PaletteEntry>{entry(PaletteEntry::Kind::Command, u"Search for "_s + words)}; });
        window.resize(800, 600);
        window.show();
        window.activateWindow();
        if (!QTest::qWaitForWindowActive(&window))
            qFatal("The window does not become active.");
        before.setFocus();
        palette.openPalette();
    }
    QString row(int index) { return palette.list()->model()->index(index, 0).data().toString(); }
    int rows() { return palette.list()->model()->rowCount(); }
    void key(Qt::Key key) { QTest::keyClick(palette.field(), key); }
};

} // namespace

class CommandPaletteTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void lettersFitInOrder()
    {
        QVERIFY(score(u"nses"_s, u"New session"_s) > 0);
        QCOMPARE(score(u"sesn"_s, u"New session"_s), score(u"sesn"_s, u"New session"_s));
        QCOMPARE(score(u"xyz"_s, u"New session"_s), -1);
        QCOMPARE(score(u"noissesx"_s, u"New session"_s), -1);
        QVERIFY(score(u"session new"_s, u"New session"_s) > 0); // words in any order
        QVERIFY(score(u"sesion"_s, u"Nueva sesión"_s) > 0);
        QVERIFY(score(u"助手"_s, u"发布助手"_s) > 0);
        QVERIFY(fuzzyMatch({}, u"anything"_s));
    }

    void whatIsLongerThanATitleFitsNone()
    {
        QVERIFY(!fuzzyMatch(QString(30'000, u'n'), u"New session"_s));
    }

    void beginningsWinOverWhatIsScattered()
    {
        QVERIFY(score(u"ns"_s, u"New session"_s) > score(u"ns"_s, u"Answers"_s));
        QVERIFY(score(u"set"_s, u"Settings"_s) > score(u"set"_s, u"Product set"_s));
        QVERIFY(score(u"team"_s, u"Product team"_s) > score(u"team"_s, u"The earliest map"_s));
        QVERIFY(score(u"new"_s, u"New"_s) > score(u"new"_s, u"New session of the team"_s));
    }

    void thePlacesAreThoseOfTheLetters()
    {
        const auto match = fuzzyMatch(u"pt"_s, u"Product team"_s);
        QVERIFY(match);
        QCOMPARE(match->places, (QList<qsizetype>{0, 8}));
    }

    void whatIsTypedIsFoundAndTaken()
    {
        CommandPaletteFixture f;
        QCOMPARE(f.rows(), 4);
        QTest::keyClicks(f.palette.field(), u"prte"_s);
        QCOMPARE(f.row(0), u"Product team"_s);
        QCOMPARE(f.row(f.rows() - 1), u"Search for prte"_s);
        QVERIFY(!f.palette.grab().isNull());
        f.key(Qt::Key_Return);
        QCOMPARE(f.done, QStringList{u"Product team"_s});
        QVERIFY(!f.palette.isVisible());
        QCOMPARE(QApplication::focusWidget(), &f.before);
    }

    void arrowsMove()
    {
        CommandPaletteFixture f;
        f.key(Qt::Key_Down);
        f.key(Qt::Key_Down);
        f.key(Qt::Key_Up);
        f.key(Qt::Key_Return);
        QCOMPARE(f.done, QStringList{u"Product team"_s});
    }

    void aSignLeavesCommandsOnly()
    {
        CommandPaletteFixture f;
        QTest::keyClicks(f.palette.field(), u">"_s);
        QCOMPARE(f.rows(), 2);
        QTest::keyClicks(f.palette.field(), u"zzz"_s);
        QCOMPARE(f.rows(), 0);
        f.key(Qt::Key_Return); // nothing to take
        QVERIFY(f.palette.isVisible());
        QVERIFY(f.done.isEmpty());
    }

    void escapeAndAClickBesideItCloseIt()
    {
        CommandPaletteFixture f;
        f.key(Qt::Key_Escape);
        QVERIFY(!f.palette.isVisible());
        QCOMPARE(QApplication::focusWidget(), &f.before);
        f.palette.openPalette();
        QVERIFY(f.palette.isVisible());
        QTest::mouseClick(&f.window, Qt::LeftButton, {}, QPoint(5, 590));
        QVERIFY(!f.palette.isVisible());
    }

    void aKeyThatLeadsElsewhereClosesIt()
    {
        CommandPaletteFixture f;
        QLineEdit elsewhere(&f.window);
        elsewhere.show();
        elsewhere.setFocus(Qt::ShortcutFocusReason);
        QVERIFY(!f.palette.isVisible());
        QVERIFY(elsewhere.hasFocus());
    }

    void itFitsANarrowWindow()
    {
        CommandPaletteFixture f;
        f.window.resize(420, 360);
        QTRY_VERIFY(f.palette.geometry().right() < 420);
        QVERIFY(f.palette.geometry().bottom() < 360);
    }
};

PIPIT_UI_TEST(CommandPaletteTest);
#include "command_palette_test.moc"
