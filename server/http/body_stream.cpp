// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/body_stream.h"

#include <QCoroFuture>

#include <utility>

namespace pipit::http {

void BodyStream::put(QByteArray piece)
{
    m_piece = std::move(piece);
    wake();
}

void BodyStream::end()
{
    m_isEnd = true;
    wake();
}

void BodyStream::fail(const Error &error)
{
    if (!m_fault && !m_isEnd)
        m_fault = error;
    wake();
}

void BodyStream::wake()
{
    if (isReady() && m_waiting)
        std::exchange(m_waiting, std::nullopt)->finish();
}

void BodyStream::tellWanted()
{
    // A copy: what it does may end in orphan().
    if (const auto wanted = m_wanted)
        wanted();
}

QCoro::Task<Result<QByteArray>> BodyStream::read()
{
    if (!isReady()) {
        m_waiting.emplace();
        m_waiting->start();
        const QFuture<void> ready = m_waiting->future();
        tellWanted();
        co_await ready;
    }
    if (!m_piece.isEmpty()) {
        QByteArray piece = std::exchange(m_piece, {});
        tellWanted();
        co_return piece;
    }
    if (m_fault)
        co_return Error(*m_fault);
    co_return QByteArray();
}

QCoro::Task<Result<QByteArray>> BodyStream::readAll(qsizetype most)
{
    QByteArray all;
    while (true) {
        const auto piece = co_await read();
        if (!piece)
            co_return piece.error();
        if (piece->isEmpty())
            co_return all;
        if (all.size() + piece->size() > most)
            co_return Error{ErrorCode::TooLarge, QStringLiteral("The body is larger than %1 bytes.").arg(most)};
        all += *piece;
    }
}

} // namespace pipit::http
