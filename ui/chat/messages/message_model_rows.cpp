// SPDX-License-Identifier: GPL-3.0-or-later
// What one row says: of a stored message, an answer under way or what waits, and how it stands to those around it.
#include "ui/chat/messages/message_model.h"

#include "client/session_archive.h"
#include "client/session_note.h"
#include "core/redaction.h"
#include "ui/locale/times.h"

#include <algorithm>

namespace pipit {

namespace {

constexpr qint64 groupGapMs = 5 * 60'000; // a longer silence names the sender again
constexpr qsizetype quotedCharacters = 200;

QString quoted(const QString &text)
{
    const QString line = text.left(quotedCharacters).trimmed().section(u'\n', 0, 0);
    return !line.isEmpty() && line.back().isHighSurrogate() ? line.chopped(1) : line;
}

} // namespace

bool MessageModel::isOwn(const Message &message) const
{
    return message.senderType == SenderType::User && !m_ownSenderId.isEmpty() && saidBy(message) == m_ownSenderId;
}

ChatRow MessageModel::rowOf(const Message &message) const
{
    const bool isRemoved = isTombstone(message);
    const QString sender = message.senderName.isEmpty() ? botName(message.senderId) : message.senderName;
    // Its text is beside the conversation, not in it.
    if (isNote(message)) {
        return ChatRow{
            .key = keyOf(message),
            .id = message.id,
            .senderType = message.senderType,
            .senderId = saidBy(message),
            .senderName = sender,
            .contentType = QStringLiteral("notification"),
            .text = tr("%1 changed the note").arg(sender),
            .metadata = {{QStringLiteral("severity"), QStringLiteral("note")}},
            .createdAtMs = saidAt(message),
        };
    }
    return ChatRow{
        .key = keyOf(message),
        .id = message.id,
        .senderType = message.senderType,
        .own = isOwn(message),
        .senderId = saidBy(message),
        .senderName = sender,
        .contentType = isRemoved ? QStringLiteral("text") : message.contentType,
        .text = isRemoved ? tr("Removed by an operator") : message.content,
        .metadata = message.metadata,
        .createdAtMs = saidAt(message),
        .reasoning = message.metadata.value(u"reasoning").toString(),
        .replyTo = message.replyTo.value_or(0),
        .isEditable = isOwn(message) && !isRemoved && (message.contentType == u"text" || message.contentType == u"markdown"),
        .isAnswer = message.senderType == SenderType::Bot && message.replyTo && message.metadata.contains(u"runId") && !isRemoved,
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
        .reasoning = view.reasoning,
        .replyTo = view.run.replyTo.value_or(0),
        .replaces = view.run.replaces.value_or(0),
        .isAnswer = view.run.replyTo.has_value(),
    };
}

ChatRow MessageModel::rowOf(const PendingMessage &pending) const
{
    using State = ChatRow::State;
    const State state = pending.state == PendingMessage::State::Failed ? State::NotSent : pending.state == PendingMessage::State::Sending ? State::Sending : State::Waiting;
    const bool isHere = pending.file && !pending.file->isUploaded;
    return ChatRow{
        .key = pending.draft.clientMessageId,
        .pendingId = pending.draft.clientMessageId,
        .own = true,
        .senderId = m_ownSenderId,
        .senderName = pending.draft.senderName,
        .contentType = pending.draft.contentType,
        .text = pending.draft.content,
        .metadata = pending.draft.metadata,
        .createdAtMs = pending.createdAtMs,
        .state = state,
        .upload = isHere ? std::optional(Upload{pending.file->sent, pending.file->size, state == State::Sending}) : std::nullopt,
        .reason = pending.reason,
        .replyTo = pending.draft.replyTo.value_or(0),
        .quote = pending.draft.replyTo ? quoteOf(*pending.draft.replyTo) : ChatRow::Quote(),
    };
}

// What stands in the place of a stored message, which may be an answer under way.
ChatRow MessageModel::storedRow(int row) const
{
    const Message &first = m_transcript.first(row);
    const int versions = m_transcript.versionCount(row);
    ChatRow result;
    const auto run = m_placedRuns.constFind(first.id);
    const auto pending = m_placedPending.constFind(first.id);
    if (run != m_placedRuns.cend() || pending != m_placedPending.cend()) {
        result = run != m_placedRuns.cend() ? rowOf(m_runs[*run]) : rowOf(m_pending[*pending]);
        result.version = versions;
        result.versions = versions + 1;
        result.createdAtMs = result.createdAtMs > 0 ? saidAt(first) : 0;
    } else {
        const Message &shown = m_transcript.shown(row);
        result = rowOf(shown);
        result.createdAtMs = saidAt(first);
        result.firstId = first.replaces.value_or(first.id);
        // It is there, and what was asked about it was refused.
        const auto asked = std::ranges::find_if(m_pending, [&first](const PendingMessage &one) { return one.state == PendingMessage::State::Failed && one.draft.clientMessageId == first.clientMessageId; });
        if (asked != m_pending.end()) {
            result.state = ChatRow::State::NotSent;
            result.reason = asked->reason;
            result.pendingId = asked->draft.clientMessageId;
        }
        if (shown.contentType != u"progress" && (shown.contentType != u"state" || isTombstone(shown))) {
            result.version = m_transcript.version(row);
            result.versions = versions;
        }
        result.quote = quoteOf(row, shown);
        if (row + 1 == rowCount() && shown.senderType == SenderType::Bot) {
            for (const QJsonValue &suggestion : shown.metadata.value(u"suggestions").toArray())
                result.suggestions << suggestion.toString();
            result.suggestions.removeAll(QString());
        }
    }
    result.key = keyOf(first);
    result.isComment = m_transcript.isComment(row);
    return result;
}

// What is answered, where it does not stand right above.
ChatRow::Quote MessageModel::quoteOf(int row, const Message &message) const
{
    if (message.replyTo.value_or(message.id) >= message.id || m_transcript.isComment(row) || isTombstone(message))
        return {};
    const int asked = m_transcript.rowOf(*message.replyTo);
    if (message.senderType == SenderType::Bot) {
        int above = row - 1;
        while (above >= 0 && above > row - 5 && (m_transcript.isComment(above) || m_transcript.shown(above).replyTo == message.replyTo))
            --above;
        if (asked < 0 || asked == above)
            return {};
    }
    return quoteOf(*message.replyTo);
}

ChatRow::Quote MessageModel::quoteOf(qint64 id) const
{
    const int asked = m_transcript.rowOf(id);
    const Message *quotes = asked < 0 ? m_transcript.find(id) : &m_transcript.shown(asked);
    ChatRow::Quote quote{.id = id};
    if (quotes) {
        const ChatRow shown = rowOf(*quotes);
        quote.senderName = shown.senderName;
        const QString name = shown.metadata.value(u"name").toString();
        quote.text = quoted(name.isEmpty() ? shown.text : name);
    }
    return quote;
}

ChatRow MessageModel::plainRow(int row) const
{
    if (row < m_transcript.rowCount())
        return storedRow(row);
    const qsizetype index = row - m_transcript.rowCount();
    return index < m_tailRuns.size() ? rowOf(m_runs[m_tailRuns[index]]) : rowOf(m_pending[m_tailPending[index - m_tailRuns.size()]]);
}

MessageModel::Neighbour MessageModel::neighbourOf(int row) const
{
    if (row < m_transcript.rowCount()) {
        const Message &message = m_transcript.first(row);
        return {message.senderType, isOwn(message), saidBy(message), saidAt(message), message.contentType == u"notification" || isNote(message) || m_transcript.isComment(row)};
    }
    const ChatRow tail = plainRow(row);
    return {tail.senderType, tail.own, tail.senderId, tail.createdAtMs};
}

ChatRow MessageModel::row(int row) const
{
    ChatRow current = plainRow(row);
    if (isMarked(row))
        current.mark = m_mark;
    if (row == 0) {
        current.startsDay = current.createdAtMs > 0;
        return current;
    }
    // A comment stands with what it comments on, whenever it was made: days are told by what stands on its own.
    const Neighbour before = neighbourOf(row - 1);
    const qint64 timeAbove = neighbourOf(qMax(0, standsAbove(row))).createdAtMs;
    const bool timed = current.createdAtMs > 0 && timeAbove > 0 && !current.isComment;
    current.startsDay = timed && !isSameDay(timeAbove, current.createdAtMs);
    current.startsGroup = current.startsDay || current.mark || before.standsAlone || before.senderType != current.senderType || before.own != current.own || before.senderId != current.senderId
        || current.quote.id != 0 || (timed && current.createdAtMs - timeAbove > groupGapMs);
    return current;
}

} // namespace pipit
