// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/self_report.h"

#include "core/process_figures.h"
#include "ui/chat/chat_page.h"
#include "ui/chat/messages/message_model.h"
#include "ui/chat/messages/message_view.h"
#include "ui/main_window.h"

#include <QCoreApplication>
#include <QEvent>
#include <QJsonDocument>
#include <QScrollBar>
#include <QThread>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <numeric>
#include <vector>

namespace pipit {

using namespace std::chrono_literals;

namespace {

constexpr auto restPatience = 20s;
constexpr auto calm = 2s;          // after the start, before what is held is looked at
constexpr int frames = 400;
constexpr int tokens = 3'000;
constexpr unsigned long tokenPauseUs = 1'000;

QJsonValue rounded(double value)
{
    return std::round(value * 100) / 100;
}

double quantile(std::vector<double> values, double part)
{
    std::ranges::sort(values);
    return values[std::size_t(part * double(values.size() - 1))];
}

template<typename Work>
double msOf(Work work)
{
    QElapsedTimer clock;
    clock.start();
    work();
    return double(clock.nsecsElapsed()) / 1e6;
}

QJsonObject quantiles(const std::vector<double> &values)
{
    return {{QStringLiteral("p50"), rounded(quantile(values, 0.5))}, {QStringLiteral("p99"), rounded(quantile(values, 0.99))}};
}

} // namespace

SelfReport::SelfReport(MainWindow *window, const QElapsedTimer &sinceMain, QObject *parent) : QObject(parent), m_window(window), m_sinceMain(sinceMain)
{
    m_report.insert(u"version", QStringLiteral(PIPIT_VERSION));
    window->installEventFilter(this);
    window->chat()->view()->viewport()->installEventFilter(this);
    connect(&m_timer, &QTimer::timeout, this, &SelfReport::look);
    m_timer.start(50ms);
}

bool SelfReport::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Paint) {
        const char *name = watched == m_window ? "firstPaintMs" : m_window->chat()->messages()->rowCount() > 0 ? "conversationMs" : nullptr;
        if (name && !m_report.contains(QLatin1StringView(name)))
            m_report.insert(QLatin1StringView(name), m_sinceMain.elapsed());
    }
    return QObject::eventFilter(watched, event);
}

void SelfReport::look()
{
    if (m_sinceMain.hasExpired(std::chrono::milliseconds(restPatience).count())) {
        m_timer.stop();
        std::fprintf(stderr, "pipit: the window did not come to rest within %lld s; nothing was measured.\n", (long long)restPatience.count());
        return QCoreApplication::exit(1);
    }
    if (!m_window->isSettled() || !m_report.contains(u"conversationMs"))
        return;
    m_timer.stop();
    QTimer::singleShot(calm, this, &SelfReport::measure);
}

void SelfReport::measure()
{
    const auto held = residentBytes();
    m_report.insert(u"residentMB", held ? rounded(double(*held) / 1e6) : QJsonValue());
    m_report.insert(u"scrollFrameMs", scrolling());
    m_report.insert(u"tokenMs", streaming());
    std::puts(QJsonDocument(m_report).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
    QCoreApplication::exit(0);
}

// Up and down through the conversation that is open, a step for each frame.
QJsonObject SelfReport::scrolling()
{
    MessageView *view = m_window->chat()->view();
    QScrollBar *bar = view->verticalScrollBar();
    std::vector<double> costs;
    for (int frame = 0; frame < frames; ++frame) {
        const double place = std::abs(1.0 - 2.0 * frame / frames);
        costs.push_back(msOf([&] {
            bar->setValue(int(place * bar->maximum()));
            view->viewport()->repaint();
        }));
    }
    return quantiles(costs);
}

// An answer as it comes, in a view of its own: the one that is shown stays as it is.
QJsonObject SelfReport::streaming()
{
    MessageModel model;
    MessageView view(&model);
    view.resize(m_window->chat()->view()->size());
    view.show();
    RunView run;
    run.run = {.runId = QStringLiteral("report"), .sessionId = QStringLiteral("report"), .botId = QStringLiteral("echo"), .clientMessageId = QStringLiteral("report"), .state = RunState::Streaming};
    std::vector<double> costs;
    for (int token = 0; token < tokens; ++token) {
        run.answer += token % 60 == 59 ? QStringLiteral("\n\n") : token % 3 == 0 ? QStringLiteral("**其后** ") : QStringLiteral("resumes ");
        costs.push_back(msOf([&] {
            model.setRuns({run});
            QCoreApplication::processEvents();
        }));
        QThread::usleep(tokenPauseUs);
    }
    const std::size_t tenth = costs.size() / 10;
    const auto sum = [&costs](std::size_t from, std::size_t to) { return std::accumulate(costs.begin() + std::ptrdiff_t(from), costs.begin() + std::ptrdiff_t(to), 0.0); };
    QJsonObject result = quantiles(costs);
    result.insert(u"lastToFirstTenth", rounded(sum(costs.size() - tenth, costs.size()) / sum(0, tenth)));
    return result;
}

} // namespace pipit
