// SPDX-License-Identifier: GPL-3.0-or-later
// Where nothing takes notifications: no bus, no tray. Built with each kind of desktop behind the notifier.
#include "tests/unit/log_capture.h"
#include "ui/desktop/desktop_notifier.h"

#include <QSignalSpy>
#include <QTest>

using namespace pipit;

class NoDesktopTest : public QObject
{
    Q_OBJECT

public:
    static void initMain() { qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent"); }

private Q_SLOTS:
    void nothingHappensAndItIsSaidOnce()
    {
        LogCapture logged;
        const auto notifier = makeDesktopNotifier();
        QSignalSpy activated(notifier.get(), &DesktopNotifier::activated);
        for (int i = 0; i < 3; ++i)
            notifier->show({.summary = QStringLiteral("one"), .body = QStringLiteral("two"), .messageId = 1});
        QCOMPARE(logged.count(u"The desktop shows no notifications"), 1);
        QCOMPARE(activated.count(), 0);
    }
};

QTEST_MAIN(NoDesktopTest)
#include "no_desktop_test.moc"
