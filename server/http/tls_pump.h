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
// Thread rule: the thread that runs the context, for everything from begin() on. Source: docs/http-layer.md.
#pragma once

#include "server/http/descriptor.h"
#include "server/http/tls_context.h"
#include "server/stream/native_socket.h"

#include <QByteArray>

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>

struct ssl_st;

namespace pipit::http {

class TlsPump : public std::enable_shared_from_this<TlsPump>
{
public:
    using Clock = std::chrono::steady_clock;

    struct Times {
        std::chrono::milliseconds handshake; // from accepting to the end of the handshake
        std::chrono::milliseconds stall;     // without the client taking anything of what waits for it
        std::chrono::milliseconds linger;    // for the client to close, after everything was said
    };

    // What becomes of it. One of the first two, once or, where the client says nothing, never; then the last.
    struct Events {
        std::function<void(std::shared_ptr<OwnedSocket> otherEnd)> opened; // the handshake is done
        std::function<void(int status, const QString &reason)> refused;    // a status as if it had been a request
        std::function<void(const std::shared_ptr<TlsPump> &)> done = {};
    };

    // `counted` is kept for as long as the connection is there; `carrying` counts the pumps that are Open or at their Goodbye.
    TlsPump(asio::io_context &context, stream::NativeSocket client, std::shared_ptr<const TlsContext> tls, const Times &times, std::shared_ptr<const void> counted, std::atomic<int> &carrying,
            Events events);
    ~TlsPump();

    void begin();

    // For the end of a node: a handshake is cut off.
    void stopHandshake();
    // At once.
    void finish();

    // Applies the time limits; called by one timer for all pumps.
    void sweep(Clock::time_point now);

private:
    enum class State { Silent, Handshake, Open, Goodbye, Lingering, Done };

    void enter(State state);
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

    enum Side { ClientReads, ClientWrites, PairReads, PairWrites };
    void waitFor(Side side, bool wanted);
    void waitAgain();

    asio::ip::tcp::socket m_client;
    asio::ip::tcp::socket m_pair; // our end of it, from Open on
    const std::shared_ptr<const TlsContext> m_context;
    const Times m_times;
    std::shared_ptr<const void> m_counted;
    std::atomic<int> &m_carrying;
    Events m_events;
    std::unique_ptr<ssl_st, void (*)(ssl_st *)> m_tls;
    std::array<bool, 4> m_waits{}; // by Side
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
