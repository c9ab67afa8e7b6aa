// SPDX-License-Identifier: GPL-3.0-or-later
// How fast the engine carries one message to a thousand streams, beside a bare loop of send() over the same sockets.
//
// The loop is the machine's limit for one send for each delivery. The engine passes it where messages come faster than
// they can be sent one by one: what has piled up goes out joined. Readers count bytes in a thread of their own.
#include "core/sse_encoder.h"
#include "server/stream/engine.h"
#include "tests/bench/socket_readers.h"

#include <asio/write.hpp>

#include <cstdio>

using namespace pipit::stream;
using pipit::bench::SocketReaders;

namespace {

constexpr int streams = 1000;
constexpr int messages = 400;

Frame frameOf(std::int64_t position)
{
    return makeFrame(pipit::sse::event("message", std::string(200, 'x'), std::to_string(100'000 + position)));
}

double secondsOf(auto work)
{
    const auto begin = Clock::now();
    work();
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

double bareSends()
{
    SocketReaders readers(streams);
    const Frame frame = frameOf(0);
    const double seconds = secondsOf([&] {
        for (int i = 0; i < messages; ++i) {
            for (auto &socket : readers.writers())
                asio::write(socket, asio::buffer(*frame));
        }
        readers.waitFor(std::int64_t(frame->size()) * messages * streams);
    });
    return messages * streams / seconds;
}

// `burst`: messages handed in at a time; the next burst follows when the last has arrived everywhere.
double engineSends(int burst)
{
    SocketReaders readers(streams);
    const Frame nothing = makeFrame("");
    Engine engine({.queueBytes = 64 << 20}, {.positionFrame = [&](std::optional<ResumeResult>, std::int64_t) { return nothing; },
                                             .closingFrame = [&](CloseReason, std::chrono::milliseconds) { return nothing; },
                                             .readHistory = [](SubscriptionPtr, std::int64_t, std::function<void(HistoryPage)> done) { done({}); },
                                             .underWay = [](const Subscription &) { return std::vector<Frame>(); }});
    const auto subscription = std::make_shared<Subscription>(Subscription{.sessions = {"s"}});
    for (auto &socket : readers.writers())
        engine.adopt(socket.release(), {.head = "h", .subscription = subscription});
    readers.waitFor(streams);

    std::int64_t position = 0;
    const double seconds = secondsOf([&] {
        std::int64_t expected = readers.bytes();
        while (position < messages) {
            for (int i = 0; i < burst; ++i) {
                const Frame frame = frameOf(++position);
                expected += std::int64_t(frame->size()) * streams;
                engine.publish({{position, "s", frame, Clock::now()}});
            }
            readers.waitFor(expected);
        }
    });
    return double(position) * streams / seconds;
}

} // namespace

int main()
{
    std::printf("fan-out of 250-byte messages to %d streams, best of 3\n", streams);
    double bare = 0, one = 0, ten = 0, all = 0;
    for (int round = 0; round < 3; ++round) {
        bare = std::max(bare, bareSends());
        one = std::max(one, engineSends(1));
        ten = std::max(ten, engineSends(10));
        all = std::max(all, engineSends(100));
    }
    std::printf("%-34s %12s %8s\n", "", "deliveries/s", "ratio");
    std::printf("%-34s %12.0f %8.2f\n", "bare send() for each", bare, 1.0);
    std::printf("%-34s %12.0f %8.2f\n", "engine, one message at a time", one, one / bare);
    std::printf("%-34s %12.0f %8.2f\n", "engine, ten at a time", ten, ten / bare);
    std::printf("%-34s %12.0f %8.2f\n", "engine, a hundred at a time", all, all / bare);
}
