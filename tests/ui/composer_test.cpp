// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/composer_fixture.h"
#include "tests/ui/ui_test.h"
#include "ui/theme/theme.h"

#include <QInputMethodEvent>
#include <QSettings>
#include <QTemporaryDir>

#include <algorithm>

using namespace pipit;

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
