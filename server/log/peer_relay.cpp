// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/peer_relay.h"

#include "core/text_limits.h"
#include "server/log/event_frames.h"
#include "server/log/late_frame.h"

#include <QJsonArray>
#include <QLoggingCategory>

Q_LOGGING_CATEGORY(lcPeers, "pipit.log.peers")

using namespace Qt::StringLiterals;

namespace pipit::log {

namespace {

constexpr char askKind[] = "ask";
constexpr char runsKind[] = "runs";
constexpr char cancelKind[] = "cancel";
constexpr char hereKind[] = "here";
constexpr std::chrono::seconds askEvery{1};
constexpr qsizetype askedAtMost = 2'000;
constexpr qint64 unitsEachSecond = 2 << 20;

QJsonObject peerEvent(const char *kind, const QString &sessionId, const QJsonObject &data)
{
    return QJsonObject{{u"kind"_s, QLatin1StringView(kind)}, {u"sessionId"_s, sessionId}, {u"data"_s, data}};
}

void dropUnreadable(const QString &node, const Error &error)
{
    qCWarning(lcPeers).noquote() << "dropped an event of node" << forEcho(node) << error.message;
}

} // namespace

PeerRelay::PeerRelay(store::Peers &peers, QString nodeId, LiveText &liveText, stream::Engine &engine, std::function<void(const QString &)> cancel, store::Peers::Listener people)
    : m_peers(peers), m_nodeId(std::move(nodeId)), m_liveText(liveText), m_engine(engine), m_cancel(std::move(cancel)), m_people(std::move(people))
{
    m_peers.setPeerListener({.event = [this](const QString &node, const QJsonObject &event) { onEvent(node, event); },
                             .joined = [this](const QString &node) { onJoined(node); },
                             .gone = [this](const QString &node) { onGone(node); }});
}

QList<QJsonObject> PeerRelay::saying(const RunEvent &event)
{
    return {peerEvent(event_name::run, event.sessionId, event.toJson())};
}

QList<QJsonObject> PeerRelay::saying(const DeltaEvent &event)
{
    QList<QJsonObject> events;
    for (const DeltaEvent &part : splitDelta(event))
        events << peerEvent(event_name::delta, part.sessionId, part.toJson());
    return events;
}

QList<QJsonObject> PeerRelay::saying(const store::SessionRecord &session)
{
    return {peerEvent(event_name::session, session.id, session.toJson())};
}

QList<QJsonObject> PeerRelay::saying(const store::PurgedSession &end)
{
    return {peerEvent(event_name::session, end.id, sessionEnd(end))};
}

QList<QJsonObject> PeerRelay::saying(const TypingEvent &event)
{
    return {peerEvent(event_name::typing, event.sessionId, event.toJson())};
}

QList<QJsonObject> PeerRelay::sayingOfSession(const QString &sessionId, const QJsonObject &data)
{
    return {peerEvent(event_name::session, sessionId, data)};
}

void PeerRelay::sayHere(const QJsonObject &here, const QString &node)
{
    say({peerEvent(hereKind, {}, here)}, node);
}

void PeerRelay::askToCancel(const QString &runId, const QString &sessionId, const QString &node)
{
    say({peerEvent(cancelKind, sessionId, {{u"runId"_s, runId}})}, node);
}

void PeerRelay::say(const QList<QJsonObject> &events, const QString &to)
{
    for (QJsonObject event : events) {
        if (!to.isEmpty())
            event.insert(u"to", to);
        m_peers.send(std::move(event));
    }
}

void PeerRelay::onEvent(const QString &node, const QJsonObject &event)
{
    const QString to = event.value(u"to").toString();
    if (m_stopped || node == m_nodeId || (!to.isEmpty() && to != m_nodeId))
        return;
    const QString kind = event.value(u"kind").toString();
    const QJsonObject data = event.value(u"data").toObject();
    if (kind == QLatin1StringView(event_name::run)) {
        onRun(node, data);
    } else if (kind == QLatin1StringView(event_name::delta)) {
        onDelta(node, data);
    } else if (kind == QLatin1StringView(event_name::session)) {
        const QString sessionId = event.value(u"sessionId").toString();
        // Sooner than the store looks for it.
        if (data.value(u"deleted").toBool())
            m_engine.forget({{sessionId.toStdString(), data.value(u"position").toInteger()}});
        if (!sessionId.isEmpty())
            m_engine.broadcast(sessionId.toStdString(), sessionFrame(data));
    } else if (kind == QLatin1StringView(event_name::typing)) {
        if (const auto typing = TypingEvent::fromJson(data))
            m_engine.broadcast(typing->sessionId.toStdString(), typingFrame(*typing));
        else
            dropUnreadable(node, typing.error());
    } else if (kind == QLatin1StringView(hereKind)) {
        m_people.event(node, data);
    } else if (kind == QLatin1StringView(askKind)) {
        runOnEngine(m_engine, [this, node, data] { answer(node, data); });
    } else if (kind == QLatin1StringView(cancelKind)) {
        m_cancel(data.value(u"runId").toString());
    } else if (kind == QLatin1StringView(runsKind)) {
        QSet<QString> runIds;
        for (const QJsonValue &runId : data.value(u"runIds").toArray())
            runIds.insert(runId.toString());
        runOnEngine(m_engine, [this, node, runIds] { interruptOthers(node, runIds); });
    }
}

void PeerRelay::onRun(const QString &node, const QJsonObject &data)
{
    const auto event = RunEvent::fromJson(data);
    if (!event) {
        dropUnreadable(node, event.error());
        return;
    }
    broadcastLate(m_engine, event->sessionId.toStdString(), [this, node, event = *event, frame = runFrame(*event)] { return m_liveText.apply(event, node) ? frame : nullptr; });
}

void PeerRelay::onDelta(const QString &node, const QJsonObject &data)
{
    const auto event = DeltaEvent::fromJson(data);
    if (!event) {
        dropUnreadable(node, event.error());
        return;
    }
    broadcastLate(m_engine, event->sessionId.toStdString(), [this, node, event = *event, frame = deltaFrame(*event)]() -> stream::Frame {
        DeltaEvent news = event;
        switch (m_liveText.apply(news, node)) {
        case LiveText::Change::News:
            return news.offset == event.offset ? frame : deltaFrame(news);
        case LiveText::Change::Gap:
            ask(node, event.runId);
            break;
        case LiveText::Change::None:
            break;
        }
        return nullptr;
    });
}

void PeerRelay::onJoined(const QString &node)
{
    if (m_stopped || node == m_nodeId)
        return;
    m_people.joined(node);
    runOnEngine(m_engine, [this, node] {
        tellAll(node);
        say({peerEvent(askKind, {}, {})}, node);
    });
}

void PeerRelay::onGone(const QString &node)
{
    if (m_stopped)
        return;
    m_people.gone(node);
    runOnEngine(m_engine, [this, node] {
        m_toldAll.remove(node);
        interruptOthers(node, {});
    });
}

void PeerRelay::ask(const QString &node, const QString &runId)
{
    const auto now = Clock::now();
    if (m_asked.size() >= askedAtMost)
        m_asked.removeIf([now](const auto &asked) { return now - asked.value() >= askEvery; });
    const auto asked = m_asked.constFind(runId);
    if (asked == m_asked.cend() ? m_asked.size() >= askedAtMost : now - *asked < askEvery)
        return;
    m_asked.insert(runId, now);
    const LiveText::Lengths known = m_liveText.lengths(runId);
    say({peerEvent(askKind, {}, {{u"runId"_s, runId}, {u"answer"_s, known.answer}, {u"reasoning"_s, known.reasoning}})}, node);
}

void PeerRelay::answer(const QString &node, const QJsonObject &question)
{
    const QString runId = question.value(u"runId").toString();
    if (runId.isEmpty()) {
        // Who joins is told everything; if it has seen this node join too, it has asked besides.
        if (const auto told = m_toldAll.constFind(node); told == m_toldAll.cend() || Clock::now() - *told >= askEvery)
            tellAll(node);
        return;
    }
    if (const auto run = m_liveText.find(runId)) {
        tellRun(node, *run, {.answer = question.value(u"answer").toInteger(), .reasoning = question.value(u"reasoning").toInteger()});
        return;
    }
    for (const RunEvent &ended : m_liveText.ended()) {
        if (ended.runId == runId) {
            say(saying(ended), node);
            return;
        }
    }
    tellList(node);
}

void PeerRelay::tellAll(const QString &node)
{
    m_toldAll.insert(node, Clock::now());
    for (const RunEvent &ended : m_liveText.ended())
        say(saying(ended), node);
    for (const RunEvent &run : m_liveText.underWay())
        tellRun(node, run, {});
    tellList(node);
}

void PeerRelay::tellRun(const QString &node, const RunEvent &run, const LiveText::Lengths &after)
{
    say(saying(run), node);
    const auto now = Clock::now();
    if (now - m_secondBegan >= std::chrono::seconds(1)) {
        m_secondBegan = now;
        m_unitsInSecond = 0;
    }
    const LiveText::Lengths all = m_liveText.lengths(run.runId);
    const qint64 units = std::max<qint64>(0, all.answer - after.answer) + std::max<qint64>(0, all.reasoning - after.reasoning);
    if (m_unitsInSecond + units > unitsEachSecond)
        return;
    m_unitsInSecond += units;
    for (const DeltaEvent &piece : m_liveText.text(run.runId, after))
        say(saying(piece), node);
}

void PeerRelay::tellList(const QString &node)
{
    QJsonArray runIds;
    for (const RunEvent &run : m_liveText.underWay())
        runIds.append(run.runId);
    say({peerEvent(runsKind, {}, {{u"runIds"_s, runIds}})}, node);
}

void PeerRelay::interruptOthers(const QString &node, const QSet<QString> &runIds)
{
    for (const RunEvent &run : m_liveText.underWay(node)) {
        if (runIds.contains(run.runId))
            continue;
        broadcastLate(m_engine, run.sessionId.toStdString(), [this, node, runId = run.runId]() -> stream::Frame {
            const auto interrupted = m_liveText.interrupt(runId, node);
            return interrupted ? runFrame(*interrupted) : nullptr;
        });
    }
}

} // namespace pipit::log
