// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/stream/socket_options.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace pipit::stream {

namespace {

template<typename Value>
void setTcpOption(NativeSocket socket, int option, Value value)
{
    setsockopt(socket, IPPROTO_TCP, option, &value, sizeof value);
}

} // namespace

void prepareStreamSocket(NativeSocket socket, std::chrono::milliseconds unacknowledged)
{
    setTcpOption(socket, TCP_NODELAY, 1);
#if defined(__linux__)
    setTcpOption(socket, TCP_USER_TIMEOUT, static_cast<unsigned int>(unacknowledged.count()));
#elif defined(__APPLE__)
    setTcpOption(socket, TCP_RXT_CONNDROPTIME, static_cast<int>(unacknowledged.count() / 1000));
#endif
}

bool isIpv6(NativeSocket socket)
{
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    return getsockname(socket, reinterpret_cast<sockaddr *>(&address), &size) == 0 && address.ss_family == AF_INET6;
}

void closeSocket(NativeSocket socket)
{
    ::close(socket);
}

void shutdownSocket(NativeSocket socket)
{
    ::shutdown(socket, SHUT_RDWR);
}

} // namespace pipit::stream
