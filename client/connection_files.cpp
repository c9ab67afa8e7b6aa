// SPDX-License-Identifier: GPL-3.0-or-later
// What goes out through the outbox: texts, files; and files as a window reads them, those that are not on the node yet, too.
#include "client/connection_p.h"

#include <QFile>

#include <tuple>
#include <utility>

namespace pipit {

namespace {

MessageDraft draftOf(const QString &sessionId, const QString &text, qint64 replyTo)
{
    MessageDraft draft{.sessionId = sessionId, .content = text};
    if (replyTo > 0)
        draft.replyTo = replyTo;
    return draft;
}

} // namespace

void Connection::send(const QString &sessionId, const QString &text, qint64 replyTo)
{
    std::ignore = d->outbox.add(draftOf(sessionId, text, replyTo));
}

void Connection::ask(const QString &sessionId, const QString &botId, const QString &text, qint64 replyTo)
{
    std::ignore = d->outbox.add(draftOf(sessionId, text, replyTo), botId);
}

Result<Done> Connection::attach(const QString &sessionId, const Attachment &attachment, const QString &askBotId, qint64 replyTo)
{
    return d->outbox.attach(draftOf(sessionId, {}, replyTo), attachment, askBotId);
}

void Connection::edit(const MessageDraft &edited, const QString &askBotId)
{
    std::ignore = d->outbox.add(edited, askBotId);
}

void Connection::retryPending(const QString &clientMessageId)
{
    d->outbox.retry(clientMessageId);
}

void Connection::discardPending(const QString &clientMessageId)
{
    d->outbox.discard(clientMessageId);
}

int Connection::pendingCount() const
{
    return int(d->outbox.size());
}

bool Connection::isPending(const QString &address) const
{
    return d->pendingFile(address).has_value();
}

std::optional<PendingFile> Connection::Private::pendingFile(const QString &address) const
{
    const QString scheme = pendingAddress({});
    return address.startsWith(scheme) ? outbox.fileOf(address.sliced(scheme.size())) : std::nullopt;
}

QCoro::Task<Result<QByteArray>> Connection::Private::readPending(QString address, qint64 mostBytes)
{
    const auto pending = pendingFile(address);
    if (!pending)
        co_return Error{ErrorCode::NotFound, QStringLiteral("This is no longer waiting to be sent.")};
    QFile file(pending->path);
    if (!file.open(QIODevice::ReadOnly))
        co_return Error{ErrorCode::NotFound, QStringLiteral("%1 cannot be read: %2.").arg(pending->name, file.errorString())};
    if (file.size() > mostBytes)
        co_return Error{ErrorCode::TooLarge, QStringLiteral("%1 is larger than %2 MiB.").arg(pending->name).arg(mostBytes >> 20)};
    co_return file.readAll();
}

QCoro::Task<Result<QByteArray>> Connection::download(QString address, qint64 mostBytes)
{
    if (isPending(address))
        return d->readPending(std::move(address), mostBytes);
    return d->api.download(std::move(address), mostBytes);
}

QCoro::Task<Result<Done>> Connection::save(QString address, QString path, std::function<bool(qint64 received, qint64 total)> goesOn)
{
    return d->api.save(std::move(address), std::move(path), std::move(goesOn));
}

QCoro::Task<Result<Done>> Connection::fetch(QString address, std::function<std::optional<Error>(const QByteArray &piece, qint64 announced)> take)
{
    return d->api.fetch(std::move(address), std::move(take));
}

bool Connection::isOwn(const QString &address) const
{
    return d->api.isOwn(address);
}

} // namespace pipit
