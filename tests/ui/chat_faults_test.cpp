// SPDX-License-Identifier: GPL-3.0-or-later
// What a person has typed outlives whatever is killed: the node while it answers or takes a message, the program itself.
#include "tests/integration/node_process.h"
#include "tests/ui/chat_page_fixture.h"

#include "ui/chat/composer/attachments.h"
#include "ui/chat/connection_banner.h"

#include <QDir>
#include <QFile>
#include <QProcess>

#include <algorithm>
#include <cstdio>

using namespace pipit;

namespace {

constexpr char childUrl[] = "PIPIT_TEST_CHILD_URL";
constexpr char childDirectory[] = "PIPIT_TEST_CHILD_DIRECTORY";
const QStringList unsent{u"first, 第一"_s, u"second"_s, u"third"_s};
const QString attachedFile = u"notes.txt"_s, pastedFile = u"pasted.png"_s; // with the second

// A real node; its bot speaks slowly enough to be interrupted.
struct SlowNode : test::NodeProcess {
    SlowNode()
    {
        QDir().mkpath(dataDirectory());
        QFile file(QDir(dataDirectory()).filePath(u"pipit.toml"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write("[[bots]]\nid = \"echo\"\nprovider = \"echo\"\npiece_interval_ms = 150\n") < 0)
            qFatal("The node's settings cannot be written.");
    }
    QUrl url() const { return QUrl(u"http://127.0.0.1:%1"_s.arg(port())); }
};

void writeInto(Composer *composer, const QString &text)
{
    composer->edit()->insertPlainText(text);
    QTest::keyClick(composer->edit(), Qt::Key_Return);
}

QStringList textsOf(const MessageModel &model)
{
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row)
        texts << (model.row(row).contentType == u"text" || model.row(row).contentType == u"markdown" ? model.row(row).text : model.row(row).metadata.value(u"name").toString());
    return texts;
}

// The program that will be killed: it writes three messages, and attaches two files, to a node that is away, says so, and goes on.
int runChild(const QUrl &url)
{
    const QString directory = qEnvironmentVariable(childDirectory);
    Connection connection({.url = url, .token = "t", .outboxFile = QDir(directory).filePath(u"outbox.db"_s), .reconnectInterval = 20ms});
    ChatPage page;
    page.show();
    page.openSession(u"s"_s);
    page.setConnection(&connection);
    page.composer()->chooseBot({});
    connection.start();
    for (const QString &text : unsent) {
        if (text == unsent[1])
            page.composer()->attach({*attachmentOf(QDir(directory).filePath(attachedFile)), Attachment{.name = pastedFile, .mimeType = u"application/octet-stream"_s, .bytes = "pasted", .size = 6}});
        writeInto(page.composer(), text);
    }
    std::puts("written");
    std::fflush(stdout);
    return QCoreApplication::exec();
}

} // namespace

class ChatFaultsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void aNodeThatIsKilledWhileItAnswers()
    {
        SlowNode node;
        node.start();
        Page f(node.url(), node.token(), u"s"_s);
        QVERIFY(f.settles());
        writeInto(f.page.composer(), u"one two three four five six seven eight nine ten eleven twelve"_s);
        QTRY_VERIFY(f.page.messages()->rowCount() == 2 && f.row(1).state == ChatRow::State::Streaming && !f.row(1).text.isEmpty());
        f.page.composer()->edit()->insertPlainText(u"what I was writing"_s);
        node.kill();
        QTRY_VERIFY(f.connection.status().state != ConnectionStatus::State::Live);
        QTRY_VERIFY(f.page.findChild<ConnectionBanner *>()->isVisible());
        QVERIFY(!f.connection.status().reason.isEmpty());
        QVERIFY(!f.row(1).text.isEmpty()); // what had come stays

        node.start();
        QTRY_VERIFY_WITH_TIMEOUT(f.connection.status().state == ConnectionStatus::State::Live, 20'000);
        // The answer ends one way or the other, and nothing goes on pretending.
        QTRY_VERIFY_WITH_TIMEOUT(!f.page.messages()->hasRunUnderWay(), 60'000);
        QCOMPARE(f.row(0).text, u"one two three four five six seven eight nine ten eleven twelve"_s);
        QCOMPARE(f.page.messages()->rowCount(), 2);
        QVERIFY2(f.row(1).state == ChatRow::State::Stored || f.row(1).hasFailed(), qPrintable(f.row(1).text));
        QCOMPARE(f.page.composer()->text(), u"what I was writing"_s);
    }

    void aNodeThatIsKilledWhileMessagesAreSent()
    {
        SlowNode node;
        node.start();
        Page f(node.url(), node.token(), u"s"_s);
        QVERIFY(f.settles());
        f.page.composer()->chooseBot({});
        QStringList said;
        for (int i = 0; i < 30; ++i) {
            said << u"message %1"_s.arg(i);
            writeInto(f.page.composer(), said.last());
            if (i == 10)
                node.kill();
        }
        QTRY_VERIFY(f.connection.pendingCount() > 0);
        QCOMPARE(textsOf(*f.page.messages()), said); // all of it is there to be seen
        node.start();
        QTRY_COMPARE_WITH_TIMEOUT(f.connection.pendingCount(), 0, 20'000);
        QTRY_VERIFY(f.page.isSettled());
        QCOMPARE(textsOf(*f.page.messages()), said);
        const QList<Message> &log = f.connection.feed(u"s"_s)->messages();
        QCOMPARE(log.size(), said.size()); // once, and in order
        for (qsizetype i = 0; i < log.size(); ++i)
            QCOMPARE(log[i].content, said[i]);
    }

    void aNodeThatIsKilledWhileAFileGoesUp()
    {
        SlowNode node;
        node.start();
        QTemporaryDir directory;
        QFile file(directory.filePath(attachedFile));
        constexpr qint64 size = 48 << 20; // more than the sockets between hold
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("begins") == 6 && file.resize(size));
        file.close();
        Page f(node.url(), node.token(), u"s"_s);
        QVERIFY(f.settles());
        f.page.composer()->chooseBot({});
        node.standStill(); // it takes nothing in, so that the file is half way
        f.page.composer()->attach({*attachmentOf(file.fileName())});
        writeInto(f.page.composer(), u"with a file"_s);
        QTRY_VERIFY(f.page.messages()->rowCount() == 2 && f.row(0).upload && f.row(0).upload->isUnderWay && f.row(0).upload->sent > 0);
        QVERIFY(f.row(0).upload->sent < size);
        node.kill();
        QTRY_VERIFY(f.page.findChild<ConnectionBanner *>()->isVisible());
        QCOMPARE(f.connection.pendingCount(), 2); // nothing is lost, and both are there to be seen
        QCOMPARE(textsOf(*f.page.messages()), (QStringList{attachedFile, u"with a file"_s}));

        node.start();
        QTRY_COMPARE_WITH_TIMEOUT(f.connection.pendingCount(), 0, 30'000);
        QTRY_VERIFY(f.page.isSettled());
        const QList<Message> &log = f.connection.feed(u"s"_s)->messages();
        QCOMPARE(log.size(), 2); // once, and in order
        QCOMPARE(log[0].metadata.value(u"size"), size);
        QCOMPARE(log[1].content, u"with a file"_s);
    }

    void aProgramThatIsKilledWithUnsentMessages()
    {
        SlowNode node;
        node.start();
        node.kill(); // it has a port and a token
        QTemporaryDir directory;
        QFile file(directory.filePath(attachedFile));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("some notes") > 0);
        file.close();
        QProcess program;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QString::fromLatin1(childUrl), node.url().toString());
        environment.insert(QString::fromLatin1(childDirectory), directory.path());
        program.setProcessEnvironment(environment);
        program.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        program.start(QCoreApplication::applicationFilePath(), QStringList());
        QByteArray said;
        QTRY_VERIFY_WITH_TIMEOUT((said += program.readAllStandardOutput()).contains("written"), 20'000);
        program.kill();
        QVERIFY(program.waitForFinished());
        QCOMPARE(program.exitStatus(), QProcess::CrashExit);

        node.start();
        Connection connection({.url = node.url(), .token = node.token(), .outboxFile = directory.filePath(u"outbox.db"_s), .reconnectInterval = 20ms});
        ChatPage page;
        page.show();
        page.openSession(u"s"_s);
        page.setConnection(&connection);
        connection.start();
        QTRY_VERIFY_WITH_TIMEOUT(connection.pendingCount() == 0 && page.isSettled(), 20'000);
        QCOMPARE(textsOf(*page.messages()), (QStringList{unsent[0], attachedFile, pastedFile, unsent[1], unsent[2]}));
        QCOMPARE(connection.feed(u"s"_s)->messages().size(), 5);
        QCOMPARE(connection.feed(u"s"_s)->messages()[1].metadata.value(u"size"), 10);
        QVERIFY(QDir(directory.filePath(u"outbox.db.files"_s)).isEmpty());
    }
};

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    if (const QString url = qEnvironmentVariable(childUrl); !url.isEmpty())
        return runChild(QUrl(url));
    ChatFaultsTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "chat_faults_test.moc"
