// SPDX-License-Identifier: GPL-3.0-or-later
// How the guard sends an answer, and what comes after it: the next request, a stream, or the end.
#include "server/http/guarded_socket.h"

#include "server/http/descriptor.h"
#include "server/http/stream_handover.h"

#include <QTcpSocket>

#include <algorithm>
#include <exception>
#include <utility>

namespace pipit::http {

namespace {

constexpr qint64 discardBytes = 64 * 1024 * 1024; // what a refused client may still send before it is cut off
constexpr qint64 pieceBytes = 256 * 1024;
constexpr qsizetype joinBytes = 64 * 1024;        // up to here head and body go out in one piece

} // namespace

void GuardedSocket::answer(Response response, Ticket ticket)
{
    if (m_state != State::Busy)
        return;
    if (response.takeOver && !m_framing.head) {
        // Later, because aborting the socket inside Qt's own slot would pull the ground from under it.
        QMetaObject::invokeMethod(this, [this, response = std::move(response), ticket = std::move(ticket)] { handOver(response, ticket); }, Qt::QueuedConnection);
        return;
    }

    // Of a body that its handler did not want to the end, nobody can tell where the next request begins.
    m_framing.close = m_framing.close || m_post->stopping || m_taking;
    endTaking();
    QByteArray bytes = headOf(response, m_framing);
    m_sending = std::move(ticket);
    enter(State::Sending);
    if (hasBody(response, m_framing) && response.pieces) {
        m_pieces = std::move(response.pieces);
        m_piecesLeft = response.piecesBytes;
        m_socket->write(bytes);
        sendPieces();
        m_socket->flush();
        return;
    }
    if (hasBody(response, m_framing) && response.body.size() <= joinBytes) {
        m_socket->write(bytes.append(response.body));
    } else {
        m_socket->write(bytes);
        if (hasBody(response, m_framing))
            m_socket->write(response.body);
    }
    if (m_framing.close)
        closeWhenSent();
    else
        m_socket->flush();
}

void GuardedSocket::handOver(Response response, const Ticket &ticket)
{
    if (m_state != State::Busy)
        return;
    endTaking();
    m_framing.close = true; // a stream ends with its connection
    const QByteArray head = headOf(response, m_framing);
    const auto descriptor = takeDescriptor(*m_socket);
    if (!descriptor) {
        answer(Response::failure(descriptor.error()), ticket);
        return;
    }
    Q_EMIT handedOver();
    try {
        response.takeOver(*descriptor, head.toStdString());
    } catch (const std::exception &fault) {
        qCritical("A stream could not begin: %s", fault.what());
    }
}

// One is asked for while less than that waits to be sent. A source that takes too long is cut off as a client that does not
// read is: no byte of the answer leaves.
void GuardedSocket::sendPieces()
{
    if (m_piecesLeft == 0) { // at once: nothing may tell of the last bytes once they are written
        m_pieces = {};
        if (m_framing.close)
            closeWhenSent();
        return;
    }
    if (m_piece || m_socket->bytesToWrite() >= pieceBytes)
        return;
    m_piece = std::make_unique<QFutureWatcher<QByteArray>>();
    connect(m_piece.get(), &QFutureWatcherBase::finished, this, &GuardedSocket::onPiece);
    m_piece->setFuture(m_pieces(std::min(m_piecesLeft, pieceBytes)));
}

void GuardedSocket::onPiece()
{
    const QFuture<QByteArray> future = m_piece->future();
    m_piece.release()->deleteLater(); // it is just telling of this
    const QByteArray piece = future.resultCount() > 0 ? future.result() : QByteArray();
    if (piece.isEmpty()) {
        // The head has told another length: nothing but an end says that this is not all. Why, its source has told.
        m_socket->abort();
        return;
    }
    m_piecesLeft -= piece.size();
    m_socket->write(piece);
    sendPieces();
    m_socket->flush();
}

void GuardedSocket::onBytesWritten()
{
    if (m_lingering || (m_state != State::Sending && m_state != State::Closing))
        return;
    enter(m_state);
    if (m_pieces) {
        sendPieces();
        return;
    }
    if (m_socket->bytesToWrite() > 0)
        return;
    m_sending.reset();
    if (m_state == State::Closing)
        linger();
    else
        // Later: Qt 6.8 must not lose its responder inside the call that handed the request over.
        QMetaObject::invokeMethod(this, &GuardedSocket::resume, Qt::QueuedConnection);
}

void GuardedSocket::resume()
{
    if (m_state != State::Sending)
        return;
    m_responder.reset();
    showAgain();
    m_socket->setReadBufferSize(m_readAhead);
    enter(State::Idle);
    if (m_post->stopping)
        stop();
    else if (m_socket->bytesAvailable() > 0)
        Q_EMIT m_socket->readyRead();
}

void GuardedSocket::closeWhenSent()
{
    enter(State::Closing);
    disconnect(m_socket, &QTcpSocket::readyRead, nullptr, nullptr); // Qt's slot above all
    connect(m_socket, &QTcpSocket::readyRead, this, &GuardedSocket::onReadyRead);
    discard();
    m_socket->setReadBufferSize(m_readAhead);
    m_socket->flush();
    if (m_state == State::Closing && m_socket->bytesToWrite() == 0)
        linger();
}

void GuardedSocket::linger()
{
    if (m_lingering)
        return;
    m_lingering = true;
    m_sending.reset();
    m_deadline = Clock::now() + m_post->limits.lingerTime;
    shutDownWriting(m_socket->socketDescriptor());
}

void GuardedSocket::discard()
{
    if (m_socket->isTransactionStarted())
        m_socket->commitTransaction();
    m_discarded += m_socket->skip(m_socket->bytesAvailable());
    if (m_discarded > discardBytes)
        m_socket->abort();
}

} // namespace pipit::http
