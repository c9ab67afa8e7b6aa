// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/charts/chart_list.h"

namespace pipit {

namespace {

constexpr double megabyte = 1'000'000;

Curve value(const char *field, double factor = 1)
{
    return {.kind = Curve::Kind::Value, .field = QString::fromLatin1(field), .factor = factor};
}

Curve rate(const char *field, double factor = 1)
{
    return {.kind = Curve::Kind::Rate, .field = QString::fromLatin1(field), .factor = factor};
}

Curve percentile(double share)
{
    return {.kind = Curve::Kind::Percentile, .share = share};
}

} // namespace

QList<ChartPlan> ChartList::all()
{
    const QString perSecond = tr("/s", "after a number: in each second");
    const QString ms = tr("ms", "milliseconds, after a number");
    // The reasons are told as they are: the same words stand in logs and in the interface.
    const auto ended = [](const char *field, const char *reason, int colour, bool isDashed = false) { return PlotLine{.name = QString::fromLatin1(reason), .curve = rate(field), .colour = colour, .isDashed = isDashed, .hidesWhenZero = true}; };
    return {
        {.id = QStringLiteral("streams"), .title = tr("Open streams"), .lines = {{.name = tr("open"), .curve = value("open"), .colour = 0}, {.name = tr("catching up"), .curve = value("replaying"), .colour = 1, .hidesWhenZero = true}, {.name = tr("blocked"), .curve = value("blocked"), .colour = 3, .hidesWhenZero = true}, {.name = tr("long polls"), .curve = value("polling"), .colour = 2, .hidesWhenZero = true}}, .metric = QStringLiteral("sse_connections_total")},
        {.id = QStringLiteral("commit-to-wire"), .title = tr("Commit to wire"), .unit = ms, .lines = {{.name = QStringLiteral("p50"), .curve = percentile(0.5), .colour = 0}, {.name = QStringLiteral("p95"), .curve = percentile(0.95), .colour = 1}, {.name = QStringLiteral("p99"), .curve = percentile(0.99), .colour = 3}}, .metric = QStringLiteral("pipit_commit_to_wire_seconds"), .perLimit = 1'000},
        {.id = QStringLiteral("opened-closed"), .title = tr("Opened, and closed by reason"), .unit = perSecond,
         .lines = {{.name = tr("opened"), .curve = rate("opened"), .colour = 0}, ended("closedClientGone", "client_gone", 2), ended("closedSlowConsumer", "slow_consumer", 3), ended("closedPeerTimeout", "peer_timeout", 1), ended("closedWriteFailed", "write_failed", 4), ended("closedStoreFailed", "store_failed", 1, true),
                   ended("closedTokenExpired", "token_expired", 4, true), ended("closedTokenRevoked", "token_revoked", 2, true), ended("closedShutdown", "shutdown", 3, true), ended("closedOverloaded", "overloaded", 0, true), ended("closedClosedByOperator", "closed_by_operator", 1, true), ended("closedFinished", "finished", 4, true)}},
        {.id = QStringLiteral("messages"), .title = tr("Messages and deliveries"), .unit = perSecond, .lines = {{.name = tr("published"), .curve = rate("published"), .colour = 0}, {.name = tr("delivered"), .curve = rate("deliveries"), .colour = 2}, {.name = tr("sends"), .curve = rate("sends"), .colour = 2, .isDashed = true}, {.name = tr("failed"), .curve = rate("failed"), .colour = 3, .hidesWhenZero = true}}},
        {.id = QStringLiteral("latency-heat"), .kind = ChartPlan::Kind::Heat, .title = tr("Commit to wire, how often"), .unit = ms},
        {.id = QStringLiteral("first-token"), .title = tr("Bots: first token"), .unit = tr("s", "seconds, after a number"), .lines = {{.name = QStringLiteral("p50"), .curve = value("firstTokenP50Ms", 0.001), .colour = 0}, {.name = QStringLiteral("p95"), .curve = value("firstTokenP95Ms", 0.001), .colour = 1}, {.name = tr("answers under way"), .curve = value("runs"), .colour = 2, .isDashed = true, .isCount = true}}, .metric = QStringLiteral("pipit_bot_first_token_seconds")},
        {.id = QStringLiteral("queues"), .title = tr("Queues and cursor lag"), .lines = {{.name = tr("writes waiting"), .curve = value("writes"), .colour = 0}, {.name = tr("cursor lag"), .curve = value("lag"), .colour = 1}, {.name = tr("queued kB"), .curve = value("queueBytes", 0.001), .colour = 2}}, .metric = QStringLiteral("pipit_writer_waiting")},
        {.id = QStringLiteral("resumes"), .title = tr("Resumes"), .unit = perSecond, .lines = {{.name = tr("continued"), .curve = rate("resumed"), .colour = 0}, {.name = tr("reset"), .curve = rate("resets"), .colour = 3}}, .metric = QStringLiteral("pipit_resume_total{result!=\"continued\"}")},
        {.id = QStringLiteral("memory"), .title = tr("Memory"), .unit = QStringLiteral("MB"), .lines = {{.name = tr("resident"), .curve = value("memory", 1 / megabyte), .colour = 0}}},
        {.id = QStringLiteral("processor"), .title = tr("Processor"), .unit = QStringLiteral("%"), .lines = {{.name = tr("of one core"), .curve = rate("processorS", 100), .colour = 0}}},
        {.id = QStringLiteral("requests"), .title = tr("Requests"), .unit = perSecond, .lines = {{.name = tr("all"), .curve = rate("requests"), .colour = 0}, {.name = QStringLiteral("5xx"), .curve = rate("errors"), .colour = 3}}, .metric = QStringLiteral("pipit_http_requests_total{status=\"5xx\"}")},
        {.id = QStringLiteral("delays"), .title = tr("Commit and event loop, p99"), .unit = ms, .lines = {{.name = tr("commit"), .curve = value("commitP99Ms"), .colour = 0}, {.name = tr("event loop"), .curve = value("loopP99Ms"), .colour = 1}}},
    };
}

} // namespace pipit
