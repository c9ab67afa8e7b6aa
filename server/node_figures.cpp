// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/node_figures.h"

#include "core/descriptor_limit.h"
#include "core/process_figures.h"
#include "server/bots/bot_checks.h"
#include "server/bots/run_manager.h"
#include "server/http/front_door.h"
#include "server/log/arrivals.h"
#include "server/ops/alerts.h"
#include "server/ops/canary.h"
#include "server/ops/loop_lag.h"
#include "server/store/store.h"

#include <QStorageInfo>

namespace pipit {

namespace {

using Answers = metrics::Metrics::Answers;

void addListener(Answers &answers, const store::ListenerFigures &listener, qint64 head)
{
    answers.add("pipit_listener_connected", listener.isConnected);
    answers.add("pipit_listener_reconnects_total", double(listener.reconnects));
    answers.add("pipit_doorbells_total", double(listener.doorbells));
    answers.add("pipit_doorbells_missed_total", double(listener.doorbellMissed));
    answers.add("pipit_cursor_lag_messages", double(std::max<qint64>(0, listener.toldOf - head)));
    answers.add("pipit_live_events_total", double(listener.liveSent), {{"direction", "sent"}});
    answers.add("pipit_live_events_total", double(listener.liveReceived), {{"direction", "received"}});
    answers.add("pipit_live_events_total", double(listener.liveDropped), {{"direction", "dropped"}});
}

} // namespace

void addFigures(Answers &answers, const stream::EngineStats &streams)
{
    answers.add("sse_connections_total", double(streams.open));
    answers.add("pipit_streams_used_ratio", double(streams.open) / double(streams.most));
    answers.add("pipit_connections", double(streams.replaying), {{"transport", "sse"}, {"state", "replaying"}});
    answers.add("pipit_connections", double(streams.live), {{"transport", "sse"}, {"state", "live"}});
    answers.add("pipit_connections", double(streams.ending), {{"transport", "sse"}, {"state", "ending"}});
    answers.add("pipit_streams_opened_total", double(streams.opened));
    for (std::size_t i = 0; i < stream::closeReasons.size(); ++i)
        answers.add("pipit_streams_closed_total", double(streams.closed[i]), {{"reason", std::string(stream::closeReasons[i].name)}});
    answers.add("pipit_stream_lifetime_seconds", streams.lifetime);
    answers.add("pipit_streams_blocked", double(streams.blocked));
    answers.add("pipit_stream_queue_bytes", double(streams.waitingBytes));
    for (std::size_t i = 0; i < stream::resumeResults.size(); ++i)
        answers.add("pipit_resume_total", double(streams.resumed[i]), {{"result", std::string(stream::resumeResults[i])}});
    answers.add("pipit_replayed_messages", streams.replayed);
    answers.add("pipit_messages_total", double(streams.published));
    answers.add("pipit_deliveries_total", double(streams.deliveries));
    answers.add("pipit_sends_total", double(streams.sends));
    answers.add("pipit_commit_to_wire_seconds", streams.commitToWire);
    answers.add("pipit_end_to_end_seconds", streams.receivedToWire);
}

void addFigures(Answers &answers, const store::Store &store)
{
    const store::StoreFigures figures = store.figures();
    answers.add("pipit_build_info", 1, {{"version", PIPIT_VERSION}, {"store", store.name().toStdString()}});
    for (const SenderType origin : {SenderType::User, SenderType::Bot, SenderType::System}) {
        for (std::size_t i = 0; i < store::appendResults.size(); ++i)
            answers.add("pipit_published_total", double(figures.appended[std::size_t(origin)][i]), {{"origin", QString(senderTypeName(origin)).toStdString()}, {"result", std::string(store::appendResults[i])}});
    }
    answers.add("pipit_writer_waiting", double(figures.writes.waiting));
    answers.add("pipit_writer_transactions_total", double(figures.transactions));
    answers.add("pipit_writer_messages_total", double(figures.messages));
    answers.add("pipit_writer_batch", figures.writes.batch);
    answers.add("pipit_writer_wait_seconds", figures.writes.wait);
    answers.add("pipit_writer_commit_seconds", figures.writes.commit);
    answers.add("pipit_log_position", double(store.head()));
    answers.add("pipit_store_ready", !store.fault());
    if (figures.listener)
        addListener(answers, *figures.listener, store.head());
}

void addFigures(Answers &answers, const bots::RunManager &runs)
{
    answers.add("pipit_bot_runs_active", runs.active());
    for (std::size_t i = 0; i < bots::providerNames.size(); ++i) {
        const bots::BotCounts::Provider &counts = runs.counts().providers()[i];
        const std::string provider(bots::providerNames[i]);
        for (const RunState state : {RunState::Completed, RunState::Failed, RunState::Cancelled, RunState::Interrupted})
            answers.add("pipit_bot_runs_total", double(counts.ended[std::size_t(state)]), {{"provider", provider}, {"state", QString(runStateName(state)).toStdString()}});
        for (const auto &[code, count] : counts.errors)
            answers.add("pipit_provider_errors_total", double(count), {{"provider", provider}, {"code", code}});
        answers.add("pipit_bot_first_token_seconds", counts.firstToken.reading(), {{"provider", provider}});
        answers.add("pipit_bot_tokens_total", double(counts.inputTokens), {{"provider", provider}, {"direction", "input"}});
        answers.add("pipit_bot_tokens_total", double(counts.outputTokens), {{"provider", provider}, {"direction", "output"}});
    }
}

void addFigures(Answers &answers, const bots::BotRegistry &bots, const bots::BotChecks &checks)
{
    const auto known = checks.known();
    for (qsizetype i = 0; i < known.size(); ++i) {
        if (known[i])
            answers.add("pipit_bot_reachable", *known[i], {{"bot", bots.bots()[std::size_t(i)]->info().id.toStdString()}});
    }
}

void addFigures(Answers &answers, const http::FrontDoor &door)
{
    for (std::size_t i = 0; i < door.answered().size(); ++i)
        answers.add("pipit_http_requests_total", double(door.answered()[i]), {{"status", std::to_string(i + 1) + "xx"}});
}

void addFigures(Answers &answers, const log::Arrivals &arrivals)
{
    answers.add("pipit_connections", double(arrivals.waiting()), {{"transport", "poll"}, {"state", "waiting"}});
}

void addFigures(Answers &answers, const ops::Alerts &alerts)
{
    for (const ops::Alert &alert : alerts.all())
        answers.add("pipit_alert_state", double(alert.state()), {{"alert", alert.rule().name.toStdString()}});
}

void addFigures(Answers &answers, const ops::Canary &canary)
{
    for (std::size_t i = 0; i < ops::canaryResults.size(); ++i)
        answers.add("pipit_canary_rounds_total", double(canary.figures().rounds[i]), {{"result", std::string(ops::canaryResults[i])}});
    answers.add("pipit_canary_seconds", canary.figures().latency.reading());
    answers.add("pipit_canary_worst_seconds", canary.figures().worst);
}

void addDiskFigures(Answers &answers, const QString &directory)
{
    const QStorageInfo disk(directory);
    if (!disk.isValid() || disk.bytesTotal() <= 0)
        return;
    answers.add("pipit_disk_free_bytes", double(disk.bytesAvailable()));
    answers.add("pipit_disk_free_ratio", double(disk.bytesAvailable()) / double(disk.bytesTotal()));
}

void addFigures(Answers &answers, const ops::LoopLag &lag)
{
    answers.add("pipit_event_loop_lag_seconds", lag.reading());
}

void addProcessFigures(Answers &answers, std::int64_t startedAtMs)
{
    answers.add("pipit_start_time_seconds", double(startedAtMs) / 1000);
    if (const auto bytes = residentBytes())
        answers.add("pipit_process_resident_memory_bytes", double(*bytes));
    if (const auto open = openDescriptors())
        answers.add("pipit_process_open_descriptors", double(*open));
    if (const auto most = raiseDescriptorLimit())
        answers.add("pipit_process_max_descriptors", double(*most));
    if (const auto time = processorTime())
        answers.add("pipit_process_cpu_seconds_total", std::chrono::duration<double>(*time).count());
}

} // namespace pipit
