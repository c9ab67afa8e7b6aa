// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/send_limit.h"

#include "tests/bench/socket_readers.h"

#include <asio/write.hpp>

#include <chrono>
#include <string>

namespace pipit::bench {

double bareSends(int streams, int eventBytes, int joined, double seconds)
{
    using Clock = std::chrono::steady_clock;
    SocketReaders readers(streams);
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
