// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/faults/fault_judge.h"

namespace pipit {

namespace {

using Reason = FaultVerdict::Reason;

bool areBack(const FaultVerdict &verdict, const FaultFacts &facts)
{
    if (facts.resets > 0)
        return false;
    switch (verdict.kind) {
    case FaultKind::CutStream:
    case FaultKind::Storm:
        return verdict.back >= verdict.streams && facts.caughtUp >= verdict.streams;
    case FaultKind::FreezeReader:
        return verdict.back >= 1;
    case FaultKind::DropListener:
    case FaultKind::RestartDatabase:
        return facts.isOver;
    }
    return false;
}

Reason reasonOf(const FaultVerdict &verdict, const FaultFacts &facts)
{
    if (!facts.wasTried)
        return Reason::NotTried;
    if (!facts.hadTime)
        return Reason::TookTooLong;
    if (verdict.accepted < verdict.sent || verdict.sent == 0)
        return Reason::NotAccepted;
    if (verdict.kind == FaultKind::FreezeReader && !facts.wasClosed)
        return Reason::NotClosed;
    if (!areBack(verdict, facts))
        return Reason::NotBack;
    if (verdict.lost > 0)
        return Reason::Lost;
    if (verdict.doubled > 0)
        return Reason::Doubled;
    if (verdict.unordered > 0)
        return Reason::Unordered;
    if (verdict.kind == FaultKind::FreezeReader && (verdict.grown > verdict.grownLimit || verdict.queued > verdict.grownLimit))
        return Reason::Grew;
    if (verdict.slowestLimit.count() > 0 && verdict.slowest > verdict.slowestLimit)
        return verdict.kind == FaultKind::FreezeReader ? Reason::OthersWaited : Reason::Late;
    return Reason::None;
}

} // namespace

void judge(FaultVerdict &verdict, const FaultFacts &facts)
{
    verdict.reason = reasonOf(verdict, facts);
    verdict.outcome = verdict.reason == Reason::None ? FaultVerdict::Outcome::Passed : FaultVerdict::Outcome::Failed;
}

} // namespace pipit
