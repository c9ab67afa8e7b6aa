// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/stream/connection.h"

#include "server/stream/socket_options.h"

#include <asio/buffer.hpp>

#include <array>
#include <span>
#include <utility>

namespace pipit::stream {

namespace {

constexpr std::size_t buffersPerSend = 64; // what Asio passes on in one call

} // namespace

Connection::Connection(ConnectionId id, asio::io_context &context, NativeSocket socket, SubscriptionPtr subscription)
    : m_id(id), m_socket(context), m_subscription(std::move(subscription)), m_lastSent(Clock::now())
{
    asio::error_code fault;
    m_socket.assign(isIpv6(socket) ? asio::ip::tcp::v6() : asio::ip::tcp::v4(), socket, fault);
    if (fault)
        closeSocket(socket);
    else
        m_socket.non_blocking(true, fault); // the native flag alone lets Asio poll inside a send
}

Connection::~Connection()
{
    setTap(nullptr);
    close();
}

void Connection::setTap(std::unique_ptr<Tap> tap)
{
    if (m_tap)
        m_tap->tell(nullptr);
    m_tap = std::move(tap);
}

void Connection::queue(Frame frame, Count count, std::uint32_t messages)
{
    if (frame->empty())
        return; // a send of nothing would make no way
    if (count == Count::Live)
        m_liveBytes += frame->size();
    if (m_tap)
        m_tap->tell(frame);
    m_waitingMessages += messages;
    m_queue.push_back({std::move(frame), count, messages});
}

std::size_t Connection::waitingBytes() const
{
    if (m_first == m_queue.size() || m_queue[m_first].count == Count::Paced)
        return m_liveBytes;
    return m_liveBytes - m_queue[m_first].frame->size();
}

std::size_t Connection::queuedBytes() const
{
    std::size_t bytes = 0;
    for (std::size_t i = m_first; i < m_queue.size(); ++i)
        bytes += m_queue[i].frame->size();
    return bytes - m_offset;
}

Connection::Flushed Connection::flush()
{
    while (m_first < m_queue.size()) {
        asio::error_code fault;
        std::size_t sent = sendSome(fault);
        ++m_sends;
        if (fault == asio::error::would_block || fault == asio::error::try_again) {
            dropSent();
            return Flushed::Blocked;
        }
        if (fault)
            return Flushed::Broken;

        m_lastSent = Clock::now();
        while (sent > 0) {
            Entry &entry = m_queue[m_first];
            const std::size_t left = entry.frame->size() - m_offset;
            if (sent < left) {
                m_offset += sent;
                break;
            }
            sent -= left;
            m_offset = 0;
            if (entry.count == Count::Live)
                m_liveBytes -= entry.frame->size();
            m_delivered += entry.messages;
            m_waitingMessages -= entry.messages;
            entry.frame.reset();
            ++m_first;
        }
    }
    m_first = 0;
    if (m_queue.capacity() > 8)
        m_queue = {}; // an idle stream holds nothing
    else
        m_queue.clear();
    return Flushed::All;
}

std::size_t Connection::sendSome(asio::error_code &fault)
{
    const auto first = asio::buffer(*m_queue[m_first].frame) + m_offset;
    if (m_first + 1 == m_queue.size())
        return m_socket.write_some(first, fault);
    std::array<asio::const_buffer, buffersPerSend> buffers{first};
    std::size_t used = 1;
    for (std::size_t i = m_first + 1; i < m_queue.size() && used < buffersPerSend; ++i)
        buffers[used++] = asio::buffer(*m_queue[i].frame);
    return m_socket.write_some(std::span(buffers.data(), used), fault);
}

// A stream that is always a little behind is never empty: what is out must not pile up at the queue's beginning.
void Connection::dropSent()
{
    if (m_first < 64 || m_first * 2 < m_queue.size())
        return;
    m_queue.erase(m_queue.begin(), m_queue.begin() + std::ptrdiff_t(m_first));
    m_first = 0;
}

void Connection::close()
{
    asio::error_code ignored;
    m_socket.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    m_socket.close(ignored);
}

} // namespace pipit::stream
