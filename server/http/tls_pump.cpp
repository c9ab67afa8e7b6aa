// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/tls_pump.h"

#include "server/http/descriptor.h"
#include "server/http/socket_bio.h"
#include "server/stream/socket_options.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace pipit::http {

namespace {

using Outcome = Transfer::Outcome;

constexpr std::size_t recordBytes = 16 * 1024;      // the largest of TLS
constexpr int recordsAtOnce = 16;                   // then it is another connection's turn
constexpr qint64 dropBytes = 64 * 1024 * 1024;      // what a client may still send after everything was said
constexpr char handshakeRecord = 0x16;              // the first byte of every TLS connection
constexpr auto noDeadline = TlsPump::Clock::time_point::max();

constexpr char hint[] = "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 69\r\nConnection: close\r\n\r\n"
                        "This port speaks HTTPS: the address begins with https://, not http://";

QString reasonOfFailure()
{
    const char *const reason = ERR_reason_error_string(ERR_peek_last_error());
    ERR_clear_error();
    return u"The TLS handshake failed: %1."_s.arg(reason ? QLatin1StringView(reason) : "the client has gone"_L1);
}

asio::ip::tcp protocolOf(stream::NativeSocket socket)
{
    return stream::isIpv6(socket) ? asio::ip::tcp::v6() : asio::ip::tcp::v4();
}

} // namespace

TlsPump::TlsPump(asio::io_context &context, stream::NativeSocket client, std::shared_ptr<const TlsContext> tls, const Times &times, std::shared_ptr<const void> counted,
                 std::atomic<int> &carrying, Events events)
    : m_client(context)
    , m_pair(context)
    , m_context(std::move(tls))
    , m_times(times)
    , m_counted(std::move(counted))
    , m_carrying(carrying)
    , m_events(std::move(events))
    , m_tls(SSL_new(m_context->handle()), &SSL_free)
    , m_deadline(Clock::now() + times.handshake)
{
    Q_CHECK_PTR(m_tls);
    asio::error_code fault;
    m_client.assign(protocolOf(client), client, fault);
    if (fault)
        closeDescriptor(qintptr(client));
    BIO *const bio = socketBio(client);
    SSL_set_bio(m_tls.get(), bio, bio);
    SSL_set_accept_state(m_tls.get());
}

TlsPump::~TlsPump()
{
    enter(State::Done); // the count
}

void TlsPump::begin()
{
    if (m_client.is_open())
        drive();
    else
        finish();
}

void TlsPump::enter(State state)
{
    const auto carries = [](State one) { return one == State::Open || one == State::Goodbye; };
    m_carrying += int(carries(state)) - int(carries(m_state));
    m_state = state;
}

void TlsPump::waitFor(Side side, bool wanted)
{
    if (!wanted || m_waits[side])
        return;
    m_waits[side] = true;
    auto &socket = side == ClientReads || side == ClientWrites ? m_client : m_pair;
    const auto what = side == ClientReads || side == PairReads ? asio::socket_base::wait_read : asio::socket_base::wait_write;
    socket.async_wait(what, [self = shared_from_this(), side](const asio::error_code &fault) {
        self->m_waits[side] = false;
        if (fault)
            self->finish();
        else
            self->drive();
    });
}

void TlsPump::waitAgain()
{
    if (m_state == State::Done)
        return;
    const bool isOpen = m_state == State::Open;
    waitFor(ClientReads, m_state != State::Goodbye && m_up.isEmpty());
    waitFor(ClientWrites, m_wantsWrite || !m_down.isEmpty());
    waitFor(PairReads, isOpen && m_down.isEmpty() && !m_otherEnded);
    waitFor(PairWrites, isOpen && !m_up.isEmpty());
}

void TlsPump::drive()
{
    m_wantsWrite = false;
    if (m_state == State::Silent && hears())
        enter(State::Handshake);
    if (m_state == State::Handshake && shakeHands())
        enter(State::Open);
    if (m_state == State::Open)
        carry();
    if (m_state == State::Goodbye)
        sayGoodbye();
    if (m_state == State::Lingering)
        drop();
    waitAgain();
}

// Looks at the first byte. False: there is none yet, or it is not TLS.
bool TlsPump::hears()
{
    char first = 0;
    const Transfer transfer = peekInto(m_client.native_handle(), &first, 1);
    if (transfer.outcome == Outcome::Blocked)
        return false;
    if (transfer.outcome != Outcome::Moved) { // whoever only looks whether the port is open
        finish();
        return false;
    }
    if (first == handshakeRecord)
        return true;
    const bool isHttp = first >= 'A' && first <= 'Z';
    m_events.refused(400, isHttp ? u"Plain HTTP came to a port that speaks HTTPS."_s : u"What came is not TLS."_s);
    if (isHttp)
        sendFrom(m_client.native_handle(), hint, sizeof hint - 1);
    linger();
    return false;
}

bool TlsPump::shakeHands()
{
    ERR_clear_error();
    const int result = SSL_accept(m_tls.get());
    if (result != 1) {
        if (!wantsMore(result))
            fail(400, reasonOfFailure());
        return false;
    }
    const auto pair = connectedPair();
    if (!pair) {
        fail(503, pair.error().message);
        return false;
    }
    const auto otherEnd = std::make_shared<OwnedSocket>(pair->second);
    asio::error_code fault;
    m_pair.assign(asio::ip::tcp::v4(), pair->first, fault); // a local one, but for what is asked of it they are alike
    if (fault) {
        closeDescriptor(qintptr(pair->first));
        fail(503, u"A connection inside the node cannot be used: %1."_s.arg(QString::fromStdString(fault.message())));
        return false;
    }
    m_deadline = noDeadline;
    m_events.opened(otherEnd);
    return true;
}

// Whether TLS waits for the network, as opposed to having ended or failed.
bool TlsPump::wantsMore(int result)
{
    const int wanted = SSL_get_error(m_tls.get(), result);
    m_wantsWrite = m_wantsWrite || wanted == SSL_ERROR_WANT_WRITE;
    return wanted == SSL_ERROR_WANT_READ || wanted == SSL_ERROR_WANT_WRITE;
}

void TlsPump::carry()
{
    bool moved = true;
    for (int record = 0; moved && m_state == State::Open && record < recordsAtOnce; ++record) {
        moved = carryUp();
        moved = (m_state == State::Open && carryDown()) || moved;
    }
}

// From the client to the pair, one record at most. False: nothing more for now.
bool TlsPump::carryUp()
{
    std::array<char, recordBytes> record;
    if (m_up.isEmpty()) {
        ERR_clear_error();
        const int read = SSL_read(m_tls.get(), record.data(), int(record.size()));
        if (read <= 0) {
            if (!wantsMore(read)) {
                // Clients that are polite are answered so; SSL_shutdown() may not be asked after anything else.
                if (SSL_get_shutdown(m_tls.get()) & SSL_RECEIVED_SHUTDOWN)
                    SSL_shutdown(m_tls.get());
                finish();
            }
            return false;
        }
        if (m_otherGone)
            return true;
        m_up = QByteArray::fromRawData(record.data(), read);
    }
    const Transfer sent = sendFrom(m_pair.native_handle(), m_up.constData(), std::size_t(m_up.size()));
    m_otherGone = sent.outcome == Outcome::Broken;
    if (m_otherGone) {
        m_up.clear();
        return true;
    }
    // A copy, where it was only lent.
    m_up = QByteArray(m_up.constData() + sent.bytes, m_up.size() - qsizetype(sent.bytes));
    return m_up.isEmpty();
}

// From the pair to the client, one record at most. False: nothing more for now.
bool TlsPump::carryDown()
{
    std::array<char, recordBytes> record;
    if (m_down.isEmpty() && !m_otherEnded) {
        const Transfer received = receiveInto(m_pair.native_handle(), record.data(), record.size());
        if (received.outcome == Outcome::Blocked)
            return false;
        m_otherEnded = received.outcome != Outcome::Moved;
        m_down = QByteArray::fromRawData(record.data(), qsizetype(received.bytes));
    }
    if (m_down.isEmpty()) {
        enter(State::Goodbye);
        return false;
    }
    ERR_clear_error();
    const int written = SSL_write(m_tls.get(), m_down.constData(), int(m_down.size()));
    if (written <= 0 && !wantsMore(written)) {
        m_down.clear();
        finish();
        return false;
    }
    const qsizetype taken = std::max(written, 0);
    m_down = QByteArray(m_down.constData() + taken, m_down.size() - taken);
    if (m_down.isEmpty())
        m_deadline = noDeadline;
    else if (taken > 0 || m_deadline == noDeadline)
        m_deadline = Clock::now() + m_times.stall;
    return m_down.isEmpty();
}

void TlsPump::sayGoodbye()
{
    ERR_clear_error();
    const int result = SSL_shutdown(m_tls.get());
    if (result < 0 && wantsMore(result)) {
        if (m_deadline == noDeadline)
            m_deadline = Clock::now() + m_times.stall;
        return;
    }
    linger();
}

void TlsPump::linger()
{
    enter(State::Lingering);
    m_deadline = Clock::now() + m_times.linger;
    m_up.clear();
    shutDownWriting(qintptr(m_client.native_handle()));
}

// Without decrypting it.
void TlsPump::drop()
{
    std::array<char, recordBytes> record;
    for (int i = 0; i < recordsAtOnce; ++i) {
        const Transfer received = receiveInto(m_client.native_handle(), record.data(), record.size());
        m_dropped += qint64(received.bytes);
        if (received.outcome == Outcome::Blocked)
            return;
        if (received.outcome != Outcome::Moved || m_dropped > dropBytes) {
            finish();
            return;
        }
    }
}

void TlsPump::fail(int status, const QString &reason)
{
    m_events.refused(status, reason);
    // What made it fail may be followed by more, and a reset would take the alert away that tells the client why.
    linger();
}

void TlsPump::stopHandshake()
{
    if (m_state == State::Silent || m_state == State::Handshake)
        finish();
}

void TlsPump::sweep(Clock::time_point now)
{
    if (now < m_deadline || m_state == State::Done)
        return;
    if (m_state == State::Handshake)
        m_events.refused(408, u"The TLS handshake did not end within %1 s."_s.arg(double(m_times.handshake.count()) / 1000));
    finish();
}

void TlsPump::finish()
{
    if (m_state == State::Done)
        return;
    enter(State::Done);
    asio::error_code ignored;
    m_client.close(ignored);
    m_pair.close(ignored);
    m_counted.reset();
    m_events.done(shared_from_this());
}

} // namespace pipit::http
