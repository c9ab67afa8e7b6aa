// SPDX-License-Identifier: GPL-3.0-or-later
// stored_version_maker DIRECTORY: makes what upgrade_test starts from, with the programs it was built with. Run once for each release,
// into tests/integration/stored/VERSION; what is there is never changed.
#include "app/desktop/desktop.h"
#include "keychain/keychain.h"
#include "tests/integration/stored_version.h"
#include "tests/support/postgres_server.h"
#include "ui/chat/chat_page.h"
#include "ui/chat/composer/composer.h"
#include "ui/chat/messages/message_model.h"

#include <QApplication>
#include <QDir>
#include <QSettings>
#include <QTextEdit>
#include <QTest>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace pipit::test {
namespace {

const QByteArray settings = R"(# What was set by hand.
[streams]
heartbeat_interval_ms = 20000

[retention]
max_messages = 100000

[[bots]]
id = "echo"
provider = "echo"
name = "Eco 回声"

[[alerts]]
name = "full"
metric = "pipit_connections"
above = 1000
)";

[[noreturn]] void fail(const QString &reason)
{
    std::fprintf(stderr, "stored_version_maker: %s\n", qPrintable(reason));
    std::exit(1);
}

void write(const QString &file, const QByteArray &bytes)
{
    QFile out(file);
    if (!QDir().mkpath(QFileInfo(file).path()) || !out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size())
        fail(u"%1 cannot be written: %2"_s.arg(file, out.errorString()));
}

// What a start makes anew, or nobody reads again, stays behind.
void keep(const QString &from, const QString &to)
{
    const QDir source(from);
    for (const QFileInfo &entry : source.entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)) {
        if (entry.fileName().endsWith(u".lock") || entry.fileName().startsWith(u"audit"))
            continue;
        const QString target = to + u'/' + entry.fileName();
        if (entry.isDir()) {
            keep(entry.filePath(), target);
        } else {
            QFile file(entry.filePath());
            if (!file.open(QIODevice::ReadOnly))
                fail(file.errorString());
            write(target, file.readAll());
        }
    }
}

void fill(NodeProcess &node)
{
    write(node.dataDirectory() + u"/pipit.toml", settings);
    node.start();
    NodeClient client(node);
    fillNode(client);
}

void end(NodeProcess &node)
{
    if (node.terminate() != 0)
        fail(u"the node did not end well: "_s + QString::fromUtf8(node.log()));
}

// The last thing that is asked of a node.
void writeAnswers(NodeProcess &node, const QString &file)
{
    NodeClient client(node);
    write(file, QJsonDocument(answersOf(client)).toJson());
    end(node);
}

// The window of that node: has chosen, has read, and has something to send that the node has not taken yet.
void leaveDesktop(const QString &directory)
{
    Desktop desktop({.dataDir = directory, .size = QSize(1100, 760)});
    desktop.window()->show();
    desktop.start();
    ChatPage &chat = *desktop.window()->chat();
    chat.openSession(left_behind::session);
    if (!QTest::qWaitFor([&] { return chat.messages()->rowCount() > 3 && chat.isSettled(); }, 30'000))
        fail(u"the window has not shown the session"_s);
    desktop.servers()->ownNode()->stop();
    if (!QTest::qWaitFor([&] { return desktop.servers()->ownNode()->status().state == NodeStatus::State::Stopped; }, 30'000))
        fail(u"the window's node has not stopped"_s);
    const int before = chat.messages()->rowCount();
    chat.composer()->edit()->insertPlainText(left_behind::unsent);
    QTest::keyClick(chat.composer()->edit(), Qt::Key_Return);
    if (!QTest::qWaitFor([&] { return chat.messages()->rowCount() > before; }, 10'000))
        fail(u"nothing waits to be sent"_s);
}

void make(const QString &directory)
{
    {
        NodeProcess node;
        fill(node);
        end(node);
        {
            QSettings chosen(node.dataDirectory() + u"/desktop.ini", QSettings::IniFormat);
            chosen.setValue("window/language", left_behind::language);
            chosen.setValue("window/theme", left_behind::theme);
        }
        leaveDesktop(node.dataDirectory());
        node.start();
        writeAnswers(node, directory + u"/sqlite.json");
        keep(node.dataDirectory(), directory + u"/sqlite");
    }
    PostgresServer server;
    const QString url = server.createDatabase();
    NodeProcess node({u"--database"_s, url});
    fill(node);
    writeAnswers(node, directory + u"/postgres.json");
    keep(node.dataDirectory(), directory + u"/postgres");
    const auto programs = store::PostgresPrograms::find();
    const auto dump = programs ? programs->run(u"pg_dump"_s, {u"--no-owner"_s, u"--no-privileges"_s, u"--dbname"_s, url}, std::chrono::minutes(1)) : store::PostgresPrograms::Outcome();
    if (!dump.ok)
        fail(u"pg_dump: "_s + dump.output);
    QString sql;
    for (const QString &line : dump.output.split(u'\n')) {
        if (!line.startsWith(u'\\') || line == u"\\.") // a newer psql's own commands
            sql += line + u'\n';
    }
    write(directory + u"/postgres.sql", sql.toUtf8());
}

} // namespace
} // namespace pipit::test

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    qputenv("PIPIT_SERVER_LISTEN", "127.0.0.1:0");
    testing::InitGoogleTest(&argc, argv);
    QApplication application(argc, argv);
    pipit::leaveKeychainAlone();
    if (argc != 2) {
        std::fprintf(stderr, "stored_version_maker DIRECTORY\n");
        return 2;
    }
    pipit::test::make(QDir(QString::fromLocal8Bit(argv[1])).absolutePath());
    return 0;
}
