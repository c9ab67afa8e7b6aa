// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the events in what a stream sends, fast enough for millions of them a second: nothing is copied but a cut-off end.
//
// For what servers send, with line feeds; the clients' own decoder (core/sse_decoder.h) takes everything that the standard allows.
// Thread rule: one thread.
#pragma once

#include <string>
#include <string_view>

namespace pipit::load {

struct ScannedEvent {
    std::string_view type = "message";
    std::string_view id = {};    // empty: it has none
    std::string_view data = {};  // its first line
    std::string_view retry = {};
};

class EventScanner
{
public:
    // Calls `use(const ScannedEvent &)` for each event that is whole now; comments are none.
    template<typename Use>
    void read(std::string_view bytes, Use use)
    {
        std::string joined;
        if (!m_rest.empty()) {
            joined = std::move(m_rest);
            joined += bytes;
            m_rest.clear();
            bytes = joined;
        }
        while (true) {
            const auto end = bytes.find("\n\n");
            if (end == std::string_view::npos)
                break;
            const ScannedEvent event = scan(bytes.substr(0, end));
            if (!event.data.empty() || !event.retry.empty())
                use(event);
            bytes.remove_prefix(end + 2);
        }
        m_rest.assign(bytes);
    }

    void clear() { m_rest.clear(); }
    std::size_t waiting() const { return m_rest.size(); }

private:
    static ScannedEvent scan(std::string_view text)
    {
        ScannedEvent event;
        while (!text.empty()) {
            const auto end = text.find('\n');
            const std::string_view line = text.substr(0, end);
            if (line.starts_with("data:"))
                event.data = valueOf(line, 5);
            else if (line.starts_with("id:"))
                event.id = valueOf(line, 3);
            else if (line.starts_with("event:"))
                event.type = valueOf(line, 6);
            else if (line.starts_with("retry:"))
                event.retry = valueOf(line, 6);
            if (end == std::string_view::npos)
                break;
            text.remove_prefix(end + 1);
        }
        return event;
    }

    static std::string_view valueOf(std::string_view line, std::size_t name)
    {
        line.remove_prefix(name);
        if (line.starts_with(' '))
            line.remove_prefix(1);
        return line;
    }

    std::string m_rest;
};

} // namespace pipit::load
