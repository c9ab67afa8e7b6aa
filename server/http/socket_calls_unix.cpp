// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/socket_calls.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace pipit::http {

namespace {

Transfer transferOf(ssize_t result, bool wouldBlock)
{
    if (result > 0)
        return {Transfer::Outcome::Moved, std::size_t(result)};
    if (result == 0)
        return {Transfer::Outcome::Ended};
    return {wouldBlock ? Transfer::Outcome::Blocked : Transfer::Outcome::Broken};
}

#ifdef MSG_NOSIGNAL
constexpr int withoutSignal = MSG_NOSIGNAL;
#else
constexpr int withoutSignal = 0; // macOS: an option of the socket says it, see makeNonBlocking()
#endif

bool wouldBlock(int code)
{
    return code == EAGAIN || code == EWOULDBLOCK;
}

Transfer received(stream::NativeSocket socket, char *bytes, std::size_t size, int flags)
{
    ssize_t result = 0;
    do
        result = ::recv(socket, bytes, size, flags);
    while (result < 0 && errno == EINTR);
    return transferOf(result, result < 0 && wouldBlock(errno));
}

} // namespace

CallResult<stream::NativeSocket> duplicateSocket(stream::NativeSocket socket)
{
    const int copy = ::fcntl(socket, F_DUPFD_CLOEXEC, 0);
    return {copy, copy < 0 ? errno : 0};
}

CallResult<std::pair<stream::NativeSocket, stream::NativeSocket>> connectedSockets()
{
    int ends[2] = {-1, -1};
#ifdef SOCK_CLOEXEC
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return {{}, errno};
#else
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
        return {{}, errno};
    for (const int end : ends)
        ::fcntl(end, F_SETFD, FD_CLOEXEC);
#endif
    for (const int end : ends)
        makeNonBlocking(end);
    return {{ends[0], ends[1]}};
}

void shutDownSending(stream::NativeSocket socket)
{
    ::shutdown(socket, SHUT_WR);
}

void makeNonBlocking(stream::NativeSocket socket)
{
    ::fcntl(socket, F_SETFL, ::fcntl(socket, F_GETFL) | O_NONBLOCK);
#ifdef SO_NOSIGPIPE
    const int on = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
}

PeerAddress peerAddressOf(stream::NativeSocket socket)
{
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
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
    ssize_t result = 0;
    do
        result = ::send(socket, bytes, size, withoutSignal);
    while (result < 0 && errno == EINTR);
    return transferOf(result, result < 0 && wouldBlock(errno));
}

} // namespace pipit::http
