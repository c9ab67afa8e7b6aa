// SPDX-License-Identifier: GPL-3.0-or-later
// A newer version is told once, quietly, and only by the feed that a person has named in the settings or an administrator elsewhere.
#include "tests/ui/test_servers.h"

#include "app/desktop/desktop.h"
#include "keychain/keychain.h"
#include "tests/ui/opened_links.h"
#include "tests/unit/fake_server.h"
#include "ui/chat/chat_page.h"
#include "ui/chat/composer/composer.h"
#include "ui/theme/theme.h"
#include "ui/update_notice.h"

#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

using namespace pipit;

namespace {

test::FakeServer::Handler feedOf(const QByteArray &version, const QByteArray &link = "<link href=\"https://example.org/pipit/\"/>")
{
    const QByteArray feed = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><title>Pipit " + version + "</title>" + link + "</entry></feed>";
    return test::says("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + QByteArray::number(feed.size()) + "\r\n\r\n" + feed);
}

struct Updating : TestWindow {
    test::FakeServer server;

    explicit Updating(const QByteArray &version = "0.2.0")
    {
        server.on("/releases.atom", feedOf(version));
        start();
        window->activateWindow();
    }

    QString feed() const { return server.url(u"/releases.atom"_s).toString(); }
    UpdateNotice *notice() const { return window->findChild<UpdateNotice *>(); }
    QPushButton *onNotice(const QString &name) const { return notice()->findChild<QPushButton *>(name); }
    QPushButton *check() const { return inSettings<QPushButton>(u"updateCheck"_s); }
    QString answer() const { return inSettings<QLabel>(u"updateAnswer"_s)->text(); }
    QLabel *problem() const { return inSettings<QLabel>(u"updateProblem"_s); }

    bool look()
    {
        updates->setFeed(feed());
        updates->checkNow();
        return QTest::qWaitFor([this] { return !updates->status().isAsking; });
    }
    // As a person does it.
    void write(const QString &address)
    {
        auto *field = inSettings<QLineEdit>(u"updateFeed"_s);
        field->setFocus();
        field->clear();
        QTest::keyClicks(field, address);
        QTest::keyClick(field, Qt::Key_Return);
    }
};

} // namespace

class UpdatesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { leaveKeychainAlone(); }
    void init() { Theme::instance().apply(ThemeMode::Light); }
    void cleanup()
    {
        Language().apply(u"en"_s);
        qunsetenv("PIPIT_CLIENT_UPDATE_FEED");
    }

    void aNewerVersionIsToldWithoutTakingTheKeyboard()
    {
        Updating f;
        QVERIFY(QTest::qWaitForWindowActive(f.window.get()));
        QWidget *writing = f.window->focusWidget();
        QVERIFY(writing && f.notice()->isHidden());
        QVERIFY(f.look());
        QTRY_VERIFY(f.notice()->isVisible());
        QCOMPARE(f.notice()->text(), u"Pipit 0.2.0 is there."_s);
        QCOMPARE(f.window->focusWidget(), writing);
        QTest::mouseClick(f.onNotice(u"updateSkip"_s), Qt::LeftButton);
        QVERIFY(f.notice()->isHidden());
        QCOMPARE(f.window->focusWidget(), writing);
    }

    void eachVersionIsToldOnce()
    {
        Updating f;
        OpenedLinks opened;
        QVERIFY(f.look());
        QVERIFY(f.notice()->isVisible());
        f.onNotice(u"updateNews"_s)->click();
        QCOMPARE(opened.addresses, QStringList(u"https://example.org/pipit/"_s));
        QVERIFY(f.notice()->isHidden());
        f.start();
        QVERIFY(f.look());
        QVERIFY(f.updates->status().newer && f.notice()->isHidden());
        f.server.on("/releases.atom", feedOf("0.3.0"));
        QVERIFY(f.look());
        QVERIFY(f.notice()->isVisible());
        // Not settled: told again at the next start.
        f.start();
        QVERIFY(f.look());
        QVERIFY(f.notice()->isVisible());
        f.onNotice(u"updateSkip"_s)->click();
        f.start();
        QVERIFY(f.look());
        QVERIFY(f.notice()->isHidden());
        QCOMPARE(opened.addresses.size(), 1);
    }

    void whatIsNotNewerIsNotTold()
    {
        Updating f("0.1.0");
        QVERIFY(f.look());
        QVERIFY(f.updates->status().askedAt.isValid() && f.notice()->isHidden());
    }

    void aVersionWithoutAPageHasNoneToOpen()
    {
        Updating f;
        f.server.on("/releases.atom", feedOf("0.2.0", "<link href=\"javascript:0\"/>"));
        QVERIFY(f.look());
        QVERIFY(f.notice()->isVisible() && f.onNotice(u"updateNews"_s)->isHidden() && f.onNotice(u"updateSkip"_s)->isVisible());
    }

    void theKeyboardReachesTheNoticeAndGoesOnWhereOneWrites()
    {
        Updating f;
        QVERIFY(QTest::qWaitForWindowActive(f.window.get()));
        QVERIFY(f.look());
        QTRY_VERIFY(f.notice()->isVisible());
        const QPushButton *skip = f.onNotice(u"updateSkip"_s);
        for (int steps = 0; steps < 60 && !skip->hasFocus(); ++steps)
            QTest::keyClick(f.window->focusWidget(), Qt::Key_Tab);
        QVERIFY(skip->hasFocus());
        QTest::keyClick(f.window->focusWidget(), Qt::Key_Space);
        QVERIFY(f.notice()->isHidden());
        QVERIFY(f.window->chat()->composer()->isAncestorOf(f.window->focusWidget()));
    }

    void theNoticeFitsInEveryLanguage()
    {
        Updating f;
        QVERIFY(f.look());
        f.window->resize(420, 640);
        QStringList told;
        for (const LanguageInfo &info : languages) {
            f.language.apply(QString::fromLatin1(info.code));
            QCoreApplication::processEvents();
            told << f.notice()->text();
            QVERIFY(f.notice()->minimumSizeHint().width() <= 420);
            QCOMPARE(f.window->width(), 420);
            for (const QPushButton *button : f.notice()->findChildren<QPushButton *>())
                QTRY_VERIFY2(button->width() >= button->sizeHint().width() && f.notice()->rect().contains(button->geometry()), qPrintable(button->text()));
            const auto *label = f.notice()->findChild<QLabel *>();
            QTRY_VERIFY2(label->height() >= label->heightForWidth(label->width()), qPrintable(label->text()));
        }
        told.removeDuplicates();
        QCOMPARE(told.size(), std::size(languages));
    }

    void aPersonNamesTheFeedAndAsks()
    {
        Updating f;
        f.window->showSettings(u"updates"_s);
        QVERIFY(!f.check()->isEnabled());
        QCOMPARE(f.answer(), QString());
        f.write(f.feed());
        QCOMPARE(f.settings.value("updates/feed").toString(), f.feed());
        QCOMPARE(f.updates->status().feed, QUrl(f.feed()));
        QCOMPARE(f.server.connections(), 0); // it is asked when somebody says so, or later
        f.check()->click();
        QCOMPARE(f.answer(), u"Asking…"_s);
        QTRY_VERIFY(f.answer().startsWith(u"Pipit 0.2.0 is there. Asked: "_s));
        QCOMPARE(f.check()->accessibleDescription(), f.answer());
        QVERIFY(f.inSettings<QPushButton>(u"updateNews"_s)->isVisible());
        OpenedLinks opened;
        f.inSettings<QPushButton>(u"updateNews"_s)->click();
        QCOMPARE(opened.addresses, QStringList(u"https://example.org/pipit/"_s));

        f.server.on("/releases.atom", feedOf("0.1.0"));
        f.check()->click();
        QTRY_VERIFY(f.answer().startsWith(u"There is no newer version."_s));
        QVERIFY(f.inSettings<QPushButton>(u"updateNews"_s)->isHidden());
        f.server.on("/releases.atom", test::says("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        f.check()->click();
        QTRY_VERIFY(f.answer().contains(u"404"_s) && f.answer().contains(u"Look whether the address is right"_s));

        // At the next start it is in force, and nobody is asked before its time.
        const int before = f.server.connections();
        f.start();
        QCOMPARE(f.updates->status().feed, QUrl(f.feed()));
        f.window->showSettings(u"updates"_s);
        QCOMPARE(f.inSettings<QLineEdit>(u"updateFeed"_s)->text(), f.feed());
        f.write(QString());
        QVERIFY(f.updates->status().feed.isEmpty() && f.settings.value("updates/feed").toString().isEmpty());
        QVERIFY(!f.check()->isEnabled());
        QCOMPARE(f.server.connections(), before);
    }

    void whatIsNoAddressIsToldAndChangesNothing()
    {
        Updating f;
        f.window->showSettings(u"updates"_s);
        f.write(f.feed());
        QVERIFY(f.problem()->isHidden());
        f.write(u"ftp://example.org/releases.atom"_s);
        QVERIFY(f.problem()->isVisible() && f.problem()->text().contains(u"http"_s));
        QCOMPARE(f.updates->status().feed, QUrl(f.feed()));
        QCOMPARE(f.settings.value("updates/feed").toString(), f.feed());
        f.check()->click();
        QVERIFY(!f.updates->status().isAsking);
        QCOMPARE(f.window->focusWidget(), f.inSettings<QLineEdit>(u"updateFeed"_s));
        QTest::keyClicks(f.inSettings<QLineEdit>(u"updateFeed"_s), u"x"_s);
        QVERIFY(f.problem()->isHidden());
    }

    void whatIsDecidedElsewhereIsNotChangedHere()
    {
        Updating f;
        f.settings.setValue("updates/feed", u"https://example.org/mine.atom"_s);
        f.decidedFeed = f.feed();
        f.decidedBy = u"environment PIPIT_CLIENT_UPDATE_FEED"_s;
        f.start();
        QCOMPARE(f.updates->status().feed, QUrl(f.feed()));
        f.window->showSettings(u"updates"_s);
        const auto *field = f.inSettings<QLineEdit>(u"updateFeed"_s);
        QCOMPARE(field->text(), f.feed());
        QVERIFY(!field->isEnabled() && field->accessibleDescription().contains(u"environment PIPIT_CLIENT_UPDATE_FEED"_s));
        f.check()->click();
        QTRY_VERIFY(f.answer().startsWith(u"Pipit 0.2.0 is there."_s));
        QCOMPARE(f.settings.value("updates/feed").toString(), u"https://example.org/mine.atom"_s);
    }

    // The whole program: from the weakest to the strongest.
    void theProgramTakesTheFeedFromWhoMayDecide()
    {
        QTemporaryDir directory;
        const auto feed = [&directory] {
            Desktop desktop({.dataDir = directory.path(), .language = u"en"_s});
            return QString(desktop.updates()->status().feed.toString() + u'|' + desktop.updates()->decidedBy().section(u'/', -1));
        };
        const auto write = [&directory](const QString &name, const QByteArray &text) {
            QFile file(directory.filePath(name));
            return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
        };
        QCOMPARE(feed(), u"|"_s);
        QVERIFY(write(u"desktop.ini"_s, "[updates]\nfeed=https://example.org/mine.atom\n"));
        QCOMPARE(feed(), u"https://example.org/mine.atom|"_s);
        QVERIFY(write(u"pipit.toml"_s, "[client]\nupdate_feed = \"https://example.org/ours.atom\"\n"));
        QCOMPARE(feed(), u"https://example.org/ours.atom|pipit.toml:2"_s);
        QVERIFY(write(u"pipit.toml"_s, "[client]\nupdate_feed = \"\"\n"));
        QCOMPARE(feed(), u"|pipit.toml:2"_s);
        QVERIFY(write(u"pipit.toml"_s, "[client]\nupdate_feed = \"\"\nno_such_setting = 1\n"));
        QCOMPARE(feed(), u"|pipit.toml"_s);
        QVERIFY(write(u"pipit.toml"_s, "[client]\nupdate_feed = \"\"\n"));
        qputenv("PIPIT_CLIENT_UPDATE_FEED", "https://example.org/all.atom");
        QCOMPARE(feed(), u"https://example.org/all.atom|environment PIPIT_CLIENT_UPDATE_FEED"_s);
    }
};

QTEST_MAIN(UpdatesTest)
#include "updates_test.moc"
