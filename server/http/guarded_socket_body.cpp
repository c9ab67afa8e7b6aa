// SPDX-License-Identifier: GPL-3.0-or-later
// The guard's own reading of a body that Qt's parser does not see: chunks, and pieces for a handler.
#include "server/http/guarded_socket.h"

#include <QTcpSocket>

#include <algorithm>
#include <utility>

namespace pipit::http {

// The guard reads the body, and the handler runs meanwhile.
void GuardedSocket::take()
{
    enter(State::Busy);
    m_framing = {.close = m_head.close, .head = m_head.method == "HEAD"};
    m_taking = std::make_shared<BodyStream>([this] {
        takePieces();
        hideFromQt();
    });
    m_chunks = m_head.chunked ? std::optional(ChunkDecoder()) : std::nullopt;
    m_tellContinue = m_head.expectContinue;
    m_taken = 0;
    m_takingSince = Clock::now();
    m_heldBackSince.reset();
    m_post->onTaken(*this);
    if (m_state == State::Busy)
        hideFromQt();
}

GuardedSocket::Parsed GuardedSocket::beginTaken()
{
    if (!m_taking)
        return Parsed{.head = std::exchange(m_head, {}), .bodyShare = std::exchange(m_bodyShare, nullptr), .body = std::exchange(m_whole, {})};
    return Parsed{std::exchange(m_head, {}), m_bodyShare, m_taking, !m_collects};
}

// Most requests come in one piece; Qt's parser would only read them once more.
void GuardedSocket::takeWhole()
{
    const qint64 size = std::exchange(m_bodyLeft, 0);
    if (m_bodyShare && !m_bodyShare->grow(size))
        return refuse(noRoomForBodies());
    m_whole = m_socket->read(size);
    enter(State::Busy);
    m_framing = {.close = m_head.close, .head = m_head.method == "HEAD"};
    m_post->onTaken(*this);
    if (m_state == State::Busy || m_state == State::Sending)
        hideFromQt();
}

void GuardedSocket::takePieces()
{
    if (!m_taking || m_state != State::Busy)
        return;
    showAgain();
    const auto stream = m_taking; // the handler may end all this while it goes on
    while (m_taking && stream->hasRoom()) {
        if (const auto fault = takePiece()) {
            endTaking();
            m_framing.close = true;
            stream->fail(*fault);
            return;
        }
        const bool isEnd = m_chunks ? m_chunks->isEnd() : m_bodyLeft == 0;
        if (isEnd && m_taking && stream->hasRoom()) {
            endTaking();
            stream->end();
            return;
        }
        if (m_socket->bytesAvailable() == 0)
            break;
    }
    if (!m_taking)
        return;
    if (stream->isWaitedFor() && std::exchange(m_tellContinue, false)) {
        m_socket->write("HTTP/1.1 100 Continue\r\n\r\n");
        m_socket->flush();
    }
    // The client's time, not the handler's, and more of it the more has come.
    const HttpLimits &limits = m_post->limits;
    if (!stream->isWaitedFor()) {
        m_heldBackSince = m_heldBackSince.value_or(Clock::now());
        m_deadline = Clock::time_point::max();
    } else {
        if (const auto since = std::exchange(m_heldBackSince, std::nullopt))
            m_takingSince += Clock::now() - *since;
        // Whoever was fast may not be silent for that.
        m_deadline = std::min(m_takingSince + limits.bodyTime + std::chrono::seconds(m_taken / limits.bodyBytesPerS), Clock::now() + limits.bodyTime);
    }
    // What was read has made room; Qt looks whether there is some only where the limit is another.
    const qint64 size = m_readAhead + BodyStream::pieceBytes;
    m_socket->setReadBufferSize(m_socket->readBufferSize() == size ? size + 1 : size);
}

std::optional<Error> GuardedSocket::takePiece()
{
    const QByteArray here = m_socket->peek(BodyStream::pieceBytes);
    if (here.isEmpty())
        return std::nullopt;
    QByteArray piece;
    if (m_chunks) {
        auto read = m_chunks->read({here.constData(), std::size_t(here.size())}, BodyStream::pieceBytes);
        if (!read)
            return read.error();
        m_socket->skip(qint64(read->taken));
        piece = std::move(read->body);
    } else {
        piece = here.first(std::min<qint64>(here.size(), m_bodyLeft));
        m_socket->skip(piece.size());
        m_bodyLeft -= piece.size();
    }
    m_taken += piece.size();
    if (m_taken > m_takeAtMost)
        return Error{ErrorCode::TooLarge, QStringLiteral("The body is larger than %1 bytes.").arg(m_takeAtMost)};
    if (m_collects && m_bodyShare && !m_bodyShare->grow(piece.size()))
        return noRoomForBodies();
    m_tellContinue = false;
    if (!piece.isEmpty())
        m_taking->put(std::move(piece));
    return std::nullopt;
}

void GuardedSocket::endTaking()
{
    if (!m_taking)
        return;
    m_taking->orphan();
    m_taking.reset();
    m_chunks.reset();
    m_bodyShare.reset(); // the request has it
    if (m_state == State::Busy)
        enter(State::Busy);
}

} // namespace pipit::http
