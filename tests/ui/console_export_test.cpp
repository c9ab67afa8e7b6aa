// SPDX-License-Identifier: GPL-3.0-or-later
// What is taken along from the console, before a real node: pictures, vectors, figures, and a bundle without a secret.
#include "tests/support/unzipped.h"
#include "tests/ui/test_servers.h"
#include "tests/ui/whole_node.h"

#include "client/connection.h"
#include "core/log_output.h"
#include "core/private_file.h"
#include "ui/console/charts/chart_list.h"
#include "ui/console/console_board.h"
#include "ui/console/console_page.h"
#include "ui/console/export/chart_sheet.h"
#include "ui/console/export/export_bar.h"
#include "ui/locale/language.h"
#include "ui/theme/dialogs.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QDir>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLoggingCategory>
#include <QMenu>
#include <QSignalSpy>
#include <QSvgRenderer>
#include <QTest>
#include <QToolButton>
#include <QXmlStreamReader>

using namespace pipit;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Q_LOGGING_CATEGORY(lcSecrets, "pipit.test")

constexpr auto patience = 20'000;

// What nobody may find in a bundle.
const QByteArray callersToken = "pipit_C4ll3r-secret-0123456789abcdefghijklmnopqr";
const QByteArray hookKey = "T0SECRET/hook-key-secret";
const QByteArray botToken = "bot-token-secret-of-test";
const QByteArray databasePassword = "db-password-secret";
const QByteArray otherServersToken = "another-server-secret-token";

struct Fixture {
    QTemporaryDir folder;
    WholeNode node;
    ApiClient api{node.server->url(), node.server->operatorToken(), 10s};
    ConsoleBoard board{api};
    std::unique_ptr<Connection> reader;
    ApiClient *asked = &api;
    ExportBar bar{[this] { return ExportBar::Source{.feed = board.feed(), .axis = board.axis(), .api = asked, .name = u"Büro 1/2"_s, .secrets = {otherServersToken}}; }};
    QSignalSpy notices{&bar, &ExportBar::notice};
    QString suggested;

    Fixture()
        : node(1ms, [](Config &config) {
              config.server.alertWebhook = u"https://hooks.example.org/services/"_s + QString::fromLatin1(hookKey);
              config.bots.push_back({.id = u"model"_s, .provider = u"openai"_s, .name = u"Model"_s, .baseUrl = u"http://127.0.0.1:9/v1"_s, .model = u"m"_s, .tokenEnv = u"PIPIT_EXPORT_TEST_TOKEN"_s});
          })
    {
        board.resize(1180, 700);
        board.QWidget::show();
        bar.show();
        dialogs::setSaveFile([this](QWidget *, const QString &, const QString &name) {
            suggested = QFileInfo(name).fileName();
            return path();
        });
    }
    ~Fixture() { dialogs::setSaveFile({}); }

    QString path() const { return folder.filePath(u"exported"_s); }

    // Figures with something in them.
    bool work()
    {
        reader = std::make_unique<Connection>(ConnectionOptions{.url = node.server->url(), .token = node.server->operatorToken(), .outboxFile = node.directory.filePath(u"outbox.db"_s), .reconnectInterval = 50ms});
        reader->start();
        const auto figures = [this]() -> const FigureHistory & { return board.feed()->figures(); };
        if (!QTest::qWaitFor([&] { return reader->status().state == ConnectionStatus::State::Live && figures().size() >= 2; }, patience))
            return false;
        for (int i = 0; i < 20; ++i)
            reader->send(u"s"_s, u"said %1"_s.arg(i));
        return QTest::qWaitFor([&] { return figures().counted(u"messages"_s, 0, figures().lastMs()) >= 20 && figures().size() >= 4; }, patience);
    }

    // Chooses this in the menu, and waits until it is told how it went.
    QString choose(const QString &action)
    {
        const qsizetype before = notices.size();
        Q_EMIT bar.menu()->aboutToShow();
        auto *chosen = bar.findChild<QAction *>(action);
        if (!chosen || !chosen->isEnabled())
            return u"not to be chosen"_s;
        chosen->trigger();
        return QTest::qWaitFor([&] { return notices.size() > before; }, patience) ? notices.last().first().toString() : QString();
    }

    QByteArray exported() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
};

struct Drawn {
    int shapes = 0, texts = 0, pictures = 0;
    QString words;
    bool isWhole = false;
};

Drawn drawnIn(const QByteArray &svg)
{
    Drawn drawn;
    QXmlStreamReader xml(svg);
    while (!xml.atEnd()) {
        if (xml.readNext() == QXmlStreamReader::StartElement) {
            drawn.shapes += xml.name() == u"path" || xml.name() == u"polyline" || xml.name() == u"rect";
            drawn.texts += xml.name() == u"text";
            drawn.pictures += xml.name() == u"image";
        } else if (xml.isCharacters()) {
            drawn.words += xml.text();
        }
    }
    drawn.isWhole = !xml.hasError();
    return drawn;
}

} // namespace

class ConsoleExportTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("PIPIT_EXPORT_TEST_TOKEN", botToken);
        installLogOutput({});
        QLocale::setDefault(QLocale(QLocale::English));
        Theme::instance().apply(ThemeMode::Light);
    }

    void chartsAsAPictureInTheThemeThatIsOn()
    {
        Fixture f;
        QVERIFY(f.work());
        QCOMPARE(f.board.view(), ConsoleBoard::View::Overview); // the page of charts is not the one that is shown
        for (const ThemeMode mode : {ThemeMode::Dark, ThemeMode::Light}) {
            Theme::instance().apply(mode);
            QCOMPARE(f.choose(u"exportPicture"_s), u"Exported to %1."_s.arg(QDir::toNativeSeparators(f.path())));
            const QImage picture = QImage::fromData(f.exported(), "PNG");
            QCOMPARE(picture.width(), 2 * Theme::scaled(1280));
            QVERIFY(picture.height() > 2 * Theme::scaled(240) * int(ChartList::all().size()) / 2);
            QCOMPARE(picture.pixelColor(2, 2), Theme::tokens().page);
            // The first chart has its line.
            const QColor line = Theme::tokens().series[0];
            int found = 0;
            for (int y = 100; y < 600; ++y) {
                for (int x = 100; x < picture.width() / 2; ++x)
                    found += picture.pixelColor(x, y) == line;
            }
            QVERIFY2(found > 20, qPrintable(QString::number(found)));
        }
        QVERIFY2(QRegularExpression(u"^pipit-charts-Büro-1-2-\\d{4}-\\d\\d-\\d\\dT\\d{4}\\.png$"_s).match(f.suggested).hasMatch(), qPrintable(f.suggested));
    }

    void chartsAsVectors()
    {
        Fixture f;
        QVERIFY(f.work());
        QVERIFY(f.choose(u"exportVectors"_s).startsWith(u"Exported"_s));
        const Drawn drawn = drawnIn(f.exported());
        QVERIFY(drawn.isWhole);
        QCOMPARE(drawn.pictures, 0);
        QVERIFY2(drawn.shapes > 100 && drawn.texts > 100, qPrintable(u"%1 shapes, %2 texts"_s.arg(drawn.shapes).arg(drawn.texts)));
        const auto plans = ChartList::all();
        for (const ChartPlan &plan : plans)
            QVERIFY2(drawn.words.contains(plan.title), qPrintable(plan.title));
        QVERIFY2(drawn.words.contains(QRegularExpression(u"\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d – .*\\(UTC[+-]\\d\\d:\\d\\d\\)"_s)), "the time that it shows");
        QSvgRenderer renderer(f.exported());
        QVERIFY(renderer.isValid());
        QCOMPARE(renderer.viewBox().width(), Theme::scaled(1280));
    }

    void figuresOfTheStretchThatIsShown()
    {
        Fixture f;
        QVERIFY(f.work());
        f.board.axis()->setPaused(true); // while it is exported nothing comes
        QVERIFY(f.choose(u"exportFigures"_s).startsWith(u"Exported"_s));
        const FigureHistory &figures = f.board.feed()->figures();
        QList<QByteArrayList> rows;
        for (const QByteArray &line : f.exported().trimmed().split('\n'))
            rows << line.trimmed().split(',');
        const qsizetype messages = rows.first().indexOf("messages");
        QVERIFY(rows.size() > 4 && messages > 0);
        QCOMPARE(rows.first().size(), figures.fields().size());
        const auto timeOf = [](const QByteArray &text) { return QDateTime::fromString(QString::fromLatin1(text), Qt::ISODateWithMs).toMSecsSinceEpoch(); };
        const qint64 first = timeOf(rows[1][0]), last = timeOf(rows.last()[0]);
        QVERIFY(first >= f.board.axis()->fromMs() && last <= f.board.axis()->toMs());
        double sum = rows[1][messages].toDouble(); // the node is as old as its first row
        for (qsizetype i = 2; i < rows.size(); ++i)
            sum += rows[i][messages].toDouble() - rows[i - 1][messages].toDouble();
        QCOMPARE(sum, rows[1][messages].toDouble() + figures.counted(u"messages"_s, first, last));
        QVERIFY(sum >= 20);
    }

    void theBundleHasEverythingAndNoSecret()
    {
        Fixture f;
        QVERIFY(f.work());
        // As a careless line of the log would have them.
        qCWarning(lcSecrets).noquote() << "refused: Authorization: Bearer " + callersToken;
        qCWarning(lcSecrets).noquote() << "asked with Bearer " + botToken + " in vain";
        qCWarning(lcSecrets).noquote() << "posted to https://hooks.example.org/services/" + hookKey;
        qCWarning(lcSecrets).noquote() << "connecting to postgres://pipit:" + databasePassword + "@db.example.org/pipit";
        qCWarning(lcSecrets).noquote() << "GET /api/ws?ticket=ticket-secret&x=1 by " + otherServersToken + " and " + f.node.server->operatorToken();
        const QString told = f.choose(u"exportIncident"_s);
        QCOMPARE(told, u"Exported to %1."_s.arg(QDir::toNativeSeparators(f.path())));
        QVERIFY(!f.bar.isGathering());
        QVERIFY(isPrivateFile(f.path()));
        const auto files = test::unzipped(f.path());
        QCOMPARE(files.keys(), (QStringList{u"README.txt"_s, u"alerts.json"_s, u"charts.svg"_s, u"config.json"_s, u"doctor.json"_s, u"figures.csv"_s, u"log.txt"_s, u"runs.json"_s, u"stats.json"_s, u"streams-ended.json"_s, u"streams-open.json"_s, u"versions.json"_s}));
        for (auto file = files.begin(); file != files.end(); ++file) {
            for (const QByteArray &secret : {callersToken, hookKey, botToken, databasePassword, otherServersToken, f.node.server->operatorToken(), QByteArray("ticket-secret"), QByteArray("-secret")})
                QVERIFY2(!file->contains(secret), qPrintable(file.key() + u": " + QString::fromLatin1(secret)));
            if (file.key().endsWith(u".json"))
                QVERIFY2(QJsonDocument::fromJson(*file).isObject(), qPrintable(file.key()));
        }
        // What is no secret is there.
        const QByteArray log = files.value(u"log.txt"_s);
        QVERIFY(log.contains("refused: Authorization: ***") && log.contains("posted to https://hooks.example.org/***") && log.contains("postgres://pipit:***@db.example.org/pipit"));
        QVERIFY(log.contains("GET /api/ws?ticket=***&x=1 by *** and ***"));
        QVERIFY(files.value(u"config.json"_s).contains("PIPIT_EXPORT_TEST_TOKEN"));
        const auto jsonOf = [&files](const QString &name) { return QJsonDocument::fromJson(files.value(name)).object(); };
        QCOMPARE(jsonOf(u"versions.json"_s).value(u"desktop")[u"version"], QStringLiteral(PIPIT_VERSION));
        QCOMPARE(jsonOf(u"versions.json"_s).value(u"node")[u"version"], QStringLiteral(PIPIT_VERSION));
        QCOMPARE(jsonOf(u"alerts.json"_s).value(u"alerts").toArray().size(), f.board.feed()->alerts().size());
        QVERIFY(!jsonOf(u"streams-open.json"_s).value(u"connections").toArray().isEmpty());
        QVERIFY(jsonOf(u"doctor.json"_s).value(u"findings").toArray().size() > 3);
        QVERIFY(files.value(u"figures.csv"_s).count('\n') > 4);
        QVERIFY(drawnIn(files.value(u"charts.svg"_s)).isWhole);
        QVERIFY(files.value(u"README.txt"_s).contains("Everything that was asked for is here."));
    }

    void theConsolesOwnButtonTakesWhatItShows()
    {
        WholeNode node;
        TestWindow f;
        f.ownUrl = node.server->url();
        f.ownToken = node.server->operatorToken();
        f.start();
        const auto isLive = [&f] {
            const QList<ServerView> servers = f.servers->list();
            return !servers.isEmpty() && servers.first().connection && servers.first().connection->status().state == ConnectionStatus::State::Live;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isLive(), patience);
        QStringList told;
        SettingsContext context;
        context.settings = &f.settings;
        context.servers = f.servers.get();
        context.notice = [&told](const QString &text) { told << text; };
        ConsolePage page(context);
        page.resize(1180, 700);
        page.QWidget::show();
        auto *bar = page.findChild<ExportBar *>();
        const QString path = f.directory.filePath(u"exported"_s);
        dialogs::setSaveFile([&path](QWidget *, const QString &, const QString &) { return path; });
        QTRY_VERIFY_WITH_TIMEOUT(page.isSettled(), patience);
        QVERIFY(page.rect().contains(QRect(bar->mapTo(&page, QPoint()), bar->size())));
        Q_EMIT bar->menu()->aboutToShow();
        for (const QString &action : {u"exportFigures"_s, u"exportIncident"_s}) {
            const qsizetype before = told.size();
            bar->findChild<QAction *>(action)->trigger();
            QTRY_COMPARE_WITH_TIMEOUT(told.size(), before + 1, patience);
            QCOMPARE(told.last(), u"Exported to %1."_s.arg(QDir::toNativeSeparators(path)));
        }
        const auto files = test::unzipped(path);
        QCOMPARE(files.size(), 12);
        for (const QByteArray &file : files)
            QVERIFY(!file.contains(f.ownToken));
        dialogs::setSaveFile({});
    }

    void whatANodeRefusesIsSaid()
    {
        Fixture f;
        QVERIFY(f.work());
        f.node.server.reset(); // it is gone, as in many an incident
        const QString told = f.choose(u"exportIncident"_s);
        QVERIFY2(told.contains(u"without config.json, "_s) && told.contains(u"README.txt"_s), qPrintable(told));
        const auto files = test::unzipped(f.path());
        QCOMPARE(files.keys(), (QStringList{u"README.txt"_s, u"alerts.json"_s, u"charts.svg"_s, u"figures.csv"_s, u"versions.json"_s}));
        QVERIFY(files.value(u"README.txt"_s).contains("log.txt: 127.0.0.1:"));
    }

    void itCanBeCancelledAndSaysSo()
    {
        Fixture f;
        QVERIFY(f.work());
        Q_EMIT f.bar.menu()->aboutToShow();
        f.bar.findChild<QAction *>(u"exportIncident"_s)->trigger();
        QVERIFY(f.bar.isGathering());
        auto *cancel = f.bar.findChild<QToolButton *>(u"exportCancel"_s);
        QVERIFY(cancel->isVisible());
        QVERIFY(f.bar.findChild<QLabel *>()->text().startsWith(u"Gathering: 0 of "_s));
        Q_EMIT f.bar.menu()->aboutToShow();
        QVERIFY(!f.bar.findChild<QAction *>(u"exportIncident"_s)->isEnabled()); // one at a time
        QTest::mouseClick(cancel, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!f.bar.isGathering(), patience);
        QVERIFY(f.notices.last().first().toString().contains(u"cancelled"_s));
        QVERIFY(!cancel->isVisible());
        QVERIFY(QDir(f.folder.path()).isEmpty());
    }

    void whereItCannotBeWrittenItSaysWhatToDo()
    {
        Fixture f;
        QVERIFY(f.work());
        dialogs::setSaveFile([&f](QWidget *, const QString &, const QString &) { return f.folder.filePath(u"no/such/folder"_s); });
        for (const QString &action : {u"exportPicture"_s, u"exportVectors"_s, u"exportFigures"_s, u"exportIncident"_s}) {
            const QString told = f.choose(action);
            QVERIFY2(told.startsWith(u"Nothing was exported"_s) && told.contains(u"Choose another folder"_s), qPrintable(action + u": " + told));
        }
        dialogs::setSaveFile([](QWidget *, const QString &, const QString &) { return QString(); });
        const qsizetype before = f.notices.size();
        f.bar.findChild<QAction *>(u"exportVectors"_s)->trigger(); // and the dialog was left
        QCOMPARE(f.notices.size(), before);
    }
};

QTEST_MAIN(ConsoleExportTest)
#include "console_export_test.moc"
