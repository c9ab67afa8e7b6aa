// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of runs ask of a store, answered at once; what must not fail is checked on the way.
// Thread rule: any thread.
#pragma once

#include "server/store/store.h"

#include <gtest/gtest.h>

#include <QStringList>
#include <QUuid>

namespace pipit::test {

using namespace pipit::store;
using namespace Qt::StringLiterals;

inline RunRecord record(const QString &runId, const QString &sessionId = u"s"_s)
{
    return {.runId = runId, .sessionId = sessionId, .botId = u"helper"_s, .clientMessageId = QUuid::createUuid().toString(QUuid::WithoutBraces), .questionId = 7};
}

inline CreatedRun create(Store &store, const RunRecord &run)
{
    const auto created = store.createRun(run).result();
    EXPECT_TRUE(created.ok()) << (created.ok() ? "" : qPrintable(created.error().message));
    return created.ok() ? *created : CreatedRun{{}, false};
}

// The error's name; empty where there was none.
inline QString update(Store &store, const QString &runId, const RunChange &change)
{
    const auto done = store.updateRun(runId, change).result();
    return done.ok() ? QString() : QString::fromLatin1(errorCodeInfo(done.error().code).name);
}

inline std::optional<RunRecord> find(Store &store, const QString &runId)
{
    const auto found = store.findRun(runId).result();
    EXPECT_TRUE(found.ok()) << (found.ok() ? "" : qPrintable(found.error().message));
    return found.ok() ? *found : std::nullopt;
}

inline QStringList claim(Store &store, int atMost = 100)
{
    QStringList ids;
    const auto claimed = store.claimRuns(atMost).result();
    EXPECT_TRUE(claimed.ok()) << (claimed.ok() ? "" : qPrintable(claimed.error().message));
    if (claimed.ok()) {
        for (const RunRecord &run : *claimed) {
            EXPECT_EQ(run.node, store.nodeId());
            EXPECT_FALSE(isFinal(run.state));
            ids << run.runId;
        }
    }
    return ids;
}

} // namespace pipit::test
