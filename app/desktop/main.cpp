// SPDX-License-Identifier: GPL-3.0-or-later
// pipit: the desktop.
#include "app/desktop/desktop.h"
#include "app/desktop/link_events.h"
#include "app/desktop/page_stage.h"
#include "app/desktop/screenshot.h"
#include "app/desktop/self_report.h"
#include "app/desktop/single_instance.h"
#include "core/log_levels.h"
#include "core/log_output.h"
#include "ui/desktop/application_id.h"
#include "ui/main_window.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QIcon>

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <string_view>

namespace {

bool asksForWords(int argc, char **argv)
{
    constexpr std::array words{"-h", "--help", "--help-all", "-?", "-v", "--version"};
    return std::any_of(argv + 1, argv + argc, [&words](const char *argument) { return std::ranges::find(words, std::string_view(argument)) != words.end(); });
}

bool asksForAPicture(int argc, char **argv)
{
    return std::any_of(argv + 1, argv + argc, [](const char *argument) { return std::string_view(argument).starts_with("--screenshot"); });
}

} // namespace

int main(int argc, char *argv[])
{
    QElapsedTimer sinceMain;
    sinceMain.start();
    pipit::installLogOutput({});
    (void)pipit::setLogLevels({});
    QCoreApplication::setApplicationName(QStringLiteral("pipit"));
    QCoreApplication::setApplicationVersion(QStringLiteral(PIPIT_VERSION));
    if (asksForWords(argc, argv)) { // also where there is no display
        const QCoreApplication terminal(argc, argv);
        (void)pipit::readOptions(terminal.arguments());
        return 0;
    }
    if (asksForAPicture(argc, argv) && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen"); // nothing flashes up, and it needs no display
    QApplication app(argc, argv);
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Pipit"));
    QGuiApplication::setDesktopFileName(pipit::applicationId());

    auto options = pipit::readOptions(app.arguments());
    if (!options) {
        std::fprintf(stderr, "pipit: %s\n", qUtf8Printable(options.error().message));
        return 2;
    }
    std::unique_ptr<pipit::PageStage> stage;
    if (!options->page.isEmpty()) {
        auto made = pipit::PageStage::make(*options);
        if (!made) {
            std::fprintf(stderr, "pipit: %s\n", qUtf8Printable(made.error().message));
            return 1;
        }
        stage = std::move(*made);
        sinceMain.start(); // what is recorded is there, as it would be on any day
    }
    pipit::SingleInstance instance(pipit::dataDirOf(*options));
    if (options->screenshot.isEmpty()) {
        const auto role = instance.begin(options->links);
        if (!role) {
            std::fprintf(stderr, "pipit: %s\n", qUtf8Printable(role.error().message));
            return 1;
        }
        if (*role == pipit::SingleInstance::Role::Later) {
            std::puts("Pipit is running already; its window has come up.");
            return 0;
        }
    }
    pipit::Desktop desktop(*options);
    QObject::connect(&instance, &pipit::SingleInstance::wished, &desktop, &pipit::Desktop::take);
    pipit::LinkEvents linkEvents;
    QObject::connect(&linkEvents, &pipit::LinkEvents::wished, &desktop, &pipit::Desktop::take);
    qApp->installEventFilter(&linkEvents);
    QGuiApplication::setWindowIcon(QIcon(QStringLiteral(":/pipit.svg")));
    if (stage && !options->selfReport)
        stage->begin(&desktop);
    if (options->selfReport)
        new pipit::SelfReport(desktop.window(), sinceMain, &desktop);
    if (!options->screenshot.isEmpty())
        new pipit::Screenshot(desktop.window(), [&desktop, &stage] { return stage ? stage->isThere() : desktop.window()->isSettled(); }, options->screenshot, &desktop);
    desktop.window()->show();
    // The first paint comes before the node: the window is there at once.
    QMetaObject::invokeMethod(&desktop, &pipit::Desktop::start, Qt::QueuedConnection);
    return app.exec();
}
