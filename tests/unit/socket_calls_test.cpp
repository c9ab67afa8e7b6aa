// SPDX-License-Identifier: GPL-3.0-or-later
// Without Qt: also run for Windows (packaging/windows/try_portable.sh).
#include "server/http/socket_calls.h"

#include "server/stream/socket_options.h"

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <string>
#include <thread>

using namespace pipit;
using namespace pipit::http;
using Outcome = Transfer::Outcome;

namespace {

class SocketCallsTest : public testing::Test
{
protected:
    SocketCallsTest()
    {
        const auto made = connectedSockets();
        if (made.fault != 0)
            throw std::runtime_error("no pair: fault " + std::to_string(made.fault));
        std::tie(m_one, m_other) = made.value;
    }
    ~SocketCallsTest() override
    {
        stream::closeSocket(m_one);
        stream::closeSocket(m_other);
    }

    // What comes within 10 s: between two ends in one process that takes a moment on some systems.
    static std::string awaited(stream::NativeSocket socket, Transfer (*call)(stream::NativeSocket, char *, std::size_t) = receiveInto)
    {
        std::array<char, 64> room{};
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        Transfer transfer = call(socket, room.data(), room.size());
        for (; transfer.outcome == Outcome::Blocked && std::chrono::steady_clock::now() < until; transfer = call(socket, room.data(), room.size()))
            std::this_thread::yield();
        switch (transfer.outcome) {
        case Outcome::Moved:
            return std::string(room.data(), transfer.bytes);
        case Outcome::Blocked:
            return "[blocked]";
        case Outcome::Ended:
            return "[ended]";
        case Outcome::Broken:
            break;
        }
        return "[broken]";
    }

    stream::NativeSocket m_one{}, m_other{};
};

TEST_F(SocketCallsTest, WhatOneEndSaysTheOtherHears)
{
    EXPECT_EQ(sendFrom(m_one, "there", 5).bytes, 5u);
    EXPECT_EQ(awaited(m_other, peekInto), "there");
    EXPECT_EQ(awaited(m_other), "there");
    EXPECT_EQ(sendFrom(m_other, "back", 4).bytes, 4u);
    EXPECT_EQ(awaited(m_one), "back");
}

TEST_F(SocketCallsTest, NothingWaits)
{
    std::array<char, 8> room{};
    EXPECT_EQ(receiveInto(m_one, room.data(), room.size()).outcome, Outcome::Blocked);
    const std::string much(1 << 20, 'x');
    Transfer sent = sendFrom(m_one, much.data(), much.size());
    for (int i = 0; i < 1000 && sent.outcome == Outcome::Moved; ++i)
        sent = sendFrom(m_one, much.data(), much.size());
    EXPECT_EQ(sent.outcome, Outcome::Blocked);
}

TEST_F(SocketCallsTest, OneDirectionEndsAlone)
{
    shutDownSending(m_one);
    EXPECT_EQ(awaited(m_other), "[ended]");
    EXPECT_EQ(sendFrom(m_other, "still", 5).bytes, 5u);
    EXPECT_EQ(awaited(m_one), "still");
}

TEST_F(SocketCallsTest, ADuplicateOutlivesItsOriginal)
{
    const auto copy = duplicateSocket(m_one);
    ASSERT_EQ(copy.fault, 0);
    stream::closeSocket(std::exchange(m_one, copy.value));
    EXPECT_EQ(sendFrom(copy.value, "on", 2).bytes, 2u);
    EXPECT_EQ(awaited(m_other), "on");
    std::array<char, 8> room{};
    EXPECT_EQ(receiveInto(copy.value, room.data(), room.size()).outcome, Outcome::Blocked);
}

TEST(PeerAddressTest, IsTheOtherEndOfAConnection)
{
    asio::io_context context;
    asio::ip::tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), 0});
    asio::ip::tcp::socket client(context);
    client.connect(acceptor.local_endpoint());
    const PeerAddress peer = peerAddressOf(stream::NativeSocket(client.native_handle()));
    EXPECT_EQ(peer.kind, PeerAddress::Kind::V4);
    EXPECT_EQ(peer.v4, 0x7f000001u);
    EXPECT_EQ(peer.port, acceptor.local_endpoint().port());
    EXPECT_EQ(peerAddressOf(stream::NativeSocket(acceptor.native_handle())).kind, PeerAddress::Kind::None);
}

} // namespace
