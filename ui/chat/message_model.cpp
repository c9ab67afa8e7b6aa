// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/message_model.h"

#include "core/redaction.h"
#include "ui/chat/times.h"

#include <algorithm>

namespace pipit {

namespace {

constexpr qint64 groupGapMs = 5 * 60'000; // a longer silence names the sender again
constexpr qsizetype recentMessages = 200; // where the stored twin of a run or of something sent can stand

QString keyOf(const Message &message)
{
    return message.clientMessageId.isEmpty() ? QString::number(message.id) : message.clientMessageId;
}

QList<Message> shownOf(QList<Message> messages)
{
    messages.removeIf([](const Message &message) { return redactedIds(message).has_value(); });
    return messages;
}

bool isRecent(const QList<Message> &messages, const QString &clientMessageId)
{
    const qsizetype from = qMax(qsizetype(0), messages.size() - recentMessages);
    return !clientMessageId.isEmpty()
        && std::any_of(messages.begin() + from, messages.end(), [&clientMessageId](const Message &message) { return message.clientMessageId == clientMessageId; });
}

} // namespace

MessageModel::MessageModel(QObject *parent) : QObject(parent)
{
}

void MessageModel::setOwnSenderId(const QString &id)
{
    if (m_ownSenderId == id)
        return;
    m_ownSenderId = id;
    Q_EMIT tailChanged();
}

void MessageModel::setBotNames(const QHash<QString, QString> &names)
{
    if (m_botNames == names)
        return;
    m_botNames = names;
    Q_EMIT tailChanged();
}

QString MessageModel::botName(const QString &botId) const
{
    return m_botNames.value(botId, botId);
}

void MessageModel::reset(const QList<Message> &messages, const QList<RunView> &runs, const QList<PendingMessage> &pending)
{
    m_messages = shownOf(messages);
    m_runs = runs;
    m_pending = pending;
    dropStored(0);
    Q_EMIT modelReset();
}

void MessageModel::append(const QList<Message> &newer)
{
    const QList<Message> shown = shownOf(newer);
    if (shown.isEmpty())
        return;
    const qsizetype from = m_messages.size();
    m_messages.append(shown);
    dropStored(from);
    Q_EMIT appended(int(shown.size()));
    Q_EMIT tailChanged();
}

void MessageModel::prepend(const QList<Message> &older)
{
    const QList<Message> shown = shownOf(older);
    m_messages = shown + m_messages;
    Q_EMIT prepended(int(shown.size()));
}

void MessageModel::setRuns(const QList<RunView> &runs)
{
    const QList<RunView> before = m_runs;
    m_runs = runs;
    dropStored(0);
    const bool sameRuns = std::ranges::equal(before, m_runs, [](const RunView &first, const RunView &second) {
        return first.run.runId == second.run.runId && first.run.state == second.run.state && first.run.error == second.run.error;
    });
    if (sameRuns)
        Q_EMIT textGrew();
    else
        Q_EMIT tailChanged();
}

void MessageModel::setPending(const QList<PendingMessage> &pending)
{
    m_pending = pending;
    dropStored(0);
    Q_EMIT tailChanged();
}

void MessageModel::dropStored(qsizetype fromMessage)
{
    if (m_runs.isEmpty() && m_pending.isEmpty())
        return;
    const QList<Message> fresh = fromMessage > 0 ? m_messages.sliced(fromMessage) : m_messages;
    m_runs.removeIf([&fresh](const RunView &view) { return isRecent(fresh, view.run.clientMessageId); });
    m_pending.removeIf([&fresh](const PendingMessage &one) { return isRecent(fresh, one.draft.clientMessageId); });
}

bool MessageModel::hasRunUnderWay() const
{
    return std::ranges::any_of(m_runs, [](const RunView &view) { return !isFinal(view.run.state); });
}

int MessageModel::rowOfKey(const QString &key) const
{
    // The newest are asked for most.
    for (int i = rowCount() - 1; i >= 0; --i) {
        const QString found = i < m_messages.size() ? keyOf(m_messages[i]) : plainRow(i).key;
        if (found == key)
            return i;
    }
    return -1;
}

ChatRow MessageModel::rowOf(const Message &message) const
{
    const bool isRemoved = isTombstone(message);
    return ChatRow{
        .key = keyOf(message),
        .id = message.id,
        .senderType = message.senderType,
        .own = message.senderType == SenderType::User && !m_ownSenderId.isEmpty() && message.senderId == m_ownSenderId,
        .senderId = message.senderId,
        .senderName = message.senderName.isEmpty() ? botName(message.senderId) : message.senderName,
        .contentType = isRemoved ? QStringLiteral("text") : message.contentType,
        .text = isRemoved ? tr("Removed by an operator") : message.content,
        .metadata = message.metadata,
        .createdAtMs = message.createdAtMs,
    };
}

ChatRow MessageModel::rowOf(const RunView &view) const
{
    using State = ChatRow::State;
    const auto state = [&view] {
        switch (view.run.state) {
        case RunState::Queued:
            return State::Queued;
        case RunState::Failed:
            return State::Failed;
        case RunState::Cancelled:
            return State::Cancelled;
        case RunState::Interrupted:
            return State::Interrupted;
        case RunState::Polling:
            return State::Fetching;
        case RunState::Streaming:
        case RunState::Completed:
            break;
        }
        return State::Streaming;
    };
    return ChatRow{
        .key = view.run.clientMessageId.isEmpty() ? view.run.runId : view.run.clientMessageId,
        .senderType = SenderType::Bot,
        .senderId = view.run.botId,
        .senderName = botName(view.run.botId),
        .contentType = QStringLiteral("markdown"),
        .text = view.answer,
        .state = state(),
        .reason = view.run.error,
        .runId = view.run.runId,
    };
}

ChatRow MessageModel::rowOf(const PendingMessage &pending) const
{
    using State = ChatRow::State;
    const State state = pending.state == PendingMessage::State::Failed ? State::NotSent : pending.state == PendingMessage::State::Sending ? State::Sending : State::Waiting;
    return ChatRow{
        .key = pending.draft.clientMessageId,
        .own = true,
        .senderId = m_ownSenderId,
        .senderName = pending.draft.senderName,
        .contentType = pending.draft.contentType,
        .text = pending.draft.content,
        .metadata = pending.draft.metadata,
        .createdAtMs = pending.createdAtMs,
        .state = state,
        .reason = pending.reason,
    };
}

ChatRow MessageModel::plainRow(int row) const
{
    qsizetype index = row;
    if (index < m_messages.size())
        return rowOf(m_messages[index]);
    index -= m_messages.size();
    return index < m_runs.size() ? rowOf(m_runs[index]) : rowOf(m_pending[index - m_runs.size()]);
}

ChatRow MessageModel::row(int row) const
{
    ChatRow current = plainRow(row);
    if (row == 0) {
        current.startsDay = current.createdAtMs > 0;
        return current;
    }
    const ChatRow before = plainRow(row - 1);
    const bool timed = current.createdAtMs > 0 && before.createdAtMs > 0;
    current.startsDay = timed && !isSameDay(before.createdAtMs, current.createdAtMs);
    current.startsGroup = current.startsDay || before.senderType != current.senderType || before.own != current.own || before.senderId != current.senderId
        || before.contentType == u"notification" || (timed && current.createdAtMs - before.createdAtMs > groupGapMs);
    return current;
}

} // namespace pipit
