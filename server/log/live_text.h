// SPDX-License-Identifier: GPL-3.0-or-later
// Answers under way: what a stream that joins in the middle of one is told.
//
// The text so far lies in finished pieces that every latecomer shares, so a thousand of them cost the memory of one. How
// a run ended is told for two minutes more, for those who were away when it did.
// Thread rule: the engine's thread, always: a joining stream and the pieces for the others must not overlap.
#pragma once

#include "core/event.h"
#include "server/stream/frame.h"
#include "server/stream/subscription.h"

#include <QString>

#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

namespace pipit::log {

class LiveText
{
public:
    void apply(const RunEvent &event);
    void apply(const DeltaEvent &event);

    // A run event for each run of these sessions, with its text so far.
    std::vector<stream::Frame> framesFor(const stream::Subscription &subscription);

private:
    struct Text {
        std::vector<stream::Frame> pieces; // finished ones
        qint64 offset = 0;                 // UTF-16 units in them
        QString tail;
    };
    struct Run {
        RunEvent event;
        std::string sessionId;
        Text answer;
        Text reasoning;
    };
    struct Ended {
        RunEvent event;
        std::string sessionId;
        stream::Clock::time_point at;
    };

    std::unordered_map<std::string, Run> m_runs;
    std::deque<Ended> m_ended;
};

} // namespace pipit::log
