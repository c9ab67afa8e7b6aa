// SPDX-License-Identifier: GPL-3.0-or-later
// The launcher with the program's own node, a real one: what it shows of it, and what becomes of it.
#include "tests/ui/launcher_fixture.h"

#include "client/wait_for.h"
#include "core/process_figures.h"
#include "tests/ui/opened_links.h"
#include "tests/ui/whole_node.h"
#include "ui/actions/actions.h"
#include "ui/launcher/doctor_card.h"
#include "ui/launcher/drain_card.h"
#include "ui/launcher/node_card.h"
#include "ui/launcher/other_node_card.h"
#include "ui/servers/server_words.h"

#include <QAbstractEventDispatcher>
#include <QBuffer>
#include <QClipboard>
#include <QDir>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QThread>
#include <QToolButton>
#include <QUrlQuery>

#include <stdexcept>

using namespace pipit;

namespace {

// What does not fit; empty: all of it does.
QString faultOfLayout(const LauncherPage *page)
{
    for (const LauncherCard *card : page->findChildren<LauncherCard *>()) {
        if (!card->isVisible())
            continue;
        const QRect place(card->mapTo(page, QPoint()), card->size());
        if (place.left() < 0 || place.right() >= page->width() - 8)
            return u"a card from %1 to %2"_s.arg(place.left()).arg(place.right());
        for (const QAbstractButton *button : card->findChildren<QAbstractButton *>()) {
            if (button->isVisible() && (button->width() < button->minimumSizeHint().width() || button->mapTo(card, button->rect().bottomRight()).x() > card->width()))
                return button->text();
        }
    }
    return {};
}

qint64 threads()
{
    return qint64(QDir(u"/proc/self/task"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size());
}

} // namespace

class LauncherTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { leaveTheMachineAlone(); }

    void itIsAPageOfTheWindow()
    {
        Own own;
        own.start();
        QVERIFY(own.isRunning());
        QVERIFY(own.window->findChild<QToolButton *>(u"page-server"_s)->isChecked());
        QVERIFY(own.page()->isVisible());
        own.window->showChat();
        QVERIFY(!own.page()->isVisible());
        own.window->findChild<QToolButton *>(u"page-server"_s)->click();
        QVERIFY(own.page()->isVisible());
        QCOMPARE(own.window->focusWidget(), own.page()->findChild<TextField *>()->line());
        own.window->actions()->action(u"chat.open"_s).trigger();
        QVERIFY(!own.page()->isVisible());
        own.window->actions()->action(u"server.open"_s).trigger();
        QVERIFY(own.page()->isVisible());
        own.window->showPage(u"nowhere"_s);
        QVERIFY(own.page()->isVisible());
        // It is come back to, the settings are not.
        own.start();
        QVERIFY(own.page()->isVisible());
        own.window->showSettings();
        own.window.reset();
        QCOMPARE(own.settings.value("window/page").toString(), QString());
    }

    void whatItIsIsShown()
    {
        Own own;
        own.start();
        QVERIFY(own.isRunning());
        QTRY_VERIFY_WITH_TIMEOUT(own.page()->isSettled(), limitMs);
        QCOMPARE(own.words("nodeTitle"), u"This computer's node is running"_s);
        QStringList fields;
        for (const TextField *field : own.page()->findChildren<TextField *>())
            fields << field->line()->displayText();
        QVERIFY(fields.contains(own.status().url.toString()));
        QVERIFY(!fields.contains(QString::fromLatin1(own.status().token))); // masked
        QVERIFY(own.part<QComboBox>("nodeDatabase")->currentText().startsWith(u"SQLite · pipit.db ("));
        own.language.apply(u"zh"_s);
        QTRY_COMPARE(own.words("nodeTitle"), u"本机节点正在运行"_s);
        own.language.apply(u"en"_s);
    }

    void itsPageOpensWithATicketThatLetsInOnce()
    {
        OpenedLinks opened;
        Own own;
        own.start();
        QVERIFY(own.isRunning());
        QTRY_VERIFY_WITH_TIMEOUT(own.servers->view(Servers::own()).connection && own.servers->view(Servers::own()).connection->status().state == ConnectionStatus::State::Live, limitMs);
        QVERIFY(own.press("nodeOpenPage"));
        QTRY_COMPARE_WITH_TIMEOUT(opened.addresses.size(), 1, limitMs);
        const QUrl page(opened.addresses.first());
        QCOMPARE(page.path(), u"/sse-demo"_s);
        QCOMPARE(page.port(), own.status().url.port());
        QVERIFY(!opened.addresses.first().contains(QString::fromLatin1(own.status().token)));
        ApiClient browser(own.status().url, {}, std::chrono::seconds(10));
        QJsonObject taken;
        taken.insert(u"ticket", QUrlQuery(page).queryItemValue(u"ticket"_s));
        QVERIFY(waitFor(browser.post(u"/api/auth/session"_s, taken)).ok());
        QVERIFY(!waitFor(browser.post(u"/api/auth/session"_s, taken)).ok());
    }

    void aFaultOfTheNodeIsShownAndItStartsAgain()
    {
        Own own;
        own.start();
        QVERIFY(own.isRunning());
        auto *thread = own.servers->ownNode()->findChild<QThread *>(u"node"_s);
        QVERIFY(thread);
        QMetaObject::invokeMethod(QAbstractEventDispatcher::instance(thread), [] { throw std::runtime_error("a part came loose"); }, Qt::QueuedConnection);
        QVERIFY(own.is(State::Failed));
        QVERIFY2(own.words("faultText").contains(u"a part came loose"), qPrintable(own.words("faultText")));
        QCOMPARE(own.words("nodeTitle"), u"This computer's node is not running"_s);
        QVERIFY(own.press("faultStart"));
        QVERIFY(own.isRunning());
        QVERIFY(own.words("faultText").isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(own.servers->list().first().connection->status().state, ConnectionStatus::State::Live, limitMs);
    }

    void aFileWithAFaultIsNamed()
    {
        Own own("[limits]\nstreems = 3\n");
        own.start();
        QVERIFY(own.is(State::Failed));
        QVERIFY2(own.words("faultText").contains(u"pipit.toml:2"), qPrintable(own.words("faultText")));
        QVERIFY(own.part<QPushButton>("faultFile")->isVisible());
        QVERIFY(writePrivateFile(own.directory.filePath(u"pipit.toml"_s), "[limits]\nstreams = 3\n").ok());
        QVERIFY(own.press("faultStart"));
        QVERIFY(own.isRunning());
    }

    void fiftyStartsAndStopsLeaveNothingBehind()
    {
        Own own;
        own.start();
        QVERIFY(own.isRunning());
        own.window->showChat(); // its own requests come and go
        // How long the window was not its own.
        QElapsedTimer since;
        since.start();
        qint64 longest = 0;
        QTimer beat;
        connect(&beat, &QTimer::timeout, &beat, [&] {
            longest = qMax(longest, since.elapsed());
            since.start();
        });
        qint64 threadsBefore = 0, descriptorsBefore = 0;
        QElapsedTimer whole;
        whole.start();
        for (int i = 0; i < 55; ++i) {
            own.servers->stopOwnNode();
            QVERIFY(own.is(State::Stopped));
            if (i == 4) { // what is made once is there
                threadsBefore = threads();
                descriptorsBefore = *openDescriptors();
                beat.start(5ms);
                since.start();
            }
            if (i < 54) {
                own.servers->startOwnNode();
                QVERIFY(own.isRunning());
            }
        }
        beat.stop();
        // Connections to the node that has gone close a moment later.
        QTRY_VERIFY2(threads() <= threadsBefore && *openDescriptors() <= descriptorsBefore, qPrintable(u"%1 threads, were %2; %3 descriptors, were %4"_s.arg(threads()).arg(threadsBefore).arg(*openDescriptors()).arg(descriptorsBefore)));
        qInfo("50 starts and stops in %lld ms: %lld threads, %lld descriptors, as before; the window waited %lld ms at most", (long long)whole.elapsed(), (long long)threads(), (long long)*openDescriptors(), (long long)longest);
        QVERIFY2(longest < 1'000, qPrintable(QString::number(longest)));
    }

    void whatIsAskedForMeanwhileIsDoneNext()
    {
        Own own;
        own.start();
        own.servers->stopOwnNode();
        QVERIFY(own.is(State::Stopped));
        own.servers->startOwnNode();
        own.servers->stopOwnNode();
        own.servers->startOwnNode();
        QVERIFY(own.isRunning());
        own.servers->stopOwnNode();
        own.servers->startOwnNode();
        QCOMPARE(own.status().state, State::Stopping);
        QVERIFY(own.isRunning());
    }

    void aDrainIsWatchedToItsEnd()
    {
        Own own("[streams]\ndrain_s = 2\n");
        own.start();
        QVERIFY(own.isRunning());
        std::vector<std::unique_ptr<QTcpSocket>> readers;
        for (int i = 0; i < 20; ++i) {
            auto socket = std::make_unique<QTcpSocket>();
            socket->connectToHost(u"127.0.0.1"_s, quint16(own.status().url.port()));
            socket->write("GET /api/sse/messages?sessionId=* HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + own.status().token + "\r\n\r\n");
            readers.push_back(std::move(socket));
        }
        for (const auto &reader : readers)
            QTRY_VERIFY_WITH_TIMEOUT(reader->bytesAvailable() > 0, limitMs);
        QList<qint64> open;
        connect(own.servers.get(), &Servers::ownNodeChanged, own.page(), [&] {
            if (own.status().drain && own.status().state == State::Draining)
                open << own.status().drain->open;
        });
        QVERIFY(own.press("nodeDrain"));
        QTRY_VERIFY(own.words("drainText").contains(u" streams are open, after "));
        QVERIFY(own.is(State::Stopped));
        QVERIFY(open.size() > 3 && open.first() >= 20);
        // The window itself may be back for a moment, and is sent away again.
        for (qsizetype i = 1; i < open.size(); ++i)
            QVERIFY2(open[i] <= open[i - 1] + 1, qPrintable(u"%1 after %2"_s.arg(open[i]).arg(open[i - 1])));
        QVERIFY(own.status().drain->open <= 1);
        if (own.status().drain->open == 0)
            QVERIFY2(own.words("drainText").startsWith(u"All %1 streams ended within "_s.arg(own.status().drain->atStart)), qPrintable(own.words("drainText")));
        QVERIFY(own.page()->findChild<DrainRamp *>()->points() > 2);
        for (const auto &reader : readers)
            QTRY_VERIFY(reader->readAll().contains("event: closing") || reader->state() == QAbstractSocket::UnconnectedState);
    }

    void theNodeLooksItselfOver()
    {
        Own own;
        own.start();
        QVERIFY(own.isRunning());
        auto *doctor = own.page()->findChild<DoctorCard *>();
        QTRY_VERIFY_WITH_TIMEOUT(!doctor->findings().isEmpty(), limitMs);
        QStringList words;
        for (const QLabel *label : doctor->findChildren<QLabel *>())
            words << label->text();
        for (const QString &name : {u"Tables"_s, u"Pages are whole"_s, u"Written to disk"_s, u"Room on the disk"_s})
            QVERIFY2(words.contains(name), qPrintable(words.join(u'|')));
        QVERIFY(!doctor->findChild<QToolButton *>(u"remedyCopy"_s));
        // A folder of files that is another's.
        ApiClient api(own.status().url, own.status().token, 10s);
        const auto text = std::make_shared<QBuffer>();
        text->setData("kept");
        text->open(QIODevice::ReadOnly);
        const auto uploaded = waitFor(api.upload(u"s"_s, u"a.txt"_s, "text/plain", text, [](qint64, qint64) { return true; }));
        QVERIFY2(uploaded.ok(), uploaded.ok() ? "" : qPrintable(uploaded.error().message));
        QFile id(own.directory.filePath(u"files/pipit-files.id"_s));
        QVERIFY(id.open(QIODevice::WriteOnly | QIODevice::Truncate) && id.write("another") > 0);
        id.close();
        QSignalSpy checked(doctor, &DoctorCard::checked);
        QVERIFY(own.press("doctorAgain"));
        QVERIFY(checked.wait(limitMs));
        auto *copy = doctor->findChild<QToolButton *>(u"remedyCopy"_s);
        QVERIFY(copy);
        QTRY_VERIFY(copy->isVisible());
        copy->click();
        QVERIFY(QGuiApplication::clipboard()->text().startsWith(u"Set files.dir"));
        QVERIFY(doctor->findChild<QToolButton *>(u"remedyFolder"_s));
    }

    void otherNodesAreShownToo()
    {
        WholeNode other;
        Own own;
        own.start();
        QVERIFY(own.isRunning());
        ServerBook book(&own.settings);
        QVERIFY(book.add(other.server->url(), u"Work"_s).ok());
        own.start();
        QTRY_VERIFY(own.page()->isVisible());
        QStringList words;
        for (const QLabel *label : own.page()->findChildren<QLabel *>())
            words << label->text();
        QVERIFY(words.contains(u"Work"_s));
        // As it goes, so does what is said of it.
        const auto *card = own.page()->findChild<OtherNodeCard *>();
        const auto says = [card](const QString &what) {
            const auto labels = card->findChildren<QLabel *>();
            return std::ranges::any_of(labels, [&](const QLabel *label) { return label->isVisible() && label->text().contains(what); });
        };
        const QString before = ServerWords::standingOf(own.servers->view(card->id())).word;
        QTRY_VERIFY_WITH_TIMEOUT(says(ServerWords::standingOf(own.servers->view(card->id())).word), limitMs);
        other.server.reset();
        QTRY_VERIFY_WITH_TIMEOUT(ServerWords::standingOf(own.servers->view(card->id())).word != before, limitMs);
        QTRY_VERIFY(says(ServerWords::standingOf(own.servers->view(card->id())).word));
    }

    void theLogStandsBesideTheCardsWhereThereIsRoom()
    {
        Own own;
        own.start();
        QVERIFY(own.isRunning());
        auto *side = new QWidget;
        own.page()->setSide(side);
        const auto placeOf = [&](QWidget *widget) { return QRect(widget->mapTo(own.page(), QPoint()), widget->size()); };
        QTRY_VERIFY(placeOf(side).left() >= placeOf(own.page()->node()).right() && placeOf(side).width() > 600);
        own.window->resize(800, 800);
        QTRY_VERIFY(side->width() == own.page()->width() && placeOf(side).top() > 0);
        own.page()->setSide(nullptr);
        own.window->resize(1280, 800);
        QTRY_VERIFY(placeOf(own.page()->findChild<DoctorCard *>()).left() > placeOf(own.page()->node()).right()); // a column of its own
    }

    void itFitsInEveryWidthAndLanguage()
    {
        Own own;
        own.start();
        QVERIFY(own.isRunning());
        QTRY_VERIFY_WITH_TIMEOUT(own.page()->isSettled(), limitMs);
        for (const char *language : {"en", "zh", "es"}) {
            own.language.apply(QString::fromLatin1(language));
            for (const int width : {420, 700, 1000, 1280, 1600}) {
                own.window->resize(width, 800);
                QString fault;
                QVERIFY2(QTest::qWaitFor([&] { return (fault = faultOfLayout(own.page())).isEmpty(); }), qPrintable(u"%1 %2: %3"_s.arg(QString::fromLatin1(language)).arg(width).arg(fault)));
            }
        }
        own.language.apply(u"en"_s);
    }
};

QTEST_MAIN(LauncherTest)
#include "launcher_test.moc"
