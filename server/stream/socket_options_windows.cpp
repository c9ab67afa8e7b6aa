// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/stream/socket_options.h"

#include <winsock2.h>
#include <ws2tcpip.h>

namespace pipit::stream {

namespace {

#ifdef TCP_MAXRT
constexpr int longestSilence = TCP_MAXRT;
#else
constexpr int longestSilence = 5; // as Windows has it; MinGW's headers lack the name
#endif

template<typename Value>
void setTcpOption(NativeSocket socket, int option, Value value)
{
    setsockopt(socket, IPPROTO_TCP, option, reinterpret_cast<const char *>(&value), sizeof value);
}

} // namespace

void prepareStreamSocket(NativeSocket socket, std::chrono::milliseconds unacknowledged)
{
    setTcpOption(socket, TCP_NODELAY, 1);
    setTcpOption(socket, longestSilence, static_cast<DWORD>(unacknowledged.count() / 1000));
}

bool isIpv6(NativeSocket socket)
{
    sockaddr_storage address{};
    int size = sizeof address;
    return getsockname(socket, reinterpret_cast<sockaddr *>(&address), &size) == 0 && address.ss_family == AF_INET6;
}

void closeSocket(NativeSocket socket)
{
    closesocket(socket);
}

void shutdownSocket(NativeSocket socket)
{
    ::shutdown(socket, SD_BOTH);
}

} // namespace pipit::stream
