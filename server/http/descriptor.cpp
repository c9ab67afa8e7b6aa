// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/descriptor.h"

#ifdef _WIN32
#include <winsock2.h>
#else
#include <cerrno>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace pipit::http {

namespace {

Error cannotDuplicate(int code)
{
    return Error{ErrorCode::Unavailable, QStringLiteral("The connection cannot be handed over: %1.").arg(qt_error_string(code))};
}

} // namespace

#ifdef _WIN32

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

#else

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

#endif

} // namespace pipit::http
