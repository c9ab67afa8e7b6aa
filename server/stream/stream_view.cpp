// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/stream/stream_view.h"

#include <algorithm>
#include <string_view>

namespace pipit::stream {

namespace {

// Small and capital letters of ASCII alike; `wanted` is in small ones.
bool contains(std::string_view text, std::string_view wanted)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; };
    return std::ranges::search(text, wanted, std::ranges::equal_to(), lower).begin() != text.end() || wanted.empty();
}

bool fits(const StreamQuery &query, ConnectionId id, const StreamOrigin &origin, const std::vector<std::string> &sessions)
{
    if (query.id)
        return id == *query.id;
    return contains(origin.caller, query.text) || contains(origin.name, query.text) || contains(origin.address, query.text) || contains(origin.agent, query.text)
        || std::ranges::any_of(sessions, [&](const std::string &session) { return contains(session, query.text) && (!query.mayName || query.mayName(session)); });
}

StreamPlace placeOf(const StreamQuery &query, const StreamView &view)
{
    if (query.ended)
        return {.number = -view.endedAtMs, .id = view.id};
    switch (query.order) {
    case StreamQuery::Order::Since: return {.number = view.openedAtMs, .id = view.id};
    case StreamQuery::Order::Queued: return {.number = std::int64_t(view.queuedBytes), .id = view.id};
    case StreamQuery::Order::Lag: return {.number = view.lag, .id = view.id};
    case StreamQuery::Order::Delivered: return {.number = view.delivered, .id = view.id};
    case StreamQuery::Order::Caller: return {.text = view.origin.caller, .id = view.id};
    case StreamQuery::Order::Address: return {.text = view.origin.address, .id = view.id};
    }
    return {.id = view.id};
}

} // namespace

bool isBefore(const StreamQuery &query, const StreamPlace &a, const StreamPlace &b)
{
    const bool turns = query.descending && !query.ended;
    if (a.number != b.number)
        return (a.number < b.number) != turns;
    if (a.text != b.text)
        return (a.text < b.text) != turns;
    return a.id < b.id;
}

bool fits(const StreamQuery &query, ConnectionId id, const Subscription &subscription)
{
    return fits(query, id, subscription.origin, subscription.sessions);
}

bool fits(const StreamQuery &query, const StreamView &view)
{
    return fits(query, view.id, view.origin, view.sessions);
}

StreamList merged(const StreamQuery &query, std::vector<StreamList> lists)
{
    StreamList all = std::move(lists.front());
    for (std::size_t i = 1; i < lists.size(); ++i) {
        std::ranges::move(lists[i].streams, std::back_inserter(all.streams));
        all.fitting += lists[i].fitting;
        all.all += lists[i].all;
    }
    const auto before = [&](const StreamView &a, const StreamView &b) { return isBefore(query, placeOf(query, a), placeOf(query, b)); };
    const auto kept = std::min(all.streams.size(), query.most);
    std::ranges::partial_sort(all.streams, all.streams.begin() + std::ptrdiff_t(kept), before);
    all.streams.resize(kept);
    return all;
}

} // namespace pipit::stream
