// SPDX-License-Identifier: GPL-3.0-or-later
// pipitd: a node without a screen.
#include "app/cli/help_text.h"
#include "app/cli/wrong_usage.h"
#include "app/daemon/stop_signals.h"
#include "core/config_table.h"
#include "core/event_dispatcher.h"
#include "core/free_memory.h"
#include "core/log_levels.h"
#include "core/log_output.h"
#include "server/server.h"

#include <QCoreApplication>
#include <QMap>

#include <cstdio>

namespace {

using namespace pipit;

int fail(const Error &error)
{
    std::fprintf(stderr, "pipitd: %s\n", qPrintable(error.message));
    return 1;
}

// One flag for each setting, kept as text: the configuration checks them all in one place.
class ConfigFlags
{
public:
    explicit ConfigFlags(CLI::App &command)
    {
        command.add_option("--config", m_file, "The configuration file (default: pipit.toml in the data directory, if it is there)")->type_name("FILE");
        for (const Setting &setting : configTable())
            m_options.push_back({&setting, command.add_option(flagName(setting).toStdString(), setting.help)->type_name(*setting.unit ? setting.unit : "NUMBER")});
    }

    Result<Config> load() const
    {
        QMap<QString, QString> flags;
        for (const auto &[setting, option] : m_options) {
            if (!option->empty())
                flags.insert(QString::fromLatin1(setting->key), QString::fromStdString(option->as<std::string>()));
        }
        return loadProgramConfig(flags, QString::fromStdString(m_file));
    }

private:
    std::string m_file;
    std::vector<std::pair<const Setting *, CLI::Option *>> m_options;
};

int serve(QCoreApplication &application, const Config &config)
{
    installLogOutput({.isJson = config.log.format == u"json", .file = config.log.file, .fileBytes = config.log.fileBytes, .oldFiles = config.log.oldFiles});
    (void)setLogLevels(config.log.levels); // checked when they were read
    Server server(config);
    if (const auto started = server.start(); !started)
        return fail(started.error());
    const auto stop = [&] {
        server.stop();
        application.quit();
    };
    onStopSignal(&application, {.stop = stop, .drain = [&] { server.drain(stop); }});
    std::printf("listening on %s\n", qPrintable(server.url().toString()));
    std::fflush(stdout);
    return application.exec();
}

int showConfig(const Config &config)
{
    for (const Setting &setting : configTable())
        std::printf("%-32s %-28s # %s\n", setting.key, qPrintable(setting.shownIn(config)), qPrintable(config.origin(QString::fromLatin1(setting.key)).toString()));
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    shareFreeMemory();
    // Before the application exists: glib's event loop costs a node up to ten times as much for each socket.
    qputenv("QT_NO_GLIB", "1");
    installLogOutput({});
    (void)setLogLevels({});
    if (auto dispatcher = makeEventDispatcher())
        QCoreApplication::setEventDispatcher(dispatcher.release());
    QCoreApplication application(argc, argv);
    qunsetenv("QT_NO_GLIB"); // the keychain's own thread needs that loop
    QCoreApplication::setApplicationName(QStringLiteral("pipitd"));

    CLI::App app("A Pipit node: the message log and the streams behind it.", "pipitd");
    app.formatter(std::make_shared<cli::HelpText>());
    app.set_version_flag("--version", "pipitd " PIPIT_VERSION);
    app.require_subcommand(1);
    app.footer("Exit codes: 0 it worked, 1 it failed, 2 the command line is wrong.");
    CLI::App *serveCommand = app.add_subcommand("serve", "Run a node until it is told to stop: SIGTERM sends its clients away first, Ctrl+C does not");
    const ConfigFlags serveFlags(*serveCommand);
    CLI::App *configCommand = app.add_subcommand("config", "Print the settings in force and where each came from");
    const ConfigFlags configFlags(*configCommand);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return cli::tellParseError(app, error);
    }

    const bool serving = serveCommand->parsed();
    const auto config = (serving ? serveFlags : configFlags).load();
    if (!config)
        return fail(config.error());
    for (const QString &warning : config->warnings)
        std::fprintf(stderr, "pipitd: warning: %s\n", qPrintable(warning));
    return serving ? serve(application, *config) : showConfig(*config);
}
