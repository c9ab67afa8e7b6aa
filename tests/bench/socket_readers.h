// SPDX-License-Identifier: GPL-3.0-or-later
// Many loopback connections whose readers take whatever comes, in a thread of their own, and count the bytes.
// Thread rule: the thread that made it; bytes() and waitFor() on any.
#pragma once

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <thread>

namespace pipit::bench {

class SocketReaders
{
public:
    explicit SocketReaders(int streams)
    {
        asio::ip::tcp::acceptor acceptor(m_context, {asio::ip::address_v4::loopback(), 0});
        for (int i = 0; i < streams; ++i) {
            m_sockets.emplace_back(m_context).connect(acceptor.local_endpoint());
            m_writers.push_back(acceptor.accept());
            m_writers.back().set_option(asio::ip::tcp::no_delay(true));
            read(m_sockets.back());
        }
        m_thread = std::thread([this] { m_context.run(); });
    }

    ~SocketReaders()
    {
        m_context.stop();
        m_thread.join();
    }

    void waitFor(std::int64_t bytes) const
    {
        while (m_bytes < bytes)
            std::this_thread::sleep_for(std::chrono::microseconds(50)); // the engine and the readers need both cores
    }

    std::int64_t bytes() const { return m_bytes; }

    std::deque<asio::ip::tcp::socket> &writers() { return m_writers; }

private:
    void read(asio::ip::tcp::socket &socket)
    {
        socket.async_read_some(asio::buffer(m_buffer), [this, &socket](const asio::error_code &fault, std::size_t size) {
            m_bytes += std::int64_t(size);
            if (!fault)
                read(socket);
        });
    }

    asio::io_context m_context{1};
    std::deque<asio::ip::tcp::socket> m_sockets;
    std::deque<asio::ip::tcp::socket> m_writers;
    std::array<char, 1 << 18> m_buffer; // what is read is only counted
    std::atomic<std::int64_t> m_bytes = 0;
    std::thread m_thread;
};

} // namespace pipit::bench
