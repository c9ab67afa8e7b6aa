// SPDX-License-Identifier: GPL-3.0-or-later
// Source: libproc.h and sys/proc_info.h. The sockets of other users' processes are not shown: so nobody is never certain there.
#include "core/port_owner.h"

#include <arpa/inet.h>
#include <libproc.h>
#include <sys/proc_info.h>

#include <array>
#include <vector>

namespace pipit {

namespace {

constexpr int spareProcesses = 64; // may start between the question for their number and that for the list

bool listensOn(pid_t process, int descriptor, std::uint16_t port)
{
    socket_fdinfo info{};
    if (proc_pidfdinfo(process, descriptor, PROC_PIDFDSOCKETINFO, &info, sizeof info) != int(sizeof info) || info.psi.soi_kind != SOCKINFO_TCP)
        return false;
    const tcp_sockinfo &tcp = info.psi.soi_proto.pri_tcp;
    return tcp.tcpsi_state == TSI_S_LISTEN && ntohs(std::uint16_t(tcp.tcpsi_ini.insi_lport)) == port;
}

bool holds(pid_t process, std::uint16_t port)
{
    const int room = proc_pidinfo(process, PROC_PIDLISTFDS, 0, nullptr, 0);
    if (room <= 0)
        return false;
    std::vector<proc_fdinfo> descriptors(std::size_t(room) / sizeof(proc_fdinfo) + 1);
    const int filled = proc_pidinfo(process, PROC_PIDLISTFDS, 0, descriptors.data(), int(descriptors.size() * sizeof(proc_fdinfo)));
    descriptors.resize(filled > 0 ? std::size_t(filled) / sizeof(proc_fdinfo) : 0);
    for (const proc_fdinfo &descriptor : descriptors) {
        if (descriptor.proc_fdtype == PROX_FDTYPE_SOCKET && listensOn(process, descriptor.proc_fd, port))
            return true;
    }
    return false;
}

std::string nameOf(pid_t process)
{
    std::array<char, 2 * MAXCOMLEN + 1> name{};
    const int length = proc_name(process, name.data(), std::uint32_t(name.size()));
    return length > 0 ? std::string(name.data(), std::size_t(length)) : std::string();
}

} // namespace

PortOwner portOwner(std::uint16_t port)
{
    const int room = proc_listpids(PROC_ALL_PIDS, 0, nullptr, 0);
    std::vector<pid_t> processes(std::size_t(room > 0 ? room : 0) / sizeof(pid_t) + spareProcesses);
    const int filled = proc_listpids(PROC_ALL_PIDS, 0, processes.data(), int(processes.size() * sizeof(pid_t)));
    processes.resize(filled > 0 ? std::size_t(filled) / sizeof(pid_t) : 0);
    for (const pid_t process : processes) {
        if (process > 0 && holds(process, port))
            return {.kind = PortOwner::Kind::Known, .process = process, .program = nameOf(process)};
    }
    return {.kind = PortOwner::Kind::Hidden};
}

} // namespace pipit
