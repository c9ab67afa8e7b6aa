// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/people.h"

#include <QDateTime>
#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pipit {

namespace {

constexpr std::chrono::seconds typingAgain{4};
constexpr qsizetype placesAtMost = 200;
constexpr qsizetype readingsAtMost = 1'000;
constexpr qsizetype typistsOfEach = 50;
constexpr qsizetype sessionsWithTypists = 500;
constexpr qsizetype presentAtMost = 5'000;

Member memberIn(const QJsonObject &member)
{
    const QDateTime at = QDateTime::fromString(member.value(u"lastMessageAt").toString(), Qt::ISODateWithMs);
    return {.sub = member.value(u"sub").toString(),
            .name = member.value(u"name").toString(),
            .role = member.value(u"role").toString(),
            .present = member.value(u"present").toBool(),
            .readTo = member.value(u"readTo").toInteger(),
            .lastMessageAtMs = at.isValid() ? at.toMSecsSinceEpoch() : 0};
}

} // namespace

People::People(ApiClient &api, QObject *parent) : QObject(parent), m_api(api)
{
    m_expiry.setSingleShot(true);
    connect(&m_expiry, &QTimer::timeout, this, &People::forgetOld);
}

void People::setOwnId(const QString &id)
{
    m_ownId = id;
    const QStringList sessions = m_typists.keys();
    for (const QString &session : sessions)
        forgetTypists(session, [&id](const Seen &seen) { return seen.typist.id == id; });
}

void People::setLive(bool isLive)
{
    if (std::exchange(m_isLive, isLive) == isLive || !isLive)
        return;
    m_present.clear();
    readAgain();
    if (!m_askedFor.isEmpty())
        askAgain(m_askedFor);
}

void People::read(const QString &sessionId, qint64 position)
{
    if (!m_readings.contains(sessionId) && m_readings.size() >= readingsAtMost)
        return;
    Reading &reading = m_readings[sessionId];
    reading.position = std::max(reading.position, position);
    if (m_isLive && !reading.isUnderWay)
        tellRead(sessionId);
}

void People::readAgain()
{
    const QStringList sessions = m_readings.keys();
    for (const QString &session : sessions) {
        const auto reading = m_readings.constFind(session);
        if (reading != m_readings.cend() && !reading->isUnderWay)
            tellRead(session);
    }
}

QCoro::Task<> People::tellRead(QString sessionId)
{
    const QString path = QStringLiteral("/api/sessions/%1/read").arg(sessionId);
    while (true) {
        Reading &reading = m_readings[sessionId];
        reading.isUnderWay = true;
        const qint64 position = reading.position;
        const QJsonObject body{{u"position"_s, position}};
        const auto answer = co_await m_api.post(path, body);
        if (!answer && answer.error().code == ErrorCode::Cancelled)
            co_return;
        const auto now = m_readings.find(sessionId);
        if (now == m_readings.end())
            co_return;
        now->isUnderWay = false;
        if (!answer && isPassing(answer.error()))
            co_return; // again when the stream is there, or a while later
        if (now->position <= position) {
            m_readings.erase(now);
            co_return;
        }
    }
}

void People::setTyping(const QString &sessionId, const QString &what, bool active)
{
    const Place place(sessionId, what);
    if (!active && !m_own.contains(place))
        return;
    if (m_own.size() >= placesAtMost)
        m_own.removeIf([](QHash<Place, Own>::iterator own) { return !own->isUnderWay && Clock::now() - own->toldAt >= typingAgain; });
    if (!m_isLive || (m_own.size() >= placesAtMost && !m_own.contains(place)))
        return;
    Own &own = m_own[place];
    own.active = active;
    if (active && own.told && !own.isDue && Clock::now() - own.toldAt < typingAgain)
        return;
    own.isDue = true;
    if (!own.isUnderWay)
        tellTyping(place);
}

// One request after the other: an end must not overtake its beginning.
QCoro::Task<> People::tellTyping(Place place)
{
    const QString path = QStringLiteral("/api/sessions/%1/typing").arg(place.first);
    while (true) {
        const auto own = m_own.find(place);
        if (own == m_own.end())
            co_return;
        if (!own->isDue) {
            own->isUnderWay = false;
            if (!own->active)
                m_own.erase(own);
            co_return;
        }
        own->isDue = false;
        own->isUnderWay = true;
        own->told = own->active;
        own->toldAt = Clock::now();
        const QJsonObject body{{u"what"_s, place.second}, {u"active"_s, own->active}};
        const auto answer = co_await m_api.post(path, body);
        if (!answer && answer.error().code == ErrorCode::Cancelled)
            co_return;
    }
}

QCoro::Task<Result<QList<Member>>> People::members(QString sessionId)
{
    m_askedFor = sessionId;
    const auto answer = co_await m_api.get(QStringLiteral("/api/sessions/%1/members").arg(sessionId));
    if (!answer)
        co_return answer.error();
    QList<Member> members;
    const QJsonArray list = answer->value(u"members").toArray();
    for (const QJsonValue value : list) {
        Member member = memberIn(value.toObject());
        if (member.sub.isEmpty())
            continue;
        remember(member.sub, member.present);
        members << std::move(member);
    }
    co_return members;
}

QCoro::Task<> People::askAgain(QString sessionId)
{
    const auto asked = co_await members(sessionId);
    if (asked)
        Q_EMIT presenceChanged(sessionId);
}

void People::remember(const QString &sub, bool present)
{
    if (m_present.size() < presentAtMost || m_present.contains(sub))
        m_present.insert(sub, present);
}

std::optional<bool> People::isPresent(const QString &sub) const
{
    const auto known = m_present.constFind(sub);
    return known == m_present.cend() ? std::nullopt : std::optional(*known);
}

QList<Typist> People::typists(const QString &sessionId) const
{
    QList<Typist> list;
    const QList<Seen> seen = m_typists.value(sessionId);
    for (const Seen &one : seen)
        list << one.typist;
    return list;
}

template<typename Wanted>
void People::forgetTypists(const QString &sessionId, Wanted wanted)
{
    const auto seen = m_typists.find(sessionId);
    if (seen == m_typists.end() || seen->removeIf(wanted) == 0)
        return;
    if (seen->isEmpty())
        m_typists.erase(seen);
    Q_EMIT typingChanged(sessionId);
}

void People::take(const TypingEvent &event)
{
    if (event.senderId == m_ownId)
        return;
    const Typist typist{event.senderId, event.senderName, event.what};
    if (!event.active) {
        forgetTypists(event.sessionId, [&typist](const Seen &seen) { return seen.typist == typist; });
        return;
    }
    if (!m_typists.contains(event.sessionId) && m_typists.size() >= sessionsWithTypists)
        return;
    const auto until = Clock::now() + std::chrono::milliseconds(event.forMs);
    QList<Seen> &seen = m_typists[event.sessionId];
    if (const auto known = std::ranges::find(seen, typist, &Seen::typist); known != seen.end()) {
        known->until = until;
    } else if (seen.size() < typistsOfEach) {
        seen.append({typist, until});
        Q_EMIT typingChanged(event.sessionId);
    }
    startExpiry();
}

void People::take(const PresenceEvent &event)
{
    remember(event.sub, event.present);
    Q_EMIT presenceChanged(event.sessionId);
}

void People::take(const Message &message)
{
    forgetTypists(message.sessionId, [&message](const Seen &seen) { return seen.typist.id == message.senderId && seen.typist.what == u"message"; });
}

void People::endSession(const QString &sessionId)
{
    m_readings.remove(sessionId);
    forgetTypists(sessionId, [](const Seen &) { return true; });
}

void People::forgetOld()
{
    const auto now = Clock::now();
    const QStringList sessions = m_typists.keys();
    for (const QString &session : sessions)
        forgetTypists(session, [now](const Seen &seen) { return seen.until <= now; });
    startExpiry();
}

void People::startExpiry()
{
    auto next = Clock::time_point::max();
    for (const QList<Seen> &seen : std::as_const(m_typists)) {
        for (const Seen &one : seen)
            next = std::min(next, one.until);
    }
    if (next == Clock::time_point::max())
        m_expiry.stop();
    else
        m_expiry.start(std::max(std::chrono::ceil<std::chrono::milliseconds>(next - Clock::now()), std::chrono::milliseconds(0)));
}

} // namespace pipit
