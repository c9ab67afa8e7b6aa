// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/screenshot.h"

#include "ui/main_window.h"

#include <QCoreApplication>
#include <QPixmap>

#include <chrono>
#include <cstdio>

namespace pipit {

using namespace std::chrono_literals;

namespace {

constexpr auto patience = 20s;
constexpr int calmLooks = 4; // settled this often in a row: what was asked for last has been painted

} // namespace

Screenshot::Screenshot(MainWindow *window, const QString &file, QObject *parent)
    : QObject(parent), m_window(window), m_file(file)
{
    m_clock.start();
    connect(&m_timer, &QTimer::timeout, this, &Screenshot::look);
    m_timer.start(50ms);
}

void Screenshot::look()
{
    m_calmLooks = m_window->isSettled() ? m_calmLooks + 1 : 0;
    if (m_calmLooks >= calmLooks)
        return m_window->grab().save(m_file) ? end(0) : end(1, QStringLiteral("The picture could not be written to %1.").arg(m_file));
    if (std::chrono::milliseconds(m_clock.elapsed()) > patience)
        end(1, QStringLiteral("The window did not settle in %1 s; %2.").arg(patience.count()).arg(m_window->statusBar()->text()));
}

void Screenshot::end(int code, const QString &problem)
{
    m_timer.stop();
    if (!problem.isEmpty())
        std::fprintf(stderr, "pipit: %s\n", qUtf8Printable(problem));
    QCoreApplication::exit(code);
}

} // namespace pipit
