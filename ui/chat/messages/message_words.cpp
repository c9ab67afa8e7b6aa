// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/messages/message_words.h"

#include "ui/locale/times.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <iterator>

namespace pipit {

// What the strings of this file belong to.
struct MessageWords {
    Q_DECLARE_TR_FUNCTIONS(pipit::MessageWords)
};

namespace {

using Action = MessageAction::Kind;
using State = ChatRow::State;
using Words = std::vector<WordLine::Word>;

const QString between = QStringLiteral(" · ");

QString endOf(RunState state)
{
    switch (state) {
    case RunState::Cancelled:
        return MessageWords::tr("Stopped");
    case RunState::Interrupted:
        return MessageWords::tr("Interrupted");
    case RunState::Failed:
        return MessageWords::tr("Failed");
    default:
        return {};
    }
}

Words versionWords(const ChatRow &row)
{
    if (row.versions < 2)
        return {};
    const auto arrow = [](const QString &label, bool leads, Action action) {
        return WordLine::Word{label, leads ? std::optional(MessageAction{action}) : std::nullopt, leads ? &Tokens::accent : &Tokens::faint};
    };
    const QString place = QStringLiteral("%1/%2").arg(QLocale().toString(row.version + 1), QLocale().toString(row.versions));
    return {arrow(QStringLiteral("‹"), row.version > 0, Action::OlderVersion), {place}, arrow(QStringLiteral("›"), row.version + 1 < row.versions, Action::NewerVersion)};
}

// What a stored answer says of itself.
Words answerWords(const ChatRow &row)
{
    Words words;
    const bool hasFailed = runStateFromName(row.metadata.value(u"runState").toString()) == RunState::Failed;
    const QString ended = endedText(row);
    if (!ended.isEmpty())
        words.push_back({ended, {}, hasFailed ? &Tokens::bad : &Tokens::dim});
    QStringList figures;
    if (const QJsonValue ms = row.metadata.value(u"firstTokenMs"); ms.isDouble())
        figures << MessageWords::tr("First token %1").arg(duration(ms.toInteger()));
    if (const QJsonValue rate = row.metadata.value(u"tokensPerSecond"); rate.isDouble())
        figures << MessageWords::tr("%1 tokens/s").arg(QLocale().toString(rate.toDouble(), 'f', rate.toDouble() < 10 ? 1 : 0));
    if (const QJsonValue ms = row.metadata.value(u"durationMs"); ms.isDouble())
        figures << MessageWords::tr("Took %1").arg(duration(ms.toInteger()));
    if (!figures.isEmpty())
        words.push_back({figures.join(QStringLiteral("    ")), MessageAction{Action::ShowDetails}});
    if (row.isAnswer)
        words.push_back({ended.isEmpty() ? MessageWords::tr("Regenerate") : MessageWords::tr("Retry"), MessageAction{Action::Regenerate}, &Tokens::accent});
    return words;
}

} // namespace

QString stateText(const ChatRow &row)
{
    switch (row.state) {
    case State::Stored:
        return MessageWords::tr("Sent");
    case State::Waiting:
        return MessageWords::tr("Waiting for the connection");
    case State::Sending:
        return row.upload && row.upload->sent > 0 ? MessageWords::tr("Sending, %1 %").arg(row.upload->percent()) : MessageWords::tr("Sending");
    case State::NotSent:
        return MessageWords::tr("Not sent: %1").arg(row.reason);
    case State::Queued:
        return MessageWords::tr("Waiting for its turn");
    case State::Streaming:
        return row.text.isEmpty() && !row.reasoning.isEmpty() ? MessageWords::tr("Thinking") : MessageWords::tr("Answering");
    case State::Fetching:
        return MessageWords::tr("Fetching the answer");
    case State::Failed:
        return endOf(RunState::Failed);
    case State::Cancelled:
        return endOf(RunState::Cancelled);
    case State::Interrupted:
        return endOf(RunState::Interrupted);
    }
    return {};
}

// It is stored as far as it came.
QString endedText(const ChatRow &row)
{
    QStringList ended;
    if (const auto state = runStateFromName(row.metadata.value(u"runState").toString()))
        ended << endOf(*state);
    ended << row.metadata.value(u"error").toString();
    ended.removeAll(QString());
    return ended.join(QStringLiteral(": "));
}

QString markText(const NewMark &mark)
{
    return mark.kind == NewMark::Kind::Unread ? MessageWords::tr("%n unread message(s)", nullptr, mark.count) : MessageWords::tr("Caught up: %n message(s)", nullptr, mark.count);
}

std::vector<WordLine::Word> footWords(const ChatRow &row)
{
    Words words;
    const bool isEdited = row.versions > 1 && row.version > 0;
    if (row.state == State::NotSent) {
        words = {{stateText(row), {}, &Tokens::bad}, {MessageWords::tr("Retry"), MessageAction{Action::Retry}, &Tokens::bad}, {MessageWords::tr("Delete"), MessageAction{Action::Discard}, &Tokens::bad}};
    } else if (row.hasFailed()) {
        words = {{row.reason.isEmpty() ? stateText(row) : stateText(row) + QStringLiteral(": ") + row.reason, {}, row.state == State::Failed ? &Tokens::bad : &Tokens::dim}};
        if (row.isAnswer)
            words.push_back({MessageWords::tr("Retry"), MessageAction{Action::Retry}, &Tokens::accent});
        words.push_back({MessageWords::tr("Dismiss"), MessageAction{Action::Dismiss}, &Tokens::accent});
    } else if (row.isUnderWay()) {
        // Beside the name, where that stands.
        if (!row.startsGroup)
            words.push_back({stateText(row)});
        words.push_back({MessageWords::tr("Stop"), MessageAction{Action::Stop}, &Tokens::accent});
    } else if (row.senderType == SenderType::Bot && !row.isComment) {
        words = answerWords(row);
    } else if (row.own && !row.isComment) {
        QStringList parts{clockTime(row.createdAtMs), stateText(row)};
        if (isEdited)
            parts.prepend(MessageWords::tr("Edited"));
        words = {{parts.join(between)}};
        if (row.upload)
            words.push_back({MessageWords::tr("Cancel"), MessageAction{Action::Discard}, &Tokens::accent});
    } else if (isEdited) {
        words = {{MessageWords::tr("Edited")}};
    }
    std::ranges::move(versionWords(row), std::back_inserter(words));
    return words;
}

std::vector<WordLine::Word> reasoningWords(const ChatRow &row, bool isShown)
{
    if (row.reasoning.isEmpty())
        return {};
    const QString size = MessageWords::tr("%n character(s)", nullptr, int(row.reasoning.size()));
    const QString name = row.isUnderWay() && row.text.isEmpty() ? MessageWords::tr("Thinking") : MessageWords::tr("Reasoning");
    const QString arrow = isShown ? QStringLiteral("▾ ") : QStringLiteral("▸ ");
    return {{arrow + name + between + size, MessageAction{Action::ShowReasoning}}};
}

std::vector<WordLine::Word> foldWords(qsizetype hidden)
{
    if (hidden == 0)
        return {};
    return {{MessageWords::tr("Show all (%n more character(s))", nullptr, int(hidden)), MessageAction{Action::ShowAll}, &Tokens::accent}};
}

std::vector<WordLine::Word> suggestionWords(const ChatRow &row)
{
    Words words;
    for (const QString &suggestion : row.suggestions)
        words.push_back({suggestion, MessageAction{Action::UseSuggestion, suggestion}, &Tokens::text});
    return words;
}

QList<std::pair<QString, QString>> clockOf(const ChatRow &row)
{
    QList<std::pair<QString, QString>> clock;
    for (const auto &[key, name] : {std::pair(u"sentMs", MessageWords::tr("Asked the provider")), std::pair(u"acceptedMs", MessageWords::tr("Accepted")),
                                    std::pair(u"firstByteMs", MessageWords::tr("Provider's first byte")), std::pair(u"firstTokenMs", MessageWords::tr("First token")),
                                    std::pair(u"lastTokenMs", MessageWords::tr("Last token")), std::pair(u"durationMs", MessageWords::tr("Stored"))}) {
        if (const QJsonValue ms = row.metadata.value(QStringView(key)); ms.isDouble())
            clock.append({name, duration(ms.toInteger())});
    }
    return clock;
}

} // namespace pipit
