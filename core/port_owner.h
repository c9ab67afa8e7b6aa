// SPDX-License-Identifier: GPL-3.0-or-later
// Who listens on a TCP port of this machine, as each system tells it: what core/port_holder.h makes sentences of. No Qt.
// Thread rule: any thread; some milliseconds.
#pragma once

#include <cstdint>
#include <string>

namespace pipit {

struct PortOwner {
    enum class Kind {
        Nobody,
        Hidden, // another user's process listens, or may do so: the system does not say which
        Known,
    };
    Kind kind = Kind::Nobody;
    std::int64_t process = 0;
    std::string program = {}; // in UTF-8; empty where the system does not say
    std::string user = {};    // of a hidden one; empty where the system does not say
};

PortOwner portOwner(std::uint16_t port);

} // namespace pipit
