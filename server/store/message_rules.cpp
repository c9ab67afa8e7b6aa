// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/message_rules.h"

#include <QJsonDocument>

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

using namespace Qt::StringLiterals;

namespace pipit::store {

namespace {

constexpr int searchLooksAtMost = 20'000; // rows, where nearly all are of sessions that the caller may not see

Error conflict(const QString &reason, const Message &current)
{
    return Error{ErrorCode::Conflict, reason, {}, {{u"current"_s, current.toJson()}}};
}

} // namespace

Message messageOf(const MessageDraft &draft, qint64 id, qint64 createdAtMs)
{
    return {.id = id, .sessionId = draft.sessionId, .clientMessageId = draft.clientMessageId, .senderType = draft.senderType, .senderId = draft.senderId, .senderName = draft.senderName,
            .contentType = draft.contentType, .content = draft.content, .metadata = draft.metadata, .replyTo = draft.replyTo, .replaces = draft.replaces, .createdAtMs = createdAtMs, .receipt = draft.receipt};
}

Result<Message> sameAgain(const Message &stored, const MessageDraft &draft)
{
    const std::pair<const char *, bool> fields[] = {
        {"senderType", stored.senderType == draft.senderType},
        {"senderId", stored.senderId == draft.senderId},
        {"contentType", stored.contentType == draft.contentType},
        {"content", stored.content == draft.content},
        {"metadata", stored.metadata == draft.metadata},
        {"replyTo", stored.replyTo == draft.replyTo},
        {"replaces", stored.replaces == draft.replaces},
    };
    const auto other = std::ranges::find(fields, false, &std::pair<const char *, bool>::second);
    if (other == std::end(fields))
        return stored;
    const QString field = QString::fromLatin1(other->first);
    Error fault = conflict(QStringLiteral("Another message is stored under this clientMessageId: its %1 is another. Use a new UUID for a new message.").arg(field), stored);
    fault.field = field;
    return fault;
}

Error unknownReference(const char *field, qint64 id)
{
    return Error{ErrorCode::InvalidRequest, QStringLiteral("%1 is %2, and this session has no such message.").arg(QLatin1StringView(field)).arg(id), QString::fromLatin1(field)};
}

Error lostUpdate(qint64 ifLatest, const Message &current)
{
    return conflict(QStringLiteral("Another state came between: ifLatest is %1, the latest is %2. Merge with `current` and send again.").arg(ifLatest).arg(current.id), current);
}

Error emptySearch()
{
    return Error{ErrorCode::InvalidRequest, QStringLiteral("q must have a letter or a digit."), u"q"_s};
}

Error unknownPosition(qint64 after, qint64 head)
{
    return Error{ErrorCode::InvalidRequest, QStringLiteral("after is %1, beyond the end of this log (%2): the position is unknown here. Load the history again.").arg(after).arg(head), u"after"_s};
}

Error purgedSince(qint64 after)
{
    return Error{ErrorCode::Gone, QStringLiteral("Messages of this session after position %1 were purged since. Load the history again.").arg(after), u"after"_s};
}

Result<History> historyPage(const HistoryQuery &query, qint64 head, const std::function<QList<Message>()> &read, const std::function<bool(qint64)> &wasPurgedAfter)
{
    if (query.after && *query.after > head)
        return unknownPosition(*query.after, head);
    History history{.messages = read(), .position = head};
    history.hasMore = history.messages.size() > query.limit;
    if (history.hasMore)
        history.messages.removeLast();
    if (!query.after)
        std::ranges::reverse(history.messages);
    if (!history.messages.isEmpty())
        history.position = std::max(history.position, history.messages.last().id);
    if (query.after && wasPurgedAfter(*query.after))
        return purgedSince(*query.after);
    return history;
}

ReplayPage replayPage(qint64 after, qint64 head, const std::function<void(ReplayPage &)> &read, const std::function<bool()> &wasPurged)
{
    ReplayPage page{.coveredTo = head};
    if (after > head) {
        page.status = ReplayPage::Status::UnknownCursor;
        return page;
    }
    read(page);
    if (wasPurged())
        page = {.status = ReplayPage::Status::TooOld};
    return page;
}

History matchesPage(const SearchQuery &query, qint64 head, const std::function<QList<RowKey>(qint64, qsizetype)> &find,
                    const std::function<QList<Message>(const QString &)> &read)
{
    const VisibleKeys found = visibleKeys(query.limit, query.maySee, searchLooksAtMost, [&](qsizetype seen, const RowKey &last, qsizetype rows) {
        return find(seen > 0 ? last.messageId : query.before.value_or(std::numeric_limits<qint64>::max()), rows);
    });
    return {.messages = found.keys.isEmpty() ? QList<Message>() : read(messageIdsOf(found.keys)), .hasMore = !found.isEnd, .position = head};
}

bool isFileType(const QString &contentType)
{
    return contentType == u"image" || contentType == u"audio" || contentType == u"video" || contentType == u"file";
}

QString searchableText(const QString &contentType, const QString &content, const QJsonObject &metadata)
{
    return isFileType(contentType) ? metadata.value(u"name").toString() : content;
}

QString compact(const QJsonObject &object)
{
    return object.isEmpty() ? u""_s : QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

} // namespace pipit::store
