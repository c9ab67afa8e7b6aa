// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/connection_banner.h"
#include "tests/ui/ui_test.h"
#include "ui/theme/theme.h"

#include <QPushButton>
#include <QSignalSpy>

using namespace pipit;
using namespace std::chrono_literals;

class ConnectionBannerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void saysNothingAtTheFirstStart()
    {
        ConnectionBanner banner;
        banner.setStatus({.state = ConnectionStatus::State::Connecting});
        QVERIFY(banner.isHidden());
        banner.setStatus({.state = ConnectionStatus::State::Live});
        QVERIFY(banner.isHidden());
    }

    void countsDownAndOffersARetry()
    {
        ConnectionBanner banner;
        QSignalSpy retry(&banner, &ConnectionBanner::retryRequested);
        banner.setStatus({.state = ConnectionStatus::State::Waiting, .attempt = 3, .maxAttempts = 10, .retryAt = std::chrono::steady_clock::now() + 1900ms, .reason = QStringLiteral("maintenance")});
        QVERIFY(!banner.isHidden());
        QVERIFY(banner.text().contains(QStringLiteral("3/10")) && banner.text().contains(QStringLiteral("in 2 ")) && banner.text().contains(QStringLiteral("maintenance")));
        QTRY_VERIFY(banner.text().contains(QStringLiteral("in 1 ")));
        banner.findChild<QPushButton *>()->click();
        QCOMPARE(retry.count(), 1);
    }

    void saysWhatWasCaughtUpAndGoes()
    {
        ConnectionBanner banner;
        banner.setStatus({.state = ConnectionStatus::State::Waiting, .attempt = 1});
        banner.setStatus({.state = ConnectionStatus::State::Connecting, .attempt = 1});
        banner.setStatus({.state = ConnectionStatus::State::Live, .caughtUp = 12});
        QVERIFY(!banner.isHidden() && banner.text().contains(QStringLiteral("12")));
        QTRY_VERIFY_WITH_TIMEOUT(banner.isHidden(), 5000);
    }

    void saysHowMuchWasCaughtUpAsItIsCounted()
    {
        ConnectionBanner banner;
        banner.setStatus({.state = ConnectionStatus::State::Waiting, .attempt = 1});
        banner.setStatus({.state = ConnectionStatus::State::Live});
        banner.setStatus({.state = ConnectionStatus::State::Live, .caughtUp = 120});
        QVERIFY(!banner.isHidden() && banner.text().contains(QStringLiteral("120")));
    }

    void saysForGoodThatMessagesComeByPolling()
    {
        ConnectionBanner banner;
        const QString why = QStringLiteral("nothing came through");
        banner.setStatus({.state = ConnectionStatus::State::Waiting, .attempt = 2});
        banner.setStatus({.state = ConnectionStatus::State::Live, .transport = TransportKind::Poll, .transportReason = why});
        QTRY_VERIFY_WITH_TIMEOUT(banner.text().contains(why), 5000); // once it has said what was caught up
        QVERIFY(!banner.isHidden() && banner.text().contains(QStringLiteral("polling")));
        QVERIFY(banner.findChild<QPushButton *>()->isHidden());
        banner.setStatus({.state = ConnectionStatus::State::Live, .transport = TransportKind::Stream});
        QVERIFY(banner.isHidden());
        // Where polling is what was asked for, nobody needs to be told.
        banner.setStatus({.state = ConnectionStatus::State::Live, .transport = TransportKind::Poll});
        QVERIFY(banner.isHidden());
    }

    void offersToSignInAgain()
    {
        ConnectionBanner banner;
        QSignalSpy signIn(&banner, &ConnectionBanner::signInRequested), retry(&banner, &ConnectionBanner::retryRequested);
        banner.setStatus({.state = ConnectionStatus::State::SignedOut, .reason = QStringLiteral("token_expired")});
        QVERIFY(!banner.isHidden() && banner.text().contains(QStringLiteral("token_expired")));
        banner.findChild<QPushButton *>()->click();
        QCOMPARE(signIn.count(), 1);
        QCOMPARE(retry.count(), 0);
    }

    void standsWhenItGaveUpOrWasRefused()
    {
        for (const ConnectionStatus::State state : {ConnectionStatus::State::GaveUp, ConnectionStatus::State::Refused}) {
            ConnectionBanner banner;
            banner.setStatus({.state = state, .reason = QStringLiteral("the token is unknown")});
            QVERIFY(!banner.isHidden() && banner.text().contains(QStringLiteral("the token is unknown")));
            QVERIFY(!banner.findChild<QPushButton *>()->isHidden());
        }
    }
};

PIPIT_UI_TEST(ConnectionBannerTest);
#include "connection_banner_test.moc"
