// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sse_encoder.h"

namespace pipit::sse {

std::string event(std::string_view type, std::string_view data, std::string_view id)
{
    std::string out;
    out.reserve(type.size() + data.size() + id.size() + 40);
    if (!id.empty())
        out.append("id: ").append(id).push_back('\n');
    // `message` is the type that a reader assumes, but the name is written all the same: a person who reads the stream sees it.
    out.append("event: ").append(type).push_back('\n');
    while (true) {
        const auto end = data.find_first_of("\r\n");
        out.append("data: ").append(data.substr(0, end)).push_back('\n');
        if (end == std::string_view::npos)
            break;
        data.remove_prefix(end + (data.compare(end, 2, "\r\n") == 0 ? 2 : 1));
    }
    out.push_back('\n');
    return out;
}

std::string comment(std::string_view text)
{
    return std::string(": ").append(text).append("\n\n");
}

std::string retry(std::uint32_t milliseconds)
{
    return "retry: " + std::to_string(milliseconds) + "\n\n";
}

} // namespace pipit::sse
