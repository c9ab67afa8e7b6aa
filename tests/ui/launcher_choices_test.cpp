// SPDX-License-Identifier: GPL-3.0-or-later
// What is chosen in the launcher: in force at once, kept where every program reads it, and left to who else decides it.
#include "tests/ui/launcher_fixture.h"

#include "core/config.h"
#include "ui/desktop/autostart.h"
#include "ui/launcher/node_card.h"
#include "ui/launcher/node_log.h"
#include "ui/launcher/node_words.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QProcess>
#include <QTcpSocket>
#include <QToolButton>

using namespace pipit;

namespace {

bool isReachable(const QString &address, int port)
{
    QTcpSocket socket;
    socket.connectToHost(address, quint16(port));
    return socket.waitForConnected(3'000);
}

} // namespace

class LauncherChoicesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { leaveTheMachineAlone(); }

    void itStaysAsItWasLeft()
    {
        Own own;
        own.start();
        QVERIFY(own.isRunning());
        QVERIFY(own.press("nodeStop"));
        QVERIFY(own.is(State::Stopped));
        own.start();
        QTest::qWait(50);
        QCOMPARE(own.status().state, State::Stopped);
        QVERIFY(own.press("nodeStart"));
        QVERIFY(own.isRunning());
        own.start();
        QVERIFY(own.isRunning());
    }

    void theCurlLineRuns()
    {
#ifdef Q_OS_WIN
        QSKIP("PowerShell");
#endif
        Own own;
        own.start();
        QVERIFY(own.isRunning());
        QVERIFY(!own.status().tokenFile.isEmpty()); // there is no keychain
        QVERIFY(own.press("nodePrimary"));
        const QString line = QGuiApplication::clipboard()->text();
        QCOMPARE(line, own.page()->node()->curlLine());
        NodeStatus elsewhere = own.status();
        elsewhere.tokenFile.clear();
        for (const QString &written : {line, NodeWords::curlLine(elsewhere)}) {
            QVERIFY(!written.contains(QString::fromLatin1(own.status().token)));
            QProcess shell;
            QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
            environment.insert(u"PIPIT_TOKEN"_s, written == line ? QString() : QString::fromLatin1(own.status().token));
            shell.setProcessEnvironment(environment);
            shell.start(u"/bin/sh"_s, {u"-c"_s, written});
            QVERIFY(QTest::qWaitFor([&] { return shell.state() == QProcess::NotRunning; }, limitMs));
            const QByteArray said = shell.readAllStandardOutput();
            const QByteArray all = shell.readAllStandardError() + said;
            QVERIFY2(said.contains("{\"number\":5,\"of\":5}"), all.constData());
        }
    }

    void openToTheNetworkIsInForceAtOnce()
    {
        Own own;
        own.start();
        QVERIFY(own.isRunning());
        const int port = own.status().url.port();
        QVERIFY(!isReachable(u"127.0.0.2"_s, port));
        own.choose("nodeExposure", 1);
        QTRY_VERIFY_WITH_TIMEOUT(own.status().state == State::Running && own.status().isOpenToNetwork, limitMs);
        QVERIFY(isReachable(u"127.0.0.2"_s, port)); // another address of this machine
        own.start(); // it is kept
        QVERIFY(own.isRunning());
        QVERIFY(own.status().isOpenToNetwork);
        own.choose("nodeExposure", 0);
        QTRY_VERIFY_WITH_TIMEOUT(own.status().state == State::Running && !own.status().isOpenToNetwork, limitMs);
        QVERIFY(!isReachable(u"127.0.0.2"_s, port));
    }

    void aDatabaseThatIsNotThereIsToldAndTakenBack()
    {
        Own own("# mine\n[server]\ncanary_s = 0\n");
        own.start();
        QVERIFY(own.isRunning());
        own.choose("nodeDatabase", 2);
        own.part<QLineEdit>("nodeUrl")->setText(u"mysql://ana@there/chat"_s);
        QVERIFY(own.press("nodeUseUrl"));
        QVERIFY(!own.words("nodeProblem").isEmpty());
        own.part<QLineEdit>("nodeUrl")->setText(u"postgres://ana:open%20sesame@127.0.0.1:1/chat"_s);
        QVERIFY(own.press("nodeUseUrl"));
        QVERIFY(own.is(State::Failed));
        // The secret is in a file of its own, for nobody else.
        const QString file = own.directory.filePath(u"database.url"_s);
        QVERIFY(isPrivateFile(file));
        for (const QString &name : {u"pipit.toml"_s, u"desktop.ini"_s}) {
            QFile kept(own.directory.filePath(name));
            QVERIFY(kept.open(QIODevice::ReadOnly) && !kept.readAll().contains("sesame"));
        }
        QVERIFY(!own.words("faultText").contains(u"sesame"));
        QVERIFY(!own.part<QComboBox>("nodeDatabase")->currentText().contains(u"sesame"));
        QVERIFY(own.press("faultBack"));
        QVERIFY(own.isRunning());
        QVERIFY(!QFile::exists(file));
        QFile toml(own.directory.filePath(u"pipit.toml"_s));
        QVERIFY(toml.open(QIODevice::ReadOnly));
        QCOMPARE(toml.readAll(), "# mine\n[server]\ncanary_s = 0\n");
    }

    void whatWasMendedByHandIsNotOverwritten()
    {
        Own own("[server]\ncanary_s = 0\n");
        own.start();
        QVERIFY(own.isRunning());
        own.choose("nodeDatabase", 2);
        own.part<QLineEdit>("nodeUrl")->setText(u"postgres://ana@127.0.0.1:1/chat"_s);
        QVERIFY(own.press("nodeUseUrl"));
        QVERIFY(own.is(State::Failed));
        QFile toml(own.directory.filePath(u"pipit.toml"_s));
        QVERIFY(toml.open(QIODevice::WriteOnly) && toml.write("[server]\ncanary_s = 60\n") > 0);
        toml.close();
        QVERIFY(own.press("faultBack"));
        QCOMPARE(own.status().state, State::Failed);
        QVERIFY(toml.open(QIODevice::ReadOnly));
        QCOMPARE(toml.readAll(), "[server]\ncanary_s = 60\n");
        QVERIFY(own.press("faultStart"));
        QVERIFY(own.isRunning());
    }

    void theDataIsKeptElsewhereFromTheNextStartOn()
    {
        const QTemporaryDir home, elsewhere;
        qputenv("XDG_DATA_HOME", home.path().toUtf8());
        {
            Own own;
            own.nodeSettings = std::make_unique<NodeSettings>(&own.settings, defaultDataDir(), false);
            own.start();
            QVERIFY(own.isRunning());
            QCOMPARE(own.status().dataDir, defaultDataDir());
            const QByteArray before = own.status().token;
            dialogs::setOpenFolder([&](QWidget *, const QString &, const QString &) { return elsewhere.path(); });
            QVERIFY(own.press("startChange"));
            QTRY_VERIFY_WITH_TIMEOUT(own.status().state == State::Running && own.status().dataDir == elsewhere.path(), limitMs);
            QVERIFY(QFile::exists(elsewhere.filePath(u"pipit.db"_s)));
            QVERIFY(own.status().token != before);
            QTRY_COMPARE_WITH_TIMEOUT(own.page()->findChild<NodeLog *>()->state(), LogFeed::State::Live, limitMs);
            own.start();
            QVERIFY(own.isRunning());
            QCOMPARE(own.status().dataDir, elsewhere.path());
        }
        dialogs::setOpenFolder({});
        qunsetenv("XDG_DATA_HOME");
    }

    void whatTheEnvironmentDecidesIsNotChosenHere()
    {
        qputenv("PIPIT_SERVER_LISTEN", "127.0.0.1:0");
        qputenv("PIPIT_DATABASE_URL", "sqlite:other.db");
        Own own;
        own.start();
        QVERIFY(own.isRunning());
        QVERIFY(!own.part<QComboBox>("nodeExposure")->isEnabled());
        QVERIFY(!own.part<QComboBox>("nodeDatabase")->isEnabled());
        QVERIFY(own.words("nodeDecided").contains(u"PIPIT_SERVER_LISTEN") && own.words("nodeDecided").contains(u"PIPIT_DATABASE_URL"));
        QVERIFY(own.words("startFolderNote").contains(u"data_dir") || own.words("startFolderNote").contains(u"--data"));
        QVERIFY(!own.part<QToolButton>("startChange")->isEnabled());
        qunsetenv("PIPIT_SERVER_LISTEN");
        qunsetenv("PIPIT_DATABASE_URL");
    }

    void whatTheFileDecidesNamesItsLine()
    {
        Own own("[server]\nlisten = \"127.0.0.1:0\"\n");
        own.start();
        QVERIFY(own.isRunning());
        QVERIFY(!own.part<QComboBox>("nodeExposure")->isEnabled());
        QVERIFY2(own.words("nodeDecided").contains(u"pipit.toml:2"), qPrintable(own.words("nodeDecided")));
        QVERIFY(own.part<QComboBox>("nodeDatabase")->isEnabled());
    }

    void itStartsWithTheSession()
    {
#if defined(Q_OS_WIN) || defined(Q_OS_MACOS)
        QSKIP("it would be this user's own");
#endif
        const QTemporaryDir config;
        qputenv("XDG_CONFIG_HOME", config.path().toUtf8());
        Own own;
        own.start();
        auto *toggle = own.part<QCheckBox>("startAutostart");
        QVERIFY(!toggle->isChecked());
        toggle->click();
        QFile file(config.filePath(u"autostart/pipit.desktop"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        const QByteArray command = "Exec=\"" + QCoreApplication::applicationFilePath().toUtf8() + "\" \"--data\" \"" + own.directory.path().toUtf8() + "\"\n";
        QVERIFY2(text.contains(command), text.constData());
        QVERIFY(toggle->isChecked() && autostart::isOn());
        // As desktops' own settings switch it off.
        file.close();
        QVERIFY(file.open(QIODevice::Append) && file.write("Hidden=true\n") > 0);
        file.close();
        QVERIFY(!autostart::isOn());
        QVERIFY(autostart::setOn(true).ok());
        toggle->click();
        QVERIFY(!QFile::exists(file.fileName()) && !toggle->isChecked());
        qunsetenv("XDG_CONFIG_HOME");
    }

    void withoutATrayItSaysWhyAClosedWindowDoesNotServe()
    {
        Own own;
        own.start();
        QVERIFY(!own.part<QCheckBox>("startInTray")->isEnabled());
        QVERIFY(own.words("startTrayNote").contains(u"no tray"));
    }
};

QTEST_MAIN(LauncherChoicesTest)
#include "launcher_choices_test.moc"
