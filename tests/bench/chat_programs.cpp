// SPDX-License-Identifier: GPL-3.0-or-later
// How soon chat programs show what they have to show, and what they hold: Pipit with its node inside and a conversation open,
// beside two others of the same toolkit that the distribution has, each under the same display server in the same run.
//
// A start is a process of its own. What is on the screen is looked at every few milliseconds; "first" is when something is painted,
// "settled" when it is what it is three seconds later (but for a cursor that blinks). Then the process is asked what it holds.
// The others show their page for signing in: they have no account here.
#include "tests/bench/conversation.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QGuiApplication>
#include <QImage>
#include <QPixmap>
#include <QProcess>
#include <QScreen>
#include <QSet>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QThread>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <vector>

using namespace pipit;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int starts = 7;
constexpr auto settling = 3s;
constexpr int coloursOfAPicture = 12; // an empty window has fewer
constexpr double same = 0.995;        // of the pixels

struct Program {
    QString name;
    QString path;
    QStringList arguments;
};

struct Start {
    double firstMs = -1;
    double settledMs = -1;
    double megabytes = 0;
};

double megabytesOf(qint64 process)
{
    QFile file(u"/proc/%1/statm"_s.arg(process));
    return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').value(1).toDouble() * 4096 / 1e6 : 0;
}

// Every fourth pixel in both directions is enough to tell pictures apart, and is taken in no time.
std::vector<QRgb> sampled(const QImage &image)
{
    std::vector<QRgb> pixels;
    for (int y = 0; y < image.height(); y += 4) {
        const auto *line = reinterpret_cast<const QRgb *>(image.constScanLine(y));
        for (int x = 0; x < image.width(); x += 4)
            pixels.push_back(line[x] & 0xffffff);
    }
    return pixels;
}

bool isPicture(const std::vector<QRgb> &pixels)
{
    QSet<QRgb> colours;
    for (const QRgb pixel : pixels) {
        colours.insert(pixel);
        if (colours.size() >= coloursOfAPicture)
            return true;
    }
    return false;
}

double likeness(const std::vector<QRgb> &a, const std::vector<QRgb> &b)
{
    if (a.size() != b.size() || a.empty())
        return 0;
    std::size_t alike = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        alike += a[i] == b[i];
    return double(alike) / double(a.size());
}

std::vector<QRgb> screen()
{
    return sampled(QGuiApplication::primaryScreen()->grabWindow(0).toImage().convertToFormat(QImage::Format_RGB32));
}

Start startOnce(const Program &program, const QString &home)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"HOME"_s, home);
    environment.insert(u"QT_QPA_PLATFORM"_s, u"xcb"_s);
    for (const char *name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"})
        environment.remove(QString::fromLatin1(name));
    process.setProcessEnvironment(environment);
    process.setStandardOutputFile(QProcess::nullDevice());
    process.setStandardErrorFile(QProcess::nullDevice());
    QElapsedTimer clock;
    clock.start();
    process.start(program.path, program.arguments);
    if (!process.waitForStarted())
        return {};
    Start start;
    std::vector<std::pair<double, std::vector<QRgb>>> seen; // what changed, and when
    while (std::chrono::milliseconds(clock.elapsed()) < settling && process.state() == QProcess::Running) {
        const double now = double(clock.nsecsElapsed()) / 1e6;
        std::vector<QRgb> picture = screen();
        if (start.firstMs < 0 && isPicture(picture))
            start.firstMs = now;
        if (seen.empty() || seen.back().second != picture)
            seen.emplace_back(now, std::move(picture));
        QThread::msleep(3);
    }
    start.megabytes = megabytesOf(process.processId());
    if (start.firstMs >= 0) {
        // From the end back, as long as it is the same.
        for (auto picture = seen.rbegin(); picture != seen.rend() && likeness(picture->second, seen.back().second) >= same; ++picture)
            start.settledMs = picture->first;
    }
    process.terminate();
    if (!process.waitForFinished(3'000))
        process.kill();
    process.waitForFinished(3'000);
    return start;
}

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

std::optional<Start> measure(const Program &program)
{
    QTemporaryDir home;
    startOnce(program, home.path()); // as on any day but the first
    std::vector<double> first, settled, megabytes;
    for (int i = 0; i < starts; ++i) {
        const Start start = startOnce(program, home.path());
        if (start.firstMs < 0)
            continue;
        first.push_back(start.firstMs);
        settled.push_back(start.settledMs);
        megabytes.push_back(start.megabytes);
    }
    if (first.size() < starts / 2 + 1) {
        std::printf("%-12s was seen in %zu of %d starts only\n", qUtf8Printable(program.name), first.size(), starts);
        return std::nullopt;
    }
    const Start result{median(first), median(settled), median(megabytes)};
    std::printf("%-12s first picture %4.0f ms, settled %4.0f ms, holds %5.1f MB\n", qUtf8Printable(program.name), result.firstMs, result.settledMs, result.megabytes);
    std::fflush(stdout);
    return result;
}

// A display of this program's own, as long as it lives.
bool openDisplay(QProcess &server)
{
    server.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    server.start(u"Xvfb"_s, {u"-displayfd"_s, u"1"_s, u"-screen"_s, u"0"_s, u"1280x800x24"_s, u"-nolisten"_s, u"tcp"_s, u"-dpi"_s, u"96"_s});
    if (!server.waitForReadyRead(10'000))
        return false;
    qputenv("DISPLAY", QByteArray(":" + server.readAllStandardOutput().trimmed()));
    return true;
}

} // namespace

int main(int argc, char **argv)
{
    qunsetenv("QT_NO_GLIB"); // where people start it, the keychain has the loop that its library needs
    const auto isThere = [](const char *program) { return !QStandardPaths::findExecutable(QString::fromLatin1(program)).isEmpty(); };
    if (!isThere("Xvfb")) {
        std::puts("chat_programs: Xvfb is missing; install xvfb, quaternion and nheko to have this measured.");
        return 0;
    }
    QProcess display;
    if (!openDisplay(display)) {
        std::fprintf(stderr, "chat_programs: Xvfb does not start: %s\n", qUtf8Printable(display.errorString()));
        return 1;
    }
    qputenv("QT_QPA_PLATFORM", "xcb");
    int code = 0;
    {
        QGuiApplication app(argc, argv);
        QTemporaryDir data;
        if (!makeConversation(data.path(), 400))
            return 1;
        const auto own = measure({u"Pipit"_s, QStringLiteral(PIPIT), {u"--data"_s, data.path(), u"--session"_s, benchSession, u"--size"_s, u"1280x800"_s}});
        for (const char *name : {"quaternion", "nheko"}) {
            if (!isThere(name)) {
                std::printf("%s is not installed: nothing to hold Pipit against\n", name);
                continue;
            }
            const auto other = measure({QString::fromLatin1(name), QString::fromLatin1(name), {}});
            if (own && other)
                std::printf("ratio        Pipit to %s: settled %.2f, memory %.2f\n", name, own->settledMs / other->settledMs, own->megabytes / other->megabytes);
        }
        code = own ? 0 : 1;
    }
    display.terminate();
    display.waitForFinished(3'000);
    return code;
}
