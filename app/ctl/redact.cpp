// SPDX-License-Identifier: GPL-3.0-or-later
// pipitctl redact: erases messages for good.
#include "app/ctl/commands.h"
#include "app/ctl/terminal.h"
#include "client/api_client.h"
#include "client/wait_for.h"
#include "core/redaction.h"

#include <QJsonArray>
#include <QSet>

#include <cstdio>
#include <limits>

namespace pipit::ctl {

namespace {

constexpr std::chrono::minutes erasureTime(10); // the node answers once the bytes are gone from its files
constexpr int pageSize = 200;

struct RedactOptions {
    std::vector<qint64> ids;
    std::string session;
    bool all = false;
    bool yes = false;
};

// What is erased already, or only tells of it, is left out.
Result<QList<qint64>> idsOfSession(ApiClient &api, const QString &session)
{
    QList<qint64> ids;
    std::optional<qint64> before;
    while (true) {
        const auto page = waitFor(api.history(session, pageSize, before));
        if (!page)
            return page.error();
        for (const Message &message : page->messages) {
            if (!isTombstone(message) && !redactedIds(message))
                ids << message.id;
        }
        if (!page->hasMore || page->messages.isEmpty())
            return ids;
        before = page->messages.first().id;
    }
}

// Only a person can be asked.
bool isWanted(qsizetype count)
{
    if (!isTerminal(stdin))
        return true;
    std::fprintf(stderr, "Redact %lld %s? Their text is erased for good. [y/N] ", static_cast<long long>(count), count == 1 ? "message" : "messages");
    std::fflush(stderr);
    const int answer = std::getchar();
    return answer == 'y' || answer == 'Y';
}

int redact(const CommandLine &line, const RedactOptions &options)
{
    if (options.ids.empty() != options.all || options.session.empty() == options.all)
        return tell(BadUsage, QStringLiteral("Say which messages: their ids, or --session S --all for every message of a session."));
    const auto caller = line.caller();
    if (!caller)
        return tell(BadUsage, caller.error().message);

    ApiClient api(caller->node, caller->token, erasureTime);
    QList<qint64> ids(options.ids.begin(), options.ids.end());
    if (options.all) {
        const auto found = idsOfSession(api, QString::fromStdString(options.session));
        if (!found)
            return tell(found.error());
        ids = *found;
    }
    if (!options.yes && !ids.isEmpty() && !isWanted(ids.size()))
        return tell(Failed, QStringLiteral("Nothing was redacted."));

    QSet<qint64> redacted; // with one version go all
    for (const qint64 id : std::as_const(ids)) {
        if (redacted.contains(id))
            continue;
        const auto answer = waitFor(api.post(QStringLiteral("/api/messages/%1/redact").arg(id), {}));
        if (!answer) {
            note(QStringLiteral("%1 messages are redacted; message %2 is not:").arg(redacted.size()).arg(id));
            return tell(answer.error());
        }
        for (const QJsonValue version : answer->value(u"ids").toArray())
            redacted.insert(version.toInteger());
    }
    return print("Redacted " + QByteArray::number(redacted.size()) + (redacted.size() == 1 ? " message.\n" : " messages.\n")) ? Succeeded : Failed;
}

} // namespace

void addRedact(CommandLine &line)
{
    auto options = std::make_shared<RedactOptions>();
    CLI::App *command = line.addNodeCommand("redact", "Erase the text of messages for good, with every version of them (operators)", [&line, options] { return redact(line, *options); });
    command->add_option("ID", options->ids, "The messages' ids, as send and tail --json print them")->type_name("")->check(CLI::Range(qint64(1), std::numeric_limits<qint64>::max()).description(""));
    command->add_option("--session", options->session, "With --all: the session")->type_name("SESSION");
    command->add_flag("--all", options->all, "Erase every message of the session");
    command->add_flag("--yes", options->yes, "Do not ask whether it is meant");
}

} // namespace pipit::ctl
