// SPDX-License-Identifier: GPL-3.0-or-later
// The guard of one connection: it sees every byte before Qt's parser does, and refuses what may not reach it.
//
// Its slots are connected before Qt's, so on each readyRead it looks first (peek), and Qt parses next, in the same
// emission. It counts where the request ends by its own strict reading; where Qt comes to another end, the connection is
// refused. While a request is under way, what the client sends further stays in the socket, hidden from Qt and bounded;
// so a connection has one request at a time and its answers go out in order.
//
//     Idle → Head → Body → Parsed → (Qt hands the request over) Busy → Sending → Idle
//                 → (chunks, or pieces for a handler: Qt never sees this request) Busy → Sending → Idle
//     any of them → Closing (answer flushed, our side shut, the client's bytes dropped for a while) → Gone
//
// Lingering before the close matters: closing a socket that has unread bytes resets it, and the reset can overtake the
// answer that says why.
// Thread rule: the socket's thread. Ownership: a child of its socket. Source: docs/http-layer.md.
#pragma once

#include "core/result.h"
#include "server/http/body_stream.h"
#include "server/http/chunk_decoder.h"
#include "server/http/http_limits.h"
#include "server/http/request_head.h"
#include "server/http/response_writer.h"

#include <QFutureWatcher>
#include <QHostAddress>
#include <QObject>
#include <QPointer>

#include <chrono>
#include <memory>
#include <optional>

class QTcpSocket;

namespace pipit::http {

class GuardedSocket;

// What one body takes of the bytes that all bodies may have together; given back with its last copy.
class BodyShare
{
public:
    BodyShare(std::shared_ptr<qint64> all, qint64 most) : m_all(std::move(all)), m_most(most) { }
    ~BodyShare() { *m_all -= m_bytes; }
    BodyShare(const BodyShare &) = delete;

    // As bytes arrive: what is only announced takes nothing from anybody. False: there is no room.
    bool grow(qint64 bytes)
    {
        if (*m_all + bytes > m_most)
            return false;
        *m_all += bytes;
        m_bytes += bytes;
        return true;
    }

private:
    const std::shared_ptr<qint64> m_all;
    const qint64 m_most;
    qint64 m_bytes = 0;
};

// What all guards of one server share.
struct GuardPost {
    HttpLimits limits;
    QPointer<GuardedSocket> parsing = {}; // whose bytes Qt's parser is reading in the present emission
    std::shared_ptr<qint64> bodies = std::make_shared<qint64>(0); // bytes of bodies arriving or under way
    bool stopping = false;                // every answer is its connection's last
    bool isSecure = false;                // what clients send is encrypted
    // Whether a handler takes this request's body piece by piece; unset: none does.
    std::function<bool(const RequestHead &)> takesPieces = {};
    std::function<bool(const RequestHead &)> takesUpgrade = {}; // of a request without a body, which Qt never sees
    // Begins a request whose body the guard reads itself, with what beginTaken() gives.
    std::function<void(GuardedSocket &)> onTaken = {};
};

class GuardedSocket : public QObject
{
    Q_OBJECT

public:
    // Kept for as long as it stands for something; what it counts is taken back when the last copy goes.
    using Ticket = std::shared_ptr<const void>;
    using Clock = std::chrono::steady_clock;

    // `peer`: who is at the other end, which the socket itself need not know.
    GuardedSocket(QTcpSocket *socket, const QHostAddress &peer, std::shared_ptr<GuardPost> post);
    ~GuardedSocket() override;

    QTcpSocket *socket() const { return m_socket; }
    const QHostAddress &peer() const { return m_peer; }

    struct Parsed {
        RequestHead head;
        Ticket bodyShare; // of GuardPost::bodies; to be kept while the body is
        std::shared_ptr<BodyStream> stream = {};
        bool inPieces = false; // its handler wants it so
        QByteArray body = {};  // where it was there with the head
    };

    // The request that Qt hands over now. Nothing where the guard sees no request ending here: then it has been refused.
    // `responder` is what Qt 6.8 wants kept until the answer is out.
    std::optional<Parsed> begin(qsizetype bodySize, Ticket responder);

    // A request that Qt's parser does not see: its body is there already, or arrives while its handler runs. Only from within GuardPost::onTaken.
    Parsed beginTaken();

    // Ends what begin() began. Does nothing where the client has gone. The ticket is kept until the bytes are out.
    void answer(Response response, Ticket ticket);

    // Answers with the error and closes. Emits refused().
    void refuse(const Error &error);

    // For the end of a node: at once where nothing is under way, else after the answer.
    void stop();

    // Gives the responder back while Qt still has the connection: from then on its destructor must not run.
    void releaseResponder() { m_responder.reset(); }

    // Applies the time limits; called by one timer for all guards.
    void sweep(Clock::time_point now);

Q_SIGNALS:
    void refused(int status, const QString &reason, const QString &peer);
    // The connection is a stream's now.
    void handedOver();

private:
    enum class State { Idle, Head, Body, Parsed, Busy, Sending, Closing, Gone };

    void onReadyRead();
    void onBytesWritten();
    void onDisconnected();

    static Error noRoomForBodies();
    void enter(State state);
    bool skipBlankLines();
    void readHead();
    void readBody();
    bool countBody(qint64 bytes);
    void hideFromQt();
    void showAgain();
    void take();
    void takeWhole();
    void takePieces();
    std::optional<Error> takePiece();
    void endTaking();
    void handOver(Response response, const Ticket &ticket);
    void sendPieces();
    void onPiece();
    void resume();
    void closeWhenSent();
    void linger();
    void discard();

    QTcpSocket *const m_socket;
    const std::shared_ptr<GuardPost> m_post;
    const QHostAddress m_peer;
    const qint64 m_readAhead; // how much may wait in the socket between requests
    State m_state = State::Idle;
    Clock::time_point m_deadline;
    QByteArray m_headBytes;
    RequestHead m_head;   // of the request that is arriving
    Framing m_framing;    // of the answer to the one under way
    qint64 m_bodyLeft = 0;
    qint64 m_discarded = 0;
    std::shared_ptr<BodyStream> m_taking; // while its body arrives
    std::optional<ChunkDecoder> m_chunks; // of a chunked one
    qint64 m_taken = 0;                   // bytes of it
    qint64 m_takeAtMost = 0;
    Clock::time_point m_takingSince;      // without the times in which the handler held the client back
    std::optional<Clock::time_point> m_heldBackSince;
    bool m_tellContinue = false;
    bool m_lingering = false;
    QByteArray m_whole;                   // a body that was there with its head
    std::shared_ptr<BodyShare> m_bodyShare;
    bool m_collects = false;              // the body is kept whole, so it counts
    Ticket m_responder;
    Ticket m_sending;
    Response::Pieces m_pieces; // of the answer's body that is being sent
    qint64 m_piecesLeft = 0;   // bytes
    std::unique_ptr<QFutureWatcher<QByteArray>> m_piece; // the next, while it is read
};

} // namespace pipit::http
