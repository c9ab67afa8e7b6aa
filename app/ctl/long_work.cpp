// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/long_work.h"

#include "app/ctl/command_line.h"
#include "app/ctl/interrupt.h"
#include "app/ctl/terminal.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <thread>
#include <utility>

namespace pipit::ctl {

namespace {

QByteArray bar(qint64 done, qint64 total)
{
    constexpr int width = 30;
    const double part = std::min(1.0, double(done) / double(total));
    const int filled = int(part * width);
    return '[' + QByteArray(filled, '#') + QByteArray(width - filled, '.') + "] " + QByteArray::number(int(part * 100)).rightJustified(3) + " % ";
}

} // namespace

ProgressLine::ProgressLine(Begins begins) : m_onTerminal(isTerminal(stderr)), m_beginsLate(begins == Begins::Late && !m_onTerminal) { }

void ProgressLine::show(qint64 done, qint64 total, const Describe &describe)
{
    const auto now = Clock::now();
    if (!m_begin) {
        m_begin = now;
        m_first = done;
        if (m_beginsLate)
            m_last = now;
    }
    const bool isLast = !m_beginsLate && total > 0 && done >= total;
    if (m_last && now - *m_last < (m_onTerminal ? std::chrono::milliseconds(100) : std::chrono::milliseconds(5'000)) && !isLast)
        return;
    m_last = now;
    const QString text = describe(std::chrono::duration<double>(now - *m_begin).count(), m_first);
    if (m_onTerminal)
        std::fprintf(stderr, "\r%s%s\033[K", total > 0 ? bar(done, total).constData() : "", qUtf8Printable(text));
    else
        note(text);
    m_isOpen = m_onTerminal;
}

void ProgressLine::end()
{
    m_begin.reset();
    m_last.reset();
    if (std::exchange(m_isOpen, false))
        std::fputc('\n', stderr);
}

QString grouped(qint64 number)
{
    return QLocale(QLocale::English).toString(number);
}

void runLongWork(const std::function<void(const std::atomic<bool> &stop)> &work)
{
    // The work blocks; Ctrl+C needs an event loop.
    std::atomic<bool> stop = false;
    onInterrupt([&stop] { stop = true; });
    std::thread thread([&] {
        work(stop);
        QMetaObject::invokeMethod(qApp, [] { QCoreApplication::exit(); }, Qt::QueuedConnection);
    });
    QCoreApplication::exec();
    thread.join();
}

} // namespace pipit::ctl
