// SPDX-License-Identifier: GPL-3.0-or-later
// How long the event loop may stand still, held against what this machine takes for a page of text.
// Thread rule: the application's.
#pragma once

#include <QApplication>
#include <QElapsedTimer>
#include <QTextLayout>

#include <algorithm>
#include <limits>

namespace pipit {

// How long Qt takes here and now for a page of plain text, at its best of some: a machine that is slow today is slow in everything.
inline double paceMs()
{
    const QString page = QStringLiteral("words of a page ").repeated(2'000);
    double best = std::numeric_limits<double>::max();
    for (int i = 0; i < 5; ++i) {
        QElapsedTimer clock;
        clock.start();
        QTextLayout layout(page, QApplication::font());
        layout.beginLayout();
        for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine())
            line.setLineWidth(600);
        layout.endLayout();
        best = std::min(best, double(clock.nsecsElapsed()) / 1e6);
    }
    return best;
}

// Measured once, when it is first asked for.
inline double stopLimitMs()
{
    constexpr double pagesAtMost = 10;
#if defined(__SANITIZE_ADDRESS__)
    constexpr double leastMostMs = 1000; // everything is many times slower there
#else
    constexpr double leastMostMs = 100; // of a build for debugging; what is looked for takes seconds
#endif
    static const double most = std::max(leastMostMs, pagesAtMost * paceMs());
    return most;
}

} // namespace pipit
