// SPDX-License-Identifier: GPL-3.0-or-later
// A paste of 1 MiB into the composer, and a key after it, beside the same into a plain field of Qt's.
#include "ui/chat/composer/attachments.h"
#include "ui/chat/composer/composer.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QElapsedTimer>
#include <QKeyEvent>
#include <QMimeData>

#include <cstdio>

using namespace pipit;
using namespace Qt::StringLiterals;

namespace {

double msOf(const std::function<void()> &work)
{
    QElapsedTimer clock;
    clock.start();
    work();
    QApplication::processEvents(); // what it has to lay out and paint
    return double(clock.nsecsElapsed()) / 1e6;
}

struct Cost {
    double paste = 0;
    double key = 0;
};

Cost costOf(QTextEdit *edit, QWidget *shown, const QString &text)
{
    auto *data = new QMimeData;
    data->setText(text);
    QApplication::clipboard()->setMimeData(data);
    shown->show();
    edit->setFocus();
    QApplication::processEvents();
    Cost cost;
    cost.paste = msOf([edit] { edit->paste(); });
    cost.key = msOf([edit] {
        QKeyEvent press(QEvent::KeyPress, Qt::Key_X, {}, u"x"_s);
        QApplication::sendEvent(edit, &press);
    });
    return cost;
}

void measure(const char *name, const QString &text)
{
    QTextEdit field;
    field.setAcceptRichText(false);
    field.resize(720, 168);
    const Cost plain = costOf(&field, &field, text);
    Composer composer;
    composer.resize(720, 300);
    composer.setSession(u"s"_s, u"S"_s);
    const Cost ours = costOf(composer.edit(), &composer, text);
    std::printf("  %-28s %8zd characters   QTextEdit %8.1f ms, key %7.2f ms   composer %7.1f ms (%.3f of it), key %6.2f ms\n", name, std::size_t(text.size()), plain.paste, plain.key, ours.paste, ours.paste / plain.paste, ours.key);
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    Theme::instance().apply(ThemeMode::Light);
    std::printf("a paste into the composer\n");
    const auto lines = [](qsizetype characters) { return u"A line of a log, as long as they are, with 64 characters in it.\n"_s.repeated(characters / 64); };
    measure("lines, 8 KiB", lines(8 << 10));
    measure("lines, all that the field takes", lines(longPaste - 64));
    measure("lines, 128 KiB", lines(128 << 10));
    measure("lines, 1 MiB", lines(1 << 20));
    measure("one line, all that the field takes", u"word "_s.repeated((longPaste - 64) / 5));
    measure("one line, 1 MiB", u"word "_s.repeated((1 << 20) / 5));
    measure("Chinese, 1 MiB", u"一二三四五六七八九十"_s.repeated((1 << 20) / 30));
    return 0;
}
