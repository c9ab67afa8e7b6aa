// SPDX-License-Identifier: GPL-3.0-or-later
// Files and replies on their way through the whole page: what the reader sees, what the node gets.
#include "tests/ui/chat_page_fixture.h"

#include "tests/ui/whole_node.h"
#include "ui/chat/composer/attachments.h"
#include "ui/chat/composer/edit_line.h"
#include "ui/chat/messages/message_words.h"

#include <QImage>
#include <QLabel>

using namespace pipit;

namespace {

QString pictureIn(const QTemporaryDir &directory)
{
    QImage image(64, 48, QImage::Format_RGB32);
    image.fill(Qt::green);
    const QString path = directory.filePath(u"green.png"_s);
    if (!image.save(path))
        qFatal("no picture");
    return path;
}

QStringList wordsOf(const ChatRow &row)
{
    QStringList words;
    for (const WordLine::Word &word : footWords(row))
        words << word.label;
    return words;
}

} // namespace

class AttachingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void aPictureGoesBeforeTheQuestionAndTheAnswerComes()
    {
        WholeNode node;
        Page f(node.server->url(), node.server->operatorToken(), u"s"_s);
        QVERIFY(f.settles());
        f.page.composer()->attach({*attachmentOf(pictureIn(f.directory)), pastedText(u"a pasted text"_s)});
        f.write(u"what is it?"_s);
        QTRY_VERIFY(f.page.messages()->rowCount() == 3 && f.page.isSettled() && f.row(2).isAnswer);
        QCOMPARE(f.row(0).contentType, u"image"_s);
        QVERIFY(f.row(0).text.startsWith(u"/api/files/"));
        QCOMPARE(f.row(0).metadata.value(u"name"), u"green.png"_s);
        QCOMPARE(f.row(0).metadata.value(u"width"), 64);
        QVERIFY(!f.row(0).upload);
        QCOMPARE(f.row(1).text, u"what is it?\n\na pasted text"_s);
        QCOMPARE(f.row(2).replyTo, f.row(1).id);
        QCOMPARE(f.problems.count(), 0);
        QTRY_COMPARE(f.connection.pendingCount(), 0);
    }

    void whileItGoesUpItIsShownFromThisDiskAndCanBeCancelled()
    {
        test::FakeNode node;
        node.server.on("/api/files", [](const test::FakeRequest &, const test::FakeServer::Socket &) { }); // never answered
        node.store(u"s"_s, u"hello"_s, of("anna"));
        Page f(node.url(), "t", u"s"_s);
        QVERIFY(f.settles());
        f.page.composer()->chooseBot({});
        f.page.composer()->attach({*attachmentOf(pictureIn(f.directory))});
        QTest::keyClick(f.page.composer()->edit(), Qt::Key_Return);
        QTRY_VERIFY(f.page.messages()->rowCount() == 2 && f.row(1).upload && f.row(1).upload->isUnderWay);
        QTRY_VERIFY(f.row(1).upload->sent == f.row(1).upload->total);
        QVERIFY(wordsOf(f.row(1)).first().endsWith(u"Sending, 100 %"));
        QCOMPARE(wordsOf(f.row(1)).value(1), u"Cancel"_s);
        // Its pixels come from the user's file.
        QVERIFY(f.connection.isPending(f.row(1).text));
        QVERIFY(!f.connection.isPending(u"pending:"_s));
        std::optional<Result<QByteArray>> bytes;
        f.connection.download(f.row(1).text, 1 << 20).then([&bytes](Result<QByteArray> read) { bytes.emplace(std::move(read)); });
        QTRY_VERIFY(bytes && *bytes && (**bytes).startsWith("\x89PNG"));
        QVERIFY(f.choose(u"Cancel"_s));
        QTRY_COMPARE(f.page.messages()->rowCount(), 1);
        QCOMPARE(f.connection.pendingCount(), 0);
    }

    void whatTheNodeRefusesSaysSoAtTheMessage()
    {
        test::FakeNode node;
        node.server.inTurn("/api/files", {test::refuses(413, "too_large", "The file is too large: the limit is 4 MiB."), test::succeeds({{u"file"_s, QJsonObject{{u"url"_s, u"/api/files/x"_s}}}})});
        Page f(node.url(), "t", u"s"_s);
        QVERIFY(f.settles());
        f.page.composer()->chooseBot({});
        f.page.composer()->attach({*attachmentOf(pictureIn(f.directory))});
        QTest::keyClick(f.page.composer()->edit(), Qt::Key_Return);
        QTRY_VERIFY(f.page.messages()->rowCount() == 1 && f.row(0).state == ChatRow::State::NotSent);
        QCOMPARE(wordsOf(f.row(0)), (QStringList{u"Not sent: The file is too large: the limit is 4 MiB."_s, u"Retry"_s, u"Delete"_s}));
        QVERIFY(f.row(0).upload && !f.row(0).upload->isUnderWay);
        QVERIFY(f.choose(u"Retry"_s));
        QTRY_COMPARE(f.connection.pendingCount(), 0);
        QTRY_COMPARE(f.row(0).text, u"/api/files/x"_s);
    }

    // It hears of the file itself, with what was written as its caption.
    void aBotThatTakesFilesIsAskedAboutTheFile()
    {
        test::FakeNode node;
        const QJsonObject bot{{u"id"_s, u"coze"_s}, {u"name"_s, u"Coze"_s}, {u"provider"_s, u"coze"_s}, {u"available"_s, true}, {u"capabilities"_s, QJsonArray{u"stream"_s, u"files"_s}}};
        node.server.on("/api/bots", test::succeeds({{u"bots"_s, QJsonArray{bot}}}));
        node.server.on("/api/files", test::succeeds({{u"file"_s, QJsonObject{{u"url"_s, u"/api/files/x"_s}}}}));
        node.server.on("/api/sessions/s/runs", test::succeeds({}));
        Page f(node.url(), "t", u"s"_s);
        QVERIFY(f.settles());
        QCOMPARE(f.page.composer()->bot(), u"coze"_s);
        f.page.composer()->attach({*attachmentOf(pictureIn(f.directory))});
        f.write(u"what is it?"_s);
        QTRY_COMPARE(f.connection.pendingCount(), 0);
        QTRY_COMPARE(f.page.messages()->rowCount(), 2);
        QCOMPARE(f.row(0).text, u"what is it?"_s);
        QCOMPARE(f.row(1).text, u"/api/files/x"_s);
        const QList<test::FakeRequest> runs = node.server.requests("/api/sessions/s/runs");
        QCOMPARE(runs.size(), 1);
        QCOMPARE(runs[0].json().value(u"regenerates").toInteger(), f.row(1).id);
        QCOMPARE(node.server.requests("/api/messages").last().json().value(u"metadata").toObject().value(u"caption"), u"what is it?"_s);
    }

    void aQuestionAboutAFileThatIsRefusedSaysSoAtTheFile()
    {
        test::FakeNode node;
        const QJsonObject bot{{u"id"_s, u"coze"_s}, {u"name"_s, u"Coze"_s}, {u"available"_s, true}, {u"capabilities"_s, QJsonArray{u"files"_s}}};
        node.server.on("/api/bots", test::succeeds({{u"bots"_s, QJsonArray{bot}}}));
        node.server.on("/api/files", test::succeeds({{u"file"_s, QJsonObject{{u"url"_s, u"/api/files/x"_s}}}}));
        node.server.inTurn("/api/sessions/s/runs", {test::refuses(403, "forbidden", "This bot is not for you."), test::succeeds({})});
        Page f(node.url(), "t", u"s"_s);
        QVERIFY(f.settles());
        f.page.composer()->attach({*attachmentOf(pictureIn(f.directory))});
        QTest::keyClick(f.page.composer()->edit(), Qt::Key_Return);
        QTRY_VERIFY(f.page.messages()->rowCount() == 1 && f.row(0).id != 0 && f.row(0).state == ChatRow::State::NotSent);
        QCOMPARE(f.row(0).reason, u"This bot is not for you."_s);
        QVERIFY(f.choose(u"Retry"_s));
        QTRY_COMPARE(f.connection.pendingCount(), 0);
        QTRY_COMPARE(f.row(0).state, ChatRow::State::Stored);
        QCOMPARE(f.page.messages()->rowCount(), 1);
    }

    void whoSpokeIsOfferedByName()
    {
        test::FakeNode node;
        Message anna = of("anna");
        anna.senderName = u"Anna"_s;
        node.store(u"s"_s, u"hello"_s, anna);
        Page f(node.url(), "t", u"s"_s);
        QVERIFY(f.settles());
        QVERIFY(QTest::qWaitForWindowActive(&f.page));
        f.page.composer()->edit()->setFocus();
        QTest::keyClicks(f.page.composer()->edit(), u"@ann"_s);
        QTest::keyClick(f.page.composer()->edit(), Qt::Key_Tab);
        QCOMPARE(f.page.composer()->edit()->toPlainText(), u"@Anna "_s);
    }

    void aReplyIsOneToItsMessage()
    {
        WholeNode node;
        Page f(node.server->url(), node.server->operatorToken(), u"s"_s);
        QVERIFY(f.settles());
        f.page.composer()->chooseBot({});
        f.write(u"first"_s);
        f.write(u"second"_s);
        QTRY_VERIFY(f.page.messages()->rowCount() == 2 && f.page.isSettled() && f.row(1).id != 0);
        f.page.view()->showRow(f.row(0).key);
        QTest::keyClick(f.page.view(), Qt::Key_R);
        const QList<EditLine *> lines = f.page.composer()->findChildren<EditLine *>();
        QVERIFY(lines.last()->isVisible());
        QVERIFY(lines.last()->findChild<QLabel *>()->accessibleName().endsWith(u": first"));
        f.write(u"to the first"_s);
        QTRY_VERIFY(f.page.messages()->rowCount() == 3 && f.page.isSettled());
        QCOMPARE(f.row(2).replyTo, f.row(0).id);
        QCOMPARE(f.row(2).quote.id, f.row(0).id);
        QCOMPARE(f.row(2).quote.text, u"first"_s);
        QVERIFY(f.choose(u"Reply"_s)); // to the newest
        f.write(u"to that"_s);
        QTRY_VERIFY(f.page.messages()->rowCount() == 4 && f.page.isSettled());
        QCOMPARE(f.row(3).replyTo, f.row(2).id);
    }
};

QTEST_MAIN(AttachingTest)
#include "attaching_test.moc"
