// SPDX-License-Identifier: GPL-3.0-or-later
// What reaches a desktop over D-Bus, and what comes back from there.
#include "ui/desktop/desktop_notifier.h"

#include "tests/support/session_bus.h"
#include "tests/unit/fake_node.h"
#include "tests/unit/log_capture.h"
#include "ui/chat/chat_page.h"
#include "ui/chat/composer/composer.h"
#include "ui/chat/messages/message_view.h"
#include "ui/locale/language.h"
#include "ui/main_window.h"

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusContext>
#include <QDBusMessage>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace pipit;
using namespace Qt::StringLiterals;

namespace {

const QString serviceName = u"org.freedesktop.Notifications"_s;
const QString objectPath = u"/org/freedesktop/Notifications"_s;

test::SessionBus *bus = nullptr;

struct Arrived {
    uint id = 0;
    QString application;
    QString summary;
    QString body;
    QStringList actions;
    QVariantMap hints;
};

// A desktop as far as notifications go.
class FakeDesktop : public QObject, protected QDBusContext
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

public:
    FakeDesktop()
    {
        m_connection.registerObject(objectPath, this, QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals);
        m_connection.registerService(serviceName);
    }
    ~FakeDesktop() override
    {
        m_connection.unregisterService(serviceName);
        m_connection.unregisterObject(objectPath);
        QDBusConnection::disconnectFromBus(u"desktop"_s);
    }

    QStringList capabilities{u"body"_s, u"actions"_s};
    QList<Arrived> arrived;
    bool isSilent = false; // answers nothing
    int asked = 0;

public Q_SLOTS:
    QStringList GetCapabilities()
    {
        ++asked;
        setDelayedReply(isSilent);
        return capabilities;
    }
    uint Notify(const QString &application, uint, const QString &, const QString &summary, const QString &body, const QStringList &actions, const QVariantMap &hints, int)
    {
        arrived << Arrived{uint(arrived.size() + 1), application, summary, body, actions, hints};
        return arrived.last().id;
    }

Q_SIGNALS:
    void ActionInvoked(uint id, const QString &action);
    void ActivationToken(uint id, const QString &token);
    void NotificationClosed(uint id, uint reason);

private:
    QDBusConnection m_connection = QDBusConnection::connectToBus(bus->address(), u"desktop"_s);
};

DesktopNotice notice(const QString &summary, qint64 id = 1)
{
    return {.summary = summary, .sessionId = u"s"_s, .messageId = id};
}

Message notification(const char *sender = "monitor")
{
    return {.sessionId = {}, .senderType = SenderType::System, .senderId = QString::fromLatin1(sender), .contentType = u"notification"_s, .content = {}};
}

} // namespace

class DesktopNotifierTest : public QObject
{
    Q_OBJECT

public:
    static void initMain() { bus = new test::SessionBus; }

private Q_SLOTS:
    void initTestCase() { QVERIFY2(!bus->address().isEmpty(), "dbus-daemon did not start"); }
    void cleanupTestCase() { delete bus; }

    void theDesktopIsToldWhatAndHowUrgent()
    {
        FakeDesktop desktop;
        const auto notifier = makeDesktopNotifier();
        notifier->show({.summary = u"磁盘"_s, .body = u"<b>full</b> & more"_s, .urgency = DesktopNotice::Urgency::Critical});
        notifier->show({.summary = u"low"_s, .urgency = DesktopNotice::Urgency::Low});
        QTRY_COMPARE(desktop.arrived.size(), 2);
        const Arrived first = desktop.arrived.first();
        QCOMPARE(first.application, u"Pipit"_s);
        QCOMPARE(first.summary, u"磁盘"_s);
        QCOMPARE(first.body, u"<b>full</b> & more"_s);
        QCOMPARE(first.actions.value(0), u"default"_s);
        QCOMPARE(first.hints.value(u"urgency"_s).typeId(), int(QMetaType::UChar));
        QCOMPARE(first.hints.value(u"urgency"_s).toInt(), 2);
        QCOMPARE(first.hints.value(u"desktop-entry"_s).toString(), u"chat.pipit.Pipit"_s);
        QCOMPARE(desktop.arrived.last().hints.value(u"urgency"_s).toInt(), 0);
    }

    void whatReadsMarkupGetsNone()
    {
        FakeDesktop desktop;
        desktop.capabilities << u"body-markup"_s;
        const auto notifier = makeDesktopNotifier();
        notifier->show({.summary = u"<i>s</i>"_s, .body = u"<a href=\"http://evil\">x</a>"_s});
        QTRY_COMPARE(desktop.arrived.size(), 1);
        QCOMPARE(desktop.arrived.first().body, u"&lt;a href=&quot;http://evil&quot;&gt;x&lt;/a&gt;"_s);
        QCOMPARE(desktop.arrived.first().summary, u"<i>s</i>"_s); // is never markup
    }

    void aClickLeadsToItsMessage()
    {
        FakeDesktop desktop;
        const auto notifier = makeDesktopNotifier();
        QSignalSpy activated(notifier.get(), &DesktopNotifier::activated);
        notifier->show(notice(u"one"_s, 11));
        notifier->show(notice(u"two"_s, 12));
        QTRY_COMPARE(desktop.arrived.size(), 2);
        // Whoever else says so on the bus is not the desktop. The answer to a call comes when the bus has passed it on.
        QDBusConnection other = QDBusConnection::connectToBus(bus->address(), u"other"_s);
        other.send(QDBusMessage::createSignal(objectPath, serviceName, u"ActionInvoked"_s) << 1u << u"default"_s);
        QVERIFY(other.interface()->isServiceRegistered(serviceName));
        Q_EMIT desktop.ActivationToken(2, u"token-of-two"_s);
        Q_EMIT desktop.ActionInvoked(2, u"default"_s);
        QTRY_COMPARE(activated.count(), 1);
        QCOMPARE(activated.takeFirst(), (QList<QVariant>{u"s"_s, 12ll}));
        QCOMPARE(qgetenv("XDG_ACTIVATION_TOKEN"), QByteArray("token-of-two"));
        qunsetenv("XDG_ACTIVATION_TOKEN");
        // What is closed leads nowhere.
        Q_EMIT desktop.NotificationClosed(2, 2);
        Q_EMIT desktop.ActionInvoked(2, u"default"_s);
        Q_EMIT desktop.ActionInvoked(1, u"default"_s);
        QTRY_COMPARE(activated.count(), 1);
        QCOMPARE(activated.takeFirst(), (QList<QVariant>{u"s"_s, 11ll}));
        QDBusConnection::disconnectFromBus(u"other"_s);
    }

    void aBusWithoutADesktopIsSaidOnce()
    {
        const auto notifier = makeDesktopNotifier();
        LogCapture logged;
        notifier->show(notice(u"one"_s));
        notifier->show(notice(u"two"_s));
        QTRY_VERIFY(logged.has(u"The desktop shows no notifications"));
        // One that comes later is found, and what was said in vain does not come again.
        FakeDesktop desktop;
        notifier->show(notice(u"three"_s));
        QTRY_COMPARE(desktop.arrived.size(), 1);
        QCOMPARE(desktop.arrived.first().summary, u"three"_s);
        QCOMPARE(logged.count(u"The desktop shows no notifications"), 1);
    }

    void aDesktopThatDoesNotAnswerIsGivenUp()
    {
        FakeDesktop desktop;
        desktop.isSilent = true;
        const auto notifier = makeDesktopNotifier();
        LogCapture logged;
        notifier->show(notice(u"one"_s));
        QCOMPARE(desktop.asked, 0); // nobody has waited
        QTRY_VERIFY_WITH_TIMEOUT(logged.has(u"The desktop shows no notifications"), 20'000);
        QCOMPARE(desktop.asked, 1);
        QCOMPARE(desktop.arrived.size(), 0);
    }

    void theWindowTellsOfWhatNobodyLooksAt()
    {
        FakeDesktop desktop;
        test::FakeNode node;
        const QString a = u"a"_s, b = u"b"_s;
        node.store(a, u"hello"_s);
        for (int i = 0; i < 60; ++i)
            node.store(b, u"earlier"_s);
        node.sessions = {QJsonObject{{u"id"_s, a}, {u"title"_s, u"Alpha"_s}}, QJsonObject{{u"id"_s, b}, {u"title"_s, u"Beta"_s}}};
        QTemporaryDir directory;
        QSettings settings(directory.filePath(u"desktop.ini"_s), QSettings::IniFormat);
        Language language;
        MainWindow window(&language, &settings);
        window.setNotifier(makeDesktopNotifier());
        window.chat()->openSession(a);
        ServerBook book(&settings);
        Servers servers(&book, {.directory = directory.path(), .givenUrl = node.url(), .givenToken = "t"});
        window.setServers(&servers);
        servers.start();
        const Connection &connection = *servers.list().first().connection;
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QTRY_VERIFY(connection.sessions().size() == 2 && connection.ownSenderId() == u"me" && window.chat()->messages()->rowCount() == 1);

        node.store(a, u"seen"_s, notification());
        const Message unseen = node.store(b, u"disk full"_s, notification());
        QTRY_COMPARE(desktop.arrived.size(), 1);
        QCOMPARE(desktop.arrived.first().summary, u"Beta"_s);
        QCOMPARE(desktop.arrived.first().body, u"disk full"_s);
        QCOMPARE(desktop.arrived.first().hints.value(u"urgency"_s).toInt(), 1);

        QWidget other;
        other.show();
        other.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&other));
        node.store(a, u"behind"_s, notification());
        QTRY_COMPARE(desktop.arrived.size(), 2);
        QCOMPARE(desktop.arrived.last().summary, u"Alpha"_s);

        for (int i = 0; i < 20; ++i)
            node.store(b, u"later\n\nand\n\nlater"_s);
        Q_EMIT desktop.ActionInvoked(1, u"default"_s);
        QTRY_COMPARE(window.chat()->currentSession(), b);
        QVERIFY(QTest::qWaitForWindowActive(&window));
        MessageView *view = window.chat()->view();
        QTRY_COMPARE(view->currentKey(), QString::number(unseen.id));
        const int row = window.chat()->messages()->rowOfMessage(unseen.id);
        QVERIFY(std::ranges::any_of(view->visibleRows(), [row](const RowWindow::Placed &placed) { return placed.row == row; }));
    }
};

QTEST_MAIN(DesktopNotifierTest)
#include "desktop_notifier_test.moc"
