// SPDX-License-Identifier: GPL-3.0-or-later
// Several servers in one window, against real nodes: added, shown, signed in again, removed; and what each of them is told when
// something is wrong.
#include "tests/ui/test_servers.h"

#include "client/api_client.h"
#include "client/wait_for.h"
#include "net/trusted_authorities.h"
#include "server/server.h"
#include "tests/support/certificate_maker.h"
#include "tests/support/files_with.h"
#include "ui/chat/chat_page.h"
#include "ui/chat/composer/composer.h"
#include "ui/chat/messages/message_model.h"
#include "ui/servers/server_rail.h"
#include "ui/servers/server_words.h"
#include "ui/settings/server_card.h"
#include "ui/theme/dialogs.h"

#include <QAction>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTcpServer>
#include <QTcpSocket>
#include <QToolButton>

using namespace pipit;

namespace {

struct Node {
    QTemporaryDir directory;
    std::unique_ptr<Server> server;

    explicit Node(const TlsConfig &tls = {})
    {
        Config config;
        config.server.dataDir = directory.path();
        config.server.listen = u"127.0.0.1:0"_s;
        config.tls = tls;
        config.bots = {{.id = u"echo"_s, .provider = u"echo"_s, .name = u"Echo"_s, .pieceInterval = 1ms}};
        config.server.canaryS = 0;
        server = std::make_unique<Server>(config);
        if (const auto started = server->start(); !started)
            qFatal("%s", qUtf8Printable(started.error().message));
    }
    QUrl url() const { return server->url(); }
    QByteArray token() const { return server->operatorToken(); }
    QString invitation() const
    {
        ApiClient api(url(), token(), 10s);
        const QJsonObject guest{{u"role"_s, u"user"_s}, {u"sub"_s, u"guest"_s}, {u"sessions"_s, QJsonArray{u"*"_s}}};
        const auto answer = waitFor(api.post(u"/api/auth/tickets"_s, {{u"invite"_s, guest}, {u"validS"_s, 600}}));
        if (!answer)
            qFatal("%s", qUtf8Printable(answer.error().message));
        return u"pipit:join?node=%1&ticket=%2"_s.arg(url().toString(), answer->value(u"ticket").toString());
    }
    void say(const QString &session, const QString &text) const
    {
        ApiClient api(url(), token(), 10s);
        const QJsonObject body{{u"sessionId"_s, session}, {u"content"_s, text}, {u"senderType"_s, u"system"_s}};
        if (const auto answer = waitFor(api.post(u"/api/messages"_s, body)); !answer)
            qFatal("%s", qUtf8Printable(answer.error().message));
    }
};

// The window with an own node, and the settings of its servers open.
struct Fixture : TestWindow {
    Node own;

    Fixture()
    {
        ownUrl = own.url();
        ownToken = own.token();
    }
    void open()
    {
        start();
        window->showSettings(u"servers"_s);
    }
    void add(const QString &address, const QString &token = {}, const QString &name = {})
    {
        window->showSettings(u"servers"_s);
        inSettings<QLineEdit>(u"serverAddress"_s)->setText(address);
        inSettings<QLineEdit>(u"serverToken"_s)->setText(token);
        inSettings<QLineEdit>(u"serverName"_s)->setText(name);
        inSettings<QPushButton>(u"serverAdd"_s)->click();
    }
    QString problem() const
    {
        const auto *label = inSettings<QLabel>(u"serverProblem"_s);
        return label->isVisible() ? label->text() : QString();
    }
    bool isLive(int index) const
    {
        const QList<ServerView> list = servers->list();
        return index < list.size() && list[index].connection && list[index].connection->status().state == ConnectionStatus::State::Live;
    }
    ServerCard *card(const QString &id) const
    {
        for (ServerCard *candidate : window->settingsPage()->section()->findChildren<ServerCard *>()) {
            if (candidate->id() == id && candidate->isVisible())
                return candidate;
        }
        return nullptr;
    }
    static QPushButton *button(QWidget *in, const QString &text)
    {
        for (QPushButton *candidate : in->findChildren<QPushButton *>()) {
            if (candidate->text() == text && candidate->isVisible())
                return candidate;
        }
        return nullptr;
    }
    QList<QToolButton *> tiles() const
    {
        const auto *rail = window->findChild<ServerRail *>();
        return rail->isVisible() ? rail->findChildren<QToolButton *>() : QList<QToolButton *>();
    }
    QString all(QWidget *in) const
    {
        QStringList words;
        for (const QLabel *label : in->findChildren<QLabel *>()) {
            if (label->isVisible())
                words << label->text();
        }
        return words.join(u'\n');
    }
};

} // namespace

class ServersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup()
    {
        dialogs::setConfirm(nullptr);
        dialogs::setOpenFile(nullptr);
    }

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

    void anInvitationIsTakenUpOnce()
    {
        Fixture f;
        Node other;
        f.open();
        const QString link = other.invitation();
        f.window->openLink(link); // a person looks at it first
        QCOMPARE(f.servers->list().size(), 1);
        QCOMPARE(f.inSettings<QLineEdit>(u"serverAddress"_s)->text(), link);
        QVERIFY(!f.inSettings<QLineEdit>(u"serverToken"_s)->isEnabled());
        f.inSettings<QPushButton>(u"serverAdd"_s)->click();
        QTRY_VERIFY(f.isLive(1));
        QTRY_COMPARE(f.servers->list()[1].connection->ownSenderId(), u"guest"_s);
        QCOMPARE(f.keychain.secrets.size(), 1);

        // Again: it is known, and the ticket is left alone; elsewhere it is used up.
        f.add(link);
        QTRY_VERIFY2(f.problem().contains(u"among your servers"), qPrintable(f.problem()));
        dialogs::setConfirm([](QWidget *, const QString &, const QString &, const QString &) { return true; });
        Fixture::button(f.card(f.servers->list()[1].id), u"Remove…"_s)->click();
        QCOMPARE(f.servers->list().size(), 1);
        QTRY_VERIFY(f.keychain.secrets.isEmpty());
        f.add(link);
        QTRY_VERIFY2(f.problem().contains(u"used already"), qPrintable(f.problem()));
        QCOMPARE(f.servers->list().size(), 1);
    }

    void whatIsWrongIsSaid()
    {
        Fixture f;
        Node other;
        f.open();
        const auto complaint = [&f](const QString &address, const QString &token = u"nobody's"_s) {
            f.add(address, token);
            return QTest::qWaitFor([&f] { return !f.problem().isEmpty(); }, 20'000) ? f.problem() : QString();
        };
        QVERIFY(complaint(u"ftp://h"_s).contains(u"http"));
        QVERIFY(complaint(u"http://"_s).contains(u"http"));
        QVERIFY(complaint(u"pipit:join?node=http://h"_s).contains(u"invitation"));
        QVERIFY(complaint(u"pipit:session/x"_s).contains(u"invitation"));

        QTcpServer gone;
        QVERIFY(gone.listen(QHostAddress::LocalHost));
        const QString deaf = u"http://127.0.0.1:%1"_s.arg(gone.serverPort());
        gone.close();
        const QString nobody = complaint(deaf);
        QVERIFY2(nobody.startsWith(u"Nobody answers there") && nobody.contains(deaf.mid(7)), qPrintable(nobody));

        QTcpServer page;
        QVERIFY(page.listen(QHostAddress::LocalHost));
        connect(&page, &QTcpServer::newConnection, &page, [&page] {
            QTcpSocket *socket = page.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket] {
                socket->readAll();
                socket->write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello");
            });
        });
        QVERIFY(complaint(u"http://127.0.0.1:%1"_s.arg(page.serverPort())).startsWith(u"There is no Pipit node at this address"));

        QVERIFY(complaint(other.url().toString()).startsWith(u"The node does not know this token"));
        QCOMPARE(f.servers->list().size(), 1);
        QVERIFY(f.keychain.secrets.isEmpty());
    }

    void aCertificateOfOnesOwnIsTrustedWhenItIsNamed()
    {
        QTemporaryDir certificates;
        const auto write = [&certificates](const QString &name, const QByteArray &bytes) {
            QFile file(certificates.filePath(name));
            if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
                qFatal("%s", qUtf8Printable(file.errorString()));
            file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
            return file.fileName();
        };
        const test::Issuer authority = test::Issuer::root();
        const test::Issued issued = authority.issue();
        const Node other({.certFile = write(u"cert.pem"_s, issued.certificate), .keyFile = write(u"key.pem"_s, issued.key)});
        QUrl url = other.url();
        url.setHost(u"localhost"_s);
        Fixture f;
        f.open();
        f.add(url.toString(), QString::fromUtf8(other.token()), u"Safe"_s);
        QTRY_VERIFY2(f.problem().startsWith(u"The certificate of this node is not trusted"), qPrintable(f.problem()));
        auto *file = f.inSettings<QLineEdit>(u"serverAuthorities"_s);
        file->setText(certificates.filePath(u"nothing.pem"_s));
        Q_EMIT file->editingFinished();
        QVERIFY(f.all(f.window->settingsPage()->section()).contains(u"nothing.pem cannot be read"));
        dialogs::setOpenFile([path = write(u"ca.pem"_s, authority.pem())](QWidget *, const QString &, const QString &) { return path; });
        file->actions().constFirst()->trigger();
        QCOMPARE(f.settings.value("tls/authorities").toString(), certificates.filePath(u"ca.pem"_s));
        f.inSettings<QPushButton>(u"serverAdd"_s)->click();
        QTRY_VERIFY2(f.isLive(1), qPrintable(f.problem()));
        QVERIFY(trustAuthoritiesIn({}));
    }

    void aKeychainThatDoesNotKeepIsSaid()
    {
        Fixture f;
        Node other;
        f.keychain.fault = Error{ErrorCode::Unavailable, u"The keychain cannot be used (nobody there)."_s};
        f.open();
        f.add(other.url().toString(), QString::fromUtf8(other.token()), u"Work"_s);
        QTRY_VERIFY(f.isLive(1));
        QTRY_COMPARE(f.servers->list()[1].token, ServerView::Token::ThisRun);
        const QString id = f.servers->list()[1].id;
        const QString words = f.all(f.card(id));
        QVERIFY2(words.contains(u"asked for it again at the next start") && words.contains(u"nobody there"), qPrintable(words));
        QVERIFY(f.window->findChild<QLabel *>(u"notice"_s)->isVisible());
        QVERIFY(test::filesWith(f.directory.path(), QString::fromUtf8(other.token())).isEmpty());

        f.start();
        f.window->showSettings(u"servers"_s);
        QTRY_COMPARE(f.servers->list()[1].token, ServerView::Token::Missing);
        QVERIFY(f.all(f.card(id)).contains(u"sign in again"));
        QTRY_COMPARE(f.servers->list()[1].connection->status().state, ConnectionStatus::State::SignedOut);
        QTRY_VERIFY(f.isLive(0)); // the others are not kept waiting
    }

    void oneSignsInAgainWhenATokenHasEnded()
    {
        Fixture f;
        Node other;
        f.open();
        f.add(other.url().toString(), QString::fromUtf8(other.token()), u"Work"_s);
        QTRY_VERIFY(f.isLive(1));
        const QString id = f.servers->list()[1].id;
        f.window->showServer(id);
        QTRY_VERIFY(f.window->chat()->isSettled());
        f.keychain.secrets[Servers::secretName(id)] = "ended";
        f.start();
        QTRY_VERIFY(f.servers->view(id).connection && f.servers->view(id).connection->status().state == ConnectionStatus::State::SignedOut);
        // What is written meanwhile waits.
        f.servers->view(id).connection->send(u"s"_s, u"written while signed out"_s);
        QCOMPARE(f.servers->unsent(id), 1);

        f.window->showSettings(u"servers"_s);
        ServerCard *card = f.card(id);
        const auto signIn = [&](const QString &words) {
            if (!Fixture::button(card, u"Sign in"_s))
                Fixture::button(card, u"Sign in again"_s)->click();
            card->findChild<QLineEdit *>()->setText(words);
            Fixture::button(card, u"Sign in"_s)->click();
        };
        signIn(u"wrong"_s);
        QTRY_VERIFY(f.all(card).contains(u"does not know this token"));
        QTRY_VERIFY(Fixture::button(card, u"Sign in"_s)->isEnabled());
        signIn(f.own.invitation());
        QTRY_VERIFY(f.all(card).contains(u"no invitation to"));
        QTRY_VERIFY(Fixture::button(card, u"Sign in"_s)->isEnabled());
        // What waits would go out as the guest's.
        signIn(other.invitation());
        QTRY_VERIFY2(f.all(card).contains(u"somebody else's"), qPrintable(f.all(card)));
        QCOMPARE(f.keychain.secrets.value(Servers::secretName(id)), "ended");
        QCOMPARE(f.servers->unsent(id), 1);
        QTRY_VERIFY(Fixture::button(card, u"Sign in"_s)->isEnabled());
        signIn(QString::fromUtf8(other.token()));
        QTRY_VERIFY(f.isLive(1));
        QTRY_COMPARE(f.servers->view(id).token, ServerView::Token::Kept);
        QVERIFY(f.keychain.secrets.value(Servers::secretName(id)) != "ended");
        QTRY_COMPARE(f.servers->unsent(id), 0);
        f.window->showServer(id);
        f.window->chat()->openSession(u"s"_s);
        QTRY_COMPARE(f.window->chat()->messages()->rowCount(), 1);
        // Now that nothing waits, it may be somebody else.
        f.window->showSettings(u"servers"_s);
        card = f.card(id);
        f.keychain.secrets[Servers::secretName(id)] = "ended";
        f.start();
        QTRY_VERIFY(f.servers->view(id).connection && f.servers->view(id).connection->status().state == ConnectionStatus::State::SignedOut);
        f.window->showSettings(u"servers"_s);
        card = f.card(id);
        signIn(other.invitation());
        QTRY_VERIFY(f.isLive(1));
        QTRY_COMPARE(f.servers->view(id).connection->ownSenderId(), u"guest"_s);
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
