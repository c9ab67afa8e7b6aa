// SPDX-License-Identifier: GPL-3.0-or-later
// The port that is wanted is taken: who has it is said, and what can be done about it.
#include "tests/ui/launcher_fixture.h"

#include "tests/ui/whole_node.h"
#include "ui/launcher/node_log.h"

#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

using namespace pipit;

class PortCardTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { leaveTheMachineAlone(); }

    void aTakenPortIsNamedAndAnotherOneKept()
    {
        QTcpServer holder;
        QVERIFY(holder.listen(QHostAddress::LocalHost));
        const int taken = holder.serverPort();
        Own own;
        own.settings.setValue("node/port", taken);
        own.start();
        QVERIFY(own.isRunning());
        const int used = own.status().url.port();
        QVERIFY(used != taken);
        QTRY_COMPARE(own.words("portTitle"), u"Port %1 is taken"_s.arg(taken));
        QVERIFY2(own.words("portText").contains(u"process %1"_s.arg(QCoreApplication::applicationPid())), qPrintable(own.words("portText")));
        QVERIFY(!own.part<QPushButton>("portAttach")->isVisible());
        QCOMPARE(own.part<QPushButton>("portUse")->text(), u"Use %1"_s.arg(used));
        QVERIFY(own.press("portUse"));
        QCOMPARE(own.settings.value("node/port").toInt(), used);
        QTRY_VERIFY_WITH_TIMEOUT(own.status().state == State::Running && own.words("portTitle").isEmpty(), limitMs);
        QCOMPARE(own.status().url.port(), used);
    }

    void anotherPortIsChosenByItsNumber()
    {
        QTcpServer holder;
        QVERIFY(holder.listen(QHostAddress::LocalHost));
        Own own;
        own.settings.setValue("node/port", holder.serverPort());
        own.start();
        QVERIFY(own.isRunning());
        const auto *log = own.page()->findChild<NodeLog *>();
        QTRY_COMPARE_WITH_TIMEOUT(log->state(), LogFeed::State::Live, limitMs);
        QVERIFY(own.press("portOther"));
        const int wanted = freePort();
        own.part<QSpinBox>("portNumber")->setValue(wanted);
        QVERIFY(own.press("portUseNumber"));
        QVERIFY(own.isRunning(wanted));
        QVERIFY(own.words("portTitle").isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(log->state(), LogFeed::State::Live, limitMs); // it has followed
    }

    void aPipitThatHasThePortCanBeUsed()
    {
        WholeNode other;
        Own own;
        own.settings.setValue("node/port", other.server->url().port());
        own.start();
        QVERIFY(own.isRunning());
        QTRY_VERIFY_WITH_TIMEOUT(own.part<QPushButton>("portAttach")->isVisible(), limitMs);
        QVERIFY(own.press("portAttach"));
        const auto *section = own.window->settingsPage()->section();
        QCOMPARE(section->findChild<QLineEdit *>(u"serverAddress"_s)->text(), other.server->url().toString());
        section->findChild<QLineEdit *>(u"serverToken"_s)->setText(QString::fromLatin1(other.server->operatorToken()));
        section->findChild<QPushButton *>(u"serverAdd"_s)->click();
        QTRY_VERIFY_WITH_TIMEOUT(own.servers->list().size() == 2 && own.servers->list()[1].connection && own.servers->list()[1].connection->status().state == ConnectionStatus::State::Live, limitMs);
    }
};

QTEST_MAIN(PortCardTest)
#include "port_card_test.moc"
