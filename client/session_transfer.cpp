// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/session_transfer.h"

#include <QCoroTimer>
#include <QHash>
#include <QJsonDocument>
#include <QPointer>
#include <QTimer>

#include <chrono>

namespace pipit {

using namespace std::chrono_literals;

namespace {

constexpr int archivePage = 200;
constexpr qsizetype mostUnits = 128 << 20; // UTF-16
constexpr int attempts = 6;

Error stopped()
{
    return {ErrorCode::Cancelled, QStringLiteral("It was stopped.")};
}

QCoro::Task<> pause(std::chrono::milliseconds wait)
{
    QTimer timer;
    timer.setSingleShot(true);
    timer.start(wait);
    co_await timer;
}

// What passes is tried again, with growing pauses.
QCoro::Task<Result<Message>> postPatiently(ApiClient &api, MessageDraft draft)
{
    const QPointer<ApiClient> alive(&api);
    std::chrono::milliseconds wait = 200ms;
    for (int attempt = 1;; ++attempt, wait *= 2) {
        auto posted = co_await api.postMessage(draft);
        const bool again = !posted && isPassing(posted.error()) && posted.error().code != ErrorCode::Cancelled && attempt < attempts;
        if (!again)
            co_return posted;
        const std::chrono::milliseconds asked(posted.error().details.value(u"retryAfterMs").toInteger());
        co_await pause(std::max(wait, std::min<std::chrono::milliseconds>(asked, 30s)));
        if (!alive)
            co_return stopped();
    }
}

} // namespace

QCoro::Task<Result<QList<Message>>> readWholeSession(ApiClient &api, QString sessionId, TransferGoesOn goesOn)
{
    QList<Message> messages;
    qsizetype units = 0;
    qint64 after = 0;
    for (bool hasMore = true; hasMore;) {
        const auto page = co_await api.historyAfter(sessionId, archivePage, after);
        if (!page)
            co_return page.error();
        if (!page->messages.isEmpty() && page->messages.first().id <= after)
            co_return Error{ErrorCode::Protocol, QStringLiteral("The node sent older messages where newer ones were asked for.")};
        for (const Message &message : page->messages)
            units += message.content.size() + (message.metadata.isEmpty() ? 0 : QJsonDocument(message.metadata).toJson(QJsonDocument::Compact).size());
        messages += page->messages;
        if (messages.size() > SessionArchive::mostMessages || units > mostUnits)
            co_return Error{ErrorCode::TooLarge, QStringLiteral("The session has more than %1 messages or %2 MiB of text, which is all that can be exported at once.").arg(SessionArchive::mostMessages).arg(2 * mostUnits >> 20)};
        hasMore = page->hasMore && !page->messages.isEmpty();
        after = messages.isEmpty() ? 0 : messages.last().id;
        if (!goesOn(messages.size(), -1))
            co_return stopped();
    }
    co_return messages;
}

QCoro::Task<Result<Imported>> importSession(ApiClient &api, SessionArchive archive, QString title, TransferGoesOn goesOn)
{
    // Whoever may post only as itself would say what others have said.
    const auto caller = co_await api.get(QStringLiteral("/api/auth/session"));
    if (!caller)
        co_return caller.error();
    if (const QString role = caller->value(u"caller").toObject().value(u"role").toString(); role != u"operator")
        co_return Error{ErrorCode::Forbidden, QStringLiteral("Importing needs an operator's token, as it posts what others have said; the role of this one is %1.").arg(role)};

    Imported imported{.sessionId = archive.importedId()};
    const QJsonObject session{{QStringLiteral("id"), imported.sessionId}, {QStringLiteral("title"), title}};
    const auto made = co_await api.post(QStringLiteral("/api/sessions"), session);
    if (!made)
        co_return made.error();
    QHash<qint64, qint64> newIds;
    for (const Message &message : archive.messages) {
        auto draft = importDraft(message, imported.sessionId, newIds);
        const auto posted = co_await postPatiently(api, draft);
        if (posted) {
            newIds.insert(message.id, posted->id);
            ++imported.messages;
        } else if (posted.error().code == ErrorCode::InvalidRequest || posted.error().code == ErrorCode::TooLarge) {
            ++imported.leftOut;
        } else {
            Error error = posted.error();
            if (error.code != ErrorCode::Cancelled)
                error.message = QStringLiteral("%1 of %2 messages are imported; then: %3 Import the same file again to go on.").arg(imported.messages).arg(archive.messages.size()).arg(error.message);
            co_return error;
        }
        if (!goesOn(imported.messages + imported.leftOut, archive.messages.size()))
            co_return stopped();
    }
    co_return imported;
}

} // namespace pipit
