// SPDX-License-Identifier: GPL-3.0-or-later
// Without Qt: also run for Windows (packaging/windows/try_portable.sh).
#include "core/process_figures.h"

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>

#include <gtest/gtest.h>

#include <cstring>
#include <list>
#include <vector>

using namespace pipit;

namespace {

TEST(ProcessFiguresTest, MemoryIsWhatIsTouched)
{
    constexpr std::size_t size = 64 << 20;
    const auto before = residentBytes();
    ASSERT_TRUE(before);
    EXPECT_GT(*before, 100'000);
    std::vector<char> room(size);
    std::memset(room.data(), 1, room.size());
    EXPECT_GT(*residentBytes() - *before, (long long)(size / 2)) << room[size / 3];
}

TEST(ProcessFiguresTest, TimeIsTheProcessorsAndGrows)
{
    const auto before = processorTime();
    ASSERT_TRUE(before);
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (*processorTime() - *before < std::chrono::milliseconds(50) && std::chrono::steady_clock::now() < until) { }
    EXPECT_GE(*processorTime() - *before, std::chrono::milliseconds(50));
}

TEST(ProcessFiguresTest, SocketsAreCounted)
{
    asio::io_context context;
    std::list<asio::ip::tcp::socket> sockets;
    sockets.emplace_back(context, asio::ip::tcp::v4());
    const auto before = openDescriptors();
    ASSERT_TRUE(before);
#ifdef _WIN32
    if (*before == 0)
        GTEST_SKIP() << "Wine counts none";
#endif
    for (int i = 0; i < 20; ++i)
        sockets.emplace_back(context, asio::ip::tcp::v4());
    EXPECT_GE(*openDescriptors() - *before, 20);
}

} // namespace
