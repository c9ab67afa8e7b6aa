// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/connection_p.h"

#include "client/past_messages.h"

#include <QJsonDocument>
#include <QUrlQuery>

#include <utility>

namespace pipit {

namespace {

using namespace std::chrono_literals;

constexpr int refreshesForBots = 12;
constexpr int foundAtOnce = 30;
constexpr auto longestLookPause = 5min;

QUrl streamUrl(const QUrl &node)
{
    QUrl url = endpoint(node, QStringLiteral("/api/sse/messages"));
    url.setQuery(QUrlQuery{{QStringLiteral("sessionId"), QStringLiteral("*")}});
    return url;
}

TransportOptions transportOptions(const ConnectionOptions &options, const LocalStore &local)
{
    SseOptions stream;
    stream.url = streamUrl(options.url);
    stream.token = options.token;
    stream.connectionTimeout = options.connectionTimeout;
    stream.reconnectInterval = options.reconnectInterval;
    stream.pacing = SseOptions::Pacing::FullJitter;
    stream.retryWhenBusy = true;
    stream.inServiceEvent = event_name::position;
    if (local.cursor())
        stream.lastEventId = local.cursor()->toString().toLatin1();
    stream.clock = options.clock;
    SseOptions trial = stream;
    trial.lastEventId.clear();
    trial.url = endpoint(options.url, QStringLiteral("/api/sse/test"));
    const PollOptions poll{.url = options.url, .token = options.token, .connectionTimeout = options.connectionTimeout, .reconnectInterval = options.reconnectInterval, .clock = options.clock};
    return {.stream = stream, .trial = trial, .poll = poll, .mode = options.transport, .streamAgainAfter = options.streamAgainAfter};
}

} // namespace

BotInfo botIn(const QJsonObject &bot)
{
    return BotInfo{.id = bot.value(u"id").toString(),
                   .name = bot.value(u"name").toString(),
                   .provider = bot.value(u"provider").toString(),
                   .available = bot.value(u"available").toBool(),
                   .reason = bot.value(u"reason").toString(),
                   .takesFiles = bot.value(u"capabilities").toArray().contains(QStringLiteral("files"))};
}

Connection::Private::Private(Connection *connection, const ConnectionOptions &connectionOptions)
    : q(connection), options(connectionOptions), api(options.url, options.token, options.connectionTimeout),
      local(options.localFile), outbox(options.outboxFile, api, options.reconnectInterval, {}, options.clock), people(api), transport(transportOptions(options, local)),
      lookPauses(options.lookAgainAfter, longestLookPause)
{
    status.maxAttempts = options.maxReconnectAttempts;
    connect(&transport, &Transport::stateChanged, this, &Private::streamStateChanged);
    connect(&transport, &Transport::positioned, this, &Private::takePosition);
    connect(&transport, &Transport::message, this, &Private::takeMessage);
    connect(&transport, &Transport::event, this, &Private::takeEvent);
    connect(&api, &ApiClient::runBegun, this, [this](const RunEvent &run) {
        if (isPolling())
            feedOf(run.sessionId)->take(run);
    });
    connect(&outbox, &Outbox::changed, this, [this](const QString &sessionId) {
        if (SessionFeed *feed = feeds.value(sessionId))
            feed->setPending(outbox.pendingOf(sessionId));
        Q_EMIT q->pendingCountChanged();
    });
    connect(&outbox, &Outbox::delivered, this, [this](const Message &message) {
        SessionFeed *feed = feeds.value(message.sessionId);
        if (feed && message.id > position)
            feed->expect(message);
        awaitEcho(message);
    });

    connect(&people, &People::typingChanged, q, &Connection::typingChanged);
    connect(&people, &People::presenceChanged, q, &Connection::presenceChanged);

    for (QTimer *timer : {&mendTimer, &runGraceTimer, &sessionsTimer, &caughtUpTimer, &echoTimer, &lookTimer})
        timer->setSingleShot(true);
    runGraceTimer.setInterval(options.runGrace);
    echoTimer.setInterval(options.connectionTimeout);
    sessionsTimer.setInterval(0);
    caughtUpTimer.setInterval(100ms);
    refreshTimer.setInterval(options.refreshInterval);
    connect(&mendTimer, &QTimer::timeout, this, &Private::mend);
    connect(&runGraceTimer, &QTimer::timeout, this, [this] {
        for (SessionFeed *feed : std::as_const(feeds))
            feed->interruptSuspectRuns();
    });
    connect(&sessionsTimer, &QTimer::timeout, q, &Connection::sessionsChanged);
    connect(&caughtUpTimer, &QTimer::timeout, q, &Connection::statusChanged);
    connect(&refreshTimer, &QTimer::timeout, this, &Private::refresh);
    connect(&echoTimer, &QTimer::timeout, this, &Private::checkEcho);
    connect(&lookTimer, &QTimer::timeout, this, &Private::look);
    startFromLocal();
}

Connection::Private::~Private()
{
    transport.disconnect(this);
    outbox.disconnect(this);
    transport.stop();
    // Whoever waits for an answer hears now that none will come, while everything is still there.
    api.close();
    keepSummaries();
}

SessionFeed *Connection::Private::feedOf(const QString &sessionId)
{
    SessionFeed *&feed = feeds[sessionId];
    if (!feed) {
        feed = new SessionFeed(sessionId, api, local, q);
        feed->setPending(outbox.pendingOf(sessionId));
    }
    return feed;
}

void Connection::Private::refresh()
{
    if (status.state != ConnectionStatus::State::Live)
        return;
    loadStats();
    people.readAgain();
    if (ownSenderId.isEmpty())
        loadCaller();
    if (++refreshes % refreshesForBots == 0)
        loadBots();
    if (isPolling())
        refreshByPolling();
    for (SessionFeed *feed : std::as_const(feeds))
        feed->load();
    checkCopies();
}

QCoro::Task<> Connection::Private::loadCaller()
{
    const auto answer = co_await api.get(QStringLiteral("/api/auth/session"));
    if (!answer)
        co_return;
    const QString sub = answer->value(u"caller").toObject().value(u"sub").toString();
    people.setOwnId(sub);
    takeCaller(sub);
    if (std::exchange(ownSenderId, sub) != sub)
        Q_EMIT q->ownSenderIdChanged();
}

QCoro::Task<> Connection::Private::loadBots()
{
    const auto answer = co_await api.get(QStringLiteral("/api/bots"));
    if (!answer)
        co_return;
    bots.clear();
    const QJsonArray list = answer->value(u"bots").toArray();
    for (const QJsonValue bot : list)
        bots << botIn(bot.toObject());
    local.setMeta(QStringLiteral("bots"), QJsonDocument(list).toJson(QJsonDocument::Compact));
    Q_EMIT q->botsChanged();
}

QCoro::Task<> Connection::Private::loadStats()
{
    const auto answer = co_await api.get(QStringLiteral("/api/sse/stats"));
    if (!answer && answer.error().code == ErrorCode::Cancelled)
        co_return;
    if (!answer) {
        isCatchingUp = isCatchingUp && catchUpUntil.has_value(); // without the head, nobody knows where catching up ends
        co_return;
    }
    const QJsonObject node = answer->value(u"node").toObject();
    const QJsonObject latency = answer->value(u"commitToWireMs").toObject();
    stats.openStreams = answer->value(u"connections").toObject().value(u"open").toInteger();
    stats.p99Ms = latency.value(u"count").toInteger() > 0 ? std::optional(latency.value(u"p99").toDouble()) : std::nullopt;
    stats.store = node.value(u"store").toString();
    takeHead(node.value(u"position").toInteger());
    if (isCatchingUp && !catchUpUntil)
        catchUpUntil = node.value(u"position").toInteger();
    Q_EMIT q->statsChanged();
}

QCoro::Task<> Connection::Private::cancelRun(QString runId)
{
    const auto answer = co_await api.post(QStringLiteral("/api/runs/%1/cancel").arg(runId), {});
    if (!answer)
        co_return;
    if (const auto run = RunEvent::fromJson(answer->value(u"run").toObject()))
        feedOf(run->sessionId)->take(*run);
}

Connection::Connection(const ConnectionOptions &options, QObject *parent) : QObject(parent), d(std::make_unique<Private>(this, options))
{
}

Connection::~Connection() = default;

void Connection::setNode(const QUrl &url, const QByteArray &token)
{
    d->options.url = url;
    d->options.token = token;
    d->api.setNode(url, token);
    d->transport.setServer(url, token);
}

void Connection::start()
{
    d->retryWhenTheNetworkIsBack();
    d->outbox.start();
    d->transport.start();
}

void Connection::retryNow()
{
    if (d->status.state != ConnectionStatus::State::Live && d->status.state != ConnectionStatus::State::Connecting)
        d->transport.retryNow();
    d->outbox.wake();
}

void Connection::setToken(const QByteArray &token)
{
    d->setToken(token);
}

const ConnectionStatus &Connection::status() const
{
    return d->status;
}

QUrl Connection::url() const
{
    return d->options.url;
}

const QList<BotInfo> &Connection::bots() const
{
    return d->bots;
}

QHash<QString, QString> Connection::botNames() const
{
    QHash<QString, QString> names;
    for (const BotInfo &bot : d->bots)
        names.insert(bot.id, bot.name.isEmpty() ? bot.id : bot.name);
    return names;
}

const NodeStats &Connection::stats() const
{
    return d->stats;
}

QString Connection::ownSenderId() const
{
    return d->ownSenderId;
}

SessionFeed *Connection::feed(const QString &sessionId)
{
    SessionFeed *feed = d->feedOf(sessionId);
    feed->setWanted();
    if (d->isPositioned) {
        feed->load();
    } else if (d->status.state == ConnectionStatus::State::GaveUp || d->status.state == ConnectionStatus::State::Refused || d->status.state == ConnectionStatus::State::SignedOut) {
        // Later, so that whoever has just asked can hear it.
        QTimer::singleShot(0, feed, [feed, error = Error{ErrorCode::Network, d->status.reason}] { feed->failLoading(error); });
    }
    return feed;
}

std::unique_ptr<PastMessages> Connection::past(const QString &sessionId, qint64 around)
{
    auto past = std::make_unique<PastMessages>(sessionId, around, d->api);
    connect(this, &Connection::messageArrived, past.get(), &PastMessages::take);
    connect(this, &Connection::purged, past.get(), &PastMessages::purge);
    return past;
}

void Connection::markRead(const QString &sessionId)
{
    const auto read = d->summaries.markRead(sessionId);
    if (read.hadUnread)
        d->sessionsChangedSoon();
    if (read.position > 0 && d->tellsRead)
        d->people.read(sessionId, read.position);
}

void Connection::setTellsRead(bool tells)
{
    d->tellsRead = tells;
}

void Connection::setTyping(const QString &sessionId, const QString &what, bool active)
{
    d->people.setTyping(sessionId, what, active);
}

QList<Typist> Connection::typists(const QString &sessionId) const
{
    return d->people.typists(sessionId);
}

QCoro::Task<Result<QList<Member>>> Connection::members(QString sessionId)
{
    return d->people.members(std::move(sessionId));
}

std::optional<bool> Connection::isPresent(const QString &sub) const
{
    return d->people.isPresent(sub);
}

void Connection::cancelRun(const QString &runId)
{
    d->cancelRun(runId);
}

void Connection::dismissRun(const QString &sessionId, const QString &runId)
{
    if (SessionFeed *feed = d->feeds.value(sessionId))
        feed->dismissRun(runId);
}

QCoro::Task<Result<Done>> Connection::answerAnew(QString sessionId, qint64 messageId, QString botId)
{
    const QJsonObject body{{QStringLiteral("botId"), botId}, {QStringLiteral("regenerates"), messageId}};
    const auto answer = co_await d->api.post(QStringLiteral("/api/sessions/%1/runs").arg(sessionId), body);
    if (!answer)
        co_return answer.error();
    if (const auto run = RunEvent::fromJson(answer->value(u"run").toObject()))
        d->feedOf(sessionId)->take(*run);
    co_return Done{};
}

QCoro::Task<Result<FoundPage>> Connection::search(QString text, std::optional<qint64> before)
{
    return d->api.search(std::move(text), {}, foundAtOnce, before);
}

ApiClient &Connection::api()
{
    return d->api;
}

} // namespace pipit
