// SPDX-License-Identifier: GPL-3.0-or-later
// What is offered while one writes: bots and people after @, prompts after /.
#include "ui/chat/composer/completion_popup.h"

#include "tests/ui/ui_test.h"
#include "ui/chat/composer/composer.h"
#include "ui/chat/composer/composer_completion.h"
#include "ui/chat/composer/prompts_editor.h"
#include "ui/theme/theme.h"

#include <QInputMethodEvent>
#include <QListWidget>
#include <QSignalSpy>
#include <QVBoxLayout>

using namespace pipit;
using namespace Qt::StringLiterals;

namespace {

struct CompletionPopupFixture {
    QWidget window;
    Composer *composer = new Composer;
    QSignalSpy sent{composer, &Composer::sendRequested};

    explicit CompletionPopupFixture(int width = 700)
    {
        auto *layout = new QVBoxLayout(&window);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addStretch();
        layout->addWidget(composer);
        composer->setBots({{.id = u"echo"_s, .name = u"Echo"_s, .provider = u"echo"_s}, {.id = u"helper"_s, .name = u"My Helper"_s, .provider = u"openai"_s}, {.id = u"gone"_s, .name = u"Gone"_s, .provider = u"coze"_s, .available = false}});
        composer->setPeople({u"Anna"_s, u"Echegaray"_s});
        composer->setSession(u"a"_s, u"A"_s);
        composer->setBot(u"echo"_s);
        composer->setPromptsVisible(false);
        window.resize(width, 420);
        window.show();
        window.activateWindow();
        composer->edit()->setFocus();
    }
    bool isReady() { return QTest::qWaitForWindowActive(&window) && composer->edit()->hasFocus(); }

    void type(const QString &text) { QTest::keyClicks(composer->edit(), text); }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(composer->edit(), key, modifiers); }
    CompletionPopup *popup() const { return composer->completion()->popup(); }
    QStringList offered() const
    {
        QStringList labels;
        for (const CompletionPopup::Item &item : popup()->items())
            labels << item.label;
        return popup()->isVisible() ? labels : QStringList();
    }
};

} // namespace

class CompletionPopupTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void botsAndPeopleAreOfferedAfterAnAtSign()
    {
        CompletionPopupFixture f;
        QVERIFY(f.isReady());
        f.type(u"mail me@"_s);
        QVERIFY(f.offered().isEmpty()); // not in a word
        f.type(u" @"_s);
        QCOMPARE(f.offered(), (QStringList{u"Echo"_s, u"My Helper"_s, u"Anna"_s, u"Echegaray"_s}));
        f.type(u"ec"_s);
        QCOMPARE(f.offered(), (QStringList{u"Echo"_s, u"Echegaray"_s}));
        QCOMPARE(f.popup()->current()->label, u"Echo"_s);
        QVERIFY(f.composer->edit()->hasFocus());
        QCOMPARE(f.composer->edit()->accessibleDescription(), u"Echo"_s);
        f.key(Qt::Key_Down);
        QCOMPARE(f.composer->edit()->accessibleDescription(), u"Echegaray"_s);
        f.key(Qt::Key_Down); // round
        f.key(Qt::Key_Up);
        f.key(Qt::Key_Tab);
        QCOMPARE(f.composer->edit()->toPlainText(), u"mail me@ @Echegaray "_s);
        QVERIFY(f.offered().isEmpty());
        QVERIFY(f.composer->edit()->hasFocus());
        f.composer->edit()->undo();
        QCOMPARE(f.composer->edit()->toPlainText(), u"mail me@ @ec"_s);
    }

    void enterTakesAndTheNextOneSends()
    {
        CompletionPopupFixture f;
        QVERIFY(f.isReady());
        f.type(u"@help"_s);
        QCOMPARE(f.offered(), QStringList{u"My Helper"_s});
        f.key(Qt::Key_Return);
        QCOMPARE(f.sent.count(), 0);
        f.type(u"why?"_s);
        f.key(Qt::Key_Return);
        QCOMPARE(f.sent.count(), 1);
        QCOMPARE(f.sent[0][0].toString(), u"@My Helper why?"_s);
        QCOMPARE(f.sent[0][1].toString(), u"helper"_s); // this once
        QCOMPARE(f.composer->bot(), u"echo"_s);
        f.type(u"@Helpless why?"_s);
        f.key(Qt::Key_Return);
        QCOMPARE(f.sent[1][1].toString(), u"echo"_s);
        f.type(u"@Gone why?"_s);
        f.key(Qt::Key_Return);
        QCOMPARE(f.sent[2][1].toString(), u"echo"_s);
    }

    void escapeClosesItUntilAnotherWordBegins()
    {
        CompletionPopupFixture f;
        QVERIFY(f.isReady());
        f.type(u"@e"_s);
        QVERIFY(!f.offered().isEmpty());
        f.key(Qt::Key_Escape);
        QVERIFY(f.offered().isEmpty());
        f.type(u"c"_s);
        QVERIFY(f.offered().isEmpty());
        f.key(Qt::Key_Return);
        QCOMPARE(f.sent.count(), 1);
        f.type(u"@e"_s);
        QVERIFY(!f.offered().isEmpty());
    }

    void promptsAreOfferedAfterASlashAtTheBeginning()
    {
        CompletionPopupFixture f;
        QVERIFY(f.isReady());
        f.composer->prompts()->set({{u"Explain"_s, u"Explain this error"_s, true}, {u"翻译"_s, u"请翻译："_s}});
        f.type(u"a /"_s);
        QVERIFY(f.offered().isEmpty());
        f.composer->edit()->clear();
        f.type(u"/"_s);
        QCOMPARE(f.offered(), (QStringList{u"Explain"_s, u"翻译"_s, u"Change these prompts…"_s}));
        QInputMethodEvent written;
        written.setCommitString(u"翻"_s);
        QCoreApplication::sendEvent(f.composer->edit(), &written);
        QCOMPARE(f.offered(), QStringList{u"翻译"_s});
        f.key(Qt::Key_Return);
        QCOMPARE(f.composer->edit()->toPlainText(), u"请翻译："_s);
        QCOMPARE(f.sent.count(), 0);
    }

    void promptsAreChangedFromThere()
    {
        CompletionPopupFixture f;
        QVERIFY(f.isReady());
        f.type(u"/"_s);
        f.key(Qt::Key_Up); // round: the last
        QVERIFY(f.window.findChildren<PromptsEditor *>().isEmpty());
        f.key(Qt::Key_Return);
        QVERIFY(f.composer->edit()->toPlainText().isEmpty());
        QCOMPARE(f.window.findChildren<PromptsEditor *>().size(), 1);
    }

    void theInputMethodKeepsItsKeys()
    {
        CompletionPopupFixture f;
        QVERIFY(f.isReady());
        f.type(u"@"_s);
        QVERIFY(!f.offered().isEmpty());
        QInputMethodEvent composing(u"ai"_s, {});
        QCoreApplication::sendEvent(f.composer->edit(), &composing);
        f.key(Qt::Key_Return);
        QVERIFY(f.composer->edit()->toPlainText().startsWith(u'@'));
        QVERIFY(!f.composer->edit()->toPlainText().contains(u"Echo"));
        QCOMPARE(f.sent.count(), 0);
    }

    void itStaysInItsWindowAndIsGoneWithTheFocus()
    {
        CompletionPopupFixture f(420);
        QVERIFY(f.isReady());
        f.type(u"@"_s);
        QVERIFY(f.popup()->isVisible());
        QVERIFY(f.window.rect().contains(f.popup()->geometry()));
        QVERIFY(f.popup()->geometry().bottom() < f.composer->edit()->mapTo(&f.window, QPoint(0, 0)).y());
        f.window.resize(420, 200);
        QVERIFY(f.window.rect().contains(f.popup()->geometry()));
        f.composer->edit()->clearFocus();
        QVERIFY(!f.popup()->isVisible());
    }

    void aPressTakesToo()
    {
        CompletionPopupFixture f;
        QVERIFY(f.isReady());
        f.type(u"@an"_s);
        auto *list = f.popup()->findChild<QListWidget *>();
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(0)).center());
        QCOMPARE(f.composer->edit()->toPlainText(), u"@Anna "_s);
        QVERIFY(f.composer->edit()->hasFocus());
    }

    void nothingIsOfferedInAnEdit()
    {
        CompletionPopupFixture f;
        QVERIFY(f.isReady());
        f.composer->startEdit({.id = 7, .text = u"was"_s});
        f.type(u" @"_s);
        QVERIFY(f.offered().isEmpty());
    }
};

PIPIT_UI_TEST(CompletionPopupTest);
#include "completion_popup_test.moc"
