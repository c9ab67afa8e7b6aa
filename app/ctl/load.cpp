// SPDX-License-Identifier: GPL-3.0-or-later
// pipitctl load: puts a node under load, and says what came through.
#include "app/ctl/commands.h"
#include "app/ctl/terminal.h"
#include "app/load/pipit_target.h"
#include "app/load/report.h"
#include "client/api_client.h"
#include "client/wait_for.h"
#include "core/descriptor_limit.h"

#include <QFile>
#include <QJsonDocument>
#include <QLocale>
#include <QRandomGenerator>
#include <QSaveFile>
#include <QThread>

#include <thread>

using namespace Qt::StringLiterals;

namespace pipit::ctl {

namespace {

struct LoadOptions {
    load::LoadPlan plan;
    double seconds = 10;
    std::vector<double> storms;
    std::string json;
    std::string report;
    bool quiet = false;
    bool clean = false;
};

std::optional<Error> faultOf(const LoadOptions &options)
{
    const load::LoadPlan &plan = options.plan;
    if (plan.slow > plan.streams)
        return wrongUsage(u"--slow is %1, and there are only %2 streams."_s.arg(plan.slow).arg(plan.streams));
    for (const double storm : options.storms) {
        if (storm <= 0 || storm >= options.seconds)
            return wrongUsage(u"--storm %1 is not within the %2 s of the publishing."_s.arg(storm).arg(options.seconds));
    }
    if (const auto descriptors = raiseDescriptorLimit(); descriptors && *descriptors < plan.streams + plan.publishers + 64)
        return wrongUsage(u"%1 streams need more descriptors than this process may have (%2). Raise the limit (ulimit -n), or ask for fewer."_s.arg(plan.streams).arg(*descriptors));
    return std::nullopt;
}

// False, with a message, where it cannot be written.
bool writeFile(const std::string &name, const QByteArray &content)
{
    if (name.empty())
        return true;
    QSaveFile file(QString::fromStdString(name));
    if (file.open(QIODevice::WriteOnly) && file.write(content) == content.size() && file.commit())
        return true;
    note(u"%1 cannot be written: %2"_s.arg(file.fileName(), file.errorString()));
    return false;
}

void removeSessions(ApiClient &api, const QString &sessions, int channels)
{
    int left = 0;
    for (int channel = 0; channel < channels; ++channel)
        left += !waitFor(api.remove(u"/api/sessions/"_s + sessions + QString::number(channel)));
    if (left > 0)
        note(u"%1 of the sessions %2… could not be deleted; that needs an operator's token."_s.arg(left).arg(sessions));
}

int runLoad(const CommandLine &line, LoadOptions &options)
{
    const auto caller = line.caller();
    if (!caller)
        return tell(BadUsage, caller.error().message);
    if (const auto fault = faultOf(options))
        return tell(BadUsage, fault->message);

    load::LoadPlan &plan = options.plan;
    plan.duration = std::chrono::milliseconds(std::llround(options.seconds * 1000));
    for (const double storm : options.storms)
        plan.storms.emplace_back(std::llround(storm * 1000));
    const QString sessions = u"load-%1-"_s.arg(QRandomGenerator::global()->generate(), 8, 16, QChar(u'0'));
    load::aimAtPipit(plan.target, caller->node, caller->token, sessions);
    plan.target.caFile = line.caFile().toStdString();

    ApiClient api(caller->node, caller->token, answerTime);
    const auto before = waitFor(api.get(u"/api/sse/stats"_s));
    if (!before)
        return tell(before.error());
    load::NodeFigures figures{.before = *before};
    load::LoadWatch watch{.beforeEnd = [&] {
        if (const auto after = waitFor(api.get(u"/api/sse/stats"_s)))
            figures.after = *after;
    }};
    if (!options.quiet)
        watch.second = [](const load::Second &second) { note(load::lineOf(second)); };
    const load::LoadResult result = load::run(plan, watch);

    print(load::summaryOf(plan, result, figures).toUtf8());
    const bool isWritten = writeFile(options.json, QJsonDocument(load::jsonOf(plan, result, figures)).toJson()) && writeFile(options.report, load::pageOf(plan, result, figures));
    if (options.clean)
        removeSessions(api, sessions, plan.channels);
    return isWritten && result.isComplete() ? Succeeded : Failed;
}

// As help shows it: 1-1000000.
template<typename Number>
CLI::Validator between(Number least, Number most)
{
    const auto written = [](Number number) { return QByteArray::number(double(number), 'f', QLocale::FloatingPointShortest).toStdString(); };
    return CLI::Range(least, most).description(written(least) + '-' + written(most));
}

} // namespace

void addLoad(CommandLine &line)
{
    auto options = std::make_shared<LoadOptions>();
    load::LoadPlan &plan = options->plan;
    plan.threads = std::max(1, int(std::thread::hardware_concurrency()) / 2);
    CLI::App *command = line.addNodeCommand("load", "Put the node under load and say what came through: open streams, publish at a fixed rate, count what is lost, doubled or late. It writes real messages, into sessions named load-…",
                                        [&line, options] { return runLoad(line, *options); });
    command->add_option("--streams", plan.streams, "How many streams are opened")->type_name("NUMBER")->check(between(1, load::mostStreams))->capture_default_str();
    command->add_option("--channels", plan.channels, "Over how many sessions the streams and the messages are spread")->type_name("NUMBER")->check(between(1, load::mostStreams))->capture_default_str();
    command->add_option("--rate", plan.rate, "Messages a second, over all sessions, whatever the node does; 0: only streams")->type_name("NUMBER")->check(between(0.0, 1e6))->capture_default_str();
    command->add_option("--seconds", options->seconds, "How long messages are published")->type_name("NUMBER")->check(between(0.1, 1e6))->capture_default_str();
    command->add_option("--size", plan.size, "Bytes of content of each message")->type_name("NUMBER")->check(between(load::leastSize, 1 << 20))->capture_default_str();
    command->add_option("--publishers", plan.publishers, "How many connections publish; each waits for its answer before it goes on")->type_name("NUMBER")->check(between(1, 10'000))->capture_default_str();
    command->add_option("--slow", plan.slow, "How many of the streams read nothing until the publishing is over")->type_name("NUMBER")->check(between(0, load::mostStreams))->capture_default_str();
    command->add_option("--storm", options->storms, "Cut all streams so many seconds after the first message, to come back at once with their cursors; repeatable")->type_name("SECONDS");
    command->add_option("--threads", plan.threads, "How many threads read the streams")->type_name("NUMBER")->check(between(1, 64))->capture_default_str();
    command->add_option("--json", options->json, "Write all figures to this file, as JSON")->type_name("FILE");
    command->add_option("--report", options->report, "Write a page with curves to this file, as HTML")->type_name("FILE");
    command->add_flag("--clean", options->clean, "Delete the sessions afterwards, which needs an operator's token");
    command->add_flag("--quiet", options->quiet, "Print no line for each second");
    command->footer("Exit codes: 0 every stream has every message once and in order, 1 not, 2 the command line is wrong.\n"
                    "Example: pipitctl load --streams 1000 --channels 10 --rate 500 --storm 5 --report load.html");
}

} // namespace pipit::ctl
