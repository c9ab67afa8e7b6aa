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

constexpr std::chrono::seconds timeLimit(30);

struct SendOptions {
    std::vector<std::string> words;
    std::string session = "general";
    std::string name;
    std::string contentType = "text";
    std::string clientMessageId;
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

int send(const CommandLine &line, const SendOptions &options)
{
    const auto caller = line.caller();
    if (!caller)
        return tell(BadUsage, caller.error().message);

    QStringList words;
    for (const std::string &word : options.words)
        words << QString::fromStdString(word);
    const auto text = words == QStringList{QStringLiteral("-")} ? textOfInput() : Result<QString>(words.join(u' '));
    if (!text)
        return tell(BadUsage, text.error().message);
    const auto draft = draftOf(options, *text);
    if (!draft)
        return tell(BadUsage, draft.error().message);

    ApiClient api(caller->node, caller->token, timeLimit);
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
    CLI::App *command = line.addCommand("send", "Stores a message and prints its id", [&line, options] { return send(line, *options); });
    command->add_option("TEXT", options->words, "The text; several words are joined with spaces, - reads it from the standard input")->required();
    command->add_option("--session", options->session, "The session, which begins with its first message")->capture_default_str();
    command->add_option("--as-name", options->name, "The name to show (what the token says if none is given)");
    command->add_option("--content-type", options->contentType, "text, markdown, image, …")->capture_default_str();
    command->add_option("--client-message-id", options->clientMessageId, "A UUID: the same again never stores twice");
    command->add_flag("--json", options->json, "Print the whole message");
}

} // namespace pipit::ctl
