// SPDX-License-Identifier: GPL-3.0-or-later
// One client's TLS: what it encrypts is carried, in plain, through a pair of local sockets whose other end anybody can have.
//
//     client ⇢ TCP, TLS ⇢ pump ⇢ pair ⇢ guard and Qt's parser, later the stream engine
//
// Whoever has the other end sees an ordinary connection: it can be guarded, parsed and handed over by its descriptor. The pump
// reads from either side only what the other one takes, one TLS record at a time, so that a slow reader is felt at the far end
// and nothing piles up here. Where the other end closes, what is left is sent, then TLS is ended (close_notify), then the
// connection, while what the client still sends is dropped for a while: see guarded_socket.h for why. Where the client closes,
// so does the pair.
//
//     Silent → Handshake → Open → Goodbye → Lingering → Done
//            → (plain HTTP: a hint) → Lingering
//
// Thread rule: the thread that made it. It deletes itself when it is done. Source: docs/http-layer.md.
#pragma once

#include "server/http/tls_context.h"
#include "server/stream/native_socket.h"

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>

#include <chrono>
#include <memory>

struct ssl_st;

namespace pipit::http {

class TlsPump : public QObject
{
    Q_OBJECT

public:
    using Clock = std::chrono::steady_clock;

    struct Times {
        std::chrono::milliseconds handshake; // from accepting to the end of the handshake
        std::chrono::milliseconds stall;     // without the client taking anything of what waits for it
        std::chrono::milliseconds linger;    // for the client to close, after everything was said
    };

    // Owns the descriptor. `counted` is kept for as long as the connection counts as one.
    TlsPump(stream::NativeSocket client, std::shared_ptr<const TlsContext> context, const Times &times, std::shared_ptr<const void> counted, QObject *parent = nullptr);
    ~TlsPump() override;

    // From now on it is counted elsewhere, as a stream.
    void uncount() { m_counted.reset(); }

    // For the end of a node: a handshake is cut off.
    void stop();

    // Whether the other end has closed and some of what it said is still to be sent.
    bool isEnding() const { return m_state == State::Goodbye || (m_state == State::Open && m_otherEnded); }

    // Applies the time limits; called by one timer for all pumps.
    void sweep(Clock::time_point now);

Q_SIGNALS:
    // The handshake is done. The receiver owns the pair's other end.
    void opened(pipit::stream::NativeSocket otherEnd);
    // There will be none, and why: a status as if it had been a request.
    void refused(int status, const QString &reason);

private:
    enum class State { Silent, Handshake, Open, Goodbye, Lingering, Done };

    void drive();
    bool hears();
    bool shakeHands();
    void carry();
    bool carryUp();
    bool carryDown();
    bool wantsMore(int result);
    void sayGoodbye();
    void linger();
    void drop();
    void fail(int status, const QString &reason);
    void finish();
    void release();
    void listenAgain();

    enum Side { ClientReads, ClientWrites, PairReads, PairWrites };
    void listenTo(Side side, bool wanted);

    const stream::NativeSocket m_client;
    stream::NativeSocket m_pair = stream::NativeSocket(-1); // our end of it
    const std::shared_ptr<const TlsContext> m_context;
    const Times m_times;
    std::shared_ptr<const void> m_counted;
    std::unique_ptr<ssl_st, void (*)(ssl_st *)> m_tls;
    std::unique_ptr<QSocketNotifier> m_notifiers[4]; // by Side; made when they are first needed
    State m_state = State::Silent;
    QByteArray m_up;           // from the client, not yet taken by the pair
    QByteArray m_down;         // from the pair, not yet taken by TLS
    bool m_wantsWrite = false; // TLS has something of its own to send
    bool m_otherEnded = false; // nothing more will come from the pair
    bool m_otherGone = false;  // nobody takes what the client sends
    qint64 m_dropped = 0;
    Clock::time_point m_deadline; // of Silent, Handshake and Lingering; of Open and Goodbye while something waits for the client
};

} // namespace pipit::http
