// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/faults/fault_judge.h"

#include <gtest/gtest.h>

using namespace std::chrono_literals;

namespace pipit {
namespace {

using Outcome = FaultVerdict::Outcome;
using Reason = FaultVerdict::Reason;

// What no real node can be made to do here.
TEST(FaultJudgeTest, NamesThePromiseThatWasBroken)
{
    const auto reasonOf = [](FaultVerdict verdict, const FaultFacts &facts = {}) {
        verdict.sent = 10;
        if (verdict.accepted == 0)
            verdict.accepted = 10;
        judge(verdict, facts);
        EXPECT_EQ(verdict.outcome == Outcome::Passed, verdict.reason == Reason::None);
        return verdict.reason;
    };
    const FaultFacts closed{.wasClosed = true};
    const FaultVerdict frozen{.kind = FaultKind::FreezeReader, .streams = 2, .back = 1, .slowest = 100ms, .slowestLimit = 200ms, .queued = 5, .grown = 5, .grownLimit = 10};
    EXPECT_EQ(reasonOf(frozen, closed), Reason::None);
    EXPECT_EQ(reasonOf(frozen), Reason::NotClosed);
    FaultVerdict other = frozen;
    other.grown = 11;
    EXPECT_EQ(reasonOf(other, closed), Reason::Grew);
    other = frozen;
    other.queued = 11;
    EXPECT_EQ(reasonOf(other, closed), Reason::Grew);
    other = frozen;
    other.slowest = 201ms;
    EXPECT_EQ(reasonOf(other, closed), Reason::OthersWaited);
    other = frozen;
    other.back = 0;
    EXPECT_EQ(reasonOf(other, closed), Reason::NotBack);

    const FaultVerdict cut{.kind = FaultKind::Storm, .streams = 2, .back = 2};
    EXPECT_EQ(reasonOf(cut, {.caughtUp = 2}), Reason::None);
    EXPECT_EQ(reasonOf(cut, {.caughtUp = 1}), Reason::NotBack);
    EXPECT_EQ(reasonOf(cut, {.caughtUp = 2, .resets = 1}), Reason::NotBack);
    EXPECT_EQ(reasonOf({.kind = FaultKind::Storm, .streams = 2, .back = 1}, {.caughtUp = 2}), Reason::NotBack);
    EXPECT_EQ(reasonOf({.kind = FaultKind::Storm, .unordered = 1, .streams = 2, .back = 2}, {.caughtUp = 2}), Reason::Unordered);
    EXPECT_EQ(reasonOf(cut, {.hadTime = false, .caughtUp = 2}), Reason::TookTooLong);
    EXPECT_EQ(reasonOf(cut, {.wasTried = false, .caughtUp = 2}), Reason::NotTried);
    EXPECT_EQ(reasonOf({.kind = FaultKind::RestartDatabase, .accepted = 9}), Reason::NotAccepted);
    EXPECT_EQ(reasonOf({.kind = FaultKind::RestartDatabase}, {.isOver = false}), Reason::NotBack);
    EXPECT_EQ(reasonOf({.kind = FaultKind::DropListener, .slowest = 2ms, .slowestLimit = 1ms}), Reason::Late);
    EXPECT_EQ(reasonOf({.kind = FaultKind::DropListener, .lost = 1, .doubled = 1}), Reason::Lost);
}

} // namespace
} // namespace pipit
