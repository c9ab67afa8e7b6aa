// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/composer/attachments.h"
#include "tests/ui/ui_test.h"
#include "ui/chat/composer/composer.h"
#include "ui/chat/composer/edit_line.h"
#include "ui/theme/theme.h"

#include <QInputMethodEvent>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QToolButton>

#include <algorithm>

using namespace pipit;

namespace {

struct ComposerFixture {
    Composer composer;
    QSignalSpy sent{&composer, &Composer::sendRequested};
    QSignalSpy stopped{&composer, &Composer::stopRequested};
    QSignalSpy edited{&composer, &Composer::edited};

    ComposerFixture()
    {
        composer.resize(700, 200);
        composer.setBots({{.id = QStringLiteral("echo"), .name = QStringLiteral("Echo"), .provider = QStringLiteral("echo")}});
        composer.setSession(QStringLiteral("a"), QStringLiteral("A"));
        composer.setBot(QStringLiteral("echo"));
        composer.show();
        composer.edit()->setFocus();
    }
    void startEdit(qint64 id = 7)
    {
        composer.startEdit({.id = id, .text = QStringLiteral("As it was"), .botId = QStringLiteral("other")});
    }
    EditLine *editLine() const { return composer.findChild<EditLine *>(); }
    EditLine *replyLine() const { return composer.findChildren<EditLine *>().last(); }
    void type(const QString &text) { QTest::keyClicks(composer.edit(), text); }
    QPushButton *button() const { return composer.findChildren<QPushButton *>().last(); }
};

} // namespace

class ComposerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void tellsOfADraftSoonAndOfItsEnd()
    {
        ComposerFixture f;
        QSignalSpy drafts(&f.composer, &Composer::draftChanged);
        f.type(QStringLiteral("a draft"));
        QTRY_COMPARE(drafts.count(), 1);
        QCOMPARE(drafts[0][0].toString(), QStringLiteral("a"));
        QCOMPARE(drafts[0][1].toString(), QStringLiteral("a draft"));
        f.composer.tellDraft(); // it is told already
        QCOMPARE(drafts.count(), 1);
        f.type(QStringLiteral(", more"));
        f.composer.setSession(QStringLiteral("b"), QStringLiteral("B"));
        QCOMPARE(drafts.count(), 2);
        QCOMPARE(drafts[1][0].toString(), QStringLiteral("a"));
        QCOMPARE(drafts[1][1].toString(), QStringLiteral("a draft, more"));
        f.composer.setSession(QStringLiteral("a"), QStringLiteral("A"));
        f.startEdit();
        f.type(QStringLiteral(" of an edit"));
        f.composer.tellDraft(); // an edit is none
        QVERIFY(std::ranges::none_of(drafts, [](const QVariantList &told) { return told[1].toString().contains(u"As it was"); }));
        QTest::keyClick(f.composer.edit(), Qt::Key_Escape);
        QTest::keyClick(f.composer.edit(), Qt::Key_Return);
        QCOMPARE(f.sent.count(), 1);
        QCOMPARE(drafts.last()[0].toString(), QStringLiteral("a"));
        QCOMPARE(drafts.last()[1].toString(), QString());
    }

    void aDraftOfAnEarlierStartGivesWayToWhatWasTyped()
    {
        ComposerFixture f;
        f.composer.setDraft(QStringLiteral("a"), QStringLiteral("from before"));
        QCOMPARE(f.composer.text(), QStringLiteral("from before"));
        f.type(QStringLiteral("!"));
        f.composer.setDraft(QStringLiteral("a"), QStringLiteral("from before"));
        QCOMPARE(f.composer.text(), QStringLiteral("from before!"));
        f.composer.setDraft(QStringLiteral("b"), QStringLiteral("of another"));
        f.composer.setSession(QStringLiteral("b"), QStringLiteral("B"));
        QCOMPARE(f.composer.text(), QStringLiteral("of another"));
        f.composer.setSession(QStringLiteral("a"), QStringLiteral("A"));
        QCOMPARE(f.composer.text(), QStringLiteral("from before!"));
    }

    void enterSends()
    {
        ComposerFixture f;
        f.type(QStringLiteral("  hello "));
        QTest::keyClick(f.composer.edit(), Qt::Key_Return);
        QCOMPARE(f.sent.count(), 1);
        QCOMPARE(f.sent[0][0].toString(), QStringLiteral("hello"));
        QCOMPARE(f.sent[0][1].toString(), QStringLiteral("echo"));
        QVERIFY(f.composer.edit()->toPlainText().isEmpty());
    }

    void shiftEnterBreaksTheLine()
    {
        ComposerFixture f;
        f.type(QStringLiteral("a"));
        QTest::keyClick(f.composer.edit(), Qt::Key_Return, Qt::ShiftModifier);
        f.type(QStringLiteral("b"));
        QCOMPARE(f.sent.count(), 0);
        QCOMPARE(f.composer.text(), QStringLiteral("a\nb"));
    }

    void nothingIsNeverSent()
    {
        ComposerFixture f;
        f.type(QStringLiteral("   "));
        QTest::keyClick(f.composer.edit(), Qt::Key_Return);
        QCOMPARE(f.sent.count(), 0);
    }

    // tdesktop#25599: Enter chooses a word of the input method, and must not send half of it.
    void enterDuringAPreeditDoesNotSend()
    {
        ComposerFixture f;
        f.type(QStringLiteral("x"));
        QInputMethodEvent composing(QStringLiteral("ni hao"), {});
        QCoreApplication::sendEvent(f.composer.edit(), &composing);
        QTest::keyClick(f.composer.edit(), Qt::Key_Return);
        QCOMPARE(f.sent.count(), 0);
        QInputMethodEvent commit;
        commit.setCommitString(QStringLiteral("你好"));
        QCoreApplication::sendEvent(f.composer.edit(), &commit);
        QTest::keyClick(f.composer.edit(), Qt::Key_Return);
        QCOMPARE(f.sent.count(), 1);
        QVERIFY(f.sent[0][0].toString().contains(QStringLiteral("你好")));
    }

    void eachSessionHasItsDraft()
    {
        ComposerFixture f;
        f.type(QStringLiteral("for a"));
        f.composer.setSession(QStringLiteral("b"), QStringLiteral("B"));
        QVERIFY(f.composer.text().isEmpty());
        f.type(QStringLiteral("for b"));
        f.composer.setSession(QStringLiteral("a"), QStringLiteral("A"));
        QCOMPARE(f.composer.text(), QStringLiteral("for a"));
        QTest::keyClick(f.composer.edit(), Qt::Key_Return);
        f.composer.setSession(QStringLiteral("b"), QStringLiteral("B"));
        QCOMPARE(f.composer.text(), QStringLiteral("for b"));
        f.composer.setSession(QStringLiteral("a"), QStringLiteral("A"));
        QVERIFY(f.composer.text().isEmpty());
    }

    void whatWasTypedBeforeTheFirstSessionIsKept()
    {
        Composer composer;
        QSignalSpy sent(&composer, &Composer::sendRequested);
        QTest::keyClicks(composer.edit(), QStringLiteral("early"));
        QTest::keyClick(composer.edit(), Qt::Key_Return);
        QCOMPARE(sent.count(), 0);
        composer.setSession(QStringLiteral("a"), QStringLiteral("A"));
        QCOMPARE(composer.text(), QStringLiteral("early"));
    }

    void growsToEightLines()
    {
        ComposerFixture f;
        const int one = f.composer.edit()->sizeHint().height();
        f.composer.edit()->setPlainText(QStringLiteral("a\nb\nc"));
        const int three = f.composer.edit()->sizeHint().height();
        QVERIFY(three > one + Theme::lineHeight());
        f.composer.edit()->setPlainText(QStringLiteral("a\n").repeated(50));
        QCOMPARE(f.composer.edit()->sizeHint().height(), 8 * Theme::lineHeight() + 2);
    }

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

    void withCtrlEnterPlainEnterBreaksTheLine()
    {
        ComposerFixture f;
        f.composer.setSendKey(SendKey::CtrlEnter);
        f.type(QStringLiteral("a"));
        QTest::keyClick(f.composer.edit(), Qt::Key_Return);
        f.type(QStringLiteral("b"));
        QTest::keyClick(f.composer.edit(), Qt::Key_Return, Qt::ShiftModifier);
        f.type(QStringLiteral("c"));
        QCOMPARE(f.composer.text(), QStringLiteral("a\nb\nc"));
        QCOMPARE(f.sent.count(), 0);
        QInputMethodEvent composing(QStringLiteral("ni hao"), {});
        QCoreApplication::sendEvent(f.composer.edit(), &composing);
        QTest::keyClick(f.composer.edit(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(f.sent.count(), 0);
        QInputMethodEvent ended;
        QCoreApplication::sendEvent(f.composer.edit(), &ended);
        QTest::keyClick(f.composer.edit(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(f.sent.count(), 1);
        QVERIFY(f.button()->toolTip().contains(QStringLiteral("Ctrl+Enter")));
    }

    void theKeyThatSendsIsRemembered()
    {
        QTemporaryDir directory;
        QSettings settings(directory.filePath(QStringLiteral("desktop.ini")), QSettings::IniFormat);
        Composer first, second;
        first.setSettings(&settings);
        QCOMPARE(first.edit()->sendKey(), SendKey::Enter);
        first.setSendKey(SendKey::CtrlEnter);
        second.setSettings(&settings);
        QCOMPARE(second.edit()->sendKey(), SendKey::CtrlEnter);
        second.setSendKey(SendKey::Enter);
        first.setSettings(&settings);
        QCOMPARE(first.edit()->sendKey(), SendKey::Enter);
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

    void saysWhatItCanDoWhereThereIsRoom()
    {
        ComposerFixture f;
        f.composer.setSession(QStringLiteral("s"), QStringLiteral("Team"));
        f.composer.resize(700, 120);
        f.composer.show();
        QVERIFY(f.composer.edit()->placeholderText().startsWith(u"Write to Team;"));
        f.composer.resize(220, 120); // at once, as when a window is folded
        QCOMPARE(f.composer.edit()->placeholderText(), QStringLiteral("Write to Team"));
        f.composer.resize(700, 120);
        QVERIFY(f.composer.edit()->placeholderText().startsWith(u"Write to Team;"));
    }

    void stopsWhileAnswering()
    {
        ComposerFixture f;
        f.composer.setAnswering(true);
        f.button()->click();
        QCOMPARE(f.stopped.count(), 1);
        f.type(QStringLiteral("next question"));
        f.button()->click();
        QCOMPARE(f.stopped.count(), 1);
        QCOMPARE(f.sent.count(), 1);
    }
};

PIPIT_UI_TEST(ComposerTest);
#include "composer_test.moc"
