// SPDX-License-Identifier: GPL-3.0-or-later
// pipitctl token invite, token redeem: an invitation is a link that makes its first taker a caller of the node.
#include "app/ctl/invite.h"

#include "client/api_client.h"
#include "client/wait_for.h"
#include "core/pipit_link.h"
#include "server/auth/rules.h"

#include <QJsonArray>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace pipit::ctl {

namespace {

constexpr qint64 tenYearsS = qint64(10) * 365 * 86400;

struct InviteOptions {
    CallerOptions guest;
    qint64 validS = 24 * 3600;
    std::string link;
};

int invite(const CommandLine &line, const InviteOptions &options)
{
    const auto caller = line.caller();
    if (!caller)
        return tell(BadUsage, caller.error().message);
    QJsonObject guest{{u"role"_s, QString::fromStdString(options.guest.role)}, {u"sessions"_s, QJsonArray::fromStringList(listOf(options.guest.sessions))}};
    for (const auto &[key, text] : {std::pair(u"sub"_s, options.guest.sub), std::pair(u"name"_s, options.guest.name)}) {
        if (!text.empty())
            guest.insert(key, QString::fromStdString(text));
    }
    ApiClient api(caller->node, caller->token, answerTime);
    const auto answer = waitFor(api.post(u"/api/auth/tickets"_s, {{u"invite"_s, guest}, {u"validS"_s, options.validS}}));
    if (!answer)
        return tell(answer.error());
    const PipitLink link{.node = caller->node, .ticket = answer->value(u"ticket").toString()};
    note(u"Good once, until %1."_s.arg(answer->value(u"expiresAt").toString()));
    return print(link.toString().toLatin1() + '\n') ? Succeeded : Failed;
}

int redeem(const InviteOptions &options)
{
    const auto link = readPipitLink(QString::fromStdString(options.link));
    if (!link || link->kind != PipitLink::Kind::Invitation)
        return tell(BadUsage, u"This is no invitation. It begins with pipit:join? and has the node's address and a ticket; in a shell it stands in quotation marks."_s);
    ApiClient api(link->node, {}, answerTime);
    const auto answer = waitFor(api.post(u"/api/auth/session"_s, {{u"ticket"_s, link->ticket}}));
    if (!answer)
        return tell(answer.error());
    const QString token = answer->value(u"token").toString();
    if (token.isEmpty())
        return tell(Failed, u"The node took this for a ticket of somebody who has a token already; it gives no new one."_s);
    note(u"You are %1 on %2. The token is shown this once; keep it in a file, and name that with --token-file."_s.arg(answer->value(u"caller").toObject().value(u"sub").toString(), link->node.toString()));
    return print(token.toLatin1() + '\n') ? Succeeded : Failed;
}

} // namespace

void CallerOptions::addTo(CLI::App &command, bool subIsRequired)
{
    command.add_option("--sub", sub, subIsRequired ? "Who it is for: a unique id, such as ann or ci-bot" : "Who it is for: a unique id, such as ann (default: a random one)")->type_name("NAME")->required(subIsRequired);
    command.add_option("--name", name, "The name that others see (default: the same as --sub)")->type_name("NAME");
    command.add_option("--role", role, "user posts as itself; bot also as a bot; operator may do everything")->type_name("user|bot|operator")->capture_default_str();
    command.add_option("--sessions", sessions, subIsRequired ? "A session or pattern that it is for, such as team-*; can be repeated (default: every session)" : "A session or pattern that it is for, such as team-*; can be repeated")->type_name("PATTERN")->required(!subIsRequired);
}

Result<auth::Caller> CallerOptions::checked() const
{
    return auth::checkedCaller(QString::fromStdString(sub), QString::fromStdString(name), QString::fromStdString(role), listOf(sessions));
}

CLI::Validator inSeconds()
{
    return CLI::Validator([](std::string &text) -> std::string {
        static const QRegularExpression form(u"^([1-9][0-9]{0,8})([smhd])$"_s);
        const auto match = form.match(QString::fromStdString(text));
        const qint64 unit = match.captured(2) == u"s" ? 1 : match.captured(2) == u"m" ? 60 : match.captured(2) == u"h" ? 3600 : 86400;
        const qint64 seconds = match.captured(1).toLongLong() * unit;
        if (seconds < 1 || seconds > tenYearsS)
            return "must be a time such as 90s, 15m, 12h or 30d, ten years at most; it is \"" + text + '"';
        text = std::to_string(seconds);
        return {};
    }, {});
}

void addInvitations(CommandLine &line, CLI::App &token, const std::shared_ptr<std::function<int()>> &chosen)
{
    const auto options = std::make_shared<InviteOptions>();
    CLI::App *invited = token.add_subcommand("invite", "Ask the node for an invitation and print it: a link that makes its first taker a caller (operators)");
    invited->fallthrough();
    options->guest.addTo(*invited, false);
    invited->add_option("--valid", options->validS, "How long it can be taken up: 90s, 15m, 12h, 7d at most (default: 24h)")->type_name("TIME")->transform(inSeconds());
    invited->callback([=, &line] { *chosen = [options, &line] { return invite(line, *options); }; });

    CLI::App *redeemed = token.add_subcommand("redeem", "Take up an invitation and print the token that it gives");
    redeemed->fallthrough();
    redeemed->add_option("LINK", options->link, "The invitation, in quotation marks")->type_name("")->required();
    redeemed->callback([=] { *chosen = [options] { return redeem(*options); }; });
}

} // namespace pipit::ctl
