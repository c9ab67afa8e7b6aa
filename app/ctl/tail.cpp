// SPDX-License-Identifier: GPL-3.0-or-later
// pipitctl tail: any event stream, one line for each event.
#include "app/ctl/commands.h"
#include "app/ctl/event_line.h"
#include "app/ctl/interrupt.h"
#include "net/network_access.h"
#include "client/sse_client.h"
#include "core/event.h"
#include "core/text_limits.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QUrlQuery>

#include <algorithm>

namespace pipit::ctl {

namespace {

struct TailOptions {
    std::string url;
    std::vector<std::string> sessions;
    std::vector<std::string> headers;
    std::string lastEventId;
    bool json = false;
    bool once = false;
};

bool isTokenCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool isOneLine(const std::string &text)
{
    return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos;
}

Result<std::pair<QByteArray, QByteArray>> headerOf(const std::string &text)
{
    const auto colon = text.find(':');
    const std::string name = text.substr(0, colon);
    if (colon == std::string::npos || name.empty() || !std::ranges::all_of(name, isTokenCharacter) || !isOneLine(text))
        return wrongUsage(QStringLiteral("--header \"%1\" is no header; write 'Name: value'.").arg(QString::fromStdString(text)));
    return std::pair(QByteArray::fromStdString(name), QByteArray::fromStdString(text.substr(colon + 1)).trimmed());
}

Result<QUrl> streamOfNode(const QUrl &node, const std::vector<std::string> &sessions)
{
    QUrlQuery query;
    for (const std::string &session : sessions) {
        const QString id = QString::fromStdString(session);
        if (id != u"*" && !isSessionId(id))
            return wrongUsage(QStringLiteral("--session \"%1\" is no session: 1 to %2 characters of A-Z a-z 0-9 _ - : or * for all.").arg(id).arg(maxSessionIdBytes));
        query.addQueryItem(QStringLiteral("sessionId"), id);
    }
    if (sessions.empty())
        query.addQueryItem(QStringLiteral("sessionId"), QStringLiteral("*"));
    QUrl url = endpoint(node, QStringLiteral("/api/sse/messages"));
    url.setQuery(query);
    return url;
}

Result<SseOptions> streamOptions(const CommandLine &line, const TailOptions &options)
{
    SseOptions stream;
    const auto node = line.nodeUrl();
    bool isNode = true;
    if (options.url.empty()) {
        if (!node)
            return node.error();
        const auto url = streamOfNode(*node, options.sessions);
        if (!url)
            return url.error();
        stream.url = *url;
    } else {
        stream.url = QUrl(QString::fromStdString(options.url), QUrl::StrictMode);
        if (const auto fault = faultOfHttpUrl(stream.url))
            return wrongUsage(*fault);
        isNode = node && isSameOrigin(stream.url, *node);
    }

    // The token in the environment is meant for the node in the environment, and for nobody else.
    const auto token = isNode ? line.token() : line.tokenOfFlags();
    if (!token)
        return token.error();
    stream.token = *token;
    for (const std::string &text : options.headers) {
        const auto header = headerOf(text);
        if (!header)
            return header.error();
        stream.headers.push_back(*header);
    }
    if (!isOneLine(options.lastEventId))
        return wrongUsage(QStringLiteral("--last-event-id must be one line."));
    stream.lastEventId = QByteArray::fromStdString(options.lastEventId);
    stream.reconnect = !options.once;
    return stream;
}

int follow(const SseOptions &options, bool json, bool isNodesOwn)
{
    using State = SseClient::State;
    SseClient stream(options);
    QObject::connect(&stream, &SseClient::event, &stream, [&](const SseEvent &event) {
        if (isNodesOwn && event.type == event_name::position) {
            if (const auto position = PositionEvent::fromJson(QJsonDocument::fromJson(event.data).object()))
                stream.setHeartbeat(std::chrono::milliseconds(position->heartbeatMs));
        }
        if (!print(json ? jsonLine(event) : humanLine(event))) {
            stream.stop();
            QCoreApplication::exit(tell(Failed, QStringLiteral("Nobody reads the standard output any more.")));
        }
    });
    QObject::connect(&stream, &SseClient::stateChanged, &stream, [&] {
        if (stream.state() == State::Waiting) {
            const auto wait = std::chrono::duration<double>(stream.retryAt() - std::chrono::steady_clock::now()).count();
            note(QStringLiteral("%1 Next attempt in %2 s.").arg(stream.reason()).arg(std::max(wait, 0.0), 0, 'f', 1));
        } else if (stream.state() == State::Ended) {
            QCoreApplication::exit(Succeeded);
        } else if (stream.state() == State::Failed) {
            QCoreApplication::exit(tell(stream.error()));
        }
    });
    onInterrupt([&stream] {
        stream.stop();
        QCoreApplication::exit(Succeeded);
    });
    stream.start();
    return QCoreApplication::exec();
}

} // namespace

void addTail(CommandLine &line)
{
    auto options = std::make_shared<TailOptions>();
    CLI::App *command = line.addNodeCommand("tail", "Print each event of an event stream as one line, and reconnect for ever as a browser does", [&line, options] {
        const auto stream = streamOptions(line, *options);
        return stream ? follow(*stream, options->json, options->url.empty()) : tell(BadUsage, stream.error().message);
    });
    CLI::Option *url = command->add_option("URL", options->url, "The stream, Pipit's or any other (default: the node's own)")->type_name("");
    command->add_option("--session", options->sessions, "A session of the node; can be repeated (default: * for all)")->type_name("SESSION")->excludes(url)->take_all()->allow_extra_args(false);
    command->add_flag("--json", options->json, R"(Print {"type","data","lastEventId"})");
    command->add_flag("--once", options->once, "End with the stream; exit code 0 if it ended properly");
    command->add_option("--last-event-id", options->lastEventId, "Begin behind the event with this id")->type_name("ID");
    command->add_option("--header", options->headers, "Send 'Name: value' too; can be repeated")->type_name("HEADER")->take_all()->allow_extra_args(false);
}

} // namespace pipit::ctl
