// SPDX-License-Identifier: GPL-3.0-or-later
// One load: opens the streams, publishes, cuts, waits for the last message, and says whether everything came.
// Thread rule: run() returns at the end, and calls what watches it on the same thread.
#pragma once

#include "app/load/load_plan.h"
#include "app/load/reader_loop.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace pipit::load {

// One second of a run.
struct Second {
    double atS = 0;
    std::int64_t ready = 0;      // streams that have been opened
    std::int64_t accepted = 0;   // messages in this second
    std::int64_t delivered = 0;
    double p50Ms = 0, p99Ms = 0; // of this second
};

struct LoadResult {
    std::string fault = {};      // why it could not be run at all
    std::int64_t streams = 0, ready = 0;
    double openS = 0;
    bool wasEnded = false;       // before its time, by who watched it
    std::int64_t sent = 0, accepted = 0, refused = 0, doubtful = 0;
    std::int64_t resent = 0;     // times
    double publishS = 0;
    std::int64_t expected = 0, delivered = 0, lost = 0, doubled = 0, unordered = 0;
    double deliveryS = 0;        // from the first message to the last that came
    std::int64_t bytes = 0, resumed = 0, resets = 0;
    std::int64_t incomplete = 0; // streams that lack a message
    Latencies::Sum latency{};
    Latencies::Sum back{};       // of streams that were cut, until they were answered again
    Latencies::Sum catchUp{};
    std::map<std::string, std::int64_t> endings = {};
    std::map<std::string, std::int64_t> refusals = {};
    std::string firstRefusal = {}; // of a stream, as it was answered
    std::vector<Second> seconds = {};

    double acceptedPerS() const { return publishS > 0 ? double(accepted) / publishS : 0; }
    double deliveredPerS() const { return deliveryS > 0 ? double(delivered) / deliveryS : 0; }
    bool isComplete() const { return fault.empty() && ready == streams && lost == 0 && doubled == 0 && unordered == 0; }
};

// What a run has come to.
struct LoadProgress {
    std::int64_t ready = 0, sent = 0, delivered = 0;
    std::chrono::milliseconds published{0}; // since the publishing began; 0: it has not
    bool isDraining = false;                // all is published
};

enum class Look {
    GoOn,
    Enough, // nothing more is published
    End,    // now
};

struct LoadWatch {
    std::function<Look(const LoadProgress &)> look = {}; // all the time
    std::function<void(const Second &)> second = {};  // about once a second
    std::function<void()> beforePublishing = {};      // the streams are open
    std::function<void()> beforeEnd = {};             // everything has come, and the streams are still open
};

LoadResult run(const LoadPlan &plan, LoadWatch watch = {});

} // namespace pipit::load
