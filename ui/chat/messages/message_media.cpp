// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/messages/message_media.h"

#include <QCoreApplication>

namespace pipit {

namespace {

Error closed()
{
    return {ErrorCode::Cancelled, QCoreApplication::translate("pipit::ChatPage", "The connection was closed.")};
}

} // namespace

void MessageMedia::setConnection(Connection *connection)
{
    const QPointer<Connection> guard = connection;
    m_pictures.setSource([guard](QString address, qint64 most) -> QCoro::Task<Result<QByteArray>> {
        if (!guard)
            co_return closed();
        co_return co_await guard->download(address, most);
    }, [guard](const QString &address) { return guard && (guard->isOwn(address) || guard->isPending(address)); });
    m_saves.setSource([guard](QString address, QString path, std::function<bool(qint64, qint64)> goesOn) -> QCoro::Task<Result<Done>> {
        if (!guard)
            co_return closed();
        co_return co_await guard->save(address, path, std::move(goesOn));
    });
    m_player.setSource([guard](QString address, MediaPlayer::Take take) -> QCoro::Task<Result<Done>> {
        if (!guard)
            co_return closed();
        co_return co_await guard->fetch(address, std::move(take));
    });
}

} // namespace pipit
