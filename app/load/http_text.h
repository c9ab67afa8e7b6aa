// SPDX-License-Identifier: GPL-3.0-or-later
// The little of HTTP that a load needs: one request as text, and what an answer's head says.
// Thread rule: pure functions.
#pragma once

#include "app/load/load_plan.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

namespace pipit::load {

// `more`: further header lines, each with its line break.
inline std::string requestText(std::string_view method, const Target &target, std::string_view path, std::string_view more, std::string_view body = {})
{
    const bool isIpv6 = target.host.find(':') != std::string::npos;
    std::string text;
    text.append(method).append(" ").append(path).append(" HTTP/1.1\r\nHost: ");
    text.append(isIpv6 ? "[" + target.host + "]" : target.host).append(":").append(std::to_string(target.port)).append("\r\n");
    for (const std::string &header : target.headers)
        text.append(header).append("\r\n");
    text.append(more);
    if (method != "GET")
        text.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
    return text.append("\r\n").append(body);
}

inline int statusOf(std::string_view head)
{
    return head.size() > 12 && head.starts_with("HTTP/1.") ? std::atoi(std::string(head.substr(9, 3)).c_str()) : 0;
}

// Empty: it has none of this name, which is in lower case.
inline std::string headerOf(std::string_view head, std::string_view name)
{
    while (!head.empty()) {
        const auto end = head.find("\r\n");
        const std::string_view line = head.substr(0, end);
        if (line.size() > name.size() && line[name.size()] == ':' && std::equal(name.begin(), name.end(), line.begin(), [](char a, char b) { return a == char(std::tolower(static_cast<unsigned char>(b))); })) {
            const auto value = line.find_first_not_of(' ', name.size() + 1);
            return value == std::string_view::npos ? std::string() : std::string(line.substr(value));
        }
        if (end == std::string_view::npos)
            break;
        head.remove_prefix(end + 2);
    }
    return {};
}

} // namespace pipit::load
