// SPDX-License-Identifier: GPL-3.0-or-later
// A client that sends any bytes to this process's own server, and keeps all that comes back.
//
// It runs the event loop by itself, and waits for what happens, never for time; only a server that does nothing at all any more
// is given up. Thread rule: the server's thread.
#pragma once

#include "tests/fuzz/require.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <string>
#include <string_view>

namespace pipit::fuzz {

class RawClient
{
public:
    explicit RawClient(std::uint16_t port)
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int yes = 1;
        // Closing resets the connection: else the system would keep the port of every one of them for a minute.
        const linger atOnce{.l_onoff = 1, .l_linger = 0};
        setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        setsockopt(m_socket, SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
        if (::connect(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0)
            return;
        // libFuzzer's alarm interrupts it at times; then the connection comes all the same.
        REQUIRE(errno == EINTR);
        pollfd ready{.fd = m_socket, .events = POLLOUT, .revents = 0};
        while (::poll(&ready, 1, -1) < 0)
            REQUIRE(errno == EINTR);
        REQUIRE(ready.revents == POLLOUT);
    }
    RawClient(const RawClient &) = delete;
    ~RawClient() { leave(); }

    // And lets the server read it.
    void send(std::string_view bytes)
    {
        // The server may have ended the connection: then the rest goes nowhere.
        if (::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL) >= 0)
            letServerRun();
    }

    // All that comes until the server ends the connection.
    std::string receiveAll()
    {
        std::string received;
        std::array<char, 4096> buffer;
        QElapsedTimer silence;
        silence.start();
        while (true) {
            const auto size = ::recv(m_socket, buffer.data(), buffer.size(), MSG_DONTWAIT);
            if (size == 0 || (size < 0 && errno != EAGAIN))
                return received;
            if (size > 0) {
                received.append(buffer.data(), std::size_t(size));
                silence.restart();
                continue;
            }
            REQUIRE(silence.elapsed() < 10'000);
            letServerRun();
            pollfd ready{.fd = m_socket, .events = POLLIN, .revents = 0};
            ::poll(&ready, 1, silence.elapsed() > 100 ? 1 : 0);
        }
    }

    // Goes without a word, and lets the server notice.
    void leave()
    {
        if (m_socket < 0)
            return;
        ::close(m_socket);
        m_socket = -1;
        letServerRun();
    }

    static void letServerRun()
    {
        // Once for the system's news, once for what the server told itself to do later.
        for (int i = 0; i < 2; ++i)
            QCoreApplication::processEvents();
    }

private:
    int m_socket = ::socket(AF_INET, SOCK_STREAM, 0);
};

} // namespace pipit::fuzz
