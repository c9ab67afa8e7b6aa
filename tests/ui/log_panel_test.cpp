// SPDX-License-Identifier: GPL-3.0-or-later
// The card with a node's log: what it says of itself, with whole nodes.
#include "tests/ui/whole_node.h"

#include "client/ops/log_feed.h"
#include "core/log_lines.h"
#include "server/auth/tokens.h"
#include "server/store/sqlite/sqlite_store.h"
#include "ui/console/log/log_bar.h"
#include "ui/console/log/log_panel.h"
#include "ui/console/log/log_view.h"
#include "ui/theme/theme.h"

#include <QLabel>
#include <QPushButton>
#include <QTest>

using namespace pipit;
using namespace Qt::StringLiterals;

namespace {

void logLine(const QString &text)
{
    LogLines::instance().add(LogLine::of(QDateTime::currentMSecsSinceEpoch(), QtInfoMsg, u"pipit.test"_s, text));
}

SseOptions quick()
{
    SseOptions options;
    options.reconnectInterval = std::chrono::milliseconds(100);
    return options;
}

struct Card {
    LogPanel panel;

    Card()
    {
        panel.resize(740, 500);
        panel.show();
    }
    bool has(const QString &text) const
    {
        const LogModel *model = const_cast<LogPanel &>(panel).model();
        return model->count() > 0 && model->row(model->count() - 1).words == text;
    }
    bool says(const QString &text) const
    {
        const auto labels = panel.findChildren<QLabel *>();
        return std::ranges::any_of(labels, [&text](const QLabel *label) { return label->isVisible() && label->text().contains(text); });
    }
    QPushButton *button(const QString &text) const
    {
        for (QPushButton *button : panel.findChildren<QPushButton *>()) {
            if (button->isVisible() && button->text() == text)
                return button;
        }
        return nullptr;
    }
};

} // namespace

class LogPanelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void showsTheNodesLogAsItComes()
    {
        WholeNode node;
        logLine(u"kept"_s);
        LogFeed feed(node.server->url(), node.server->operatorToken(), quick());
        Card card;
        QVERIFY(card.says(u"No node is running."_s));
        card.panel.setFeed(&feed);
        feed.start();
        QTRY_VERIFY(card.has(u"kept"_s));
        logLine(u"comes"_s);
        QTRY_VERIFY(card.has(u"comes"_s));
        QVERIFY(card.panel.view()->isVisible());
        QVERIFY(!card.says(u"No node is running."_s));
    }

    void isForOperators()
    {
        WholeNode node;
        const auto store = std::move(*store::openSqliteStore({.file = node.directory.filePath(u"pipit.db"_s), .readers = 1}));
        const QByteArray token = auth::makeToken();
        QVERIFY(store->addToken({.hash = auth::hashOf(token), .caller = {.sub = u"ann"_s}, .createdAtMs = 1}).result().ok());
        LogFeed feed(node.server->url(), token, quick());
        Card card;
        card.panel.setFeed(&feed);
        feed.start();
        QTRY_VERIFY(card.says(u"The log is for operators."_s));
        QVERIFY(!card.panel.view()->isVisible());
        // With another one, it is there.
        feed.setServer(node.server->url(), node.server->operatorToken());
        logLine(u"for operators"_s);
        QTest::mouseClick(card.button(u"Try again"_s), Qt::LeftButton);
        QTRY_VERIFY(card.has(u"for operators"_s));
    }

    // What was there stays, and goes on where it was.
    void outlivesItsNode()
    {
        auto node = std::make_unique<WholeNode>();
        logLine(u"before"_s);
        LogFeed feed(node->server->url(), node->server->operatorToken(), quick());
        Card card;
        card.panel.setFeed(&feed);
        feed.start();
        QTRY_VERIFY(card.has(u"before"_s));
        const qsizetype lines = card.panel.model()->count();
        const QUrl url = node->server->url();
        const QByteArray token = node->server->operatorToken();
        node->server->stop();
        node->server.reset();
        QTRY_VERIFY(card.says(u"The node is out of reach."_s));
        QVERIFY(card.panel.view()->isVisible());
        QVERIFY(card.button(u"Try now"_s));
        QVERIFY(card.panel.model()->count() >= lines);
        Config config;
        config.server.dataDir = node->directory.path();
        config.server.listen = u"127.0.0.1:%1"_s.arg(url.port());
        config.server.canaryS = 0;
        Server again(config);
        again.setOperatorToken(token);
        QVERIFY(again.start());
        logLine(u"after"_s);
        QTRY_VERIFY(card.has(u"after"_s));
        QTRY_VERIFY(!card.says(u"The node is out of reach."_s));
        QSet<qint64> numbers;
        for (qsizetype place = 0; place < card.panel.model()->count(); ++place)
            numbers << card.panel.model()->row(place).number;
        QCOMPARE(numbers.size(), card.panel.model()->count()); // none twice
    }

    void whatWasClearedStaysAwayWhenTheCardComesBackToTheNode()
    {
        WholeNode node;
        logLine(u"old"_s);
        Card card;
        {
            LogFeed feed(node.server->url(), node.server->operatorToken(), quick());
            card.panel.setFeed(&feed);
            feed.start();
            QTRY_VERIFY(card.has(u"old"_s));
            card.panel.model()->clear();
            QVERIFY(card.says(u"Nothing was logged yet."_s));
        }
        QTRY_VERIFY(card.says(u"No node is running."_s));
        LogFeed feed(node.server->url(), node.server->operatorToken(), quick());
        card.panel.setFeed(&feed);
        feed.start();
        logLine(u"new"_s);
        QTRY_VERIFY(card.has(u"new"_s));
        for (qsizetype place = 0; place < card.panel.model()->count(); ++place)
            QVERIFY(card.panel.model()->row(place).words != u"old"_s);
    }

    void saysWhereNothingAnswers()
    {
        LogFeed feed(QUrl(u"http://127.0.0.1:1"_s), "token", quick());
        Card card;
        card.panel.setFeed(&feed);
        feed.start();
        QTRY_VERIFY(card.says(u"The node is out of reach."_s));
        QVERIFY(card.button(u"Try now"_s));
        QVERIFY(!card.panel.view()->isVisible());
    }
};

QTEST_MAIN(LogPanelTest)
#include "log_panel_test.moc"
