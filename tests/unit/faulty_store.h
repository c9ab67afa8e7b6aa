// SPDX-License-Identifier: GPL-3.0-or-later
// A database that is away for a while, for what bots ask of it. Thread rule: as Store; the counts are one thread's.
#pragma once

#include "tests/unit/forwarding_store.h"

#include <QPromise>

namespace pipit::test {

class FaultyStore : public ForwardingStore
{
public:
    using ForwardingStore::ForwardingStore;

    // How many of the next ones are refused.
    int refusedAnswers = 0;
    int refusedEnds = 0;
    int refusedRunLists = 0;

    QFuture<Result<store::Stored>> append(MessageDraft draft) override
    {
        return draft.senderType == SenderType::Bot && refusedAnswers-- > 0 ? refused<store::Stored>(ErrorCode::InDoubt) : ForwardingStore::append(std::move(draft));
    }
    QFuture<Result<Done>> updateRun(QString runId, store::RunChange change) override
    {
        return change.state && isFinal(*change.state) && refusedEnds-- > 0 ? refused<Done>(ErrorCode::NotStored) : ForwardingStore::updateRun(runId, std::move(change));
    }
    QFuture<Result<QList<store::RunRecord>>> runsOf(QString sessionId, int limit) override
    {
        return refusedRunLists-- > 0 ? refused<QList<store::RunRecord>>(ErrorCode::Unavailable) : ForwardingStore::runsOf(sessionId, limit);
    }

private:
    template<typename T>
    static QFuture<Result<T>> refused(ErrorCode code)
    {
        QPromise<Result<T>> promise;
        promise.start();
        promise.addResult(Result<T>(Error{code, QStringLiteral("The database is away.")}));
        promise.finish();
        return promise.future();
    }
};

} // namespace pipit::test
