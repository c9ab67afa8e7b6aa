// SPDX-License-Identifier: GPL-3.0-or-later
// Several servers in one window, against real nodes: added, shown, removed; the own one among them.
#include "tests/ui/servers_fixture.h"

#include "tests/support/files_with.h"
#include "ui/chat/chat_page.h"
#include "ui/chat/composer/composer.h"
#include "ui/chat/messages/message_model.h"
#include "ui/servers/server_words.h"
#include "ui/theme/dialogs.h"

using namespace pipit;
using Fixture = ServersFixture;
using Node = ServersNode;

class ServersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { dialogs::setConfirm(nullptr); }

    void severalAreLiveAndOneIsShown()
    {
        Fixture f;
        Node other;
        f.open();
        QTRY_VERIFY(f.isLive(0));
        QVERIFY(f.tiles().isEmpty()); // one needs no choice
        f.add(other.url().toString(), QString::fromUtf8(other.token()), u"Work"_s);
        QTRY_VERIFY(f.isLive(1));
        QVERIFY(f.isLive(0));
        QCOMPARE(f.tiles().size(), 2);
        QVERIFY(f.inSettings<QLineEdit>(u"serverToken"_s)->text().isEmpty());
        QVERIFY2(f.problem().isEmpty(), qPrintable(f.problem()));
        QTRY_COMPARE(f.servers->list()[1].token, ServerView::Token::Kept);

        // Each has a page of its own; what comes for the other one is counted at its tile.
        f.window->showChat();
        ChatPage *first = f.window->chat();
        QTRY_VERIFY(first->isSettled());
        other.say(u"elsewhere"_s, u"hello"_s);
        QTRY_VERIFY(f.tiles()[1]->accessibleName().contains(u"1"));
        QVERIFY(f.tiles()[1]->accessibleName().startsWith(u"Work, connected"));
        QVERIFY(f.window->statusBar()->text().contains(f.own.url().authority()));
        QTest::keyClicks(first->composer()->edit(), u"a draft"_s);

        f.window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(f.window.get()));
        QTest::keyClick(f.window.get(), Qt::Key_2, Qt::ControlModifier);
        ChatPage *second = f.window->chat();
        QVERIFY(second != first && second->isVisible() && !first->isVisible());
        QTRY_COMPARE(second->currentSession(), u"elsewhere"_s);
        QTRY_COMPARE(second->messages()->rowCount(), 1);
        QVERIFY(f.window->statusBar()->text().contains(other.url().authority()));
        QTRY_VERIFY(!f.tiles()[1]->accessibleName().contains(u"unread"));
        f.tiles()[0]->click();
        QCOMPARE(f.window->chat(), first);
        QCOMPARE(first->composer()->text(), u"a draft"_s);

        // What is written goes where it belongs.
        QTest::keyClick(f.window.get(), Qt::Key_2, Qt::ControlModifier);
        second->composer()->chooseBot({});
        QTest::keyClicks(second->composer()->edit(), u"for Work"_s);
        QTest::keyClick(second->composer()->edit(), Qt::Key_Return);
        QTRY_VERIFY(second->messages()->rowCount() == 2 && second->isSettled());
        const auto &here = f.servers->list()[0].connection->sessions();
        QVERIFY(std::ranges::none_of(here, [](const SessionSummary &session) { return session.lastMessage && session.lastMessage->content == u"for Work"; }));

        // At the next start both are there, the same is shown, and no file has the token.
        QVERIFY(test::filesWith(f.directory.path(), QString::fromUtf8(other.token())).isEmpty());
        f.start();
        QTRY_VERIFY(f.isLive(0) && f.isLive(1));
        QTRY_COMPARE(f.window->chat()->currentSession(), u"elsewhere"_s);
        QCOMPARE(ServerWords::nameOf(f.servers->list()[1]), u"Work"_s);
    }

    void removingSaysWhatIsLost()
    {
        Fixture f;
        auto other = std::make_unique<Node>();
        f.open();
        f.add(other->url().toString(), QString::fromUtf8(other->token()), u"Work"_s);
        QTRY_VERIFY(f.isLive(1));
        const QString id = f.servers->list()[1].id;
        f.window->showServer(id);
        other.reset();
        QTRY_VERIFY(!f.isLive(1));
        f.servers->view(id).connection->send(u"s"_s, u"one"_s);
        f.servers->view(id).connection->send(u"s"_s, u"two"_s);
        f.window->showSettings(u"servers"_s);
        QTRY_VERIFY(f.all(f.card(id)).contains(u"2 unsent"));
        QString told;
        bool answer = false;
        dialogs::setConfirm([&](QWidget *, const QString &title, const QString &text, const QString &) {
            told = title + text;
            return answer;
        });
        Fixture::button(f.card(id), u"Remove…"_s)->click();
        QVERIFY2(told.contains(u"Work") && told.contains(u"2 message"), qPrintable(told));
        QCOMPARE(f.servers->list().size(), 2);
        answer = true;
        const QString files = f.directory.filePath(u"outbox-%1.db.files"_s.arg(id)); // of what was pasted and not sent
        QVERIFY(QDir().mkpath(files + u"/7"_s));
        Fixture::button(f.card(id), u"Remove…"_s)->click();
        QVERIFY(!QFile::exists(files));
        QCOMPARE(f.servers->list().size(), 1);
        QVERIFY(f.tiles().isEmpty());
        f.window->showChat();
        QTRY_VERIFY(f.window->chat()->isSettled()); // the own node's
        QVERIFY(!QFile::exists(f.directory.filePath(u"outbox-%1.db"_s.arg(id))));
        QTRY_VERIFY(f.keychain.secrets.isEmpty());
    }

    void theOwnNodeIsOffWhereThereIsAnother()
    {
        Fixture f;
        Node other;
        f.open();
        QTRY_VERIFY(f.isLive(0));
        QAbstractButton *own = nullptr;
        for (QAbstractButton *box : f.card(u"own"_s)->findChildren<QAbstractButton *>()) {
            if (box->text() == u"Start it with the window")
                own = box;
        }
        own->click();
        QVERIFY(own->isChecked() && f.all(f.card(u"own"_s)).contains(u"only server"));
        f.add(other.url().toString(), QString::fromUtf8(other.token()), u"Work"_s);
        QTRY_VERIFY(f.isLive(1));
        own->click();
        QCOMPARE(f.servers->list().size(), 1);
        QCOMPARE(f.servers->list().first().name, u"Work"_s);
        f.window->showChat();
        QTRY_VERIFY(f.window->chat()->isSettled());

        const int made = f.starts;
        f.start();
        QTRY_VERIFY(f.isLive(0));
        QCOMPARE(f.starts, made);
        f.servers->remove(f.servers->list().first().id); // then there is nothing else
        QCOMPARE(f.starts, made + 1);
        QTRY_VERIFY(f.isLive(0));
    }

    void anOwnNodeThatDoesNotStartIsTriedAgain()
    {
        Fixture f;
        f.ownUrl.clear();
        f.start();
        QTRY_VERIFY(f.window->isSettled());
        QVERIFY(f.window->statusBar()->text().contains(u"not running"));
        f.ownUrl = f.own.url();
        QPushButton *again = Fixture::button(f.window.get(), u"Try again"_s);
        QVERIFY(again);
        again->click();
        QTRY_VERIFY(f.isLive(0));
        QTRY_VERIFY(f.window->isSettled());
    }

    void aLinkLeadsToASession()
    {
        Fixture f;
        Node other;
        other.say(u"there"_s, u"hello"_s);
        f.open();
        f.add(other.url().toString(), QString::fromUtf8(other.token()), u"Work"_s);
        QTRY_VERIFY(f.isLive(1));
        f.window->openLink(u"pipit:session/there?node="_s + other.url().toString());
        QCOMPARE(f.window->chat()->currentSession(), u"there"_s);
        QTRY_COMPARE(f.window->chat()->messages()->rowCount(), 1);
        f.window->openLink(u"pipit:session/here?node=http://nowhere.example"_s);
        QCOMPARE(f.window->chat()->currentSession(), u"there"_s);
        QVERIFY(f.window->findChild<QLabel *>(u"notice"_s)->text().contains(u"not among your servers"));
        // Of no server in particular: of the one that is shown. One that was removed is not shown.
        f.window->openLink(u"pipit:session/elsewhere"_s);
        QCOMPARE(f.window->chat()->currentSession(), u"elsewhere"_s);
        const QString shown = f.servers->list()[1].id;
        QCOMPARE(f.settings.value("window/server").toString(), shown);
        QVERIFY(!f.window->showServer(u"removed"_s));
        QCOMPARE(f.settings.value("window/server").toString(), shown);
        // The own node has no address yet, as in the first moment of the program.
        f.ownUrl = {};
        f.start();
        f.window->openLink(u"pipit:session/early"_s);
        QCOMPARE(f.settings.value("window/server").toString(), shown);
        QCOMPARE(f.window->chat()->currentSession(), u"early"_s);
    }
};

QTEST_MAIN(ServersTest)
#include "servers_test.moc"
