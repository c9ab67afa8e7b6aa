// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/run_rules.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace pipit::store {

Result<Done> withoutEffect(const QString &runId, const RunChange &change, const RunOwner &owner, const std::optional<RunStanding> &found)
{
    if (!found)
        return Error{ErrorCode::NotFound, u"There is no run %1 (any more)."_s.arg(runId)};
    const QString state = runStateName(found->state);
    const QJsonObject details{{u"state"_s, state}, {u"node"_s, found->node}};
    if (!isFinal(found->state))
        return Error{ErrorCode::Conflict, u"Run %1 is owned by node %2 now, which took it over when this node had not been heard of. Leave it to that one."_s.arg(runId, found->node), {}, details};
    // The answer to the first attempt was lost.
    if (found->instance == owner.instance && change.state == found->state)
        return Done();
    return Error{ErrorCode::Conflict, u"Run %1 has ended already (%2), which is not changed."_s.arg(runId, state), {}, details};
}

bool isEnd(const RunChange &change)
{
    return change.state && isFinal(*change.state);
}

RunChange asWritten(RunChange change)
{
    if (isEnd(change)) {
        change.answer = std::move(change.answer).value_or(u""_s);
        change.reasoning = std::move(change.reasoning).value_or(u""_s);
    }
    return change;
}

std::size_t bytesOf(const RunChange &change)
{
    qsizetype units = 0;
    for (const auto &text : {&change.answer, &change.reasoning, &change.error})
        units += *text ? (*text)->size() : 0;
    return std::size_t(units) * sizeof(QChar);
}

} // namespace pipit::store
