// SPDX-License-Identifier: GPL-3.0-or-later
// Above what is typed stands which message is edited or replied to, and the way out.
#include "ui/chat/composer/edit_line.h"

#include "tests/ui/composer_fixture.h"
#include "tests/ui/ui_test.h"
#include "ui/theme/theme.h"

#include <QLabel>
#include <QToolButton>

using namespace pipit;

class EditLineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void anEditIsSavedAndTheDraftComesBack()
    {
        ComposerFixture f;
        f.type(QStringLiteral("a draft"));
        QVERIFY(!f.editLine()->isVisible());
        f.startEdit();
        QVERIFY(f.composer.isEditing());
        QVERIFY(f.editLine()->isVisible());
        QCOMPARE(f.editLine()->findChild<QLabel *>()->text(), QStringLiteral("Editing: As it was"));
        QCOMPARE(f.composer.text(), QStringLiteral("As it was"));
        QCOMPARE(f.button()->text(), QStringLiteral("Save"));
        f.type(QStringLiteral(", better"));
        QTest::keyClick(f.composer.edit(), Qt::Key_Return);
        QCOMPARE(f.edited.count(), 1);
        QCOMPARE(f.edited[0][0].value<EditedMessage>().id, 7);
        QCOMPARE(f.edited[0][1].toString(), QStringLiteral("As it was, better"));
        QCOMPARE(f.sent.count(), 0);
        QVERIFY(!f.composer.isEditing());
        QVERIFY(!f.editLine()->isVisible());
        QCOMPARE(f.composer.text(), QStringLiteral("a draft"));
        QTest::keyClick(f.composer.edit(), Qt::Key_Return);
        QCOMPARE(f.sent.count(), 1);
    }

    void anEditCanBeLeft()
    {
        ComposerFixture f;
        f.type(QStringLiteral("a draft"));
        f.startEdit();
        f.type(QStringLiteral(", worse"));
        QTest::keyClick(f.composer.edit(), Qt::Key_Escape);
        QVERIFY(!f.composer.isEditing());
        QCOMPARE(f.composer.text(), QStringLiteral("a draft"));
        f.startEdit();
        QCOMPARE(f.composer.text(), QStringLiteral("As it was"));
        f.editLine()->findChild<QToolButton *>()->click();
        QVERIFY(!f.composer.isEditing());
        QCOMPARE(f.composer.text(), QStringLiteral("a draft"));
        QCOMPARE(f.edited.count(), 0);
    }

    void anEditIsNotThrownAwayForAnother()
    {
        ComposerFixture f;
        f.startEdit();
        f.type(QStringLiteral(", better"));
        f.composer.startEdit({.id = 9, .text = QStringLiteral("Another")});
        QCOMPARE(f.composer.text(), QStringLiteral("As it was, better"));
        QVERIFY(f.editLine()->findChild<QLabel *>()->accessibleName().contains(QStringLiteral("Save this one first")));
        QTest::keyClick(f.composer.edit(), Qt::Key_Return);
        QCOMPARE(f.edited[0][0].value<EditedMessage>().id, 7);
        // One that says what it said is left for it.
        f.startEdit();
        f.composer.startEdit({.id = 9, .text = QStringLiteral("Another")});
        QCOMPARE(f.composer.text(), QStringLiteral("Another"));
    }

    void whatDidNotChangeIsNoEdit()
    {
        ComposerFixture f;
        f.startEdit();
        f.type(QStringLiteral("  "));
        QTest::keyClick(f.composer.edit(), Qt::Key_Return);
        QVERIFY(!f.composer.isEditing());
        QCOMPARE(f.edited.count(), 0);
    }

    void anEditToNothingIsNotSaved()
    {
        ComposerFixture f;
        f.startEdit();
        f.composer.edit()->clear();
        QTest::keyClick(f.composer.edit(), Qt::Key_Return);
        QVERIFY(f.composer.isEditing());
        QVERIFY(f.editLine()->findChild<QLabel *>()->accessibleName().contains(QStringLiteral("Nothing to save")));
        f.type(QStringLiteral("x"));
        QVERIFY(f.editLine()->findChild<QLabel *>()->accessibleName().contains(QStringLiteral("As it was")));
        QTest::keyClick(f.composer.edit(), Qt::Key_Return);
        QCOMPARE(f.edited.count(), 1);
    }

    void eachSessionHasItsEdit()
    {
        ComposerFixture f;
        f.type(QStringLiteral("a draft"));
        f.startEdit();
        f.type(QStringLiteral(", better"));
        f.composer.setSession(QStringLiteral("b"), QStringLiteral("B"));
        QVERIFY(!f.composer.isEditing());
        QVERIFY(!f.editLine()->isVisible());
        QVERIFY(f.composer.text().isEmpty());
        f.composer.setSession(QStringLiteral("a"), QStringLiteral("A"));
        QVERIFY(f.composer.isEditing());
        QCOMPARE(f.composer.text(), QStringLiteral("As it was, better"));
        f.startEdit(8); // another one instead
        QTest::keyClick(f.composer.edit(), Qt::Key_Escape);
        QCOMPARE(f.composer.text(), QStringLiteral("a draft"));
    }

    void anEditShowsWhoIsAskedAgain()
    {
        ComposerFixture f;
        const auto bot = [&f] { return f.composer.findChildren<QPushButton *>().at(3); };
        QVERIFY(bot()->text().startsWith(QStringLiteral("Echo")));
        f.startEdit();
        QVERIFY(bot()->text().startsWith(QStringLiteral("other")));
        QVERIFY(!bot()->isEnabled());
        f.composer.setAnswering(true);
        f.composer.edit()->clear();
        QCOMPARE(f.button()->text(), QStringLiteral("Save")); // not Stop
        QCOMPARE(f.composer.bot(), QStringLiteral("echo"));
        QTest::keyClick(f.composer.edit(), Qt::Key_Escape);
        QVERIFY(bot()->text().startsWith(QStringLiteral("Echo")));
        QVERIFY(bot()->isEnabled());
        QCOMPARE(f.button()->text(), QStringLiteral("Stop"));
    }

    void upInAnEmptyFieldEditsTheLastMessage()
    {
        ComposerFixture f;
        QSignalSpy wanted(&f.composer, &Composer::lastMessageWanted);
        QTest::keyClick(f.composer.edit(), Qt::Key_Up, Qt::ShiftModifier);
        f.type(QStringLiteral("x"));
        QTest::keyClick(f.composer.edit(), Qt::Key_Up);
        QCOMPARE(wanted.count(), 0);
        f.composer.edit()->clear();
        QInputMethodEvent composing(QStringLiteral("ni"), {});
        QCoreApplication::sendEvent(f.composer.edit(), &composing);
        QTest::keyClick(f.composer.edit(), Qt::Key_Up);
        QCOMPARE(wanted.count(), 0);
        QInputMethodEvent ended;
        QCoreApplication::sendEvent(f.composer.edit(), &ended);
        QTest::keyClick(f.composer.edit(), Qt::Key_Up);
        QCOMPARE(wanted.count(), 1);
    }

    void aReplyNamesItsMessageOnce()
    {
        ComposerFixture f;
        QVERIFY(!f.replyLine()->isVisible());
        f.composer.startReply(12, QStringLiteral("Anna"), QStringLiteral("Shall we?\nSay so."));
        QVERIFY(f.replyLine()->isVisible());
        QCOMPARE(f.replyLine()->findChild<QLabel *>()->accessibleName(), QStringLiteral("In reply to Anna: Shall we? Say so."));
        f.composer.setSession(QStringLiteral("b"), QStringLiteral("B"));
        QVERIFY(!f.replyLine()->isVisible());
        f.composer.setSession(QStringLiteral("a"), QStringLiteral("A"));
        QVERIFY(f.replyLine()->isVisible());
        f.type(QStringLiteral("yes"));
        QTest::keyClick(f.composer.edit(), Qt::Key_Return);
        QCOMPARE(f.sent[0][2].toLongLong(), 12);
        QVERIFY(!f.replyLine()->isVisible());
        f.type(QStringLiteral("and"));
        QTest::keyClick(f.composer.edit(), Qt::Key_Return);
        QCOMPARE(f.sent[1][2].toLongLong(), 0);
    }

    void aReplyCanBeLeft()
    {
        ComposerFixture f;
        f.type(QStringLiteral("kept"));
        f.composer.startReply(12, QStringLiteral("Anna"), QStringLiteral("Shall we?"));
        f.startEdit();
        QVERIFY(!f.replyLine()->isVisible());
        QTest::keyClick(f.composer.edit(), Qt::Key_Escape); // of the edit
        QVERIFY(f.replyLine()->isVisible());
        QTest::keyClick(f.composer.edit(), Qt::Key_Escape);
        QVERIFY(!f.replyLine()->isVisible());
        f.composer.startReply(12, QStringLiteral("Anna"), QStringLiteral("Shall we?"));
        f.replyLine()->findChild<QToolButton *>()->click();
        QTest::keyClick(f.composer.edit(), Qt::Key_Return);
        QCOMPARE(f.sent[0][2].toLongLong(), 0);
        QCOMPARE(f.sent[0][0].toString(), QStringLiteral("kept"));
    }
};

PIPIT_UI_TEST(EditLineTest);
#include "edit_line_test.moc"
