// SPDX-License-Identifier: GPL-3.0-or-later
// From the first start to the first answer, with the whole program: its node inside, its settings, a model's server beside it.
#include "app/desktop/desktop.h"
#include "keychain/keychain.h"
#include "tests/support/fake_openai.h"
#include "ui/chat/chat_page.h"
#include "ui/chat/composer/composer.h"
#include "ui/chat/messages/message_model.h"
#include "ui/first_start.h"
#include "ui/settings/settings_page.h"
#include "ui/welcome_page.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QTemporaryDir>
#include <QTest>

using namespace pipit;
using namespace Qt::StringLiterals;

namespace {

struct Program {
    QTemporaryDir directory;
    std::unique_ptr<Desktop> desktop;

    Program() { start(); }
    void start()
    {
        desktop.reset();
        desktop = std::make_unique<Desktop>(DesktopOptions{.dataDir = directory.path(), .language = u"en"_s, .size = QSize(1100, 760)});
        desktop->window()->show();
        desktop->start();
    }

    ChatPage &chat() { return *desktop->window()->chat(); }
    WelcomePage *welcome() { return chat().findChild<WelcomePage *>(); }
    bool isWelcomed()
    {
        return QTest::qWaitFor([this] { return welcome()->isVisible(); }, 20'000);
    }
    QAbstractButton *button(const QString &words)
    {
        for (auto *button : desktop->window()->findChildren<QAbstractButton *>()) {
            if (button->text() == words && button->isVisible())
                return button;
        }
        return nullptr;
    }
    bool click(const QString &words)
    {
        QAbstractButton *found = button(words);
        if (found)
            QTest::mouseClick(found, Qt::LeftButton);
        return found;
    }
    bool isAnswered()
    {
        return QTest::qWaitFor([this] { return chat().messages()->rowCount() == 2 && chat().isSettled() && !chat().messages()->row(1).text.isEmpty(); }, 30'000);
    }
};

} // namespace

class FirstStartTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        leaveKeychainAlone(); // window_keychain_test asks it; without GLib's loop it would be waited for
        qputenv("PIPIT_SERVER_LISTEN", "127.0.0.1:0");
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent"); // no keychain to wait for
    }

    void echoAnswersAfterTwoSteps()
    {
        Program program;
        QVERIFY(program.isWelcomed());
        QVERIFY(!program.chat().composer()->isVisible());
        QVERIFY(!program.desktop->window()->grab().isNull());
        QVERIFY(program.click(u"Start with Echo"_s));
        QTRY_VERIFY(program.chat().composer()->isVisible() && !program.chat().composer()->text().isEmpty());
        const QString asked = program.chat().composer()->text();
        QTest::keyClick(program.chat().composer()->edit(), Qt::Key_Return);
        QVERIFY(program.isAnswered());
        QVERIFY(program.chat().messages()->row(1).text.contains(asked));

        // It was the first page only once.
        program.start();
        QTRY_COMPARE_WITH_TIMEOUT(program.chat().messages()->rowCount(), 2, 20'000);
        QVERIFY(!program.welcome()->isVisible());
    }

    void aModelOnThisComputerIsSetUpByOneClick()
    {
        test::FakeOpenAi ollama;
        ollama.setModels({u"qwen3:8b"_s, u"llama3"_s});
        ollama.setScript({.pieces = {u"Hello "_s, u"from **here**."_s}});
        Program program;
        QVERIFY(program.isWelcomed());
        auto *first = program.chat().findChild<FirstStart *>();
        first->setModelsUrl(QUrl(ollama.url().toString() + u"/v1"_s));
        first->look();
        auto *models = program.welcome()->findChild<QComboBox *>();
        QTRY_VERIFY(models->isVisible());
        QCOMPARE(models->currentText(), u"qwen3:8b"_s);
        QVERIFY(program.click(u"Use it"_s));
        // The node has started again with it.
        QTRY_VERIFY_WITH_TIMEOUT(program.chat().composer()->isVisible(), 30'000);
        QTRY_COMPARE_WITH_TIMEOUT(program.chat().composer()->bot(), u"ollama"_s, 20'000);
        QTest::keyClick(program.chat().composer()->edit(), Qt::Key_Return);
        QVERIFY(program.isAnswered());
        QCOMPARE(program.chat().messages()->row(1).text, u"Hello from **here**."_s);
        QFile settings(program.directory.filePath(u"pipit.toml"_s));
        QVERIFY(settings.open(QIODevice::ReadOnly));
        QVERIFY(settings.readAll().contains("model = \"qwen3:8b\""));
    }

    void whereNothingIsFoundOneCanLookAgain()
    {
        Program program;
        QVERIFY(program.isWelcomed());
        auto *first = program.chat().findChild<FirstStart *>();
        first->setModelsUrl(QUrl(u"http://127.0.0.1:1/v1"_s));
        first->look();
        QTRY_VERIFY(program.button(u"Look again"_s) && program.button(u"Look again"_s)->isEnabled());
        test::FakeOpenAi ollama;
        ollama.setModels({u"qwen3"_s});
        first->setModelsUrl(QUrl(ollama.url().toString() + u"/v1"_s));
        QVERIFY(program.click(u"Look again"_s));
        QTRY_VERIFY(program.button(u"Use it"_s));
    }

    void theOtherWaysLeadToTheirSettings()
    {
        Program program;
        QVERIFY(program.isWelcomed());
        QVERIFY(program.click(u"Set it up"_s));
        QTRY_VERIFY(program.desktop->window()->settingsPage() && program.desktop->window()->settingsPage()->isVisible());
        program.desktop->window()->showChat();
        QVERIFY(program.click(u"Connect"_s));
        QTRY_VERIFY(program.desktop->window()->settingsPage()->isVisible());
    }

    void itFitsANarrowWindowInEveryLanguage()
    {
        Program program;
        QVERIFY(program.isWelcomed());
        program.desktop->window()->resize(420, 700);
        Language language;
        for (const LanguageInfo &info : languages) {
            language.apply(QString::fromLatin1(info.code));
            QCoreApplication::processEvents();
            for (QLabel *label : program.welcome()->findChildren<QLabel *>()) {
                if (label->isVisible())
                    QVERIFY2(label->mapTo(program.welcome(), QPoint(label->width(), 0)).x() <= program.welcome()->width(), qPrintable(QString::fromLatin1(info.code) + u": "_s + label->text()));
            }
        }
        language.apply(u"en"_s);
    }
};

QTEST_MAIN(FirstStartTest)
#include "first_start_test.moc"
