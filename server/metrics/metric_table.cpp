// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/metrics/metric_table.h"

#include "server/stream/close_reason.h"
#include "server/stream/resume_result.h"

#include <algorithm>

namespace pipit::metrics {

namespace {

using enum prometheus::MetricType;

std::vector<std::string_view> namesOfCloseReasons()
{
    std::vector<std::string_view> names;
    for (const stream::CloseReasonInfo &reason : stream::closeReasons)
        names.push_back(reason.name);
    return names;
}

const MetricLabel provider{"provider", {"coze", "openai", "echo"}};

std::vector<Metric> makeTable()
{
    return {
        {"pipit_build_info", Gauge, "1, with the version that runs and the database that it stores messages in", {{"version", {}, "one for each program"}, {"store", {"SQLite", "PostgreSQL"}}}},
        {"pipit_start_time_seconds", Gauge, "When the node started, in seconds since 1970"},

        {"sse_connections_total", Untyped, "Event streams that are open now; a gauge that keeps the name by which it was first known"},
        {"pipit_connections", Gauge, "Connections that wait for messages, by how they do and what they are at", {{"transport", {"sse", "poll"}}, {"state", {"replaying", "live", "ending", "waiting"}}}},
        {"pipit_streams_used_ratio", Gauge, "Open streams as a share of those that this node carries at most"},
        {"pipit_streams_opened_total", Counter, "Event streams that were opened"},
        {"pipit_streams_closed_total", Counter, "Event streams that have ended, by the reason that their clients were told", {{"reason", namesOfCloseReasons()}}},
        {"pipit_stream_lifetime_seconds", Histogram, "How long streams lasted that have ended"},
        {"pipit_streams_blocked", Gauge, "Streams whose client takes no more just now"},
        {"pipit_stream_queue_bytes", Gauge, "Messages that wait for such clients, in bytes; a stream that has more than streams.queue_bytes of them is closed as slow_consumer"},
        {"pipit_resume_total", Counter, "Streams that came with a cursor, by what came of it; all but `continued` have loaded their history again", {{"result", {stream::resumeResults.begin(), stream::resumeResults.end()}}}},
        {"pipit_replayed_messages", Histogram, "Messages that a stream with a cursor was sent until it had caught up"},

        {"pipit_published_total", Counter, "Messages that were handed to this node, by who speaks in them and what came of it: stored, repeated (stored before), refused (the request was at fault), failed (the node or its database was)",
         {{"origin", {"user", "bot", "system"}}, {"result", {"stored", "repeated", "refused", "failed"}}}},
        {"pipit_messages_total", Counter, "Messages that this node gave to its streams, whichever node stored them"},
        {"pipit_deliveries_total", Counter, "Messages sent, counted once for each stream"},
        {"pipit_sends_total", Counter, "Calls of the system that sent them; deliveries by sends is how many went out together"},
        {"pipit_commit_to_wire_seconds", Histogram, "From the moment a message was on disk and known to this node until a stream was sent it; of the oldest in each send"},
        {"pipit_end_to_end_seconds", Histogram, "From the moment this node had read the request until a stream was sent its message; of the oldest in each send"},

        {"pipit_writer_waiting", Gauge, "Writes that wait for the database"},
        {"pipit_writer_transactions_total", Counter, "Transactions with messages"},
        {"pipit_writer_messages_total", Counter, "Messages that they stored"},
        {"pipit_writer_batch", Histogram, "Writes that went into one transaction"},
        {"pipit_writer_wait_seconds", Histogram, "How long the first of a transaction's writes had waited when it began"},
        {"pipit_writer_commit_seconds", Histogram, "How long transactions took"},
        {"pipit_log_position", Gauge, "The newest message that this node has given to its streams"},
        {"pipit_store_ready", Gauge, "1 where the log can be written and followed"},

        {"pipit_listener_connected", Gauge, "1 while the connection that hears of other nodes' messages is there (PostgreSQL)"},
        {"pipit_listener_reconnects_total", Counter, "How often it was opened anew (PostgreSQL)"},
        {"pipit_doorbells_total", Counter, "Notifications of messages (PostgreSQL)"},
        {"pipit_doorbells_missed_total", Counter, "Messages that no notification told of, found by looking (PostgreSQL)"},
        {"pipit_cursor_lag_messages", Gauge, "How far this node's position is behind the last one that it was told of (PostgreSQL)"},
        {"pipit_live_events_total", Counter, "Events beside the log that nodes exchange: pieces of answers, who writes, who is here (PostgreSQL)", {{"direction", {"sent", "received", "dropped"}}}},

        {"pipit_bot_runs_total", Counter, "Answers that have ended, by provider and how", {provider, {"state", {"completed", "failed", "cancelled", "interrupted"}}}},
        {"pipit_provider_errors_total", Counter, "Calls of providers that were refused or broke, by the provider's own code; an answer may have come all the same, by another attempt", {provider, {"code", {}, "thirty for each provider, then `other`; `none` where it gave none, `broken` where the connection was"}}},
        {"pipit_bot_runs_active", Gauge, "Answers under way on this node"},
        {"pipit_bot_first_token_seconds", Histogram, "From the question to the first piece of the answer", {provider}},
        {"pipit_bot_reachable", Gauge, "1 where the bot's provider says that it can be asked; looked at once a minute", {{"bot", {}, "one for each bot of the configuration"}}},
        {"pipit_bot_tokens_total", Counter, "Tokens as the providers counted them", {provider, {"direction", {"input", "output"}}}},

        {"pipit_http_requests_total", Counter, "Requests that were answered, by the hundreds of their status", {{"status", {"1xx", "2xx", "3xx", "4xx", "5xx"}}}},
        {"pipit_canary_rounds_total", Counter, "Rounds of the canary (it follows, publishes and waits, through the node's own front door), by what came of them", {{"result", {"good", "lost", "doubled", "failed"}}}},
        {"pipit_canary_seconds", Histogram, "From its request to publish until its message came"},
        {"pipit_canary_worst_seconds", Gauge, "The longest of these since the node started"},
        {"pipit_alert_state", Gauge, "0 quiet, 1 pending (beyond its limit, not yet for long enough), 2 firing", {{"alert", {}, "one for each alert of the configuration"}}},
        {"pipit_disk_free_bytes", Gauge, "What is left where the data directory is"},
        {"pipit_disk_free_ratio", Gauge, "The same as a share of the whole"},
        {"pipit_event_loop_lag_seconds", Histogram, "How late the node's own thread came to what was due, looked at ten times a second"},
        {"pipit_process_resident_memory_bytes", Gauge, "Memory of the process"},
        {"pipit_process_open_descriptors", Gauge, "Descriptors that the process has open: connections and files"},
        {"pipit_process_max_descriptors", Gauge, "Descriptors that it may have open"},
        {"pipit_process_cpu_seconds_total", Counter, "Processor time of the process"},
    };
}

} // namespace

const std::vector<Metric> &metricTable()
{
    static const std::vector<Metric> table = makeTable();
    return table;
}

const Metric *findMetric(std::string_view name)
{
    const auto &table = metricTable();
    const auto found = std::ranges::find(table, name, &Metric::name);
    return found == table.end() ? nullptr : &*found;
}

} // namespace pipit::metrics
