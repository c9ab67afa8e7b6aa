// SPDX-License-Identifier: GPL-3.0-or-later
// A peer whose cable is pulled: the system takes nothing in for this socket any more, and so acknowledges nothing; nor does it
// say anything. Linux. Thread rule: the socket's. Errors: std::runtime_error.
#pragma once

#include <QTcpSocket>

#include <linux/filter.h>
#include <sys/socket.h>

#include <stdexcept>

namespace pipit::test {

inline void vanish(QTcpSocket &socket)
{
    sock_filter dropEverything{BPF_RET | BPF_K, 0, 0, 0};
    const sock_fprog program{1, &dropEverything};
    if (::setsockopt(int(socket.socketDescriptor()), SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) != 0)
        throw std::runtime_error("the socket takes no filter");
}

} // namespace pipit::test
