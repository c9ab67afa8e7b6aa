// SPDX-License-Identifier: GPL-3.0-or-later
// A card with a log, for the tests of what it shows. Line N is an error where a hundred divides N, a warning where ten does, of debug
// where three does.
#pragma once

#include "ui/console/log/log_bar.h"
#include "ui/console/log/log_panel.h"
#include "ui/console/log/log_view.h"
#include "ui/theme/theme.h"

#include <QDateTime>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

#include <array>

namespace pipit {

using namespace Qt::StringLiterals;

inline LogLine logLineOf(qint64 number)
{
    constexpr std::array areas{"pipit.http", "pipit.streams", "pipit.bots.runs", "pipit.ops"};
    const QtMsgType level = number % 100 == 0 ? QtCriticalMsg : number % 10 == 0 ? QtWarningMsg : number % 3 == 0 ? QtDebugMsg : QtInfoMsg;
    LogLine line{.number = number, .atMs = QDateTime::currentMSecsSinceEpoch(), .level = level, .area = QString::fromLatin1(areas[std::size_t(number % 4)]), .text = u"Line %1 of the log"_s.arg(number)};
    line.values = {{u"request"_s, u"order-%1"_s.arg(number)}, {u"session"_s, u"release"_s}};
    return line;
}

inline LogBatch batchOf(qint64 from, qint64 to, const QString &log = u"a"_s)
{
    LogBatch batch{.log = log};
    for (qint64 number = from; number <= to; ++number)
        batch.lines << logLineOf(number);
    return batch;
}

struct ShownLog {
    LogPanel panel;
    LogModel *const model = panel.model();
    LogView *const view = panel.view();
    LogBar *const bar = panel.bar();
    QLineEdit *const search = bar->findChild<QLineEdit *>();

    explicit ShownLog(qint64 lines = 0)
    {
        panel.resize(740, 640);
        if (lines > 0)
            model->append(batchOf(1, lines));
        panel.show();
        settle();
    }
    void settle() { QCoreApplication::processEvents(); }
    qint64 numberAt(qsizetype visible) const { return model->row(model->placeOf(view->visibleLines()[std::size_t(visible)].id)).number; }
    qint64 lastVisible() const { return numberAt(qsizetype(view->visibleLines().size()) - 1); }
    QPushButton *pill() const { return view->viewport()->findChild<QPushButton *>(); }
    QPoint middleOf(qsizetype visible, int x) const { return {x, view->visibleLines()[std::size_t(visible)].rect.center().y()}; }
    QAction *action(const QString &text) const
    {
        for (QAction *action : bar->moreMenu()->actions()) {
            if (action->text() == text)
                return action;
        }
        qFatal("no such action: %s", qPrintable(text));
    }
    QToolButton *button(const QString &name) const
    {
        for (QToolButton *button : bar->findChildren<QToolButton *>()) {
            if (button->accessibleName() == name || button->text() == name)
                return button;
        }
        qFatal("no such button: %s", qPrintable(name));
    }
    // How many pixels of the first line that is visible are of this colour.
    int pixels(qsizetype visible, const QColor &colour) const
    {
        const QImage image = view->viewport()->grab(view->visibleLines()[std::size_t(visible)].rect).toImage();
        int count = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                count += image.pixelColor(x, y) == colour;
        }
        return count;
    }
};

} // namespace pipit
