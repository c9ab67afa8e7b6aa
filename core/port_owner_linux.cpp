// SPDX-License-Identifier: GPL-3.0-or-later
// Source: proc(5). The table of the sockets names each by a number, and the process that has it open shows the same number.
#include "core/port_owner.h"

#include <pwd.h>

#include <charconv>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>
#include <vector>

namespace pipit {

namespace {

namespace fs = std::filesystem;

constexpr char listening[] = "0A"; // as the kernel writes TCP_LISTEN
constexpr int mostLines = 200'000;

struct Listener {
    std::string socket; // as the links of its process name it
    uid_t user = 0;
};

// The table of one address family: a line is "sl local remote st queues timer retransmits uid timeout inode …".
void addListeners(std::vector<Listener> &found, std::uint16_t port, const char *path)
{
    std::ifstream table(path);
    std::string line;
    std::getline(table, line); // the columns' names
    for (int lines = 0; lines < mostLines && std::getline(table, line); ++lines) {
        std::istringstream columns(line);
        std::string slot, local, remote, state, queues, timer, retransmits, timeout, inode;
        uid_t user = 0;
        if (!(columns >> slot >> local >> remote >> state >> queues >> timer >> retransmits >> user >> timeout >> inode) || state != listening)
            continue;
        const std::size_t colon = local.rfind(':');
        unsigned shown = 0;
        if (colon != std::string::npos && std::from_chars(local.data() + colon + 1, local.data() + local.size(), shown, 16).ec == std::errc() && shown == port)
            found.push_back({"socket:[" + inode + ']', user});
    }
}

bool holdsOneOf(const std::set<std::string> &sockets, const fs::path &process)
{
    std::error_code fault;
    for (fs::directory_iterator descriptor(process / "fd", fault); !fault && descriptor != fs::directory_iterator(); descriptor.increment(fault)) {
        std::error_code gone;
        if (sockets.contains(fs::read_symlink(descriptor->path(), gone).string()))
            return true;
    }
    return false;
}

std::string nameOf(const fs::path &process)
{
    std::ifstream file(process / "comm");
    std::string name;
    std::getline(file, name);
    return name;
}

std::string userName(uid_t id)
{
    passwd entry{}, *user = nullptr;
    std::vector<char> room(16 << 10);
    getpwuid_r(id, &entry, room.data(), room.size(), &user);
    return user ? user->pw_name : std::to_string(id);
}

std::optional<std::int64_t> numberIn(const std::string &name)
{
    std::int64_t number = 0;
    const auto read = std::from_chars(name.data(), name.data() + name.size(), number);
    return read.ec == std::errc() && read.ptr == name.data() + name.size() ? std::optional(number) : std::nullopt;
}

} // namespace

PortOwner portOwner(std::uint16_t port)
{
    std::vector<Listener> listeners;
    addListeners(listeners, port, "/proc/net/tcp");
    addListeners(listeners, port, "/proc/net/tcp6");
    if (listeners.empty())
        return {};
    std::set<std::string> sockets;
    for (const Listener &listener : listeners)
        sockets.insert(listener.socket);
    std::error_code fault;
    for (fs::directory_iterator entry("/proc", fault); !fault && entry != fs::directory_iterator(); entry.increment(fault)) {
        const auto process = numberIn(entry->path().filename().string());
        if (process && holdsOneOf(sockets, entry->path()))
            return {.kind = PortOwner::Kind::Known, .process = *process, .program = nameOf(entry->path())};
    }
    return {.kind = PortOwner::Kind::Hidden, .user = userName(listeners.front().user)};
}

} // namespace pipit
