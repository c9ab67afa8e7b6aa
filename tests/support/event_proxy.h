// SPDX-License-Identifier: GPL-3.0-or-later
// A stretch between a server on loopback and its readers that breaks a promise once: one of the messages is swallowed, or said twice.
// Everything else comes through as it is.
// Thread rule: made and destroyed on one thread. It runs on a thread of its own.
#pragma once

#include <cstdint>
#include <memory>

namespace pipit::test {

class EventProxy
{
public:
    enum class Fault { None, Lose, Double };

    // `message`: the fault befalls this one, counted from 1 over all streams.
    EventProxy(std::uint16_t target, Fault fault, int message);
    ~EventProxy();

    std::uint16_t port() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace pipit::test
