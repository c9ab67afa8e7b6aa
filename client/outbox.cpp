// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/outbox.h"

#include "client/outbox_log.h"
#include "core/text_limits.h"

#include <QDateTime>
#include <QUuid>

#include <algorithm>

namespace pipit {

Q_LOGGING_CATEGORY(lcOutbox, "pipit.outbox")

namespace {

constexpr std::chrono::seconds longestRetryPause(30);

} // namespace

Outbox::Outbox(const QString &file, ApiClient &api, std::chrono::milliseconds retryInterval, OutboxLimits limits, Clock *clock, QObject *parent)
    : QObject(parent), m_file(file), m_folder(file), m_api(api), m_limits(limits), m_clock(clock), m_backoff(retryInterval, longestRetryPause)
{
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &Outbox::sendAll);

    auto kept = m_file.load();
    if (!kept) {
        qCWarning(lcOutbox, "%s", qUtf8Printable(kept.error().message));
        return;
    }
    QSet<QString> files;
    for (PendingMessage &message : *kept) {
        if (message.file)
            files << message.file->path;
        const qsizetype bytes = utf8Size(message.draft.content);
        m_savedBytes += bytes;
        m_entries.push_back(Entry{std::move(message), bytes, true});
    }
    m_folder.removeAllBut(files);
}

void Outbox::start()
{
    m_started = true;
    sendAll();
}

void Outbox::wake()
{
    m_pause.stop();
    m_backoff.reset();
    sendAll();
}

Result<Done> Outbox::add(MessageDraft draft, const QString &askBotId)
{
    if (draft.clientMessageId.isEmpty())
        draft.clientMessageId = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const qsizetype bytes = utf8Size(draft.content);
    return enter(Entry{PendingMessage{.draft = std::move(draft), .askBotId = askBotId, .createdAtMs = QDateTime::currentMSecsSinceEpoch()}, bytes});
}

Result<Done> Outbox::enter(Entry entry)
{
    const auto saved = save(entry);
    if (!saved) {
        if (std::ranges::count(m_entries, false, &Entry::saved) >= m_limits.unsaved) {
            qCWarning(lcOutbox, "A message is lost: %s", qUtf8Printable(saved.error().message));
            return saved;
        }
        entry.message.state = PendingMessage::State::Failed;
        entry.message.reason = saved.error().message;
    }
    const QString sessionId = entry.message.draft.sessionId;
    m_entries.push_back(std::move(entry));
    Q_EMIT changed(sessionId);
    sendAll();
    return saved;
}

void Outbox::retry(const QString &clientMessageId)
{
    Entry *entry = find(clientMessageId);
    if (!entry || entry->message.state != PendingMessage::State::Failed)
        return;
    if (!entry->saved) {
        if (const auto saved = save(*entry); !saved) {
            setState(*entry, PendingMessage::State::Failed, saved.error().message);
            return;
        }
    }
    setState(*entry, PendingMessage::State::Waiting);
    wake();
}

void Outbox::discard(const QString &clientMessageId)
{
    remove(clientMessageId);
}

void Outbox::confirm(const QString &clientMessageId)
{
    // A bot is still to be asked about it.
    if (const Entry *entry = find(clientMessageId); entry && entry->message.file && !entry->message.askBotId.isEmpty())
        return;
    remove(clientMessageId);
}

QList<PendingMessage> Outbox::pendingOf(const QString &sessionId) const
{
    QList<PendingMessage> pending;
    for (const Entry &entry : m_entries) {
        if (entry.message.draft.sessionId == sessionId)
            pending.push_back(entry.message);
    }
    return pending;
}

QCoro::Task<> Outbox::sendAll()
{
    if (!m_started || m_isSending || m_pause.isActive())
        co_return;
    m_isSending = true;
    while (Entry *entry = nextToSend()) {
        // A copy: whoever hears of the change may change the list.
        const PendingMessage message = entry->message;
        setState(*entry, PendingMessage::State::Sending);
        if (message.file) {
            sendFile(message);
            if (m_pause.isActive())
                break;
            continue;
        }
        auto request = deliver(message);
        const auto answer = co_await request;
        if (!answer && answer.error().code == ErrorCode::Cancelled) {
            if (m_api.isClosed())
                co_return;
            continue;
        }
        settle(message.draft.clientMessageId, answer);
        if (m_pause.isActive())
            break;
    }
    m_isSending = false;
}

void Outbox::settle(const QString &clientMessageId, const Result<Message> &answer)
{
    if (answer) {
        m_backoff.reset();
        Q_EMIT delivered(*answer);
        remove(clientMessageId);
        return;
    }
    // Who has to sign in again says the same with the next token.
    const bool passes = isPassing(answer.error()) || answer.error().code == ErrorCode::Unauthenticated;
    if (passes) {
        const std::chrono::milliseconds asked(answer.error().details.value(u"retryAfterMs").toInteger());
        m_clock->start(m_pause, std::max(m_backoff.next(), asked));
    }
    // Gone meanwhile: discarded, or confirmed by the stream.
    if (Entry *entry = find(clientMessageId))
        setState(*entry, passes ? PendingMessage::State::Waiting : PendingMessage::State::Failed, answer.error().message);
}

Result<Done> Outbox::save(Entry &entry)
{
    const auto valid = MessageDraft::fromJson(entry.message.draft.toJson());
    if (!valid)
        return valid.error();
    if (std::ranges::count(m_entries, true, &Entry::saved) >= m_limits.messages)
        return Error{ErrorCode::TooLarge, QStringLiteral("The outbox holds %1 messages, which is all that it takes; send or discard some, then retry.").arg(m_limits.messages)};
    if (m_savedBytes + entry.bytes > m_limits.bytes)
        return Error{ErrorCode::TooLarge, QStringLiteral("The outbox is full (%1 MiB); send or discard something, then retry.").arg(m_limits.bytes >> 20)};
    if (auto added = m_file.add(entry.message); !added)
        return added;
    entry.saved = true;
    m_savedBytes += entry.bytes;
    return Done{};
}

void Outbox::setState(Entry &entry, PendingMessage::State state, const QString &reason)
{
    const bool changesFile = entry.saved && (state == PendingMessage::State::Failed) != (entry.message.state == PendingMessage::State::Failed);
    entry.message.state = state;
    entry.message.reason = state == PendingMessage::State::Failed ? reason : QString();
    if (changesFile) {
        // Should this be lost, the message is sent again after a restart, which does no harm.
        if (const auto updated = m_file.update(entry.message); !updated)
            qCWarning(lcOutbox, "%s", qUtf8Printable(updated.error().message));
    }
    Q_EMIT changed(entry.message.draft.sessionId);
}

void Outbox::remove(const QString &clientMessageId)
{
    const auto found = std::ranges::find_if(m_entries, [&](const Entry &entry) { return entry.message.draft.clientMessageId == clientMessageId; });
    if (found == m_entries.end())
        return;
    const QString sessionId = found->message.draft.sessionId;
    if (found->saved) {
        m_savedBytes -= found->bytes;
        if (const auto removed = m_file.remove(clientMessageId); !removed)
            qCWarning(lcOutbox, "%s", qUtf8Printable(removed.error().message));
    }
    if (found->message.file && found->message.file->isOwned)
        m_folder.remove(found->message.file->path);
    m_entries.erase(found);
    Q_EMIT changed(sessionId);
}

Outbox::Entry *Outbox::find(const QString &clientMessageId)
{
    const auto found = std::ranges::find_if(m_entries, [&](const Entry &entry) { return entry.message.draft.clientMessageId == clientMessageId; });
    return found == m_entries.end() ? nullptr : &*found;
}

// The first; while a file goes up, the first that it does not keep waiting: of another session, with no file before it there.
Outbox::Entry *Outbox::nextToSend()
{
    QSet<QString> held{m_uploadsTo};
    for (Entry &entry : m_entries) {
        const QString &sessionId = entry.message.draft.sessionId;
        if (!entry.saved || entry.message.state != PendingMessage::State::Waiting || held.contains(sessionId))
            continue;
        if (m_uploadsTo.isEmpty() || !entry.message.file)
            return &entry;
        held << sessionId;
    }
    return nullptr;
}

} // namespace pipit
