// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/socket_calls.h"

#include <winsock2.h>
#include <ws2tcpip.h>

#include <algorithm>
#include <cstring>

namespace pipit::http {

namespace {

Transfer transferOf(int result, bool wouldBlock)
{
    if (result > 0)
        return {Transfer::Outcome::Moved, std::size_t(result)};
    if (result == 0)
        return {Transfer::Outcome::Ended};
    return {wouldBlock ? Transfer::Outcome::Blocked : Transfer::Outcome::Broken};
}

constexpr std::size_t mostBytes = 1 << 30; // a length is an int there

Transfer received(stream::NativeSocket socket, char *bytes, std::size_t size, int flags)
{
    const int result = ::recv(socket, bytes, int((std::min)(size, mostBytes)), flags);
    return transferOf(result, result < 0 && WSAGetLastError() == WSAEWOULDBLOCK);
}

SOCKET makeSocket()
{
    return WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, nullptr, 0, WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT);
}

// The other end must be our own: any program of this machine may connect to a port that listens.
bool isJoined(SOCKET one, SOCKET other)
{
    sockaddr_in own{}, seen{};
    int ownSize = sizeof own, seenSize = sizeof seen;
    return ::getsockname(one, reinterpret_cast<sockaddr *>(&own), &ownSize) == 0 && ::getpeername(other, reinterpret_cast<sockaddr *>(&seen), &seenSize) == 0
        && own.sin_port == seen.sin_port && own.sin_addr.s_addr == seen.sin_addr.s_addr;
}

} // namespace

CallResult<stream::NativeSocket> duplicateSocket(stream::NativeSocket socket)
{
    WSAPROTOCOL_INFOW info;
    if (WSADuplicateSocketW(socket, GetCurrentProcessId(), &info) != 0)
        return {{}, WSAGetLastError()};
    const SOCKET copy = WSASocketW(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, &info, 0, WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT);
    if (copy == INVALID_SOCKET)
        return {{}, WSAGetLastError()};
    return {copy};
}

// There is no socketpair() there: two sockets on the loopback address.
CallResult<std::pair<stream::NativeSocket, stream::NativeSocket>> connectedSockets()
{
    const SOCKET listener = makeSocket(), one = makeSocket();
    SOCKET other = INVALID_SOCKET;
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int size = sizeof name;
    auto *address = reinterpret_cast<sockaddr *>(&name);
    const bool isConnected = listener != INVALID_SOCKET && one != INVALID_SOCKET && ::bind(listener, address, size) == 0 && ::listen(listener, 1) == 0
        && ::getsockname(listener, address, &size) == 0 && ::connect(one, address, size) == 0 && (other = ::accept(listener, nullptr, nullptr)) != INVALID_SOCKET;
    int code = isConnected ? 0 : WSAGetLastError();
    if (isConnected && !isJoined(one, other))
        code = WSAECONNREFUSED;
    if (listener != INVALID_SOCKET)
        ::closesocket(listener);
    if (code == 0) {
        makeNonBlocking(one);
        makeNonBlocking(other);
        return {{one, other}};
    }
    for (const SOCKET end : {one, other}) {
        if (end != INVALID_SOCKET)
            ::closesocket(end);
    }
    return {{}, code};
}

void shutDownSending(stream::NativeSocket socket)
{
    ::shutdown(socket, SD_SEND);
}

void makeNonBlocking(stream::NativeSocket socket)
{
    u_long on = 1;
    ::ioctlsocket(socket, FIONBIO, &on);
}

PeerAddress peerAddressOf(stream::NativeSocket socket)
{
    sockaddr_storage storage{};
    int size = sizeof storage;
    if (::getpeername(socket, reinterpret_cast<sockaddr *>(&storage), &size) != 0)
        return {};
    PeerAddress peer;
    if (storage.ss_family == AF_INET) {
        const auto &name = reinterpret_cast<const sockaddr_in &>(storage);
        peer.kind = PeerAddress::Kind::V4;
        peer.v4 = ntohl(name.sin_addr.s_addr);
        peer.port = ntohs(name.sin_port);
    } else if (storage.ss_family == AF_INET6) {
        const auto &name = reinterpret_cast<const sockaddr_in6 &>(storage);
        peer.kind = PeerAddress::Kind::V6;
        std::memcpy(peer.v6.data(), &name.sin6_addr, peer.v6.size());
        peer.port = ntohs(name.sin6_port);
    }
    return peer;
}

Transfer receiveInto(stream::NativeSocket socket, char *bytes, std::size_t size)
{
    return received(socket, bytes, size, 0);
}

Transfer peekInto(stream::NativeSocket socket, char *bytes, std::size_t size)
{
    return received(socket, bytes, size, MSG_PEEK);
}

Transfer sendFrom(stream::NativeSocket socket, const char *bytes, std::size_t size)
{
    const int result = ::send(socket, bytes, int((std::min)(size, mostBytes)), 0);
    return transferOf(result, result < 0 && WSAGetLastError() == WSAEWOULDBLOCK);
}

} // namespace pipit::http
