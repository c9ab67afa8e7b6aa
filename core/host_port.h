// SPDX-License-Identifier: GPL-3.0-or-later
// An address to listen at or to go to, as it is written in settings.
// Thread rule: plain values. Errors: nothing where the text is no such address.
#pragma once

#include <QString>

#include <optional>

namespace pipit {

// "127.0.0.1:5000", "[::1]:5000", "localhost:0". The host is not looked up.
struct HostPort {
    QString host;
    quint16 port = 0;

    static std::optional<HostPort> parse(QStringView text);
    bool operator==(const HostPort &) const = default;
};

} // namespace pipit
