// SPDX-License-Identifier: GPL-3.0-or-later
// What the window shows of the last time while the node is not there, and that nothing typed is lost between the two.
#include "tests/ui/chat_page_fixture.h"

#include "ui/chat/connection_banner.h"
#include "ui/locale/language.h"
#include "ui/main_window.h"

#include <QBuffer>
#include <QImage>
#include <QLabel>
#include <QSettings>

using namespace pipit;

namespace {

const QUrl nowhere(u"http://127.0.0.1:1"_s);

// One start of the program.
struct Start {
    QSettings settings;
    Language language;
    Connection connection;
    MainWindow window{&language, &settings};

    Start(const QTemporaryDir &directory, const QUrl &url)
        : settings(directory.filePath(u"desktop.ini"_s), QSettings::IniFormat),
          connection({.url = url, .token = "t", .outboxFile = directory.filePath(u"outbox.db"_s), .localFile = directory.filePath(u"local.db"_s), .reconnectInterval = 20ms, .maxReconnectAttempts = 1})
    {
        window.resize(1000, 700);
        window.show();
        window.chat()->setConnection(&connection);
    }
    ChatPage &page() { return *window.chat(); }
    QTextEdit *edit() { return page().composer()->edit(); }
    QStringList texts()
    {
        QStringList list;
        for (int row = 0; row < page().messages()->rowCount(); ++row)
            list << page().messages()->row(row).text;
        return list;
    }
    QString notice() const
    {
        const auto *label = window.findChild<QLabel *>(u"notice"_s);
        return label->isVisible() ? label->text() : QString();
    }
};

QJsonObject session(const QString &id, const QString &title)
{
    return {{u"id"_s, id}, {u"title"_s, title}};
}

} // namespace

class OfflineStartTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void theLastConversationAndTheDraftAreThere()
    {
        QTemporaryDir directory;
        {
            test::FakeNode node;
            node.store(u"a"_s, u"first"_s, of("anna"));
            node.store(u"b"_s, u"how are you?"_s, of("anna"));
            node.store(u"b"_s, u"well, thanks"_s, of("me"));
            node.sessions = {session(u"a"_s, u"A"_s), session(u"b"_s, u"B"_s)};
            Start before(directory, node.url());
            before.connection.start();
            QTRY_COMPARE(before.page().sessions()->model()->rowCount(), 2);
            before.page().openSession(u"b"_s);
            QTRY_VERIFY(before.page().isSettled() && before.texts().size() == 2 && !before.connection.ownSenderId().isEmpty());
            QTest::keyClicks(before.edit(), u"half a thought"_s);
        }
        Start start(directory, nowhere);
        // Before anything was asked, or the event loop ran.
        QCOMPARE(start.page().currentSession(), u"b"_s);
        QCOMPARE(start.texts(), (QStringList{u"how are you?"_s, u"well, thanks"_s}));
        QVERIFY(start.page().view()->isVisible());
        QVERIFY(start.page().messages()->row(1).own);
        QCOMPARE(start.page().sessions()->model()->rowCount(), 2);
        QCOMPARE(start.edit()->toPlainText(), u"half a thought"_s);
        QCOMPARE(start.connection.botNames().keys(), QStringList{u"echo"_s});
        QCOMPARE(start.page().composer()->bot(), QString()); // people talk here

        start.connection.start();
        QTRY_COMPARE(start.connection.status().state, ConnectionStatus::State::GaveUp);
        QVERIFY(start.page().view()->isVisible());
        QVERIFY(start.page().banner()->isVisible());
        start.page().openSession(u"a"_s); // never opened: as the stream has brought it
        QCOMPARE(start.edit()->toPlainText(), QString());
        start.page().openSession(u"b"_s);
        QCOMPARE(start.edit()->toPlainText(), u"half a thought"_s);
        QCOMPARE(start.notice(), QString());
    }

    void theCopySaysWhereItEnds()
    {
        QTemporaryDir directory;
        {
            test::FakeNode node;
            for (int i = 1; i <= 60; ++i)
                node.store(u"a"_s, QString::number(i), of("anna"));
            Start before(directory, node.url());
            before.connection.start();
            QTRY_VERIFY(before.page().isSettled());
            QCOMPARE(before.texts().first(), u"11"_s);
        }
        Start start(directory, nowhere);
        QCOMPARE(start.texts().first(), u"11"_s);
        start.connection.feed(u"a"_s)->loadOlder();
        QTRY_VERIFY2(start.notice().contains(u"ends here"), qPrintable(start.notice()));
        QCOMPARE(start.texts().size(), 50);
    }

    void aDraftIsKeptSoonAndEndsWhenItIsSent()
    {
        QTemporaryDir directory;
        test::FakeNode node;
        node.store(u"a"_s, u"first"_s, of("anna"));
        Start start(directory, node.url());
        start.connection.start();
        QTRY_VERIFY(start.page().isSettled());
        QTest::keyClicks(start.edit(), u"typed"_s);
        QTRY_COMPARE(start.connection.draft(u"a"_s), u"typed"_s); // while the window stays as it is
        QTest::keyClicks(start.edit(), u" on"_s);
        start.page().openSession(u"b"_s);
        QCOMPARE(start.connection.draft(u"a"_s), u"typed on"_s);
        start.page().openSession(u"a"_s);
        QTest::keyClick(start.edit(), Qt::Key_Return);
        QCOMPARE(start.connection.draft(u"a"_s), QString());
        QTest::keyClicks(start.edit(), u"next"_s);
        start.window.hide();
        QCOMPARE(start.connection.draft(u"a"_s), u"next"_s);
    }

    void picturesThatFailedComeWhenTheNodeIsBack()
    {
        QTemporaryDir directory;
        test::FakeNode node;
        QByteArray png;
        QBuffer buffer(&png);
        buffer.open(QIODevice::WriteOnly);
        QImage(8, 8, QImage::Format_RGB32).save(&buffer, "PNG");
        node.server.inTurn("/api/files/picture", {test::refuses(503, "unavailable", "Not now."),
                                                  test::says("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: " + QByteArray::number(png.size()) + "\r\nConnection: close\r\n\r\n" + png)});
        Message image = of("anna");
        image.contentType = u"image"_s;
        node.store(u"a"_s, u"/api/files/picture"_s, image);
        Start start(directory, node.url());
        start.connection.start();
        QTRY_VERIFY(start.page().isSettled());
        const auto requests = [&node] { return node.server.requests("/api/files/picture").size(); };
        QTRY_COMPARE(requests(), 1);
        // Again, where the answer was not there yet.
        const auto breaksOff = [&] {
            if (node.stream && start.page().isSettled())
                node.breakStream();
            return requests() == 2;
        };
        QTRY_VERIFY(breaksOff());
        QTRY_VERIFY(start.page().isSettled());
        QCOMPARE(requests(), 2);
    }

    void aSessionThatIsNoMoreIsLeft()
    {
        QTemporaryDir directory;
        test::FakeNode node;
        node.store(u"stays"_s, u"here"_s, of("anna"));
        QSettings(directory.filePath(u"desktop.ini"_s), QSettings::IniFormat).setValue("window/session", u"gone"_s);
        Start start(directory, node.url());
        QCOMPARE(start.page().currentSession(), u"gone"_s);
        start.connection.start();
        QTRY_COMPARE(start.page().currentSession(), u"stays"_s);
        QTRY_COMPARE(start.texts(), QStringList{u"here"_s});
        QCOMPARE(start.settings.value("window/session").toString(), u"stays"_s);
    }

    void aDamagedCopyIsToldOfAndMadeAnew()
    {
        QTemporaryDir directory;
        const QString file = directory.filePath(u"local.db"_s);
        QFile bad(file);
        QVERIFY(bad.open(QIODevice::WriteOnly));
        bad.write(QByteArray(8192, 'n'));
        bad.close();
        test::FakeNode node;
        node.store(u"a"_s, u"first"_s, of("anna"));
        {
            Start start(directory, node.url());
            QTRY_VERIFY2(start.notice().contains(u"damaged"), qPrintable(start.notice()));
            start.connection.start();
            QTRY_VERIFY(start.page().isSettled());
        }
        Start again(directory, nowhere);
        QCOMPARE(again.texts(), QStringList{u"first"_s});
        QCOMPARE(again.notice(), QString());
    }
};

QTEST_MAIN(OfflineStartTest)
#include "offline_start_test.moc"
