// SPDX-License-Identifier: GPL-3.0-or-later
// What the log costs with 100,000 lines: opening it, scrolling, filtering, searching, taking what comes, and the memory that it holds;
// beside a QPlainTextEdit with the same lines, as the reference.
//
// Every frame is really painted, into an image of 740 x 740. Budgets are printed with the figures.
#include "tests/bench/cost.h"
#include "ui/console/log/log_panel.h"
#include "ui/console/log/log_view.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QPlainTextEdit>
#include <QProcess>
#include <QScrollBar>

#include <cstdio>

using namespace pipit;
using namespace pipit::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 lineCount = 100'000;
constexpr QSize windowSize(740, 740);

LogLine lineOf(qint64 number)
{
    const qint64 at = QDateTime::currentMSecsSinceEpoch() - (lineCount - number) * 20;
    LogLine line{.number = number, .atMs = at, .level = QtInfoMsg};
    switch (number % 5) {
    case 0:
        line.area = u"pipit.http.requests"_s;
        line.text = u"POST /api/messages"_s;
        line.values = {{u"status"_s, u"201"_s}, {u"session"_s, u"release"_s}, {u"request"_s, u"order-%1"_s.arg(number)}, {u"ms"_s, u"1.84"_s}};
        break;
    case 1:
        line.area = u"pipit.streams.deliveries"_s;
        line.text = u"Sent to streams."_s;
        line.values = {{u"message"_s, QString::number(number)}, {u"session"_s, u"release"_s}, {u"streams"_s, u"12"_s}, {u"ms"_s, u"0.31"_s}};
        break;
    case 2:
        line.area = u"pipit.bots.runs"_s;
        line.text = u"The run is complete: 198 tokens in 3.1 s"_s;
        line.values = {{u"run"_s, u"r-%1"_s.arg(number)}, {u"bot"_s, u"helper"_s}};
        break;
    case 3:
        line.area = u"pipit.http"_s;
        line.level = QtWarningMsg;
        line.text = u"Refused: the Origin http://evil.example is not allowed"_s;
        line.values = {{u"peer"_s, u"203.0.113.7"_s}, {u"path"_s, u"/api/messages"_s}};
        break;
    default:
        line.area = u"pipit.bots.runs"_s;
        line.level = QtCriticalMsg;
        line.text = u"提供方返回错误 4020：请求过于频繁，请稍后再试"_s;
        line.values = {{u"run"_s, u"r-%1"_s.arg(number)}, {u"logid"_s, u"20261120143200112233445566"_s}};
        break;
    }
    return line;
}

LogBatch batchOf(qint64 from, qint64 to)
{
    LogBatch batch{.log = u"bench"_s};
    for (qint64 number = from; number <= to; ++number)
        batch.lines << lineOf(number);
    return batch;
}

void log()
{
    const double empty = megabytes();
    LogPanel panel;
    LogModel &model = *panel.model();
    LogView &view = *panel.view();
    QImage image(windowSize, QImage::Format_ARGB32_Premultiplied);
    panel.resize(windowSize);
    panel.show();
    QCoreApplication::processEvents();
    const auto frame = [&] {
        QCoreApplication::processEvents();
        panel.render(&image);
    };
    std::vector<double> taken;
    for (qint64 number = 1; number <= lineCount; number += 1'000) {
        const LogBatch batch = batchOf(number, number + 999);
        taken.push_back(msOf([&] { model.append(batch); }));
    }
    const double first = msOf(frame);
    std::printf("open      %lld lines taken in %.0f ms, in batches of 1,000: p99 %.2f ms; first frame %.1f ms; %.1f MB\n", static_cast<long long>(lineCount), quantile(taken, 0.5) * double(taken.size()), quantile(taken, 0.99), first, megabytes() - empty);

    QScrollBar *bar = view.verticalScrollBar();
    for (const bool wraps : {false, true}) {
        view.setWrapped(wraps);
        frame();
        std::vector<double> frames;
        for (int i = 0; i < 1'500; ++i) {
            // By notches of the wheel, and now and then far off.
            const int to = i % 10 == 9 ? int(qint64(bar->maximum()) * (i * 7 % 1'500) / 1'500) : bar->value() + (i % 200 < 100 ? -60 : 60);
            frames.push_back(msOf([&] {
                bar->setValue(to);
                frame();
            }));
        }
        std::printf("scroll    %s: p50 %.2f, p99 %.2f, most %.2f ms (8)\n", wraps ? "wrapped    " : "not wrapped", quantile(frames, 0.5), quantile(frames, 0.99), quantile(frames, 1));
    }
    view.setWrapped(false);
    view.scrollToEnd();

    const std::pair<const char *, LogFilter> filters[] = {{"warnings and graver", {.from = QtWarningMsg}}, {"one area", {.areas = {u"bots"_s}}}, {"a word in many", {.text = u"session"_s}}, {"a word in few", {.text = u"ORDER-4995"_s}},
                                                          {"a letter", {.text = u"e"_s}}, {"Chinese", {.text = u"请求过于频繁"_s}}, {"what is nowhere", {.text = u"zzz zzz"_s}}, {"all again", {}}};
    for (const auto &[name, filter] : filters) {
        const double judged = msOf([&] { model.setFilter(filter); });
        const double shown = msOf(frame);
        std::printf("filter    %-20s %6lld of %lld lines: %6.1f ms, and a frame of %.1f (100)\n", name, static_cast<long long>(model.count()), static_cast<long long>(model.lines()), judged, shown);
    }

    // A thousand lines a second, as a feed hands them on: each 30 ms what has come. While full, so that as many go.
    for (const bool follows : {true, false}) {
        if (!follows)
            bar->setValue(bar->maximum() / 2);
        std::vector<double> batches;
        qint64 number = lineCount + (follows ? 0 : 100'000);
        for (int i = 0; i < 330; ++i) {
            const LogBatch batch = batchOf(number + 1, number + 30);
            number += 30;
            batches.push_back(msOf([&] {
                model.append(batch);
                frame();
            }));
        }
        double sum = 0;
        for (const double one : batches)
            sum += one;
        std::printf("append    30 lines and a frame, %s: p50 %.2f, p99 %.2f ms; 1,000 lines/s take %.1f %% of a core\n", follows ? "following" : "further up", quantile(batches, 0.5), quantile(batches, 0.99), sum / 330 / 30 * 100);
    }
    const double copied = msOf([&] { (void)view.shownText(); });
    std::printf("copy      all %lld lines: %.0f ms\n", static_cast<long long>(model.count()), copied);
    std::printf("memory    %.1f MB, by its own count %.1f\n", megabytes() - empty, double(model.bytes()) / 1e6);
}

void reference()
{
    const double empty = megabytes();
    QPlainTextEdit edit;
    edit.setFont(Theme::code());
    edit.setLineWrapMode(QPlainTextEdit::NoWrap);
    edit.setReadOnly(true);
    edit.setMaximumBlockCount(int(lineCount));
    edit.resize(windowSize);
    edit.show();
    QImage image(windowSize, QImage::Format_ARGB32_Premultiplied);
    QStringList lines;
    for (qint64 number = 1; number <= lineCount; ++number)
        lines << lineOf(number).toString();
    const double opened = msOf([&] { edit.setPlainText(lines.join(u'\n')); });
    const double shown = msOf([&] { edit.render(&image); });
    std::vector<double> frames;
    for (int i = 0; i < 500; ++i) {
        frames.push_back(msOf([&] {
            edit.verticalScrollBar()->setValue(int(lineCount) * (i * 7 % 500) / 500);
            QCoreApplication::processEvents();
            edit.render(&image);
        }));
    }
    // To filter, it is made anew from what fits.
    const double filtered = msOf([&] { edit.setPlainText(lines.filter(u"order-"_s, Qt::CaseInsensitive).join(u'\n')); });
    std::printf("reference QPlainTextEdit: set %.0f ms, first frame %.1f, scroll p50 %.2f, p99 %.2f, filter %.0f ms, %.1f MB\n", opened, shown, quantile(frames, 0.5), quantile(frames, 0.99), filtered, megabytes() - empty);
}

} // namespace

// Each in a process of its own: what one gives back would hide what the next one takes.
int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    Theme::instance().apply(ThemeMode::Light);
    const std::pair<QString, void (*)()> parts[] = {{u"log"_s, log}, {u"reference"_s, reference}};
    for (const auto &[name, measure] : parts) {
        if (argc > 1 && name == QLatin1StringView(argv[1]))
            measure();
        else if (argc == 1 && QProcess::execute(application.applicationFilePath(), {name}) != 0)
            return 1;
    }
}
