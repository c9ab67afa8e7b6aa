// SPDX-License-Identifier: GPL-3.0-or-later
// Many readers of streams on one thread. Each comes back with its last event id as often as its connection breaks.
//
// Thread rule: start() and stop() on one thread; the counters and record() from any.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace pipit::test {

class StreamSwarm
{
public:
    struct Record {
        std::string session;
        std::vector<std::int64_t> ids; // of its messages, as they came
        std::string lastDelta;         // the data of the last piece of an answer
        int interruptions = 0;         // answers that were said to be broken off
        int connections = 0;
        int resets = 0;                // position events that said so
        std::string fault;             // what was not as it should be; empty: nothing
    };

    // Of several nodes each reader begins at another, and goes to the next when its connection breaks.
    StreamSwarm(std::vector<std::uint16_t> ports, std::string token);
    ~StreamSwarm();

    void add(const std::string &session);
    void start();
    void stop();

    // How many have been told where they start, at least once.
    std::size_t placed() const;
    // How many messages have come, all readers together.
    std::size_t received() const;
    // A copy, at any time.
    std::vector<Record> records() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace pipit::test
