// SPDX-License-Identifier: GPL-3.0-or-later
// The card on which faults are tried: the menu, how a trial goes on, and every verdict in words. What becomes of the node is in
// tests/integration/faults_test.cpp.
#include "tests/ui/launcher_fixture.h"
#include "ui/launcher/other_node_card.h"
#include "ui/launcher/trial_words.h"
#include "ui/launcher/trials_card.h"
#include "ui/theme/theme.h"

#include <QMenu>
#include <QProgressBar>
#include <QPushButton>

using namespace pipit;

namespace {

using Outcome = FaultVerdict::Outcome;
using Reason = FaultVerdict::Reason;

constexpr std::array reasons{Reason::NotTried, Reason::NotAccepted, Reason::NotBack, Reason::Lost, Reason::Doubled, Reason::Unordered, Reason::NotClosed, Reason::Grew, Reason::OthersWaited, Reason::Late, Reason::TookTooLong};

// As a menu is opened: its entries are made then.
QList<QAction *> entries(const Own &own)
{
    QMenu *menu = own.part<QPushButton>("trialsTry")->menu();
    Q_EMIT menu->aboutToShow();
    return menu->actions();
}

QStringList textsOf(const QWidget *place, const char *name)
{
    QStringList texts;
    for (const QLabel *label : place->findChildren<QLabel *>(QString::fromLatin1(name)))
        texts << label->text();
    return texts;
}

FaultVerdict verdictOf(FaultKind kind, Reason reason = Reason::None)
{
    return {.kind = kind, .at = QDateTime::currentDateTimeUtc(), .outcome = reason == Reason::None ? Outcome::Passed : Outcome::Failed, .reason = reason, .error = Error{ErrorCode::Unavailable, u"because"_s}, .sent = 201, .accepted = 200, .resent = 7, .expected = 200, .delivered = 199, .lost = 1, .doubled = 2, .unordered = 3, .streams = 1'000, .back = 999, .backAfter = 312ms, .caughtUpAfter = 420ms, .away = 1'500ms, .slowest = 2'500ms, .slowestLimit = 2'000ms, .queued = 1'100'000, .queueLimit = 1'048'576, .grown = 3'000'000, .grownLimit = 101'711'872};
}

// Trials as a test wants them.
class TestTrials : public FaultTrials
{
public:
    Bar barOf(FaultKind) const override { return Bar::None; }
    QList<int> storms() const override { return {50}; }
    void start(FaultKind, int) override { }
    void cancel() override { }
    void show(const QList<FaultVerdict> &verdicts, const std::optional<FaultProgress> &progress = {})
    {
        m_verdicts = verdicts;
        m_progress = progress;
        Q_EMIT changed();
    }
};

class NodeWithTrials : public OwnNode
{
public:
    explicit NodeWithTrials(TestTrials *trials) : m_trials(trials) { }
    void start() override
    {
        m_status.state = State::Running;
        QTimer::singleShot(0, this, [this] { Q_EMIT changed(); });
    }
    void stop() override { m_status.state = State::Stopped; }
    void drain() override { }
    FaultTrials *trials() override { return m_trials; }

private:
    TestTrials *m_trials;
};

} // namespace

class LauncherTrialsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { leaveTheMachineAlone(); }

    void aFaultIsTriedFromTheMenu()
    {
        Own own;
        own.start();
        QVERIFY(own.isRunning());
        auto *card = own.page()->findChild<TrialsCard *>();
        QTRY_VERIFY(card->isVisible());
        QList<QAction *> menu = entries(own);
        QCOMPARE(menu.size(), 7); // a storm in three sizes
        QVERIFY(menu.first()->isEnabled());
        QVERIFY(!menu.at(2)->isEnabled());
        QCOMPARE(menu.at(2)->text(), u"Drop the listener (only with PostgreSQL)"_s);
        QVERIFY(!menu.at(3)->isEnabled());
        QCOMPARE(menu.last()->text(), u"Storm of 1,000 reconnects"_s);
        QVERIFY(!own.part<QPushButton>("trialsCancel")->isVisible());

        menu.first()->trigger();
        QVERIFY(own.part<QPushButton>("trialsCancel")->isVisible());
        QVERIFY(!own.part<QPushButton>("trialsTry")->isEnabled());
        QVERIFY(own.words("trialsStep").startsWith(u"Cut a stream"));
        QTRY_VERIFY_WITH_TIMEOUT(own.part<QProgressBar>("trialsBar")->value() > 0, limitMs);
        QTRY_VERIFY_WITH_TIMEOUT(!own.part<QPushButton>("trialsCancel")->isVisible(), limitMs);
        QCOMPARE(textsOf(card, "trialTitle"), QStringList{u"Cut a stream: passed"_s});
        QVERIFY(textsOf(card, "trialText").first().startsWith(u"The stream was cut in the middle of 200 messages. It was back after "));
        QVERIFY(textsOf(card, "trialText").first().endsWith(u"; 200 of 200 came, none twice."));
        QVERIFY(textsOf(card, "trialNext").isEmpty());
        own.servers->stopOwnNode();
        QVERIFY(own.is(State::Stopped));
        QVERIFY(!card->isVisible());
    }

    void aTrialIsCancelledByTheKeyboard()
    {
        Own own;
        own.start();
        QVERIFY(own.isRunning());
        entries(own).at(1)->trigger();
        auto *cancel = own.part<QPushButton>("trialsCancel");
        QTRY_VERIFY(cancel->isVisible());
        cancel->setFocus(Qt::TabFocusReason);
        QTest::keyClick(cancel, Qt::Key_Space);
        QVERIFY(!cancel->isEnabled());
        auto *card = own.page()->findChild<TrialsCard *>();
        QTRY_COMPARE_WITH_TIMEOUT(textsOf(card, "trialTitle"), QStringList{u"Freeze a reader: cancelled"_s}, limitMs);
        QVERIFY(own.part<QPushButton>("trialsTry")->isEnabled());
    }

    // The own node is the only one whose cards can disturb it.
    void otherNodesHaveNothingToTry()
    {
        TestWindow test;
        test.ownUrl = QUrl(u"http://127.0.0.1:9"_s);
        test.ownToken = "t";
        test.start();
        test.window->showPage(u"server"_s);
        auto *page = test.window->findChild<LauncherPage *>();
        QTRY_VERIFY(test.servers->ownNode() && test.servers->ownNode()->status().isUp());
        QCOMPARE(page->findChildren<TrialsCard *>().size(), 1);
        QVERIFY(!page->findChild<TrialsCard *>()->isVisible()); // a node without trials
        OtherNodeCard other(test.servers.get(), u"nobody"_s);
        QVERIFY(!other.findChild<QPushButton *>(u"trialsTry"_s));
    }

    void verdictsAndStepsFitInEveryLanguageAndWidth()
    {
        TestTrials trials;
        QTemporaryDir directory;
        QSettings settings(directory.filePath(u"desktop.ini"_s), QSettings::IniFormat);
        ServerBook book(&settings);
        Servers servers(&book, {.directory = directory.path(), .makeNode = [&trials] { return std::make_unique<NodeWithTrials>(&trials); }});
        Language language;
        servers.start();
        TrialsCard card(&servers);
        QTRY_VERIFY(servers.ownNode() && servers.ownNode()->status().isUp());
        card.refresh();
        QVERIFY(card.isVisible());
        trials.show({verdictOf(FaultKind::FreezeReader, Reason::NotClosed), verdictOf(FaultKind::RestartDatabase), verdictOf(FaultKind::DropListener, Reason::Late)}, FaultProgress{.kind = FaultKind::DropListener, .step = FaultProgress::Step::During, .done = 0.4});
        QCOMPARE(textsOf(&card, "trialTitle").size(), 3);
        QCOMPARE(textsOf(&card, "trialNext").size(), 2); // of those that failed
        QCOMPARE(card.findChild<QProgressBar *>()->value(), 400);
        for (const QString &code : {u"en"_s, u"zh"_s, u"es"_s}) {
            language.apply(code);
            QCoreApplication::sendPostedEvents();
            QCOMPARE(textsOf(&card, "trialTitle").size(), 3);
            QVERIFY(textsOf(&card, "trialTitle").first().endsWith(TrialWords::outcomeOf(verdictOf(FaultKind::FreezeReader, Reason::NotClosed))));
            QVERIFY(card.findChild<QWidget *>(u"trialsList"_s)->isVisible());
            for (const int width : {520, 340}) {
                Theme::instance().apply(width == 520 ? ThemeMode::Dark : ThemeMode::Light);
                card.resize(width, card.heightForWidth(width));
                QVERIFY(card.minimumSizeHint().width() <= width);
            }
        }
        language.apply(u"en"_s);
        FaultProgress cancelled{.step = FaultProgress::Step::After, .isCancelled = true};
        trials.show({}, cancelled);
        QVERIFY(!card.findChild<QPushButton *>(u"trialsCancel"_s)->isEnabled());
        trials.show({});
        QVERIFY(!card.findChild<QPushButton *>(u"trialsCancel"_s)->isVisibleTo(&card));
        QVERIFY(textsOf(&card, "trialTitle").isEmpty());
    }

    void everyVerdictIsSaidInEveryLanguage()
    {
        Language language;
        QStringList english;
        for (const QString &code : {u"en"_s, u"zh"_s, u"es"_s}) {
            language.apply(code);
            QStringList said;
            for (const FaultKind kind : faultKinds) {
                said << TrialWords::textOf(verdictOf(kind));
                QCOMPARE(TrialWords::nextOf(verdictOf(kind)), QString());
                for (const Reason reason : reasons) {
                    const FaultVerdict failed = verdictOf(kind, reason);
                    QVERIFY(!TrialWords::textOf(failed).isEmpty());
                    QVERIFY(!TrialWords::nextOf(failed).isEmpty());
                    said << TrialWords::textOf(failed) << TrialWords::nextOf(failed);
                }
            }
            for (const QString &text : std::as_const(said))
                QVERIFY2(!text.contains(u'%'), qPrintable(text));
            if (code == u"en")
                english = said;
            else
                for (qsizetype i = 0; i < said.size(); ++i)
                    QVERIFY2(said[i] != english[i], qPrintable(said[i]));
        }
        language.apply(u"en"_s);
        QCOMPARE(TrialWords::textOf(verdictOf(FaultKind::CutStream, Reason::Lost)), u"199 of 200 messages came; 1 were lost."_s);
        QVERIFY(TrialWords::nextOf(verdictOf(FaultKind::FreezeReader, Reason::NotClosed)).contains(u"streams.queue_bytes"));
        FaultVerdict left = verdictOf(FaultKind::CutStream);
        left.leftBehind = u"pipit:trial:0"_s;
        QVERIFY(TrialWords::textOf(left).contains(u"pipit:trial:0"));
    }
};

QTEST_MAIN(LauncherTrialsTest)
#include "launcher_trials_test.moc"
