// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/send_limit.h"

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/write.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <deque>
#include <string>
#include <thread>

namespace pipit::bench {

namespace {

class Readers
{
public:
    explicit Readers(int streams)
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

    ~Readers()
    {
        m_context.stop();
        m_thread.join();
    }

    std::deque<asio::ip::tcp::socket> &writers() { return m_writers; }

private:
    void read(asio::ip::tcp::socket &socket)
    {
        socket.async_read_some(asio::buffer(m_buffer), [this, &socket](const asio::error_code &fault, std::size_t) {
            if (!fault)
                read(socket);
        });
    }

    asio::io_context m_context{1};
    std::deque<asio::ip::tcp::socket> m_sockets;
    std::deque<asio::ip::tcp::socket> m_writers;
    std::array<char, 1 << 18> m_buffer; // what is read is nothing to anybody
    std::thread m_thread;
};

} // namespace

double bareSends(int streams, int eventBytes, int joined, double seconds)
{
    using Clock = std::chrono::steady_clock;
    Readers readers(streams);
    const std::string bytes(std::size_t(eventBytes) * std::size_t(joined), 'x');
    const auto begin = Clock::now();
    const auto passed = [begin] { return std::chrono::duration<double>(Clock::now() - begin).count(); };
    double events = 0;
    while (passed() < seconds) {
        for (auto &socket : readers.writers())
            asio::write(socket, asio::buffer(bytes));
        events += double(streams) * joined;
    }
    return events / passed();
}

} // namespace pipit::bench
