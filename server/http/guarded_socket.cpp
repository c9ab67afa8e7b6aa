// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/guarded_socket.h"

#include "server/http/descriptor.h"

#include <QTcpSocket>

#include <algorithm>
#include <utility>

namespace pipit::http {

namespace {

constexpr qint64 readAheadBytes = 16 * 1024; // past the largest head

// Our reading of the request and Qt's do not agree.
Error unreadable()
{
    return Error{ErrorCode::InvalidRequest, QStringLiteral("The request could not be read.")};
}

QString seconds(std::chrono::milliseconds time)
{
    return QString::number(double(time.count()) / 1000) + QStringLiteral(" s");
}

} // namespace

Error GuardedSocket::noRoomForBodies()
{
    return Error{ErrorCode::Unavailable, QStringLiteral("The node has as many request bodies under way as it can hold; try again."), {}, {{QStringLiteral("retryAfterS"), 1}}};
}

GuardedSocket::GuardedSocket(QTcpSocket *socket, const QHostAddress &peer, std::shared_ptr<GuardPost> post)
    : QObject(socket)
    , m_socket(socket)
    , m_post(std::move(post))
    , m_peer(peer)
    , m_readAhead(m_post->limits.headBytes + readAheadBytes)
{
    connect(socket, &QTcpSocket::readyRead, this, &GuardedSocket::onReadyRead);
    connect(socket, &QTcpSocket::bytesWritten, this, &GuardedSocket::onBytesWritten);
    connect(socket, &QTcpSocket::disconnected, this, &GuardedSocket::onDisconnected);
    socket->setReadBufferSize(m_readAhead);
    enter(State::Idle);
}

GuardedSocket::~GuardedSocket()
{
    if (m_taking)
        m_taking->orphan();
}

void GuardedSocket::enter(State state)
{
    const HttpLimits &limits = m_post->limits;
    const auto after = [](std::chrono::milliseconds time) { return Clock::now() + time; };
    m_state = state;
    switch (state) {
    case State::Idle: m_deadline = after(limits.idleTime); break;
    case State::Head: m_deadline = after(limits.headTime); break;
    case State::Body: m_deadline = after(limits.bodyTime); break;
    case State::Sending:
    case State::Closing: m_deadline = after(limits.answerTime); break;
    case State::Parsed:
    case State::Busy:
    case State::Gone: m_deadline = Clock::time_point::max(); break;
    }
}

void GuardedSocket::onReadyRead()
{
    switch (m_state) {
    case State::Busy:
        if (m_taking)
            takePieces();
        hideFromQt();
        return;
    case State::Sending:
        hideFromQt();
        return;
    case State::Closing:
        discard();
        return;
    case State::Gone:
        return;
    case State::Parsed: // a whole request went by, and Qt did not hand it over
        refuse(unreadable());
        return;
    case State::Idle:
    case State::Head:
    case State::Body:
        break;
    }

    // Qt keeps what it has read of a request for an upgrade that this server never makes: let those bytes go. Of a head that
    // is not whole, it is the guard that keeps them.
    if (m_socket->isTransactionStarted() && m_headBytes.isEmpty())
        m_socket->commitTransaction();
    m_post->parsing = this;
    if (m_state == State::Idle && !skipBlankLines())
        return;
    if (m_state == State::Head)
        readHead();
    else
        readBody();
}

// Between requests a client may send blank lines; Qt's parser need not know. False while there is nothing else.
bool GuardedSocket::skipBlankLines()
{
    char next = 0;
    while (m_socket->peek(&next, 1) == 1) {
        if (next != '\r' && next != '\n') {
            enter(State::Head);
            return true;
        }
        m_socket->skip(1);
    }
    return false;
}

void GuardedSocket::readHead()
{
    const HttpLimits &limits = m_post->limits;
    const auto known = m_headBytes.size();
    m_headBytes.append(m_socket->peek(limits.headBytes + 1 - known));

    const auto end = findHeadEnd({m_headBytes.constData(), std::size_t(m_headBytes.size())}, std::size_t(known));
    if (!end)
        return refuse(end.error());
    // Qt gets a head whole, or not at all: whose body it is can be told at its end only.
    if (*end == 0 && m_headBytes.size() <= limits.headBytes)
        return hideFromQt();
    showAgain();
    m_headBytes.truncate(*end > 0 ? *end : m_headBytes.size());
    const qint64 headSize = m_headBytes.size();
    const qint64 bodyHere = m_socket->bytesAvailable() - headSize;

    auto head = parseRequestHead({m_headBytes.constData(), std::size_t(headSize)}, {limits.headBytes, limits.headerCount, std::max<qint64>(limits.bodyBytes, limits.uploadBytes)});
    m_headBytes.clear();
    if (!head)
        return refuse(head.error());
    // Qt closes such a connection without a word.
    if (head->webSocket && !(m_post->takesUpgrade && m_post->takesUpgrade(*head)))
        return refuse(Error{ErrorCode::InvalidRequest, QStringLiteral("WebSocket is not spoken here; GET /api/ws speaks it."), QStringLiteral("Upgrade")});
    m_head = std::move(*head);
    m_bodyLeft = m_head.contentLength;
    const bool inPieces = m_post->takesPieces && m_post->takesPieces(m_head);
    m_takeAtMost = inPieces ? std::max<qint64>(limits.bodyBytes, limits.uploadBytes) : limits.bodyBytes;
    if (m_bodyLeft > m_takeAtMost)
        return refuse(Error{ErrorCode::TooLarge, QStringLiteral("The body is %1 bytes; the limit is %2.").arg(m_bodyLeft).arg(m_takeAtMost)});
    m_collects = !inPieces && (m_head.chunked || m_bodyLeft > 0);
    m_bodyShare = m_collects ? std::make_shared<BodyShare>(m_post->bodies, limits.bodiesBytes) : nullptr;
    if (m_head.chunked || inPieces) {
        m_socket->skip(headSize);
        return take();
    }
    if (bodyHere >= m_bodyLeft) {
        m_socket->skip(headSize);
        return takeWhole();
    }
    if (m_bodyLeft > 0) {
        // Bytes that Qt has read count against the socket's buffer until they are let go, so it must hold the whole request.
        m_socket->setReadBufferSize(m_readAhead + m_bodyLeft);
#if QT_VERSION < QT_VERSION_CHECK(6, 8, 0)
        if (m_head.expectContinue && bodyHere == 0) {
            m_socket->write("HTTP/1.1 100 Continue\r\n\r\n");
            m_socket->flush();
        }
#endif
    }
    if (!countBody(bodyHere))
        return;
    enter(m_bodyLeft > 0 ? State::Body : State::Parsed);
}

void GuardedSocket::readBody()
{
    if (countBody(m_socket->bytesAvailable()) && m_bodyLeft == 0)
        enter(State::Parsed);
}

// Of what has arrived. False: it was refused.
bool GuardedSocket::countBody(qint64 bytes)
{
    const qint64 ofBody = std::min(m_bodyLeft, bytes);
    m_bodyLeft -= ofBody;
    if (!m_bodyShare || m_bodyShare->grow(ofBody))
        return true;
    refuse(noRoomForBodies());
    return false;
}

// A transaction that nobody commits: for Qt's parser the socket is empty, and resume() brings the bytes back.
void GuardedSocket::hideFromQt()
{
    if (!m_socket->isTransactionStarted())
        m_socket->startTransaction();
    m_socket->skip(m_socket->bytesAvailable());
}

// The bytes that were hidden.
void GuardedSocket::showAgain()
{
    if (m_socket->isTransactionStarted())
        m_socket->rollbackTransaction();
}

std::optional<GuardedSocket::Parsed> GuardedSocket::begin(qsizetype bodySize, Ticket responder)
{
    m_responder = std::move(responder);
    if (m_state != State::Parsed || bodySize != m_head.contentLength) {
        refuse(unreadable());
        return std::nullopt;
    }
    enter(State::Busy);
    m_socket->setReadBufferSize(m_readAhead);
    m_framing = {.close = m_head.close, .head = m_head.method == "HEAD"};
    return Parsed{std::exchange(m_head, {}), std::exchange(m_bodyShare, nullptr)};
}

void GuardedSocket::refuse(const Error &error)
{
    if (m_state == State::Closing || m_state == State::Gone)
        return;
    Response response = Response::failure(error);
    m_socket->write(headOf(response, {.close = true}) + response.body);
    m_bodyShare.reset();
    closeWhenSent();
    Q_EMIT refused(response.status, error.message, m_peer.toString());
}

void GuardedSocket::stop()
{
    const Error stopping{ErrorCode::Unavailable, QStringLiteral("The node is stopping; try again.")};
    if (m_state == State::Idle)
        m_socket->disconnectFromHost();
    else if (m_state == State::Head || m_state == State::Body)
        refuse(stopping);
    else if (const auto stream = m_taking) {
        endTaking();
        m_framing.close = true;
        stream->fail(stopping);
    }
}

void GuardedSocket::onDisconnected()
{
    enter(State::Gone);
    if (const auto stream = m_taking) {
        endTaking();
        stream->fail(Error{ErrorCode::Network, QStringLiteral("The client has gone before its request was whole.")});
    }
    disconnect(m_socket, &QTcpSocket::readyRead, nullptr, nullptr); // one may still be queued, and Qt would read a closed socket
    m_bodyShare.reset();
    m_sending.reset();
    m_pieces = {};
    m_piece.reset();
    // Qt 6.8 keeps the connection for as long as its responder lives, and must not lose it while it emits this signal.
    QMetaObject::invokeMethod(this, &GuardedSocket::releaseResponder, Qt::QueuedConnection);
}

void GuardedSocket::sweep(Clock::time_point now)
{
    // Qt 6.4 cuts every connection of a socket whose request it cannot parse, and then nobody deletes it.
    if (m_socket->state() == QAbstractSocket::UnconnectedState) {
        m_socket->deleteLater();
        return;
    }
    if (m_state == State::Parsed) {
        refuse(unreadable());
        return;
    }
    if (now < m_deadline)
        return;
    const HttpLimits &limits = m_post->limits;
    switch (m_state) {
    case State::Idle:
        m_socket->disconnectFromHost();
        break;
    case State::Head:
        refuse(Error{ErrorCode::RequestTimeout, QStringLiteral("The request's head did not arrive whole within %1.").arg(seconds(limits.headTime))});
        break;
    case State::Body:
        refuse(Error{ErrorCode::RequestTimeout, QStringLiteral("The request's body did not arrive whole within %1.").arg(seconds(limits.bodyTime))});
        break;
    case State::Busy: // a body that is taken, and does not come
        if (const auto stream = m_taking) {
            endTaking();
            m_framing.close = true;
            stream->fail(Error{ErrorCode::RequestTimeout, QStringLiteral("The request's body came too slowly: whole within %1, or at %2 bytes a second.").arg(seconds(limits.bodyTime)).arg(limits.bodyBytesPerS)});
        }
        break;
    default:
        m_socket->abort();
    }
}

} // namespace pipit::http
