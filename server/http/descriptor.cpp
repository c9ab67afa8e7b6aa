// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/descriptor.h"

#ifdef _WIN32
#include <winsock2.h>
#include <ws2tcpip.h>

#include <algorithm>
#else
#include <arpa/inet.h>
#include <cerrno>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace pipit::http {

namespace {

Error systemFault(const QString &what, int code)
{
    return Error{ErrorCode::Unavailable, QStringLiteral("%1: %2.").arg(what, qt_error_string(code))};
}

Error cannotDuplicate(int code)
{
    return systemFault(QStringLiteral("The connection cannot be handed over"), code);
}

Error cannotPair(int code)
{
    return systemFault(QStringLiteral("A connection inside the node cannot be made"), code);
}

Transfer transferOf(qint64 result, bool wouldBlock)
{
    if (result > 0)
        return {Transfer::Outcome::Moved, std::size_t(result)};
    if (result == 0)
        return {Transfer::Outcome::Ended};
    return {wouldBlock ? Transfer::Outcome::Blocked : Transfer::Outcome::Broken};
}

} // namespace

PeerName peerNameOf(stream::NativeSocket socket)
{
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    auto *name = reinterpret_cast<sockaddr *>(&storage);
    if (::getpeername(socket, name, &size) != 0 || (storage.ss_family != AF_INET && storage.ss_family != AF_INET6))
        return {};
    const bool isV4 = storage.ss_family == AF_INET;
    const quint16 port = ntohs(isV4 ? reinterpret_cast<sockaddr_in *>(&storage)->sin_port : reinterpret_cast<sockaddr_in6 *>(&storage)->sin6_port);
    return {QHostAddress(name), port};
}

#ifdef _WIN32

namespace {

constexpr int mostBytes = 1 << 30; // a length is an int there

Transfer received(stream::NativeSocket socket, char *bytes, std::size_t size, int flags)
{
    const int result = ::recv(SOCKET(socket), bytes, int(std::min<std::size_t>(size, mostBytes)), flags);
    return transferOf(result, result < 0 && WSAGetLastError() == WSAEWOULDBLOCK);
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

Result<stream::NativeSocket> duplicateDescriptor(qintptr descriptor)
{
    WSAPROTOCOL_INFOW info;
    if (WSADuplicateSocketW(SOCKET(descriptor), GetCurrentProcessId(), &info) != 0)
        return cannotDuplicate(WSAGetLastError());
    const SOCKET copy = WSASocketW(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, &info, 0, WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT);
    if (copy == INVALID_SOCKET)
        return cannotDuplicate(WSAGetLastError());
    return stream::NativeSocket(copy);
}

void shutDownWriting(qintptr descriptor)
{
    ::shutdown(SOCKET(descriptor), SD_SEND);
}

void closeDescriptor(qintptr descriptor)
{
    ::closesocket(SOCKET(descriptor));
}

// There is no socketpair() there: two sockets on the loopback address.
Result<std::pair<stream::NativeSocket, stream::NativeSocket>> connectedPair()
{
    const auto made = [] { return WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, nullptr, 0, WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT); };
    const SOCKET listener = made(), one = made();
    SOCKET other = INVALID_SOCKET;
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int size = sizeof name;
    auto *address = reinterpret_cast<sockaddr *>(&name);
    const bool isMade = listener != INVALID_SOCKET && one != INVALID_SOCKET && ::bind(listener, address, size) == 0 && ::listen(listener, 1) == 0
        && ::getsockname(listener, address, &size) == 0 && ::connect(one, address, size) == 0 && (other = ::accept(listener, nullptr, nullptr)) != INVALID_SOCKET && isJoined(one, other);
    const int code = WSAGetLastError();
    if (listener != INVALID_SOCKET)
        ::closesocket(listener);
    if (isMade) {
        makeNonBlocking(one);
        makeNonBlocking(other);
        return std::pair<stream::NativeSocket, stream::NativeSocket>(one, other);
    }
    for (const SOCKET end : {one, other}) {
        if (end != INVALID_SOCKET)
            ::closesocket(end);
    }
    return cannotPair(code);
}

void makeNonBlocking(stream::NativeSocket socket)
{
    u_long on = 1;
    ::ioctlsocket(SOCKET(socket), FIONBIO, &on);
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
    const int result = ::send(SOCKET(socket), bytes, int(std::min<std::size_t>(size, mostBytes)), 0);
    return transferOf(result, result < 0 && WSAGetLastError() == WSAEWOULDBLOCK);
}

#else

namespace {

#ifdef MSG_NOSIGNAL
constexpr int withoutSignal = MSG_NOSIGNAL;
#else
constexpr int withoutSignal = 0; // there, an option of the socket says it: see makeNonBlocking()
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

Result<stream::NativeSocket> duplicateDescriptor(qintptr descriptor)
{
    const int copy = ::fcntl(int(descriptor), F_DUPFD_CLOEXEC, 0);
    if (copy < 0)
        return cannotDuplicate(errno);
    return stream::NativeSocket(copy);
}

void shutDownWriting(qintptr descriptor)
{
    ::shutdown(int(descriptor), SHUT_WR);
}

void closeDescriptor(qintptr descriptor)
{
    ::close(int(descriptor));
}

Result<std::pair<stream::NativeSocket, stream::NativeSocket>> connectedPair()
{
    int ends[2];
#ifdef SOCK_CLOEXEC
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return cannotPair(errno);
#else
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
        return cannotPair(errno);
    for (const int end : ends)
        ::fcntl(end, F_SETFD, FD_CLOEXEC);
#endif
    for (const int end : ends)
        makeNonBlocking(end);
    return std::pair<stream::NativeSocket, stream::NativeSocket>(ends[0], ends[1]);
}

void makeNonBlocking(stream::NativeSocket socket)
{
    ::fcntl(socket, F_SETFL, ::fcntl(socket, F_GETFL) | O_NONBLOCK);
#ifdef SO_NOSIGPIPE
    const int on = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
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

#endif

OwnedSocket::~OwnedSocket()
{
    if (m_socket)
        closeDescriptor(qintptr(*m_socket));
}

} // namespace pipit::http
