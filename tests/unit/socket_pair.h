// SPDX-License-Identifier: GPL-3.0-or-later
// Two ends of a TCP connection on loopback, for tests of what writes to descriptors.
#pragma once

#include "server/stream/socket_options.h"

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/read.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

namespace pipit::test {

// The reader's end; the other goes to whoever is tested, by takeWriter().
class SocketPair
{
public:
    SocketPair()
    {
        asio::ip::tcp::acceptor acceptor(m_context, {asio::ip::address_v4::loopback(), 0});
        m_reader.connect(acceptor.local_endpoint());
        // By the system's own call: what Asio accepts, it can give away on Windows only, and not under Wine.
        m_writer = stream::NativeSocket(::accept(acceptor.native_handle(), nullptr, nullptr));
    }
    ~SocketPair()
    {
        if (m_writer)
            stream::closeSocket(*m_writer);
    }
    SocketPair(const SocketPair &) = delete;

    stream::NativeSocket takeWriter() { return *std::exchange(m_writer, std::nullopt); }
    asio::ip::tcp::socket &reader() { return m_reader; }

    // What was read so far, once it has the text; throws where the other end closes, or 10 s pass, before that.
    const std::string &readUntil(const std::string &text)
    {
        std::size_t from = 0;
        return readWhile([&] {
            if (m_received.find(text, from) != std::string::npos)
                return false;
            from = m_received.size() - std::min(m_received.size(), text.size());
            return true;
        });
    }

    // Everything until the other end closes.
    const std::string &readToEnd()
    {
        try {
            return readWhile([] { return true; });
        } catch (const std::runtime_error &) {
            if (m_open)
                throw;
            return m_received;
        }
    }

    const std::string &received() const { return m_received; }
    void forget() { m_received.clear(); }

private:
    template<typename Condition>
    const std::string &readWhile(Condition goOn)
    {
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (goOn()) {
            if (!m_pending) {
                m_pending = true;
                m_reader.async_read_some(asio::buffer(m_buffer), [this](const asio::error_code &fault, std::size_t size) {
                    m_pending = false;
                    m_open = !fault;
                    m_received.append(m_buffer.data(), size);
                });
            }
            m_context.restart();
            m_context.run_one_until(until);
            if (!m_open)
                throw std::runtime_error("closed after: " + m_received.substr(0, 2000));
            if (std::chrono::steady_clock::now() >= until)
                throw std::runtime_error("nothing more came after: " + m_received.substr(0, 2000));
        }
        return m_received;
    }

    asio::io_context m_context;
    asio::ip::tcp::socket m_reader{m_context};
    std::optional<stream::NativeSocket> m_writer;
    std::array<char, 65536> m_buffer;
    std::string m_received;
    bool m_pending = false;
    bool m_open = true;
};

} // namespace pipit::test
