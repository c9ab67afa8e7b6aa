// SPDX-License-Identifier: GPL-3.0-or-later
// How one gets into a server: by a token or an invitation, again when a token has ended; and what one is told when something is wrong.
#include "tests/ui/servers_fixture.h"

#include "net/trusted_authorities.h"
#include "tests/support/certificate_maker.h"
#include "tests/support/files_with.h"
#include "ui/chat/chat_page.h"
#include "ui/chat/messages/message_model.h"
#include "ui/theme/dialogs.h"

#include <QAction>
#include <QTcpServer>
#include <QTcpSocket>

using namespace pipit;
using Fixture = ServersFixture;
using Node = ServersNode;

class ServersSignInTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup()
    {
        dialogs::setConfirm(nullptr);
        dialogs::setOpenFile(nullptr);
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
};

QTEST_MAIN(ServersSignInTest)
#include "servers_sign_in_test.moc"
