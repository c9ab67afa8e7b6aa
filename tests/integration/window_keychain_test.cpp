// SPDX-License-Identifier: GPL-3.0-or-later
// The program's window and the system's keychain, with real parts: a keyring that is there, none, one that is locked, one that never
// answers. Each in a process and on a bus of its own (one function each, see CMakeLists.txt).
//
// Whatever the keychain does, the window is up and takes what is typed, says what it could not keep or read, and writes no token
// into any file.
#include "app/desktop/desktop.h"
#include "keychain/keychain.h"
#include "server/server.h"
#include "tests/support/files_with.h"
#include "tests/support/keyring.h"
#include "ui/chat/chat_page.h"
#include "ui/chat/composer/composer.h"
#include "ui/servers/server_words.h"
#include "ui/settings/server_card.h"
#include "ui/settings/settings_page.h"

#include <QAbstractButton>
#include <QLabel>
#include <QLineEdit>
#include <QTest>

using namespace pipit;
using namespace Qt::StringLiterals;

namespace {

constexpr int afterTheTimeLimit = 30'000; // of the keychain, ten seconds for each question

// A node that the window knows, beside its own.
struct OtherNode {
    QTemporaryDir directory;
    std::unique_ptr<Server> server;

    OtherNode()
    {
        Config config;
        config.server.dataDir = directory.path();
        config.server.listen = u"127.0.0.1:0"_s;
        config.server.canaryS = 0;
        server = std::make_unique<Server>(config);
        if (const auto started = server->start(); !started)
            qFatal("%s", qUtf8Printable(started.error().message));
    }
    QByteArray token() const { return server->operatorToken(); }
};

struct Fixture {
    OtherNode other;
    QTemporaryDir directory;
    QString id;
    std::unique_ptr<Desktop> desktop;

    Fixture()
    {
        qputenv("PIPIT_SERVER_LISTEN", "127.0.0.1:0");
        QSettings settings(directory.filePath(u"desktop.ini"_s), QSettings::IniFormat);
        ServerBook book(&settings);
        id = *book.add(*ServerBook::checkedUrl(other.server->url().toString()), u"Work"_s);
    }
    ~Fixture() { desktop.reset(); }

    // The window is there, and takes words, before the keychain has said anything about the server.
    bool comesUpAtOnce()
    {
        desktop = std::make_unique<Desktop>(DesktopOptions{.dataDir = directory.path(), .language = u"en"_s});
        desktop->window()->show();
        desktop->start();
        if (!QTest::qWaitForWindowExposed(desktop->window()))
            return false;
        QTest::keyClicks(desktop->window()->chat()->composer()->edit(), u"typed at once"_s);
        return desktop->window()->chat()->composer()->text() == u"typed at once";
    }
    ServerView view() const { return desktop->servers()->view(id); }
    bool isLive(const QString &server) const
    {
        const Connection *connection = desktop->servers()->view(server).connection;
        return connection && connection->status().state == ConnectionStatus::State::Live;
    }
    QString notice() const
    {
        const auto *label = desktop->window()->findChild<QLabel *>(u"notice"_s);
        return label->isVisible() ? label->text() : QString();
    }
    ServerCard *card() const
    {
        desktop->window()->showSettings(u"servers"_s);
        for (ServerCard *candidate : desktop->window()->settingsPage()->section()->findChildren<ServerCard *>()) {
            if (candidate->id() == id)
                return candidate;
        }
        return nullptr;
    }
    // As a person does it.
    void signIn() const
    {
        const auto press = [this](const QString &text) {
            for (QAbstractButton *button : card()->findChildren<QAbstractButton *>()) {
                if (button->text() == text && button->isVisible())
                    return button->click();
            }
        };
        press(u"Sign in again"_s);
        card()->findChild<QLineEdit *>()->setText(QString::fromUtf8(other.token()));
        press(u"Sign in"_s);
    }
    QStringList filesWithTheToken() const { return test::filesWith(directory.path(), QString::fromUtf8(other.token())); }
    QString words() const
    {
        QStringList all;
        for (const QLabel *label : card()->findChildren<QLabel *>()) {
            if (label->isVisible())
                all << label->text();
        }
        return all.join(u'\n');
    }

    // From the first start to where one has signed in, without a keychain that takes anything.
    void worksForThisRunOnly()
    {
        QTRY_COMPARE_WITH_TIMEOUT(view().token, ServerView::Token::Missing, afterTheTimeLimit);
        QVERIFY2(notice().startsWith(u"Work: ") && notice().contains(u"ign in again"), qPrintable(notice()));
        QTRY_VERIFY_WITH_TIMEOUT(isLive(u"own"_s), afterTheTimeLimit); // its token is in its node's own file
        signIn();
        QTRY_VERIFY(isLive(id)); // it does not wait for the keychain either
        QTRY_COMPARE_WITH_TIMEOUT(view().token, ServerView::Token::ThisRun, afterTheTimeLimit);
        QVERIFY2(words().contains(u"asked for it again at the next start"), qPrintable(words()));
        QVERIFY2(filesWithTheToken().isEmpty(), qPrintable(filesWithTheToken().join(u' ')));
        QCOMPARE(desktop->window()->chat()->composer()->text(), u"typed at once"_s);
    }
};

} // namespace

class WindowKeychainTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void kept()
    {
        test::Keyring keyring;
        if (!keyring.start())
            QSKIP("There is no gnome-keyring-daemon here.");
        Fixture f;
        QVERIFY(f.comesUpAtOnce());
        QTRY_COMPARE_WITH_TIMEOUT(f.view().token, ServerView::Token::Missing, afterTheTimeLimit);
        f.signIn();
        QTRY_COMPARE_WITH_TIMEOUT(f.view().token, ServerView::Token::Kept, afterTheTimeLimit);
        QTRY_VERIFY(f.isLive(f.id));
        f.desktop.reset();
        QVERIFY(f.comesUpAtOnce());
        QTRY_VERIFY_WITH_TIMEOUT(f.isLive(f.id), afterTheTimeLimit);
        QCOMPARE(f.view().token, ServerView::Token::Kept);
        QVERIFY(f.notice().isEmpty());
        QVERIFY(f.filesWithTheToken().isEmpty());
        // It goes with its server.
        f.desktop->servers()->remove(f.id);
        QTRY_VERIFY(!readSecret(Servers::secretName(f.id)).get());
    }

    void noBus()
    {
        Fixture f;
        QVERIFY(f.comesUpAtOnce());
        f.worksForThisRunOnly();
    }

    void emptyBus()
    {
        Fixture f;
        QVERIFY(f.comesUpAtOnce());
        f.worksForThisRunOnly();
    }

    void locked()
    {
        test::Keyring keyring;
        if (!keyring.start())
            QSKIP("There is no gnome-keyring-daemon here.");
        Fixture f;
        QVERIFY(writeSecret(Servers::secretName(f.id), f.other.token()).get());
        QVERIFY(keyring.lock());
        QVERIFY(f.comesUpAtOnce());
        f.worksForThisRunOnly();
    }

    void silent()
    {
        test::Keyring keyring;
        if (!keyring.start())
            QSKIP("There is no gnome-keyring-daemon here.");
        Fixture f;
        QVERIFY(writeSecret(Servers::secretName(f.id), f.other.token()).get());
        keyring.silence();
        QVERIFY(f.comesUpAtOnce());
        QCOMPARE(f.view().token, ServerView::Token::Asking); // so nobody has waited for it
        QVERIFY(f.view().connection->url().isEmpty()); // nothing was asked of it either; what is kept of it is there
        f.worksForThisRunOnly();
        keyring.goOn();
    }
};

QTEST_MAIN(WindowKeychainTest)
#include "window_keychain_test.moc"
