// SPDX-License-Identifier: GPL-3.0-or-later
// The chat's page between the widgets and a connection. What a node has to understand is shown to a whole one; when something
// comes, or breaks, is for a small one to say.
#include "tests/ui/chat_page_fixture.h"

#include "tests/ui/test_media.h"
#include "tests/ui/whole_node.h"
#include "ui/theme/dialogs.h"
#include "ui/theme/theme.h"

#include <QBuffer>
#include <QImage>
#include <QPushButton>

using namespace pipit;

class ChatPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void cleanup() { dialogs::setSaveFile(nullptr); }

    void anEditedQuestionIsAnsweredAgain()
    {
        WholeNode node;
        Page f(node.server->url(), node.server->operatorToken(), u"s"_s);
        QVERIFY(f.settles());
        QCOMPARE(f.page.composer()->bot(), u"echo"_s);
        f.write(u"first words"_s);
        QTRY_VERIFY(f.page.messages()->rowCount() == 2 && f.page.isSettled());
        const QString key = f.row(0).key;

        QTest::keyClick(f.page.composer()->edit(), Qt::Key_Up);
        QVERIFY(f.page.composer()->isEditing());
        QCOMPARE(f.page.composer()->text(), u"first words"_s);
        f.write(u", and more"_s);
        QVERIFY(!f.page.composer()->isEditing());
        QTRY_VERIFY(f.row(0).text == u"first words, and more" && f.row(0).id != 0 && f.page.messages()->rowCount() == 2 && f.page.isSettled() && f.row(1).replyTo == f.row(0).id);
        QCOMPARE(f.row(0).key, key);
        QCOMPARE(f.row(0).version, 1);
        QVERIFY(f.row(1).text.contains(u"and more"));

        // Again, what is replaced is the first.
        QTest::keyClick(f.page.composer()->edit(), Qt::Key_Up);
        f.write(u"!"_s);
        QTRY_COMPARE(f.row(0).versions, 3);
        QTRY_VERIFY(f.page.isSettled());
        const QList<Message> &log = f.connection.feed(u"s"_s)->messages();
        for (const Message &message : log) {
            if (message.replaces)
                QCOMPARE(*message.replaces, log.first().id);
        }
        QCOMPARE(f.problems.count(), 0);
    }

    void whatWasOnlyPostedIsOnlyReplaced()
    {
        WholeNode node;
        Page f(node.server->url(), node.server->operatorToken(), u"s"_s);
        QVERIFY(f.settles());
        f.page.composer()->chooseBot({});
        f.write(u"a note"_s);
        QTRY_VERIFY(f.page.messages()->rowCount() == 1 && f.page.isSettled());
        QTest::keyClicks(f.page.composer()->edit(), u"a draft"_s);
        QVERIFY(f.choose(u"Edit"_s)); // the menu leads there too
        f.write(u", better"_s);
        QCOMPARE(f.page.composer()->text(), u"a draft"_s);
        QTRY_VERIFY(f.row(0).text == u"a note, better" && f.row(0).id != 0 && f.page.isSettled());
        QCOMPARE(f.connection.feed(u"s"_s)->messages().size(), 2);
        QCOMPARE(f.page.messages()->rowCount(), 1);
    }

    void anAnswerIsStoppedAndWhatHasComeStays()
    {
        WholeNode node(std::chrono::milliseconds(20));
        Page f(node.server->url(), node.server->operatorToken(), u"s"_s);
        QVERIFY(f.settles());
        f.write(u"a long story, please"_s);
        auto *button = f.page.composer()->findChild<QPushButton *>(u"send"_s);
        QTRY_VERIFY(f.page.messages()->rowCount() == 2 && f.row(1).isUnderWay() && f.row(1).text.size() > 20);
        QCOMPARE(button->text(), u"Stop"_s);
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_VERIFY(f.page.isSettled() && !f.row(1).isUnderWay());
        QCOMPARE(button->text(), u"Send"_s);
        // As the log has it: that comes after the run's own end.
        QTRY_COMPARE(f.connection.feed(u"s"_s)->messages().last().senderType, SenderType::Bot);
        const Message stored = f.connection.feed(u"s"_s)->messages().last();
        QCOMPARE(stored.metadata.value(u"runState").toString(), u"cancelled"_s);
        QVERIFY(stored.content.size() > 20);
        QVERIFY2(!stored.content.contains(u"What to try next"), "it has come to its end");
        QCOMPARE(f.row(1).text, stored.content);
    }

    void anAnswerIsMadeAnewOrSaysWhyNot()
    {
        WholeNode node;
        Page f(node.server->url(), node.server->operatorToken(), u"s"_s);
        QVERIFY(f.settles());
        f.write(u"why?"_s);
        QTRY_VERIFY(f.page.messages()->rowCount() == 2 && f.page.isSettled());
        QVERIFY(f.choose(u"Regenerate"_s));
        QTRY_COMPARE(f.row(1).versions, 2);
        QTRY_VERIFY(f.page.isSettled());
        QCOMPARE(f.problems.count(), 0);
        Q_EMIT f.page.view()->answerRequested(12345, u"echo"_s);
        QTRY_COMPARE(f.problems.count(), 1);
        QVERIFY(f.problems[0][0].toString().startsWith(u"The bot was not asked again: "));
    }

    void whatIsUnreadIsMarkedWhenASessionIsOpened()
    {
        test::FakeNode node;
        node.store(u"a"_s, u"hello"_s, of("anna"));
        node.store(u"b"_s, u"known"_s, of("anna"));
        node.sessions = {QJsonObject{{u"id"_s, u"a"_s}, {u"title"_s, u"A"_s}}, QJsonObject{{u"id"_s, u"b"_s}, {u"title"_s, u"B"_s}}};
        Page f(node.url(), "t", u"a"_s);
        QVERIFY(f.settles());
        const Message first = node.store(u"b"_s, u"one"_s, of("anna"));
        node.store(u"b"_s, u"mine"_s, of("me"));
        node.store(u"b"_s, u"two"_s, of("anna"));
        QTRY_VERIFY(f.connection.sessions().first().id == u"b" && f.connection.sessions().first().unread == 2);
        QVERIFY(!f.mark());
        f.page.openSession(u"b"_s);
        QTRY_COMPARE(f.page.messages()->rowCount(), 4);
        QCOMPARE(f.mark(), std::optional(NewMark{NewMark::Kind::Unread, first.id, 2}));
        // What comes while it is open is read, and it has been read when it is opened again.
        node.store(u"b"_s, u"three"_s, of("anna"));
        QTRY_COMPARE(f.page.messages()->rowCount(), 5);
        QCOMPARE(f.mark()->count, 2);
        f.page.openSession(u"a"_s);
        QVERIFY(!f.mark());
        f.page.openSession(u"b"_s);
        QVERIFY(!f.mark());
    }

    void whatCameDuringABreakIsMarked()
    {
        test::FakeNode node;
        node.store(u"a"_s, u"hello"_s, of("anna"));
        Page f(node.url(), "t", u"a"_s);
        QVERIFY(f.settles());
        node.store(u"a"_s, u"live"_s, of("anna"));
        QTRY_COMPARE(f.page.messages()->rowCount(), 2);
        node.breakStream();
        node.store(u"a"_s, u"mine"_s, of("me"));
        const Message first = node.store(u"a"_s, u"one"_s, of("anna"));
        node.store(u"other"_s, u"elsewhere"_s, of("anna"));
        Message edit = of("anna");
        edit.replaces = 1;
        node.store(u"a"_s, u"hello, better"_s, edit);
        node.store(u"a"_s, u"two"_s, of("anna"));
        QTRY_COMPARE(f.mark(), std::optional(NewMark{NewMark::Kind::CaughtUp, first.id, 2}));
        // The next break has a line of its own.
        node.breakStream();
        const Message later = node.store(u"a"_s, u"three"_s, of("anna"));
        QTRY_COMPARE(f.mark(), std::optional(NewMark{NewMark::Kind::CaughtUp, later.id, 1}));
    }

    void whatMessagesBringIsFetchedFromTheNode()
    {
        test::FakeNode node;
        QImage picture(8, 8, QImage::Format_RGB32);
        picture.fill(Qt::red);
        QByteArray png;
        QBuffer buffer(&png);
        buffer.open(QIODevice::WriteOnly);
        picture.save(&buffer, "PNG");
        const auto file = [](const QByteArray &type, const QByteArray &bytes) {
            return test::says("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nContent-Length: " + QByteArray::number(bytes.size()) + "\r\nConnection: close\r\n\r\n" + bytes);
        };
        node.server.on("/api/files/picture", file("image/png", png));
        node.server.on("/api/files/report", file("application/pdf", "%PDF-1.7 and so on"));
        Message image = of("anna");
        image.contentType = u"image"_s;
        node.store(u"a"_s, u"/api/files/picture"_s, image);
        Message report = of("anna");
        report.contentType = u"file"_s;
        report.metadata.insert(u"name"_s, u"report.pdf"_s);
        node.store(u"a"_s, u"/api/files/report"_s, report);
        Page f(node.url(), "secret", u"a"_s);
        QVERIFY(f.settles());
        QTRY_COMPARE(node.server.requests("/api/files/picture").size(), 1);
        QCOMPARE(node.server.requests("/api/files/picture").first().header("Authorization"), QByteArray("Bearer secret"));

        const QString path = f.directory.filePath(u"saved.pdf"_s);
        dialogs::setSaveFile([&path](QWidget *, const QString &, const QString &) { return path; });
        QVERIFY(f.choose(u"Save as…"_s));
        const auto saved = [&path] {
            QFile written(path);
            return written.open(QIODevice::ReadOnly) ? written.readAll() : QByteArray();
        };
        QTRY_COMPARE(saved(), QByteArray("%PDF-1.7 and so on"));

        node.server.on("/api/files/sound", file("audio/wav", wavOf(30)));
        Message sound = of("anna");
        sound.contentType = u"audio"_s;
        sound.metadata.insert(u"name"_s, u"tone.wav"_s);
        const int before = f.page.messages()->rowCount();
        node.store(u"a"_s, u"/api/files/sound"_s, sound);
        QTRY_COMPARE(f.page.messages()->rowCount(), before + 1);
        QVERIFY(f.choose(u"Play"_s));
        QTRY_VERIFY(f.choose(u"Forward 10 seconds"_s)); // there is such a thing only in what plays
        QCOMPARE(node.server.requests("/api/files/sound").first().header("Authorization"), QByteArray("Bearer secret"));
    }

    void messagesAreExportedToAFile()
    {
        test::FakeNode node;
        node.store(u"a"_s, u"Words 字"_s, of("anna"));
        node.sessions = {QJsonObject{{u"id"_s, u"a"_s}, {u"title"_s, u"Plans: A/B"_s}}};
        Page f(node.url(), "t", u"a"_s);
        QVERIFY(f.settles());
        QTRY_COMPARE(f.connection.sessions().size(), 1);
        QString path = f.directory.filePath(u"words.md"_s), suggested;
        dialogs::setSaveFile([&](QWidget *, const QString &, const QString &name) {
            suggested = name;
            return path;
        });
        QVERIFY(f.choose(u"Export…"_s));
        QVERIFY2(QFileInfo(suggested).fileName().startsWith(u"Plans A B - "), qPrintable(suggested));
        QFile written(path);
        QVERIFY(written.open(QIODevice::ReadOnly));
        QCOMPARE(QString::fromUtf8(written.readAll()), u"Words 字\n"_s);
        QCOMPARE(f.problems.count(), 0);

        path = f.directory.filePath(u"nowhere/words.md"_s);
        QVERIFY(f.choose(u"Export…"_s));
        QCOMPARE(f.problems.count(), 1);
        const QString problem = f.problems.takeFirst().first().toString();
        QVERIFY2(problem.contains(path) && problem.contains(u"Choose another folder"), qPrintable(problem));
        path.clear(); // nothing was chosen
        QVERIFY(f.choose(u"Export…"_s));
        QCOMPARE(f.problems.count(), 0);
    }
};

QTEST_MAIN(ChatPageTest)
#include "chat_page_test.moc"
