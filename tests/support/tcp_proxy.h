// SPDX-License-Identifier: GPL-3.0-or-later
// A stretch of network between a client and a server on loopback that a test can disturb: freeze, thaw, cut.
// Thread rule: made and destroyed on one thread; the rest on any. It runs on a thread of its own.
#pragma once

#include <cstdint>
#include <memory>

namespace pipit::test {

class TcpProxy
{
public:
    explicit TcpProxy(std::uint16_t target);
    ~TcpProxy();

    std::uint16_t port() const;

    // Everything stays connected, nothing gets through; new connections are accepted and find silence.
    void freeze();
    void thaw();
    // Breaks every connection that there is.
    void cut();

    std::int64_t forwardedBytes() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace pipit::test
