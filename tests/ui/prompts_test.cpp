// SPDX-License-Identifier: GPL-3.0-or-later
// The prompts that the user may change, and where that is done.
#include "ui/chat/composer/prompts.h"

#include "tests/ui/ui_test.h"
#include "ui/chat/composer/composer.h"
#include "ui/chat/composer/prompt_row.h"
#include "ui/chat/composer/prompts_editor.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QDialog>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QToolButton>

using namespace pipit;
using namespace Qt::StringLiterals;

namespace {

struct Settings {
    QTemporaryDir directory;
    QSettings file{directory.filePath(u"desktop.ini"_s), QSettings::IniFormat};
};

QToolButton *tool(const QWidget &widget, const QString &name)
{
    for (QToolButton *button : widget.findChildren<QToolButton *>()) {
        if (button->accessibleName() == name)
            return button;
    }
    return nullptr;
}

} // namespace

class PromptsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void theBuiltInOnesSpeakThreeLanguages()
    {
        QStringList quick;
        for (const Prompt &prompt : Prompts::defaults()) {
            if (prompt.isQuick)
                quick << prompt.text;
        }
        QCOMPARE(quick, (QStringList{u"你好，介绍一下自己"_s, u"Explain this error"_s, u"¿Cómo funciona?"_s}));
    }

    void whatIsChangedIsKept()
    {
        Settings settings;
        Prompts first;
        first.setSettings(&settings.file);
        QCOMPARE(first.list(), Prompts::defaults());
        QVERIFY(settings.file.allKeys().isEmpty());
        const QList<Prompt> mine{{u"Uno"_s, u"¿Qué?\nSí"_s, true}, {u"二"_s, u"什么"_s}};
        first.set(mine);
        Prompts second;
        second.setSettings(&settings.file);
        QCOMPARE(second.list(), mine);
        second.set({}); // none at all is a choice too
        Prompts third;
        third.setSettings(&settings.file);
        QVERIFY(third.list().isEmpty());
        third.restoreDefaults();
        QVERIFY(settings.file.allKeys().isEmpty());
    }

    void theyAreBounded()
    {
        Prompts prompts;
        QSignalSpy changed(&prompts, &Prompts::changed);
        QList<Prompt> many{{u"nothing"_s, u"  "_s}, {{}, u"named by its text"_s}};
        for (int i = 0; i < 200; ++i)
            many << Prompt{u"n"_s.repeated(100), u"t"_s.repeated(30'000)};
        prompts.set(many);
        QCOMPARE(prompts.list().size(), Prompts::most);
        QCOMPARE(prompts.list()[0].name, u"named by its text"_s);
        QCOMPARE(prompts.list()[1].name.size(), Prompts::longestName);
        QCOMPARE(prompts.list()[1].text.size(), Prompts::longestText);
        QCOMPARE(changed.count(), 1);
        prompts.set(many);
        QCOMPARE(changed.count(), 1);
    }

    void severalOfOneFileFollowEachOther()
    {
        QTemporaryDir directory;
        QSettings settings(directory.filePath(u"settings.ini"_s), QSettings::IniFormat);
        Prompts here, there;
        here.setSettings(&settings);
        there.setSettings(&settings);
        QSignalSpy changed(&there, &Prompts::changed);
        here.set({{u"mine"_s, u"My own"_s, true}});
        there.setSettings(&settings);
        QCOMPARE(there.list(), here.list());
        QCOMPARE(changed.count(), 1);
        there.setSettings(&settings); // nothing is new: an open editor keeps what is typed in it
        QCOMPARE(changed.count(), 1);
        here.restoreDefaults();
        there.setSettings(&settings);
        QCOMPARE(there.list(), Prompts::defaults());
    }

    void theButtonsFollowThem()
    {
        Composer composer;
        composer.setSession(u"a"_s, u"A"_s);
        composer.show();
        auto *row = composer.findChild<PromptRow *>();
        const auto labels = [row] {
            QStringList texts;
            for (const QPushButton *button : row->findChildren<QPushButton *>()) {
                if (!button->isHidden())
                    texts << button->text();
            }
            return texts;
        };
        QCOMPARE(labels().size(), 3);
        composer.prompts()->set({{u"Q & A"_s, u"Ask & answer"_s, true}, {u"other"_s, u"x"_s}});
        QCOMPARE(labels(), QStringList{u"Q && A"_s});
        row->findChildren<QPushButton *>().last()->click();
        QCOMPARE(composer.text(), u"Ask & answer"_s);
        // What was written stays, and it can be undone.
        row->findChildren<QPushButton *>().last()->click();
        QCOMPARE(composer.text(), u"Ask & answer\nAsk & answer"_s);
        composer.edit()->undo();
        QCOMPARE(composer.text(), u"Ask & answer"_s);
        QDialog *dialog = row->openEditor();
        QVERIFY(dialog->isVisible());
        QCOMPARE(row->openEditor(), dialog);
        QVERIFY(dialog->findChild<PromptsEditor *>());
    }

    void oneIsAddedRewrittenMovedAndTakenOut()
    {
        Prompts prompts;
        prompts.set({{u"a"_s, u"first"_s, true}, {u"b"_s, u"second"_s}});
        PromptsEditor editor(&prompts);
        editor.show();
        auto *list = editor.findChild<QListWidget *>();
        auto *name = editor.findChild<QLineEdit *>();
        auto *text = editor.findChild<QPlainTextEdit *>();
        auto *quick = editor.findChild<QCheckBox *>();
        QCOMPARE(name->text(), u"a"_s);
        QVERIFY(quick->isChecked());
        QVERIFY(!tool(editor, u"Further up"_s)->isEnabled());

        tool(editor, u"Add a prompt"_s)->click();
        QCOMPARE(list->currentRow(), 2);
        QCOMPARE(prompts.list().size(), 2); // without a text it is none yet
        name->clear();
        QTest::keyClicks(name, u"c"_s);
        QTest::keyClicks(text, u"third"_s);
        quick->setChecked(true);
        QCOMPARE(prompts.list().value(2), (Prompt{u"c"_s, u"third"_s, true}));
        QCOMPARE(list->item(2)->text(), u"c"_s);

        tool(editor, u"Further up"_s)->click();
        tool(editor, u"Further up"_s)->click();
        QCOMPARE(prompts.list().first().name, u"c"_s);
        QCOMPARE(list->currentRow(), 0);
        QCOMPARE(name->text(), u"c"_s);
        tool(editor, u"Further down"_s)->click();
        QCOMPARE(prompts.list()[1].name, u"c"_s);
        tool(editor, u"Take it out"_s)->click();
        QCOMPARE(prompts.list(), (QList<Prompt>{{u"a"_s, u"first"_s, true}, {u"b"_s, u"second"_s}}));

        editor.findChild<QPushButton *>()->click();
        QCOMPARE(prompts.list(), Prompts::defaults());
        QCOMPARE(list->count(), Prompts::defaults().size());
        QVERIFY(!editor.findChild<QPushButton *>()->isEnabled());
    }
};

PIPIT_UI_TEST(PromptsTest);
#include "prompts_test.moc"
