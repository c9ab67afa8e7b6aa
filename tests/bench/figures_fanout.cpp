// SPDX-License-Identifier: GPL-3.0-or-later
// One side of figures_cost: for each line that it is given it carries messages to a thousand streams, and prints deliveries a second
// and the processor's time for each. Built twice: with the engine's figures, which are then also read once, as a node does each second,
// and without.
#include "core/sse_encoder.h"
#include "server/stream/engine.h"
#include "tests/bench/socket_readers.h"

#include <sys/resource.h>

#include <cstdio>

using namespace pipit::stream;

namespace {

constexpr int streams = 1'000;
constexpr int messages = 100; // half a second
constexpr int burst = 5; // what a busy node joins

double processorSeconds()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

} // namespace

int main()
{
    pipit::bench::SocketReaders readers(streams);
    const Frame nothing = makeFrame("");
    Engine engine({.queueBytes = 64 << 20}, {.positionFrame = [&](std::optional<ResumeResult>, std::int64_t) { return nothing; },
                                             .closingFrame = [&](CloseReason, std::chrono::milliseconds) { return nothing; },
                                             .readHistory = [](SubscriptionPtr, std::int64_t, std::function<void(HistoryPage)> done) { done({}); },
                                             .underWay = [](const Subscription &) { return std::vector<Frame>(); }});
    const auto subscription = std::make_shared<Subscription>(Subscription{.sessions = {"s"}});
    for (auto &socket : readers.writers())
        engine.adopt(socket.release(), {.head = "h", .subscription = subscription});
    readers.waitFor(streams);

    const auto receipt = std::make_shared<const pipit::Receipt>();
    std::int64_t expected = readers.bytes(), position = 0;
    while (std::getchar() == '\n') {
        const double processorBefore = processorSeconds();
        const auto begin = Clock::now();
        for (int carried = 0; carried < messages; carried += burst) {
            for (int i = 0; i < burst; ++i) {
                const Frame frame = makeFrame(pipit::sse::event("message", std::string(200, 'x'), std::to_string(100'000 + ++position)));
                expected += std::int64_t(frame->size()) * streams;
                engine.publish({LogFrame{position, "s", frame, Clock::now(), receipt}});
            }
            readers.waitFor(expected);
        }
        engine.stats();
        const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
        std::printf("%.0f %.3f\n", double(messages) * streams / seconds, (processorSeconds() - processorBefore) * 1e6 / (double(messages) * streams));
        std::fflush(stdout);
    }
}
