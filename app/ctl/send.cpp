// SPDX-License-Identifier: GPL-3.0-or-later
// pipitctl send: stores one message.
#include "app/ctl/commands.h"
#include "client/api_client.h"
#include "client/wait_for.h"

#include <QJsonDocument>
#include <QStringDecoder>
#include <QUuid>

#include <cstdio>

namespace pipit::ctl {

namespace {

constexpr std::chrono::seconds announceTime(300); // of many thousand sessions

struct SendOptions {
    std::vector<std::string> words;
    std::string session = "general";
    std::string name;
    std::string contentType = "text";
    std::string clientMessageId;
    std::string announceTo;
    std::string title;
    bool all = false;
    bool json = false;
};

Result<QString> textOfInput()
{
    const auto limit = std::size_t(MessageLimits{}.contentBytes);
    QByteArray bytes(qsizetype(limit) + 3, Qt::Uninitialized); // two for a line break at the end, one to see that there is more
    const std::size_t size = std::fread(bytes.data(), 1, std::size_t(bytes.size()), stdin);
    bytes.truncate(qsizetype(size));
    if (bytes.endsWith('\n'))
        bytes.chop(bytes.endsWith("\r\n") ? 2 : 1);
    if (std::size_t(bytes.size()) > limit)
        return Error{ErrorCode::TooLarge, QStringLiteral("The text on the standard input is longer than %1 bytes, which is the most that a message holds.").arg(limit)};
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(bytes);
    if (decoder.hasError())
        return Error{ErrorCode::InvalidRequest, QStringLiteral("The text on the standard input is not UTF-8; convert it first.")};
    return text;
}

// What the node would refuse is refused here, before anything is sent.
Result<MessageDraft> draftOf(const SendOptions &options, const QString &text)
{
    MessageDraft draft;
    draft.sessionId = QString::fromStdString(options.session);
    draft.content = text;
    draft.contentType = QString::fromStdString(options.contentType);
    draft.senderName = QString::fromStdString(options.name);
    draft.clientMessageId = options.clientMessageId.empty() ? QUuid::createUuid().toString(QUuid::WithoutBraces) : QString::fromStdString(options.clientMessageId);
    return MessageDraft::fromJson(draft.toJson());
}

// What the node should say in many sessions.
int announce(const Caller &caller, const SendOptions &options, const QString &text)
{
    QJsonObject announcement{{QStringLiteral("content"), text}, {QStringLiteral("sessions"), options.all ? QStringLiteral("*") : QString::fromStdString(options.announceTo)}};
    for (const auto &[name, value] : {std::pair(QStringLiteral("title"), options.title), std::pair(QStringLiteral("id"), options.clientMessageId)}) {
        if (!value.empty())
            announcement.insert(name, QString::fromStdString(value));
    }
    ApiClient api(caller.node, caller.token, announceTime);
    const auto answer = waitFor(api.post(QStringLiteral("/api/ops/announcements"), announcement));
    if (!answer) {
        const int code = tell(answer.error());
        if (const QString id = answer.error().details.value(u"id").toString(); !id.isEmpty())
            note(QStringLiteral("To go on, add --client-message-id %1.").arg(id));
        return code;
    }
    const qint64 sessions = answer->value(u"sessions").toInteger();
    if (options.json)
        print(QJsonDocument(*answer).toJson(QJsonDocument::Compact) + '\n');
    else
        print("announced in " + QByteArray::number(sessions) + (sessions == 1 ? " session\n" : " sessions\n"));
    return Succeeded;
}

int send(const CommandLine &line, const SendOptions &options)
{
    const auto caller = line.caller();
    if (!caller)
        return tell(BadUsage, caller.error().message);

    const QStringList words = listOf(options.words);
    const auto text = words == QStringList{QStringLiteral("-")} ? textOfInput() : Result<QString>(words.join(u' '));
    if (!text)
        return tell(BadUsage, text.error().message);
    const bool isAnnounced = options.all || !options.announceTo.empty();
    if (!options.title.empty() && !isAnnounced)
        return tell(BadUsage, QStringLiteral("--title stands above an announcement; add --all or --to PATTERN."));
    if (isAnnounced)
        return announce(*caller, options, *text);
    const auto draft = draftOf(options, *text);
    if (!draft)
        return tell(BadUsage, draft.error().message);

    ApiClient api(caller->node, caller->token, answerTime);
    const auto stored = waitFor(api.postMessage(*draft));
    if (!stored) {
        const int code = tell(stored.error());
        if (isPassing(stored.error()))
            note(QStringLiteral("To try again without storing it twice, add --client-message-id %1.").arg(draft->clientMessageId));
        return code;
    }
    print(options.json ? QJsonDocument(stored->toJson()).toJson(QJsonDocument::Compact) + '\n' : QByteArray::number(stored->id) + '\n');
    return Succeeded;
}

} // namespace

void addSend(CommandLine &line)
{
    auto options = std::make_shared<SendOptions>();
    QStringList contentTypeNames;
    for (const char *name : contentTypes)
        contentTypeNames << QLatin1StringView(name);
    CLI::App *command = line.addNodeCommand("send", "Store a message and print its id", [&line, options] { return send(line, *options); });
    command->add_option("TEXT", options->words, "The text; several words are joined with spaces, - reads it from the standard input")->type_name("")->required();
    CLI::Option *session = command->add_option("--session", options->session, "The session, which begins with its first message")->type_name("SESSION")->capture_default_str();
    command->add_option("--as-name", options->name, "The name to show (default: what the token says)")->type_name("NAME");
    command->add_option("--content-type", options->contentType, "How it is shown")->type_name(contentTypeNames.join(u'|').toStdString())->capture_default_str();
    command->add_option("--client-message-id", options->clientMessageId, "The message's own id: the same again never stores twice (default: a new one)")->type_name("UUID");
    CLI::Option *all = command->add_flag("--all", options->all, "Announce it in every session that is not archived, as a notification (operators)")->excludes(session);
    command->add_option("--to", options->announceTo, "Announce it in the sessions of a pattern, such as team-* (operators)")->type_name("PATTERN")->excludes(session)->excludes(all);
    command->add_option("--title", options->title, "What stands above the announcement");
    command->add_flag("--json", options->json, "Print the whole message");
}

} // namespace pipit::ctl
