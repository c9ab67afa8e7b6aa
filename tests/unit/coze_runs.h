// SPDX-License-Identifier: GPL-3.0-or-later
// A Coze, and runs on it. Thread rule: one thread.
#pragma once

#include "tests/support/fake_coze.h"
#include "tests/unit/bot_runs.h"

namespace pipit::test {

class CozeRuns : public testing::Test
{
protected:
    FakeCoze coze{"pat_secret_of_coze_run"};
    BotRuns runs{coze, u"coze"_s, coze.token()};

    bool waitForPiece()
    {
        return QTest::qWaitFor([this] { return runs.running() && runs.running()->event().firstTokenMs.has_value(); }, limitMs);
    }
};

} // namespace pipit::test
