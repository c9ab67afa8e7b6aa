// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/alert_config.h"

using namespace Qt::StringLiterals;

namespace pipit {

std::vector<AlertConfig> defaultAlerts()
{
    return {
        {.name = u"database"_s, .metric = u"pipit_store_ready"_s, .below = 1, .forS = 10},
        {.name = u"listener"_s, .metric = u"pipit_listener_connected"_s, .below = 1, .forS = 15},
        {.name = u"canary"_s, .metric = u"pipit_canary_rounds_total{result!=\"good\"}"_s, .above = 0, .forS = 0, .windowS = 300},
        {.name = u"disk"_s, .metric = u"pipit_disk_free_ratio"_s, .below = 0.05, .clear = 0.07},
        {.name = u"connections"_s, .metric = u"pipit_streams_used_ratio"_s, .above = 0.9, .clear = 0.85},
        {.name = u"slow push"_s, .metric = u"pipit_commit_to_wire_seconds"_s, .quantile = 0.99, .above = 0.5, .clear = 0.4},
        {.name = u"writes wait"_s, .metric = u"pipit_writer_waiting"_s, .above = 5'000, .clear = 2'000, .forS = 15},
        {.name = u"failed requests"_s, .metric = u"pipit_http_requests_total{status=\"5xx\"}"_s, .above = 1, .clear = 0.5},
        {.name = u"resets"_s, .metric = u"pipit_resume_total{result!=\"continued\"}"_s, .above = 1, .clear = 0.5},
        {.name = u"slow consumers"_s, .metric = u"pipit_streams_closed_total{reason=\"slow_consumer\"}"_s, .above = 1, .clear = 0.5},
        {.name = u"bot unreachable"_s, .metric = u"pipit_bot_reachable"_s, .below = 1, .forS = 120},
        {.name = u"failing bots"_s, .metric = u"pipit_bot_runs_total{state=\"failed\"}"_s, .above = 0.1, .clear = 0.05},
    };
}

} // namespace pipit
