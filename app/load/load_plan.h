// SPDX-License-Identifier: GPL-3.0-or-later
// What is done to a server: which streams are opened, what is published, for how long.
// Thread rule: a plain value, not changed while a run uses it.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pipit::load {

// Where the server is and how it is spoken to. Any server of Server-Sent Events can be told of so.
struct Target {
    std::string host = "127.0.0.1";
    std::uint16_t port = 5000;
    bool isSecure = false;
    std::string caFile = {};                                     // of authorities to trust beside the system's
    std::vector<std::string> headers = {};                       // "Name: value", on every request
    std::function<std::string(int channel)> streamPath = {};     // with its query
    std::function<std::string(int channel)> publishPath = {};
    std::function<std::string(int channel, std::string_view content)> publishBody = {}; // `content` needs no escaping in JSON
    // Another way into a channel than a request. On the publishers' thread, which waits for it. Nothing: this channel has none.
    std::function<std::optional<bool>(int channel, std::string_view content)> publishBy = {};
};

struct LoadPlan {
    Target target = {};
    int streams = 1'000;
    int channels = 1;
    double rate = 100;                        // messages a second, over all channels; 0: only streams
    std::chrono::milliseconds duration{10'000};
    int size = 200;                           // bytes of content
    int publishers = 32;                      // connections that publish; each waits for its answer
    std::chrono::milliseconds resend{0};      // from when it was due, how long what was refused or is in doubt is sent again
    int slow = 0;                             // of the streams: read nothing until the publishing is over
    int threads = 1;                          // that read
    std::vector<std::chrono::milliseconds> storms = {}; // when all streams are cut, and come back at once with their cursors
    std::chrono::milliseconds settle{500};    // between the last stream's opening and the first message
    std::chrono::milliseconds drain{15'000};  // how long the last messages may take
    std::chrono::milliseconds openTime{60'000};
};

// The most that makes sense for one run; the command line checks against it.
constexpr int mostStreams = 1'000'000;
constexpr int leastSize = 48; // a message's mark must fit

} // namespace pipit::load
