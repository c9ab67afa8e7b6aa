// SPDX-License-Identifier: GPL-3.0-or-later
// Without Qt: also run for Windows (packaging/windows/try_portable.sh).
#include "core/port_owner.h"

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>

#include <gtest/gtest.h>

#ifdef _WIN32
#include <process.h>
#else
#include <unistd.h>
#endif

using namespace pipit;

namespace {

std::int64_t ownProcess()
{
#ifdef _WIN32
    return _getpid();
#else
    return getpid();
#endif
}

TEST(PortOwnerTest, IsTheProcessThatListens)
{
    asio::io_context context;
    for (const asio::ip::address &address : {asio::ip::address(asio::ip::address_v4::loopback()), asio::ip::address(asio::ip::address_v6::loopback())}) {
        asio::ip::tcp::acceptor acceptor(context);
        asio::error_code fault;
        acceptor.open(address.is_v6() ? asio::ip::tcp::v6() : asio::ip::tcp::v4(), fault);
        if (!fault)
            acceptor.bind({address, 0}, fault);
        if (fault && address.is_v6())
            continue; // a machine without IPv6
        ASSERT_FALSE(fault) << fault.message();
        const std::uint16_t port = acceptor.local_endpoint().port();
        EXPECT_NE(portOwner(port).kind, PortOwner::Kind::Known) << "bound, but nobody listens";
        acceptor.listen();
        const PortOwner owner = portOwner(port);
#ifdef _WIN32
        if (owner.kind == PortOwner::Kind::Hidden)
            GTEST_SKIP() << "Wine knows that somebody listens, and not who";
#endif
        EXPECT_EQ(owner.kind, PortOwner::Kind::Known);
        EXPECT_EQ(owner.process, ownProcess());
        EXPECT_FALSE(owner.program.empty());
    }
}

} // namespace
