// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/screenshot.h"

#include "ui/main_window.h"

#include <QApplication>
#include <QPainter>
#include <QPixmap>

#include <chrono>
#include <cstdio>

namespace pipit {

using namespace std::chrono_literals;

namespace {

constexpr auto settlePatience = 20s;
constexpr int calmLooks = 4; // there this often in a row: what was asked for last has been painted

// With the menus and cards that stand before it.
QPixmap pictureOf(MainWindow &window)
{
    QPixmap picture = window.grab();
    QPainter painter(&picture);
    for (QWidget *popup : QApplication::topLevelWidgets()) {
        if (popup != &window && popup->isVisible())
            painter.drawPixmap(popup->pos() - window.pos(), popup->grab());
    }
    painter.end();
    return picture;
}

} // namespace

Screenshot::Screenshot(MainWindow *window, std::function<bool()> isThere, const QString &file, QObject *parent)
    : QObject(parent), m_window(window), m_isThere(std::move(isThere)), m_file(file)
{
    m_clock.start();
    connect(&m_timer, &QTimer::timeout, this, &Screenshot::look);
    m_timer.start(50ms);
}

void Screenshot::look()
{
    m_calmLooks = m_isThere() ? m_calmLooks + 1 : 0;
    if (m_calmLooks >= calmLooks)
        return pictureOf(*m_window).save(m_file) ? end(0) : end(1, QStringLiteral("The picture could not be written to %1.").arg(m_file));
    if (std::chrono::milliseconds(m_clock.elapsed()) > settlePatience)
        end(1, QStringLiteral("The window did not settle in %1 s; %2.").arg(settlePatience.count()).arg(m_window->statusBar()->text()));
}

void Screenshot::end(int code, const QString &problem)
{
    m_timer.stop();
    if (!problem.isEmpty())
        std::fprintf(stderr, "pipit: %s\n", qUtf8Printable(problem));
    QCoreApplication::exit(code);
}

} // namespace pipit
