// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/dispatcher.h"

#include "core/log_text.h"
#include "core/redaction.h"
#include "server/log/event_frames.h"
#include "server/log/late_frame.h"
#include "server/log/live_text.h"
#include "server/log/peer_relay.h"
#include "server/log/presence.h"
#include "server/log/read_marks.h"

#include <QLoggingCategory>

#include <algorithm>
#include <iterator>

using namespace Qt::StringLiterals;

namespace pipit::log {

namespace {

Q_LOGGING_CATEGORY(lcDeliveries, "pipit.streams.deliveries", QtInfoMsg)

std::vector<stream::LogFrame> framesOf(const QList<Message> &messages, const QString &epoch)
{
    const auto now = stream::Clock::now();
    std::vector<stream::LogFrame> frames;
    frames.reserve(std::size_t(messages.size()));
    for (const Message &message : messages)
        frames.push_back({message.id, message.sessionId.toStdString(), messageFrame(message, epoch), now, message.receipt});
    return frames;
}

stream::HistoryPage pageOf(const Result<store::ReplayPage> &result, const QString &epoch)
{
    using Status = stream::HistoryPage::Status;
    if (!result)
        return {.status = Status::Failed};
    switch (result->status) {
    case store::ReplayPage::Status::UnknownCursor: return {.status = Status::UnknownCursor};
    case store::ReplayPage::Status::TooOld: return {.status = Status::TooOld};
    case store::ReplayPage::Status::Read: break;
    }
    return {.status = Status::Read, .frames = framesOf(result->messages, epoch), .coveredTo = result->coveredTo};
}

} // namespace

Dispatcher::Dispatcher(store::Store &store, const DispatcherOptions &options, QObject *parent)
    : QObject(parent), m_store(store), m_liveText(std::make_unique<LiveText>())
{
    const QString epoch = store.epoch();
    const int heartbeatMs = int(options.heartbeat.count());
    stream::EngineHooks hooks{
        .positionFrame =
            [epoch, heartbeatMs](std::optional<stream::ResumeResult> reset, std::int64_t position) {
                const std::string_view reason = reset ? resumeResultName(*reset) : std::string_view();
                return positionFrame({.reset = reset.has_value(), .position = position, .epoch = epoch, .reason = QString::fromUtf8(reason), .heartbeatMs = heartbeatMs});
            },
        .closingFrame = closingFrame,
        .readHistory =
            [this, epoch](stream::SubscriptionPtr subscription, std::int64_t after, std::function<void(stream::HistoryPage)> done) {
                m_store.replay(std::move(subscription), after, [epoch, done = std::move(done)](const Result<store::ReplayPage> &page) { done(pageOf(page, epoch)); });
            },
        .underWay =
            [this](const stream::Subscription &subscription) {
                std::vector<stream::Frame> frames = m_liveText->framesFor(subscription);
                if (m_joining)
                    std::ranges::move(m_joining(subscription), std::back_inserter(frames));
                return frames;
            },
        .tapFrame = tapFrame,
        .tellsDeliveries = [] { return lcDeliveries().isDebugEnabled(); },
        .delivered =
            [](const stream::LogFrame &frame, std::int64_t streams) {
                qCDebug(lcDeliveries).noquote() << logText(u"Sent to streams."_s, {{u"request", frame.receipt ? QString::fromStdString(frame.receipt->requestId) : QString()}, {u"message", QString::number(frame.position)}, {u"session", QString::fromStdString(frame.sessionId)}, {u"streams", QString::number(streams)}, {u"ms", msSince(frame.committed)}});
            },
    };
    m_engine = std::make_unique<stream::Engine>(stream::EngineOptions{.queueBytes = options.queueBytes, .heartbeat = options.heartbeat, .threads = options.streamThreads, .maxStreams = options.maxStreams, .head = store.head()}, std::move(hooks));
    store.setPurgeListener([this](const QList<store::PurgedSession> &purged) {
        std::unordered_map<std::string, std::int64_t> positions;
        for (const store::PurgedSession &session : purged)
            positions[session.id.toStdString()] = session.position;
        m_engine->forget(std::move(positions));
        // Each node hears of it, and tells its own streams.
        for (const store::PurgedSession &session : purged)
            m_engine->broadcast(session.id.toStdString(), sessionFrame(sessionPurge(session)));
        Q_EMIT erased();
    });
    store.setCommitListener([this](const QList<Message> &messages) { onCommitted(messages); });
    m_readMarks = std::make_unique<ReadMarks>([this](const ReadMarks::Mark &mark) {
        const QJsonObject data = sessionRead(mark.sessionId, mark.sub, mark.position);
        m_engine->broadcast(mark.sessionId.toStdString(), sessionFrame(data), [this, saying = m_relay ? PeerRelay::sayingOfSession(mark.sessionId, data) : QList<QJsonObject>()] { sayToPeers(saying); });
    });
    Presence::Hooks people{.tell = [this](const PresenceEvent &event) { m_engine->broadcast(event.sessionId.toStdString(), presenceFrame(event)); },
                           .say = [this](const QJsonObject &here, const QString &node) {
                               if (m_relay)
                                   m_relay->sayHere(here, node);
                           }};
    m_presence = std::make_unique<Presence>(store, std::move(people), options.presenceGrace);
    if (store::Peers *peers = store.peers()) {
        // Heard on a thread of the store; who is here is the node's thread's.
        const auto later = [presence = m_presence.get()](auto task) { QMetaObject::invokeMethod(presence, [presence, task] { task(*presence); }, Qt::QueuedConnection); };
        store::Peers::Listener heard{.event = [later](const QString &node, const QJsonObject &here) { later([node, here](Presence &presence) { presence.takeHere(node, here); }); },
                                     .joined = [later](const QString &node) { later([node](Presence &presence) { presence.takeJoined(node); }); },
                                     .gone = [later](const QString &node) { later([node](Presence &presence) { presence.takeGone(node); }); }};
        m_relay = std::make_unique<PeerRelay>(*peers, store.nodeId(), *m_liveText, *m_engine, [this](const QString &runId) { Q_EMIT cancelAsked(runId); }, std::move(heard));
    }
}

Dispatcher::~Dispatcher() = default;

void Dispatcher::onCommitted(const QList<Message> &messages)
{
    std::vector<std::int64_t> redacted;
    for (const Message &message : messages) {
        if (const auto ids = redactedIds(message))
            redacted.insert(redacted.end(), ids->begin(), ids->end());
    }
    if (!redacted.empty()) {
        m_engine->forget(std::move(redacted));
        Q_EMIT erased();
    }
    m_engine->publish(framesOf(messages, m_store.epoch()));
    Q_EMIT committed(messages);
}

// Empty where there is nobody to hear it.
template<typename Event>
QList<QJsonObject> Dispatcher::sayingToPeers(const Event &event) const
{
    return m_relay ? PeerRelay::saying(event) : QList<QJsonObject>();
}

void Dispatcher::sayToPeers(const QList<QJsonObject> &events)
{
    if (m_relay)
        m_relay->say(events);
}

void Dispatcher::publish(const RunEvent &event)
{
    broadcastLate(*m_engine, event.sessionId.toStdString(), [this, event, frame = runFrame(event), saying = sayingToPeers(event)] {
        const bool isNew = m_liveText->apply(event);
        sayToPeers(saying);
        return isNew ? frame : nullptr;
    });
}

void Dispatcher::publish(const DeltaEvent &event)
{
    broadcastLate(*m_engine, event.sessionId.toStdString(), [this, event, frame = deltaFrame(event), saying = sayingToPeers(event)]() -> stream::Frame {
        DeltaEvent news = event;
        const auto change = m_liveText->apply(news);
        sayToPeers(saying);
        if (change != LiveText::Change::News)
            return nullptr;
        return news.offset == event.offset ? frame : deltaFrame(news);
    });
}

void Dispatcher::publish(const store::SessionRecord &session)
{
    m_engine->broadcast(session.id.toStdString(), sessionFrame(session.toJson()), [this, saying = sayingToPeers(session)] { sayToPeers(saying); });
}

void Dispatcher::publish(const TypingEvent &event)
{
    m_engine->broadcast(event.sessionId.toStdString(), typingFrame(event), [this, saying = sayingToPeers(event)] { sayToPeers(saying); });
}

void Dispatcher::publishRead(const QString &sessionId, const QString &sub, qint64 position)
{
    m_readMarks->add({.sessionId = sessionId, .sub = sub, .position = position});
}

void Dispatcher::publishEnd(const store::PurgedSession &session)
{
    m_engine->broadcast(session.id.toStdString(), sessionFrame(sessionEnd(session)), [this, saying = sayingToPeers(session)] { sayToPeers(saying); });
}

void Dispatcher::giveUp(const QString &runId, const QString &node)
{
    runOnEngine(*m_engine, [this, runId, node] { m_liveText->giveUp(runId, node); });
}

void Dispatcher::askToCancel(const QString &runId, const QString &sessionId, const QString &node)
{
    if (m_relay)
        m_relay->askToCancel(runId, sessionId, node);
}

void Dispatcher::stop()
{
    if (m_relay)
        m_relay->stop();
    m_engine->stop();
}

} // namespace pipit::log
