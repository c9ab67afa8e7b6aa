// SPDX-License-Identifier: GPL-3.0-or-later
// pipit: the desktop.
#include "app/desktop/desktop.h"
#include "app/desktop/screenshot.h"

#include <QApplication>
#include <QIcon>

#include <cstdio>

int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("pipit"));
    QCoreApplication::setApplicationVersion(QStringLiteral(PIPIT_VERSION));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Pipit"));
    QGuiApplication::setDesktopFileName(QStringLiteral("pipit"));

    const auto options = pipit::readOptions(app.arguments());
    if (!options) {
        std::fprintf(stderr, "pipit: %s\n", qUtf8Printable(options.error().message));
        return 2;
    }
    pipit::Desktop desktop(*options);
    QGuiApplication::setWindowIcon(QIcon(QStringLiteral(":/pipit.svg")));
    if (!options->screenshot.isEmpty())
        new pipit::Screenshot(desktop.window(), options->screenshot, &desktop);
    desktop.window()->show();
    // The first paint comes before the node: the window is there at once.
    QMetaObject::invokeMethod(&desktop, &pipit::Desktop::start, Qt::QueuedConnection);
    return app.exec();
}
