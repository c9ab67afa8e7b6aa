// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/connection_banner.h"
#include "ui/theme/theme.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace pipit;
using namespace std::chrono_literals;
using State = ConnectionStatus::State;

class ConnectionBannerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void saysNothingAtTheFirstStart()
    {
        ConnectionBanner banner;
        banner.setStatus({.state = State::Connecting});
        QVERIFY(banner.isHidden());
        banner.setStatus({.state = State::Live});
        QVERIFY(banner.isHidden());
    }

    void countsDownAndOffersARetry()
    {
        ConnectionBanner banner;
        QSignalSpy retry(&banner, &ConnectionBanner::retryRequested);
        banner.setStatus({.state = State::Waiting, .attempt = 3, .maxAttempts = 10, .retryAt = std::chrono::steady_clock::now() + 1900ms, .reason = QStringLiteral("maintenance")});
        QVERIFY(!banner.isHidden());
        QVERIFY(banner.text().contains(QStringLiteral("3/10")) && banner.text().contains(QStringLiteral("in 2 ")) && banner.text().contains(QStringLiteral("maintenance")));
        QTRY_VERIFY(banner.text().contains(QStringLiteral("in 1 ")));
        banner.findChild<QPushButton *>()->click();
        QCOMPARE(retry.count(), 1);
    }

    void saysWhatWasCaughtUpAndGoes()
    {
        ConnectionBanner banner;
        banner.setStatus({.state = State::Waiting, .attempt = 1});
        banner.setStatus({.state = State::Connecting, .attempt = 1});
        banner.setStatus({.state = State::Live, .caughtUp = 12});
        QVERIFY(!banner.isHidden() && banner.text().contains(QStringLiteral("12")));
        QTRY_VERIFY_WITH_TIMEOUT(banner.isHidden(), 5000);
    }

    void standsWhenItGaveUpOrWasRefused()
    {
        for (const State state : {State::GaveUp, State::Refused}) {
            ConnectionBanner banner;
            banner.setStatus({.state = state, .reason = QStringLiteral("the token is unknown")});
            QVERIFY(!banner.isHidden() && banner.text().contains(QStringLiteral("the token is unknown")));
            QVERIFY(!banner.findChild<QPushButton *>()->isHidden());
        }
    }
};

QTEST_MAIN(ConnectionBannerTest)
#include "connection_banner_test.moc"
