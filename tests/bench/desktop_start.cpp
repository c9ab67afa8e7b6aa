// SPDX-License-Identifier: GPL-3.0-or-later
// How soon the desktop shows the last conversation, with its own node inside, and what it holds when nothing happens.
//
// Each start is a process of its own, as a user's is: the time runs from before it is begun until the conversation has been
// painted. Beside it, the same for a window of the same toolkit with nothing in it.
#include "app/desktop/desktop.h"
#include "tests/bench/conversation.h"
#include "tests/bench/cost.h"
#include "ui/chat/chat_page.h"
#include "ui/chat/messages/message_model.h"
#include "ui/chat/messages/message_view.h"
#include "ui/main_window.h"

#include <QApplication>
#include <QDateTime>
#include <QProcess>
#include <QTemporaryDir>
#include <QTextEdit>
#include <QTimer>

#include <algorithm>
#include <cstdio>

using namespace pipit;
using namespace pipit::bench;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int starts = 15;
constexpr int messageCount = 400;

// Says how long ago it was begun as soon as `widget` has been painted and `isThere`; some seconds later what it holds.
class Watch : public QObject
{
public:
    Watch(QWidget *widget, qint64 begunMs, std::function<bool()> isThere) : QObject(widget), m_begunMs(begunMs), m_isThere(std::move(isThere)) { widget->installEventFilter(this); }

    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Paint && m_isThere()) {
            watched->removeEventFilter(this);
            // Behind what is painted now.
            QTimer::singleShot(0, this, [this] { std::printf("painted %lld\n", (long long)(QDateTime::currentMSecsSinceEpoch() - m_begunMs)); std::fflush(stdout); });
            QTimer::singleShot(3s, this, [] {
                std::printf("holds %.1f\n", megabytes());
                std::fflush(stdout);
                QCoreApplication::exit(0);
            });
        }
        return false;
    }

private:
    qint64 m_begunMs;
    std::function<bool()> m_isThere;
};

int child(int argc, char **argv, const QString &kind, const QString &directory, qint64 begunMs)
{
    QApplication app(argc, argv);
    if (kind == u"empty") {
        QTextEdit window;
        window.resize(1280, 800);
        new Watch(window.viewport(), begunMs, [] { return true; });
        window.show();
        return app.exec();
    }
    Desktop desktop({.dataDir = directory, .session = benchSession});
    desktop.window()->show();
    const ChatPage *chat = desktop.window()->chat();
    new Watch(desktop.window()->chat()->view()->viewport(), begunMs, [chat] { return chat->messages()->rowCount() > 0; });
    QMetaObject::invokeMethod(&desktop, &Desktop::start, Qt::QueuedConnection);
    return app.exec();
}

void measure(const QString &kind, const QString &directory, const char *words)
{
    std::vector<double> painted, holds;
    for (int i = 0; i < starts; ++i) {
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start(QCoreApplication::applicationFilePath(), {kind, directory, QString::number(QDateTime::currentMSecsSinceEpoch())});
        process.waitForFinished(60'000);
        for (const QByteArray &line : process.readAllStandardOutput().split('\n')) {
            if (line.startsWith("painted "))
                painted.push_back(line.mid(8).toDouble());
            else if (line.startsWith("holds "))
                holds.push_back(line.mid(6).toDouble());
        }
    }
    std::ranges::sort(painted);
    std::ranges::sort(holds);
    if (painted.size() != starts || holds.size() != starts) {
        std::printf("%s: only %zu of %d starts were painted\n", words, painted.size(), starts);
        return;
    }
    std::printf("%s: median %.0f, fastest %.0f, slowest %.0f ms; holds %.1f MB\n", words, painted[starts / 2], painted.front(), painted.back(), holds[starts / 2]);
}

} // namespace

int main(int argc, char **argv)
{
    qunsetenv("QT_NO_GLIB"); // where people start it, the keychain has the loop that its library needs
    qputenv("QT_QPA_PLATFORM", "offscreen");
    if (argc == 4)
        return child(argc, argv, QString::fromLocal8Bit(argv[1]), QString::fromLocal8Bit(argv[2]), QByteArray(argv[3]).toLongLong());
    QCoreApplication app(argc, argv);
    QTemporaryDir directory;
    if (!makeConversation(directory.path(), messageCount))
        return 1;
    measure(u"desktop"_s, directory.path(), "start     until the last conversation is painted, node inside (budget 150 ms, 80 MB)");
    measure(u"empty"_s, directory.path(), "reference a window with an empty QTextEdit");
}
