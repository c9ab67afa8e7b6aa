// SPDX-License-Identifier: GPL-3.0-or-later
// One connection to a server, in the clear or by TLS.
// Thread rule: the thread of its io_context.
#pragma once

#include <asio/connect.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/ssl.hpp>
#include <asio/write.hpp>

#include <memory>
#include <optional>
#include <string>

namespace pipit::load {

class Wire
{
public:
    using Socket = asio::ip::tcp::socket;
    using Done = std::function<void(const asio::error_code &)>;
    using Read = std::function<void(const asio::error_code &, std::size_t)>;

    // `tls`: null for a connection in the clear.
    Wire(asio::io_context &context, asio::ssl::context *tls, const std::string &host) : m_socket(context)
    {
        if (tls) {
            m_tls.emplace(m_socket, *tls);
            m_tls->set_verify_callback(asio::ssl::host_name_verification(host));
            SSL_set_tlsext_host_name(m_tls->native_handle(), host.c_str());
        }
    }

    Socket &socket() { return m_socket; }
    bool isSecure() const { return m_tls.has_value(); }

    // The socket may be bound before. `receiveBuffer`: 0 for the system's own size.
    void connect(const asio::ip::tcp::endpoint &server, int receiveBuffer, Done done)
    {
        asio::error_code ignored;
        if (!m_socket.is_open())
            m_socket.open(server.protocol(), ignored);
        if (receiveBuffer > 0)
            m_socket.set_option(asio::socket_base::receive_buffer_size(receiveBuffer), ignored);
        m_socket.async_connect(server, [this, done = std::move(done)](const asio::error_code &fault) {
            asio::error_code none;
            m_socket.set_option(asio::ip::tcp::no_delay(true), none);
            if (fault || !m_tls) {
                done(fault);
                return;
            }
            m_tls->async_handshake(asio::ssl::stream_base::client, done);
        });
    }

    void write(const std::string &bytes, Done done)
    {
        const auto handler = [done = std::move(done)](const asio::error_code &fault, std::size_t) { done(fault); };
        if (m_tls)
            asio::async_write(*m_tls, asio::buffer(bytes), handler);
        else
            asio::async_write(m_socket, asio::buffer(bytes), handler);
    }

    template<typename Buffer>
    void readSome(const Buffer &buffer, Read done)
    {
        if (m_tls)
            m_tls->async_read_some(buffer, std::move(done));
        else
            m_socket.async_read_some(buffer, std::move(done));
    }

    // Without a goodbye: the other end finds the connection broken.
    void resetAtClose()
    {
        asio::error_code ignored;
        m_socket.set_option(asio::socket_base::linger(true, 0), ignored);
    }

    void close()
    {
        asio::error_code ignored;
        m_socket.close(ignored);
    }

private:
    Socket m_socket;
    std::optional<asio::ssl::stream<Socket &>> m_tls;
};

} // namespace pipit::load
