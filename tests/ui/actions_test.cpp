// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/actions.h"

#include "tests/ui/ui_test.h"

#include <QLineEdit>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QVBoxLayout>

using namespace pipit;
using namespace Qt::StringLiterals;

namespace {

struct ActionsFixture {
    QTemporaryDir directory;
    QSettings settings{directory.filePath(u"desktop.ini"_s), QSettings::IniFormat};
    QWidget window;
    QLineEdit *edit = new QLineEdit(&window);
    Actions *actions = nullptr;
    QStringList done;

    ActionsFixture() { renew(); }
    // As at the next start.
    void renew()
    {
        delete actions;
        actions = new Actions(&settings, &window);
        add(u"new"_s, QKeySequence(Qt::CTRL | Qt::Key_N));
        add(u"find"_s, QKeySequence(Qt::CTRL | Qt::Key_F));
        add(u"quiet"_s, {});
    }
    void add(const QString &id, const QKeySequence &keys)
    {
        actions->add({.id = id, .title = [id]() -> QString { return u"Do "_s + id; }, .keys = keys, .trigger = [this, id] { done << id; }});
    }
    void show()
    {
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        edit->setFocus();
    }
};

} // namespace

class ActionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keysAndHandlesDoTheSame()
    {
        ActionsFixture f;
        f.show();
        QTest::keyClick(f.edit, Qt::Key_N, Qt::ControlModifier);
        f.actions->list().value(2).trigger();
        QCOMPARE(f.done, QStringList({u"new"_s, u"quiet"_s}));
        QCOMPARE(f.actions->list().size(), 3);
        QCOMPARE(f.actions->action(u"find"_s).title(), u"Do find"_s);
        QVERIFY(f.actions->action(u"find"_s).isEnabled());
    }

    void whatIsNotPossibleDoesNothing()
    {
        ActionsFixture f;
        bool isPossible = false;
        f.actions->add({.id = u"maybe"_s, .title = [] { return u"Maybe"_s; }, .keys = QKeySequence(Qt::Key_F5), .trigger = [&] { f.done << u"maybe"_s; }, .isEnabled = [&] { return isPossible; }});
        f.show();
        QTest::keyClick(f.edit, Qt::Key_F5);
        f.actions->action(u"maybe"_s).trigger();
        QVERIFY(f.done.isEmpty() && !f.actions->action(u"maybe"_s).isEnabled());
        isPossible = true;
        QTest::keyClick(f.edit, Qt::Key_F5);
        QCOMPARE(f.done, QStringList(u"maybe"_s));
    }

    void keysThatWereChosenHoldAtTheNextStart()
    {
        ActionsFixture f;
        QSignalSpy changed(f.actions, &Actions::changed);
        QVERIFY(f.actions->setKeys(u"new"_s, QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N)));
        QVERIFY(f.actions->setKeys(u"find"_s, {}));
        QCOMPARE(changed.count(), 2);
        f.renew();
        f.show();
        QCOMPARE(f.actions->action(u"new"_s).keys(), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N));
        QTest::keyClick(f.edit, Qt::Key_N, Qt::ControlModifier);
        QTest::keyClick(f.edit, Qt::Key_F, Qt::ControlModifier);
        QVERIFY(f.done.isEmpty());
        QTest::keyClick(f.edit, Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(f.done, QStringList(u"new"_s));
        f.actions->resetKeys(u"new"_s);
        QVERIFY(!f.actions->isChanged(u"new"_s) && f.actions->isChanged(u"find"_s));
        f.actions->resetAll();
        QCOMPARE(f.actions->action(u"find"_s).keys(), QKeySequence(Qt::CTRL | Qt::Key_F));
    }

    void noTwoActionsHaveTheSameKeys()
    {
        ActionsFixture f;
        const auto taken = f.actions->setKeys(u"quiet"_s, QKeySequence(Qt::CTRL | Qt::Key_N));
        QVERIFY(!taken);
        QCOMPARE(taken.error().code, ErrorCode::Conflict);
        QCOMPARE(taken.error().details.value(u"action").toString(), u"new"_s);
        QVERIFY(taken.error().message.contains(u"Do new"));
        // One that begins like another would never be heard.
        QVERIFY(!f.actions->setKeys(u"quiet"_s, QKeySequence(Qt::CTRL | Qt::Key_N, Qt::Key_X)));
        QVERIFY(f.actions->action(u"quiet"_s).keys().isEmpty());

        f.actions->takeKeys(u"quiet"_s, QKeySequence(Qt::CTRL | Qt::Key_N));
        QVERIFY(f.actions->action(u"new"_s).keys().isEmpty());
        f.show();
        QTest::keyClick(f.edit, Qt::Key_N, Qt::ControlModifier);
        QCOMPARE(f.done, QStringList(u"quiet"_s));
        f.renew();
        QVERIFY(f.actions->action(u"new"_s).keys().isEmpty());
        QCOMPARE(f.actions->action(u"quiet"_s).keys(), QKeySequence(Qt::CTRL | Qt::Key_N));
        // What somebody chose is not taken by a default that comes back.
        f.actions->resetKeys(u"new"_s);
        QVERIFY(f.actions->action(u"new"_s).keys().isEmpty());
        // Nor by a default of an action that is new in the program.
        f.add(u"later"_s, QKeySequence(Qt::CTRL | Qt::Key_N));
        QVERIFY(f.actions->action(u"later"_s).keys().isEmpty());
    }

    void aHandleOfWhatIsGoneIsHarmless()
    {
        Action action;
        QVERIFY(!action.isEnabled() && action.title().isEmpty());
        {
            ActionsFixture f;
            action = f.actions->action(u"new"_s);
            QVERIFY(action.isEnabled());
        }
        action.trigger();
        QVERIFY(!action.isEnabled() && action.keys().isEmpty() && !action.isListed());
    }
};

PIPIT_UI_TEST(ActionsTest);
#include "actions_test.moc"
