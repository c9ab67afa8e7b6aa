// SPDX-License-Identifier: GPL-3.0-or-later
// What goes out through the outbox: texts, files, and what a window shows of files that are not on the node yet.
#include "client/connection_p.h"

#include <QFile>

#include <tuple>

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

} // namespace pipit
