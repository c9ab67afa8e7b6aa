// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/oversized.h"

#include "tests/ui/bad_content.h"

#include <QElapsedTimer>
#include <QImage>

#include <cstdio>

using namespace pipit;
using namespace Qt::StringLiterals;

namespace {

constexpr QSize oversizedWindow(1100, 800);
constexpr qsizetype piece = 4096;

struct Window {
    MessageModel model;
    MessageView view{&model};
    QImage image{oversizedWindow, QImage::Format_ARGB32_Premultiplied};

    Window()
    {
        view.resize(oversizedWindow);
        view.show();
    }
    void paint() { view.render(&image); }
};

void opened(const char *name, const QString &text, const QString &type)
{
    Window window;
    const QList<Message> messages{{.id = 1, .sessionId = u"s"_s, .senderType = SenderType::Bot, .senderId = u"b"_s, .senderName = u"b"_s, .contentType = type, .content = text, .createdAtMs = 1'790'000'000'000}};
    LongestStop first;
    first.step([&] { window.model.reset(messages); });
    for (int i = 0; i < 40; ++i)
        first.turn();
    first.step([&] { window.paint(); });
    LongestStop opening;
    QElapsedTimer clock;
    clock.start();
    bool isOffered = false;
    opening.step([&] { isOffered = pressShowAll(window.view); });
    for (int quiet = 0; isOffered && quiet < 20; ++quiet) {
        const MessageLayout *layout = window.view.visibleLayout(0);
        const qsizetype before = layout ? layout->height() : 0;
        opening.turn();
        opening.step([&] { window.paint(); });
        layout = window.view.visibleLayout(0);
        if (layout && layout->height() != before)
            quiet = 0;
    }
    const double ms = double(clock.elapsed());
    LongestStop resizing;
    resizing.step([&] { window.view.resize(QSize(650, 800)); });
    for (int i = 0; i < 100; ++i)
        resizing.turn();
    std::printf("oversized %-28s %-8s first %6.1f, opened %7.1f ms at a time (50), whole after %6.0f ms, resized %7.1f ms\n", name, qPrintable(type), first.ms(), opening.ms(), ms, resizing.ms());
    std::fflush(stdout);
}

void streamed(const char *name, const QString &text)
{
    Window window;
    RunView run;
    run.run = {.runId = u"r"_s, .sessionId = u"s"_s, .botId = u"echo"_s, .clientMessageId = u"answer"_s, .state = RunState::Streaming};
    window.model.reset({}, {run});
    QCoreApplication::processEvents();
    LongestStop tenths[10];
    for (qsizetype end = piece; end < text.size(); end += piece) {
        run.answer = text.first(end);
        LongestStop &stop = tenths[qMin(qsizetype(9), end * 10 / text.size())];
        // However the view spaces its redraws: this one is made.
        stop.step([&] {
            window.model.setRuns({run});
            Q_EMIT window.model.rowsChanged();
            QCoreApplication::processEvents();
            window.paint();
        });
        if (stop.ms() > 3000)
            break;
    }
    double longest = 0;
    for (const LongestStop &stop : tenths)
        longest = qMax(longest, stop.ms());
    std::printf("streamed  %-28s %.1f MiB, a step of %lld: mean in the first tenth %6.2f, in the last %6.2f, longest %6.1f ms (50)\n", name, double(text.size()) / (1 << 20), static_cast<long long>(piece), tenths[0].mean(), tenths[9].mean(), longest);
    std::fflush(stdout);
}

} // namespace

void openTheOversized()
{
    for (const auto &[name, text] : badContents()) {
        for (const QString &type : {u"text"_s, u"markdown"_s})
            opened(name, text, type);
    }
}

void streamTheOversized()
{
    constexpr qsizetype mebibyte = 1 << 20;
    streamed("paragraph of one line", u"some **bold** and `code` words "_s.repeated(mebibyte / 31));
    streamed("paragraph of many lines", u"some **bold** words\n"_s.repeated(mebibyte / 20));
    streamed("code", u"```cpp\n"_s + u"int a = \"b\"; // why\n"_s.repeated(mebibyte / 20));
    streamed("code of one line", u"```json\n"_s + u"{\"a\":[1,2,3]},"_s.repeated(mebibyte / 14));
    streamed("table of 10,000 rows", u"|a|b|c|\n|-|-|-|\n"_s + u"|1|**two**|3|\n"_s.repeated(10'000));
    streamed("10,000 links", u"[a](https://example.org/b) https://example.org/c "_s.repeated(10'000));
    streamed("paragraphs", u"some **bold** words\n\n"_s.repeated(mebibyte / 21));
    streamed("list", u"- some **bold** words\n"_s.repeated(mebibyte / 22));
    streamed("Chinese", u"一段很长的**文字**，没有空格"_s.repeated(mebibyte / 3 / 17));
}
