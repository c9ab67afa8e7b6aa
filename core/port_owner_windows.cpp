// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/port_owner.h"

#include <winsock2.h>
#include <ws2tcpip.h>

#include <iphlpapi.h>

#include <array>
#include <filesystem>
#include <optional>
#include <vector>

namespace pipit {

namespace {

// The process of the listener on this port in the table of one address family.
template<typename Table>
std::optional<DWORD> listenerIn(ULONG family, std::uint16_t port)
{
    DWORD size = 0;
    std::vector<char> room;
    DWORD outcome = ERROR_INSUFFICIENT_BUFFER;
    // It may grow between two calls.
    for (int attempt = 0; attempt < 5 && outcome == ERROR_INSUFFICIENT_BUFFER; ++attempt) {
        room.resize(size);
        outcome = GetExtendedTcpTable(room.empty() ? nullptr : room.data(), &size, FALSE, family, TCP_TABLE_OWNER_PID_LISTENER, 0);
    }
    if (outcome != NO_ERROR || room.size() < sizeof(Table))
        return std::nullopt;
    const auto *table = reinterpret_cast<const Table *>(room.data());
    for (DWORD row = 0; row < table->dwNumEntries; ++row) {
        if (ntohs(u_short(table->table[row].dwLocalPort)) == port)
            return table->table[row].dwOwningPid;
    }
    return std::nullopt;
}

std::string nameOf(DWORD process)
{
    const HANDLE handle = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, process);
    if (!handle)
        return {}; // the system's own, and some of other users
    std::array<wchar_t, 1024> path{};
    DWORD length = path.size();
    const bool isKnown = QueryFullProcessImageNameW(handle, 0, path.data(), &length);
    CloseHandle(handle);
    if (!isKnown)
        return {};
    const std::u8string name = std::filesystem::path(path.data(), path.data() + length).filename().u8string();
    return std::string(name.begin(), name.end());
}

} // namespace

PortOwner portOwner(std::uint16_t port)
{
    auto process = listenerIn<MIB_TCPTABLE_OWNER_PID>(AF_INET, port);
    if (!process)
        process = listenerIn<MIB_TCP6TABLE_OWNER_PID>(AF_INET6, port);
    if (!process)
        return {};
    if (*process == 0)
        return {.kind = PortOwner::Kind::Hidden};
    return {.kind = PortOwner::Kind::Known, .process = std::int64_t(*process), .program = nameOf(*process)};
}

} // namespace pipit
