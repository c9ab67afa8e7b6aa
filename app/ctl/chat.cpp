// SPDX-License-Identifier: GPL-3.0-or-later
// pipitctl chat: asks a bot and streams its answer to the standard output, where nothing else goes.
#include "app/ctl/commands.h"
#include "app/ctl/interrupt.h"
#include "client/api_client.h"
#include "client/sse_client.h"
#include "core/event.h"
#include "core/text_limits.h"
#include "net/network_access.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QUrlQuery>
#include <QUuid>

namespace pipit::ctl {

namespace {

struct ChatOptions {
    std::vector<std::string> words;
    std::string bot;
    std::string session;
};

// The stream first, then the question: so no piece of the answer is missed. The pieces say where they stand, so what comes
// again after a break of the connection is not printed again; what was missed comes with the stored message.
class Chat : public QObject
{
public:
    Chat(const QUrl &node, const QByteArray &token, MessageDraft question, QString bot)
        : m_api(node, token, answerTime), m_stream(optionsFor(node, token, question.sessionId)), m_question(std::move(question)), m_bot(std::move(bot))
    {
        connect(&m_stream, &SseClient::event, this, &Chat::onEvent);
        connect(&m_stream, &SseClient::stateChanged, this, [this] {
            if (m_stream.state() == SseClient::State::Failed)
                QCoreApplication::exit(tell(m_stream.error()));
            else if (m_stream.state() == SseClient::State::Waiting)
                note(m_stream.reason());
        });
        onInterrupt([this] { cancel(); });
        m_stream.start();
    }

private:
    static SseOptions optionsFor(const QUrl &node, const QByteArray &token, const QString &session)
    {
        QUrl url = endpoint(node, QStringLiteral("/api/sse/messages"));
        QUrlQuery query;
        query.addQueryItem(QStringLiteral("sessionId"), session);
        url.setQuery(query);
        return {.url = url, .token = token};
    }

    void onEvent(const SseEvent &event)
    {
        const QJsonObject data = QJsonDocument::fromJson(event.data).object();
        if (m_asked && m_runId.isEmpty() && event.type != event_name::position) {
            m_early.append(event);
            return;
        }
        if (event.type == event_name::position) {
            if (const auto position = PositionEvent::fromJson(data))
                m_stream.setHeartbeat(std::chrono::milliseconds(position->heartbeatMs));
            if (!std::exchange(m_asked, true))
                ask();
        } else if (event.type == event_name::run) {
            if (const auto run = RunEvent::fromJson(data))
                onRun(*run);
        } else if (event.type == event_name::delta) {
            if (const auto delta = DeltaEvent::fromJson(data); delta && isMine(delta->clientMessageId) && !delta->reasoning)
                printFrom(delta->offset, delta->text);
        } else if (event.type == event_name::message) {
            if (const auto message = Message::fromJson(data); message && isMine(message->clientMessageId))
                printWhole(message->content);
        }
    }

    QCoro::Task<void> ask()
    {
        QJsonObject body = m_question.toJson();
        for (const char *key : {"sessionId", "senderType"})
            body.remove(QLatin1StringView(key));
        body.insert(QStringLiteral("botId"), m_bot);
        const auto asked = co_await m_api.post(QStringLiteral("/api/sessions/%1/runs").arg(m_question.sessionId), body);
        if (!asked) {
            QCoreApplication::exit(tell(asked.error()));
            co_return;
        }
        const auto run = RunEvent::fromJson(asked->value(u"run").toObject());
        if (!run) {
            QCoreApplication::exit(tell(run.error()));
            co_return;
        }
        m_runId = run->runId;
        m_answerId = run->clientMessageId;
        // What came before this answer was of a run that nobody knew yet.
        for (const SseEvent &event : std::exchange(m_early, {}))
            onEvent(event);
        onRun(*run);
    }

    bool isMine(const QString &clientMessageId) const { return !m_answerId.isEmpty() && clientMessageId == m_answerId; }

    void printFrom(qint64 offset, const QString &text)
    {
        // A gap is closed by the message itself, or by the text so far after a break.
        if (offset > m_text.size())
            return;
        const QString fresh = text.mid(m_text.size() - offset);
        m_text += fresh;
        if (!fresh.isEmpty() && !print(fresh.toUtf8()))
            QCoreApplication::exit(tell(Failed, QStringLiteral("Nobody reads the standard output any more.")));
    }

    // What the provider has corrected is printed anew: nothing can be taken back.
    void printWhole(const QString &text)
    {
        if (!text.startsWith(m_text)) {
            print("\n\n");
            m_text.clear();
        }
        printFrom(0, text);
    }

    void onRun(const RunEvent &run)
    {
        if (m_runId.isEmpty() || run.runId != m_runId || !isFinal(run.state))
            return;
        if (!m_text.isEmpty())
            print("\n");
        if (run.state == RunState::Completed)
            QCoreApplication::exit(Succeeded);
        else
            QCoreApplication::exit(tell(Failed, run.error.isEmpty() ? QStringLiteral("The answer was %1.").arg(runStateName(run.state)) : run.error));
    }

    QCoro::Task<void> cancel()
    {
        if (!m_runId.isEmpty())
            co_await m_api.post(QStringLiteral("/api/runs/%1/cancel").arg(m_runId), {});
        QCoreApplication::exit(Failed);
    }

    ApiClient m_api;
    SseClient m_stream;
    const MessageDraft m_question;
    const QString m_bot;
    QString m_runId, m_answerId;
    QList<SseEvent> m_early;
    QString m_text; // as printed
    bool m_asked = false;
};

int chat(const CommandLine &line, const ChatOptions &options)
{
    const auto caller = line.caller();
    if (!caller)
        return tell(BadUsage, caller.error().message);
    const QString session = options.session.empty() ? QString(QStringLiteral("chat-") + QUuid::createUuid().toString(QUuid::WithoutBraces)) : QString::fromStdString(options.session);
    const MessageDraft draft{.sessionId = session, .clientMessageId = QUuid::createUuid().toString(QUuid::WithoutBraces), .content = listOf(options.words).join(u' ')};
    const auto question = MessageDraft::fromJson(draft.toJson());
    if (!question)
        return tell(BadUsage, question.error().message);
    const Chat running(caller->node, caller->token, *question, QString::fromStdString(options.bot));
    return QCoreApplication::exec();
}

} // namespace

void addChat(CommandLine &line)
{
    auto options = std::make_shared<ChatOptions>();
    CLI::App *command = line.addNodeCommand("chat", "Ask a bot and print its answer as it comes; exit code 0 when it is whole", [&line, options] { return chat(line, *options); });
    command->add_option("TEXT", options->words, "The question; several words are joined with spaces")->type_name("")->required();
    command->add_option("--bot", options->bot, "The bot; `pipitctl bots` lists them")->type_name("BOT")->required();
    command->add_option("--session", options->session, "The session to ask in (default: a new one)")->type_name("SESSION");
}

} // namespace pipit::ctl
