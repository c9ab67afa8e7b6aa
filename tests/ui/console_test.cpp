// SPDX-License-Identifier: GPL-3.0-or-later
// The console before a real node: its figures, its charts under a hand, its streams one by one, its bots.
#include "client/connection.h"
#include "tests/ui/test_servers.h"
#include "tests/ui/whole_node.h"
#include "ui/chat/state_page.h"
#include "ui/console/charts/chart_card.h"
#include "ui/console/charts/chart_legend.h"
#include "ui/console/charts/ticks.h"
#include "ui/console/console_page.h"
#include "ui/console/runs/run_timeline.h"
#include "ui/console/runs/runs_panel.h"
#include "ui/console/stat_tile.h"
#include "ui/console/streams/stream_details.h"
#include "ui/console/streams/streams_panel.h"
#include "ui/theme/theme.h"

#include <QLabel>
#include <QMouseEvent>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include <algorithm>

using namespace pipit;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto patience = 20'000;

// With the button held, of which QTest::mouseMove() knows nothing.
void dragOver(QWidget *widget, const QPoint &place)
{
    QMouseEvent move(QEvent::MouseMove, place, widget->mapToGlobal(place), Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(widget, &move);
}

struct Fixture {
    WholeNode node;
    ApiClient api{node.server->url(), node.server->operatorToken(), 10s};
    ConsoleBoard board{api};
    std::unique_ptr<Connection> reader; // somebody else's window

    Fixture()
    {
        board.resize(1180, 700);
        board.QWidget::show();
    }

    bool hasFigures(std::size_t rows = 2)
    {
        return QTest::qWaitFor([&] { return board.feed()->state() == OpsFeed::State::Live && board.feed()->figures().size() >= rows; }, patience);
    }

    bool follow()
    {
        reader = std::make_unique<Connection>(ConnectionOptions{.url = node.server->url(), .token = node.server->operatorToken(), .outboxFile = node.directory.filePath(u"outbox.db"_s), .reconnectInterval = 50ms});
        reader->start();
        return QTest::qWaitFor([&] { return reader->status().state == ConnectionStatus::State::Live; }, patience);
    }

    ChartCard *chart(const QString &id)
    {
        const auto charts = board.charts();
        const auto found = std::ranges::find(charts, id, [](const ChartCard *card) { return card->plan().id; });
        return found == charts.end() ? nullptr : *found;
    }

    // The row of the reader's stream.
    std::optional<NodeStream> readersStream()
    {
        for (const NodeStream &stream : board.streams()->streams()) {
            if (stream.all && stream.isOpen())
                return stream;
        }
        return std::nullopt;
    }

    QString limitAtNode(const QString &name)
    {
        for (const OpsAlert &alert : board.feed()->alerts()) {
            if (alert.name == name)
                return QString::number(alert.limit, 'g', 3);
        }
        return {};
    }
};

} // namespace

class ConsoleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English));
        Theme::instance().apply(ThemeMode::Light);
    }

    void figuresComeAndGoOn()
    {
        Fixture f;
        QVERIFY(f.follow());
        QVERIFY(f.hasFigures());
        const qint64 from = f.board.feed()->figures().lastMs();
        f.reader->send(u"s"_s, u"hello"_s);
        QTRY_VERIFY_WITH_TIMEOUT(f.board.feed()->figures().counted(u"messages"_s, from, f.board.feed()->figures().lastMs()) == 1, patience);
        QVERIFY2(f.board.tiles()[0]->text().startsWith(u"Open streams 2 "_s), qPrintable(f.board.tiles()[0]->text())); // the reader's, and the console's own
        QCOMPARE(f.board.axis()->toMs(), f.board.feed()->figures().lastMs());
        f.board.show(ConsoleBoard::View::Charts);
        QTRY_COMPARE_WITH_TIMEOUT(f.chart(u"streams"_s)->legend()->entries().first().value, u"2"_s, patience);
        QCOMPARE(f.chart(u"streams"_s)->legend()->entries().size(), 1); // what is nothing but 0 is not named
        QCOMPARE(f.board.feed()->alerts().size(), qsizetype(defaultAlerts().size()));
    }

    void aStreamIsDisconnectedFromTheTableAndItsClientResumes()
    {
        Fixture f;
        QVERIFY(f.follow());
        f.board.show(ConsoleBoard::View::Streams);
        QTRY_VERIFY_WITH_TIMEOUT(f.readersStream(), patience);
        const qint64 id = f.readersStream()->id;
        SessionFeed *feed = f.reader->feed(u"s"_s);
        f.reader->send(u"s"_s, u"before"_s);
        QTRY_VERIFY_WITH_TIMEOUT(feed->messages().size() == 1, patience);

        f.board.streams()->select(id);
        QTRY_COMPARE_WITH_TIMEOUT(f.board.streams()->details()->streamId(), id, patience);
        QVERIFY(f.board.streams()->details()->storyText().contains(u"without a cursor"_s));
        QTest::keyClick(f.board.streams()->table(), Qt::Key_Delete);
        QTRY_VERIFY_WITH_TIMEOUT(f.readersStream() && f.readersStream()->id != id, patience);
        QCOMPARE(f.readersStream()->resume, u"continued"_s);
        QTRY_COMPARE_WITH_TIMEOUT(f.reader->status().state, ConnectionStatus::State::Live, patience);
        f.reader->send(u"s"_s, u"after"_s);
        QTRY_COMPARE_WITH_TIMEOUT(feed->messages().size(), 2, patience);

        // Its story is told to its end, and how it went on.
        QTRY_VERIFY_WITH_TIMEOUT(f.board.streams()->details()->storyText().contains(u"closed_by_operator"_s), patience);
        QTRY_VERIFY_WITH_TIMEOUT(f.board.streams()->details()->storyText().contains(u"Its client was back after"_s), patience);
        f.board.streams()->showEnded(true);
        QTRY_VERIFY_WITH_TIMEOUT(f.board.streams()->model()->rowOf(id) >= 0, patience);
        QCOMPARE(f.board.streams()->model()->stream(f.board.streams()->model()->rowOf(id)).reason, u"closed_by_operator"_s);
    }

    void theStoryOfAStreamIsOneStepFromTheOverview()
    {
        Fixture f;
        QVERIFY(f.follow());
        const auto panels = f.board.findChildren<StreamsPanel *>();
        const auto brief = std::ranges::find_if(panels, [](const StreamsPanel *panel) { return panel->isVisible(); });
        QVERIFY(brief != panels.end());
        const auto readers = [&] {
            for (int row = 0; row < (*brief)->model()->rowCount(); ++row) {
                if ((*brief)->model()->stream(row).all)
                    return row;
            }
            return -1;
        };
        QTRY_VERIFY_WITH_TIMEOUT(readers() >= 0, patience);
        const qint64 id = (*brief)->model()->stream(readers()).id;
        Q_EMIT (*brief)->table()->activated((*brief)->model()->index(readers(), 0));
        QCOMPARE(f.board.view(), ConsoleBoard::View::Streams);
        QTRY_COMPARE_WITH_TIMEOUT(f.board.streams()->details()->streamId(), id, patience);
    }

    void thePageSaysWhyThereIsNothingToSee()
    {
        WholeNode other;
        TestWindow f;
        ServerBook book(&f.settings);
        QVERIFY(book.add(other.server->url(), u"Work"_s).ok());
        f.settings.setValue("console/server", book.entries().last().id);
        f.nodeSettings.setWanted(false);
        f.keychain.secrets.insert(book.entries().last().id, other.server->operatorToken());
        f.start();
        f.window->showPage(u"console"_s);
        auto *page = static_cast<ConsolePage *>(f.window->page(u"console"_s));
        QCOMPARE(page->serverId(), book.entries().last().id);
        // The own one stands still.
        const QString own = f.book->entries().first().id;
        page->showServer(own);
        const auto says = [page](const QString &what) {
            const auto labels = page->findChild<StatePage *>()->findChildren<QLabel *>();
            return std::ranges::any_of(labels, [&](const QLabel *label) { return label->isVisible() && label->text().contains(what); });
        };
        QTRY_VERIFY(says(u"is not running"_s));
        // The one that is looked at is taken off the list.
        page->showServer(book.entries().last().id);
        f.servers->remove(book.entries().last().id);
        QTRY_COMPARE(page->serverId(), own);
        QTRY_VERIFY(says(u"is not running"_s));
    }

    void whatAStreamIsSentIsHeardAndCanBePaused()
    {
        Fixture f;
        QVERIFY(f.follow());
        f.board.show(ConsoleBoard::View::Streams);
        QTRY_VERIFY_WITH_TIMEOUT(f.readersStream(), patience);
        StreamDetails *details = f.board.streams()->details();
        f.board.streams()->select(f.readersStream()->id);
        QTRY_VERIFY_WITH_TIMEOUT(details->isVisible(), patience);
        QTest::mouseClick(details->findChild<QPushButton *>(u"tapListen"_s), Qt::LeftButton);
        QVERIFY(details->isListening());
        int sent = 0;
        QTRY_VERIFY_WITH_TIMEOUT((f.reader->send(u"s"_s, u"heard %1"_s.arg(++sent)), details->heardText().contains(u"heard"_s)), patience);
        details->findChild<QToolButton *>()->setChecked(true);
        const QString before = details->heardText();
        f.reader->send(u"s"_s, u"said while it is paused"_s);
        QTRY_VERIFY_WITH_TIMEOUT(f.reader->feed(u"s"_s)->messages().size() == sent + 1, patience);
        QTest::qWait(200); // it would be there by now
        QCOMPARE(details->heardText(), before);
        details->findChild<QToolButton *>()->setChecked(false);
        QTRY_VERIFY_WITH_TIMEOUT(details->heardText().contains(u"said while it is paused"_s), patience);
        details->stopListening();
        QVERIFY(!details->isListening());
    }

    void thresholdsAreDragged()
    {
        Fixture f;
        f.board.show(ConsoleBoard::View::Charts);
        QVERIFY(f.hasFigures());
        TimePlot *plot = f.chart(u"commit-to-wire"_s)->plot();
        QTRY_VERIFY_WITH_TIMEOUT(!plot->thresholds().isEmpty(), patience);
        QCOMPARE(plot->thresholds().first().alert, u"slow push"_s);
        QCOMPARE(plot->thresholds().first().value, 500.0);
        // There is nothing to see at first: the limit is far above. The keyboard reaches it.
        plot->setFocus();
        QTest::keyClick(plot, Qt::Key_Down);
        QTRY_VERIFY(plot->most() >= 475 && plot->thresholds().first().value == 475);
        QCOMPARE(f.limitAtNode(u"slow push"_s), u"0.5"_s); // it is not set yet
        QTest::keyClick(plot, Qt::Key_Escape);
        QCOMPARE(plot->thresholds().first().value, 500.0);
        QTest::keyClick(plot, Qt::Key_Down);
        QTest::keyClick(plot, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(f.limitAtNode(u"slow push"_s), u"0.475"_s, patience);

        // What the keys have taken, the pointer leaves alone; and what they have not set is not set by a click.
        QTest::keyClick(plot, Qt::Key_Down);
        const double taken = plot->thresholds().first().value;
        QVERIFY(taken < 475);
        QTest::mouseMove(plot->viewport(), plot->plotArea().center().toPoint());
        QCOMPARE(plot->thresholds().first().value, taken);
        QTest::mouseClick(plot->viewport(), Qt::LeftButton, {}, plot->plotArea().center().toPoint());
        QCOMPARE(plot->thresholds().first().value, 475.0);
        QCOMPARE(f.limitAtNode(u"slow push"_s), u"0.475"_s);

        // And the pointer, where the line is to be seen.
        TimePlot *streams = f.chart(u"queues"_s)->plot();
        QTRY_VERIFY_WITH_TIMEOUT(!streams->thresholds().isEmpty(), patience);
        QTRY_VERIFY(streams->most() >= 5'000); // nothing else is there to be seen
        // As they stand at the moment: a legend that gets a line moves them.
        const auto placeOf = [streams](double value) { return QPoint(int(streams->plotArea().center().x()), int(streams->yOf(value))); };
        QTest::mouseMove(streams->viewport(), placeOf(5'000));
        QTest::mousePress(streams->viewport(), Qt::LeftButton, {}, placeOf(5'000));
        dragOver(streams->viewport(), placeOf(3'500));
        dragOver(streams->viewport(), placeOf(2'000));
        QTest::mouseRelease(streams->viewport(), Qt::LeftButton, {}, placeOf(2'000));
        QTRY_VERIFY_WITH_TIMEOUT(std::abs(f.limitAtNode(u"writes wait"_s).toDouble() - 2'000) < 100, patience);
    }

    void oneCrosshairAndOneAxisForAllCharts()
    {
        Fixture f;
        f.board.show(ConsoleBoard::View::Charts);
        QVERIFY(f.hasFigures(3));
        TimePlot *first = f.chart(u"streams"_s)->plot(), *second = f.chart(u"commit-to-wire"_s)->plot();
        QTest::mouseMove(first->viewport(), first->plotArea().center().toPoint());
        QVERIFY(f.board.axis()->crosshairMs());
        QCOMPARE(*f.board.axis()->crosshairMs(), first->timeAt(first->plotArea().center().toPoint().x()));
        QCOMPARE(second->xOf(*f.board.axis()->crosshairMs()) - second->plotArea().left(), first->xOf(*f.board.axis()->crosshairMs()) - first->plotArea().left());

        const qint64 span = f.board.axis()->spanMs();
        const QPoint from(int(first->plotArea().left()) + 20, 40), to(int(first->plotArea().left()) + 120, 40);
        const qint64 fromMs = first->timeAt(from.x()), toMs = first->timeAt(to.x());
        QTest::mousePress(first->viewport(), Qt::LeftButton, {}, from);
        dragOver(first->viewport(), to);
        QTest::mouseRelease(first->viewport(), Qt::LeftButton, {}, to);
        QVERIFY(f.board.axis()->spanMs() < span);
        QVERIFY(std::abs(f.board.axis()->fromMs() - fromMs) <= 1 && std::abs(f.board.axis()->toMs() - toMs) <= 1);
        QVERIFY(!f.board.axis()->isLive());
        const std::size_t rows = f.board.feed()->figures().size();
        QTRY_VERIFY_WITH_TIMEOUT(f.board.feed()->figures().size() > rows, patience);
        QVERIFY(std::abs(f.board.axis()->toMs() - toMs) <= 1); // what was zoomed to stays
        QTest::mouseDClick(first->viewport(), Qt::LeftButton, {}, from);
        QVERIFY(f.board.axis()->isLive());
        QCOMPARE(f.board.axis()->toMs(), f.board.feed()->figures().lastMs());
        QTest::keyClick(first, Qt::Key_Plus);
        QVERIFY(f.board.axis()->spanMs() < span);
    }

    void anAnswerHasItsTimeLine()
    {
        Fixture f;
        QVERIFY(f.follow());
        f.reader->ask(u"s"_s, u"echo"_s, u"one two three"_s);
        f.board.show(ConsoleBoard::View::Bots);
        RunsModel *runs = f.board.runs()->model();
        QTRY_VERIFY_WITH_TIMEOUT(runs->rowCount() == 1 && runs->run(0).run.state == RunState::Completed, patience);
        QVERIFY(runs->run(0).firstTokenMs && runs->run(0).lastTokenMs && runs->run(0).durationMs);
        const auto steps = RunTimeline::stepsOf(runs->run(0));
        QVERIFY(steps.size() >= 3);
        for (qsizetype i = 1; i < steps.size(); ++i)
            QCOMPARE(steps[i].fromMs, steps[i - 1].toMs);
        QCOMPARE(steps.last().toMs, *runs->run(0).durationMs);
        QVERIFY(f.board.runs()->findChild<RunTimeline *>()->accessibleName().contains(u"first token"_s));
    }

    void whoIsNoOperatorIsToldSo()
    {
        WholeNode node;
        // A guest of that node: a user.
        ApiClient door(node.server->url(), node.server->operatorToken(), 10s);
        QByteArray token;
        [](ApiClient &api, QByteArray *into) -> QCoro::Task<> {
            const QJsonObject invite{{u"invite"_s, QJsonObject{{u"sessions"_s, QJsonArray{u"*"_s}}}}};
            const auto ticket = co_await api.post(u"/api/auth/tickets"_s, invite);
            QJsonObject taken;
            taken.insert(u"ticket", ticket->value(u"ticket"));
            const auto entry = co_await api.post(u"/api/auth/session"_s, taken);
            *into = entry->value(u"token").toString().toLatin1();
        }(door, &token);
        QTRY_VERIFY_WITH_TIMEOUT(!token.isEmpty(), patience);
        ApiClient guest(node.server->url(), token, 10s);
        auto board = std::make_unique<ConsoleBoard>(guest);
        QTRY_COMPARE_WITH_TIMEOUT(board->feed()->state(), OpsFeed::State::Refused, patience);
        QVERIFY(board->feed()->error().message.contains(u"operator"_s));
        // It was never to be seen, and takes along what it has made.
        const QPointer<ChartCard> chart(board->charts().first());
        board.reset();
        QVERIFY(!chart);
    }

    void theAxisOfValuesHasRoundSteps()
    {
        QCOMPARE(valueTicks(1'248, 5), (QList<double>{0, 500, 1'000, 1'500}));
        QCOMPARE(valueTicks(0, 5).first(), 0.0);
        QVERIFY(valueTicks(0.0007, 4).last() >= 0.0007);
        for (const double most : {0.3, 1.0, 9.99, 10.0, 77'777.0}) {
            const auto ticks = valueTicks(most, 6);
            QVERIFY2(ticks.last() >= most * 0.999 && ticks.size() <= 7, qPrintable(QString::number(most)));
        }
        const auto times = timeTicks(1'700'000'000'000, 1'700'000'900'000, 6);
        QVERIFY(times.size() >= 3 && times.size() <= 6);
        QCOMPARE((times[1] - times[0]) % 60'000, 0);
    }
};

QTEST_MAIN(ConsoleTest)
#include "console_test.moc"
