// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/routes/log_routes.h"

#include "core/cursor.h"
#include "core/json_fields.h"
#include "core/log_levels.h"
#include "core/log_text.h"
#include "server/http/routes/checks.h"
#include "server/log/event_frames.h"

#include <QCoroFuture>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLoggingCategory>

#include <limits>

using namespace Qt::StringLiterals;

namespace pipit::http {

namespace {

Q_LOGGING_CATEGORY(lcOps, "pipit.ops")

// What those who follow listen to, with a number behind it, as if it were a session; no session can have this name.
constexpr std::string_view channelPrefix = "\x01log ";
constexpr std::chrono::milliseconds betweenTellings{100};
// More at once would cost a reader who is in time its stream, as a slow one.
constexpr qsizetype bytesAtOnce = 256 << 10;
constexpr qsizetype unbounded = std::numeric_limits<qsizetype>::max();
constexpr int linesByDefault = 200, linesAtMost = 5'000;

// A stream that follows: kept by its subscription.
struct LogFollower {
    std::shared_ptr<LogRoutes::Channel> channel;
    qint64 toldTo; // what it is told as it begins ends with this line
};

Response levelsInForce()
{
    return Response::success({{u"levels"_s, QJsonArray::fromStringList(logLevels())}});
}

// Where to go on after; nothing: the cursor is none of this process, and everything that is kept is news.
std::optional<qint64> numberOf(const QByteArray &cursor)
{
    const auto read = Cursor::parse(cursor);
    const LogLines &lines = LogLines::instance();
    if (!read || (!read->epoch.isEmpty() && read->epoch != lines.start()) || read->position > lines.last())
        return std::nullopt;
    return read->position;
}

std::string eventsOf(const QList<LogLine> &lines)
{
    std::string events;
    for (const LogLine &line : lines)
        events += log::eventText("line", QJsonDocument(line.toJson()).toJson(QJsonDocument::Compact), Cursor{line.number, LogLines::instance().start()}.toString().toStdString());
    return events;
}

} // namespace

LogRoutes::LogRoutes(log::Dispatcher &dispatcher, StreamPasses &passes, std::chrono::milliseconds heartbeat, QObject *parent)
    : QObject(parent), m_engine(dispatcher.engine()), m_passes(passes), m_heartbeat(heartbeat),
      m_listener(LogLines::instance(), [this] { QMetaObject::invokeMethod(&m_timer, qOverload<>(&QTimer::start), Qt::QueuedConnection); })
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(betweenTellings);
    connect(&m_timer, &QTimer::timeout, this, &LogRoutes::tell);
    // A stream hears what is carried from the moment on in which it joins: what was carried between its beginning and that comes here.
    dispatcher.setJoining([](const stream::Subscription &subscription) -> std::vector<stream::Frame> {
        if (subscription.sessions.size() != 1 || !subscription.sessions.front().starts_with(channelPrefix))
            return {};
        const auto *follower = static_cast<const LogFollower *>(subscription.joinsWith.get());
        const QList<LogLine> lines = LogLines::instance().between(follower->toldTo, follower->channel->carriedTo);
        return lines.isEmpty() ? std::vector<stream::Frame>() : std::vector{stream::makeFrame(eventsOf(lines))};
    });
}

void LogRoutes::addTo(Router &router)
{
    router.add("GET", "/api/ops/log", Access::Operator, [](const Exchange &) -> QCoro::Task<Response> { co_return levelsInForce(); });
    router.add("PATCH", "/api/ops/log", Access::Operator, [this](const Exchange &exchange) { return setLevels(exchange); }, Audit::Always);
    router.add("GET", "/api/ops/log/lines", Access::Operator, [this](const Exchange &exchange) { return lines(exchange); });
    router.add("GET", "/api/ops/log/stream", Access::Operator, [this](const Exchange &exchange) { return follow(exchange); });
}

// {"levels":["pipit.http=debug"]}: in place of those before, until the node ends.
QCoro::Task<Response> LogRoutes::setLevels(const Exchange &exchange)
{
    const auto body = parseJsonObject(exchange.request.body);
    if (!body)
        co_return Response::failure(body.error());
    JsonFields fields(*body);
    const QStringList levels = fields.strings("levels");
    if (const auto fault = fields.fault())
        co_return Response::failure(*fault);
    if (const auto set = setLogLevels(levels); !set)
        co_return Response::failure(set.error());
    qCInfo(lcOps).noquote() << logText(u"The log's levels were changed."_s, {{u"levels", levels.join(u',')}, {u"caller", exchange.caller.sub}, {u"request", exchange.request.requestId()}});
    co_return levelsInForce();
}

QCoro::Task<Response> LogRoutes::lines(const Exchange &exchange)
{
    const auto limit = queryInteger(exchange.request, u"limit"_s, linesByDefault, 1, linesAtMost);
    if (!limit)
        co_return Response::failure(limit.error());
    const LogLines &kept = LogLines::instance();
    const auto page = exchange.request.hasQuery(u"after") ? kept.after(numberOf(exchange.request.queryValue(u"after").toUtf8()).value_or(0), *limit, unbounded) : kept.newest(*limit);
    QJsonArray told;
    for (const LogLine &line : page.lines)
        told.append(line.toJson());
    co_return Response::success({{u"lines"_s, told}, {u"hasMore"_s, page.hasMore}, {u"position"_s, page.to}, {u"epoch"_s, kept.start()}});
}

QCoro::Task<Response> LogRoutes::follow(const Exchange &exchange)
{
    const auto subscription = std::make_shared<stream::Subscription>();
    if (const auto fault = m_passes.admit(exchange, *subscription))
        co_return Response::failure(*fault);
    co_return Response::handOver([this, subscription, cursor = streamCursor(exchange.request, {u"after", u"lastEventId", u"last_event_id"})](stream::NativeSocket socket, std::string head) {
        begin(socket, std::move(head), subscription, cursor);
    });
}

void LogRoutes::begin(stream::NativeSocket socket, std::string head, const std::shared_ptr<stream::Subscription> &subscription, const QByteArray &cursor)
{
    const LogLines &kept = LogLines::instance();
    if (m_channel.use_count() == 1) {
        // Nobody follows. In a channel of its own nothing is on its way that the stream is told as it begins.
        m_channel = std::make_shared<Channel>(std::string(channelPrefix) + std::to_string(++m_channels));
        m_toldTo = kept.last();
        m_channel->carriedTo = m_toldTo;
        m_listener.arm();
        m_timer.start(); // for what came before that
    } else {
        tell(); // nobody has to wait for the next turn
    }
    const std::optional<qint64> from = numberOf(cursor);
    const qint64 toldTo = m_channel->carriedTo;
    subscription->sessions = {m_channel->name};
    subscription->joinsWith = std::make_shared<const LogFollower>(m_channel, toldTo);
    const bool isReset = !from && !cursor.isEmpty();
    const stream::Frame position = log::positionFrame({.reset = isReset, .position = from.value_or(0), .epoch = kept.start(), .reason = isReset ? u"other_epoch"_s : QString(), .heartbeatMs = int(m_heartbeat.count())});
    m_engine.adopt(socket, {.head = head + *position + eventsOf(kept.between(from.value_or(0), toldTo)), .subscription = subscription, .announcePosition = false});
}

void LogRoutes::tell()
{
    if (m_channel.use_count() == 1)
        return; // nobody hears it; whoever comes begins anew
    m_listener.arm();
    const auto page = LogLines::instance().after(m_toldTo, unbounded, bytesAtOnce);
    m_toldTo = page.to;
    if (page.hasMore)
        m_timer.start();
    if (!page.lines.isEmpty())
        m_engine.broadcast(m_channel->name, stream::makeFrame(eventsOf(page.lines)), [channel = m_channel, to = page.to] { channel->carriedTo = to; });
}

} // namespace pipit::http
