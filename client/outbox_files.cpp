// SPDX-License-Identifier: GPL-3.0-or-later
// The outbox's messages that bring a file.
#include "client/outbox.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QUuid>

namespace pipit {

namespace {

constexpr char anyType[] = "application/octet-stream";

// Why this file is not the one that was attached.
std::optional<Error> faultOfFile(const PendingFile &file)
{
    const QFileInfo now(file.path);
    if (!now.exists())
        return Error{ErrorCode::NotFound, QStringLiteral("%1 is no longer where it was (%2). Put it back and retry, or delete this and attach it again.").arg(file.name, file.path)};
    if (now.size() != file.size || now.lastModified().toMSecsSinceEpoch() != file.modifiedMs)
        return Error{ErrorCode::Conflict, QStringLiteral("%1 was changed after it was attached. Delete this and attach it again.").arg(file.name)};
    return std::nullopt;
}

} // namespace

Result<Done> Outbox::attach(MessageDraft draft, const Attachment &attachment, const QString &askBotId)
{
    draft.clientMessageId = QUuid::createUuid().toString(QUuid::WithoutBraces);
    draft.contentType = attachment.contentType;
    draft.content = pendingAddress(draft.clientMessageId);
    draft.metadata = attachment.facts;
    draft.metadata.insert(u"name", attachment.name);
    draft.metadata.insert(u"size", attachment.size);
    draft.metadata.insert(u"mimeType", attachment.mimeType);
    if (!attachment.caption.isEmpty())
        draft.metadata.insert(u"caption", attachment.caption);
    PendingFile file{.path = attachment.path, .name = attachment.name, .mimeType = attachment.mimeType, .size = attachment.size, .modifiedMs = attachment.modifiedMs};
    Entry entry{PendingMessage{.draft = std::move(draft), .askBotId = askBotId, .createdAtMs = QDateTime::currentMSecsSinceEpoch()}, attachment.caption.size()};
    if (attachment.path.isEmpty()) {
        const auto kept = m_folder.keep(attachment.bytes);
        if (!kept)
            return kept.error();
        file.path = *kept;
        file.isOwned = true;
        file.modifiedMs = QFileInfo(*kept).lastModified().toMSecsSinceEpoch();
    }
    entry.message.file = file;
    return enter(std::move(entry));
}

std::optional<PendingFile> Outbox::fileOf(const QString &clientMessageId) const
{
    for (const Entry &entry : m_entries) {
        if (entry.message.draft.clientMessageId == clientMessageId)
            return entry.message.file;
    }
    return std::nullopt;
}

// Beside what else there is to send.
QCoro::Task<> Outbox::sendFile(PendingMessage message)
{
    m_uploadsTo = message.draft.sessionId;
    auto request = deliver(message);
    const auto answer = co_await request;
    const bool isCancelled = !answer && answer.error().code == ErrorCode::Cancelled;
    if (isCancelled && m_api.isClosed())
        co_return;
    m_uploadsTo.clear();
    if (!isCancelled) // it was discarded
        settle(message.draft.clientMessageId, answer);
    sendAll();
}

QCoro::Task<Result<Message>> Outbox::deliver(PendingMessage message)
{
    if (!message.file) {
        auto request = message.askBotId.isEmpty() ? m_api.postMessage(message.draft) : m_api.ask(message.draft, message.askBotId);
        auto answer = co_await request;
        co_return answer;
    }
    MessageDraft draft = message.draft;
    if (!message.file->isUploaded) {
        auto upload = uploadFirst(message);
        const auto uploaded = co_await upload;
        if (!uploaded)
            co_return uploaded.error();
        draft = *uploaded;
    }
    auto posting = m_api.postMessage(draft);
    auto stored = co_await posting;
    if (!stored || message.askBotId.isEmpty())
        co_return stored;
    auto asking = askAbout(*stored, message.askBotId);
    auto asked = co_await asking;
    co_return asked;
}

// The message as it is posted: on the disk before it is, so that the same one is posted after a crash.
QCoro::Task<Result<MessageDraft>> Outbox::uploadFirst(PendingMessage message)
{
    const QString id = message.draft.clientMessageId;
    const PendingFile local = *message.file;
    if (const auto fault = faultOfFile(local))
        co_return Error(*fault);
    auto upload = uploadAs(local.mimeType.toLatin1(), message);
    auto uploaded = co_await upload;
    // What is not what its name says, or of a kind of picture that the node does not know, is a file like any other.
    const bool isOther = !uploaded && uploaded.error().code == ErrorCode::UnsupportedMediaType && local.mimeType != QLatin1StringView(anyType);
    if (isOther) {
        auto again = uploadAs(anyType, message);
        uploaded = co_await again;
    }
    if (!uploaded && uploaded.error().code == ErrorCode::Cancelled)
        co_return uploaded.error();
    if (const auto fault = faultOfFile(local)) // while it was sent
        co_return Error(*fault);
    if (!uploaded)
        co_return uploaded.error();
    Entry *entry = find(id);
    if (!entry)
        co_return Error{ErrorCode::Cancelled, QStringLiteral("It was discarded.")};
    MessageDraft &draft = entry->message.draft;
    draft.content = uploaded->value(u"url").toString();
    if (isOther)
        draft.contentType = QStringLiteral("file");
    for (const QStringView fact : {u"name", u"size", u"mimeType", u"width", u"height"}) {
        if (uploaded->contains(fact))
            draft.metadata.insert(fact, uploaded->value(fact));
    }
    entry->message.file->isUploaded = true;
    entry->message.file->sent = local.size;
    const MessageDraft named = draft;
    if (const auto written = m_file.rewrite(entry->message); !written) {
        entry->message.draft.content = pendingAddress(id);
        entry->message.file->isUploaded = false;
        co_return written.error();
    }
    Q_EMIT changed(named.sessionId);
    co_return named;
}

QCoro::Task<Result<QJsonObject>> Outbox::uploadAs(QByteArray mimeType, PendingMessage message)
{
    auto file = std::make_shared<QFile>(message.file->path);
    if (!file->open(QIODevice::ReadOnly))
        co_return Error{ErrorCode::Forbidden, QStringLiteral("%1 cannot be read: %2. Mend that and retry.").arg(message.file->path, file->errorString())};
    const QString id = message.draft.clientMessageId;
    const ApiClient::GoesOn goesOn = [this, id](qint64 sent, qint64) {
        tellSent(id, sent);
        return find(id) != nullptr;
    };
    auto upload = m_api.upload(message.draft.sessionId, message.file->name, mimeType, file, goesOn);
    auto uploaded = co_await upload;
    co_return uploaded;
}

// The same run, however often it is asked for.
QCoro::Task<Result<Message>> Outbox::askAbout(Message stored, QString botId)
{
    const QString runId = QUuid::createUuidV5(QUuid(stored.clientMessageId), botId).toString(QUuid::WithoutBraces);
    const QJsonObject question{{QStringLiteral("botId"), botId}, {QStringLiteral("regenerates"), stored.id}, {QStringLiteral("clientMessageId"), runId}};
    auto request = m_api.post(QStringLiteral("/api/sessions/%1/runs").arg(stored.sessionId), question);
    const auto asked = co_await request;
    if (!asked)
        co_return asked.error();
    co_return stored;
}

void Outbox::tellSent(const QString &clientMessageId, qint64 sent)
{
    Entry *entry = find(clientMessageId);
    if (!entry || !entry->message.file || entry->message.file->sent == sent)
        return;
    entry->message.file->sent = sent;
    Q_EMIT changed(entry->message.draft.sessionId);
}

} // namespace pipit
