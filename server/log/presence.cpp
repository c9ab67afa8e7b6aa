// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/presence.h"

#include <QFuture>
#include <QJsonArray>

#include <algorithm>
#include <mutex>

using namespace Qt::StringLiterals;

namespace pipit::log {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int sessionsOfEach = 30;
constexpr std::chrono::milliseconds paceOfEach{10}; // for one session
constexpr qsizetype newsAtMost = 20'000;
constexpr qsizetype peopleOfEach = 100;             // in one event among nodes
constexpr qsizetype peopleOfNode = 100'000;

QJsonObject personOf(const QString &sub, const QString &name, bool present)
{
    return {{u"sub"_s, sub}, {u"name"_s, name}, {u"present"_s, present}};
}

QJsonObject hereOf(const QJsonArray &people, bool anew)
{
    return {{u"people"_s, people}, {u"anew"_s, anew}};
}

} // namespace

// Streams end on other threads, and may outlive whoever counts them.
struct Presence::Departures {
    std::mutex mutex;
    Presence *counts = nullptr;
    QStringList subs;
};

struct Presence::Stay {
    std::shared_ptr<Departures> departures;
    QString sub;

    ~Stay()
    {
        const std::lock_guard lock(departures->mutex);
        if (!departures->counts)
            return;
        departures->subs.append(sub);
        if (departures->subs.size() == 1)
            QMetaObject::invokeMethod(departures->counts, &Presence::takeDepartures, Qt::QueuedConnection);
    }
};

Presence::Presence(store::PeopleStore &store, Hooks hooks, std::chrono::milliseconds grace, QObject *parent)
    : QObject(parent), m_store(store), m_hooks(std::move(hooks)), m_grace(grace), m_departures(std::make_shared<Departures>())
{
    m_departures->counts = this;
    for (QTimer *timer : {&m_graceTimer, &m_pace})
        timer->setSingleShot(true);
    connect(&m_graceTimer, &QTimer::timeout, this, &Presence::endGrace);
    connect(&m_pace, &QTimer::timeout, this, &Presence::tellNext);
}

Presence::~Presence()
{
    const std::lock_guard lock(m_departures->mutex);
    m_departures->counts = nullptr;
}

std::shared_ptr<const void> Presence::enter(const QString &sub, const QString &name)
{
    auto stay = std::make_shared<Stay>();
    stay->departures = m_departures;
    stay->sub = sub;
    Here &here = m_here[sub];
    here.name = name;
    if (++here.streams == 1) {
        m_hooks.say(hereOf({personOf(sub, name, true)}, false), {});
        settle(sub, name);
    }
    return stay;
}

void Presence::takeDepartures()
{
    QStringList subs;
    {
        const std::lock_guard lock(m_departures->mutex);
        subs = std::exchange(m_departures->subs, {});
    }
    QJsonArray gone;
    for (const QString &sub : std::as_const(subs)) {
        const auto here = m_here.find(sub);
        if (here == m_here.end() || --here->streams > 0)
            continue;
        gone.append(personOf(sub, here->name, false));
        m_here.erase(here);
        settle(sub);
        if (gone.size() == peopleOfEach)
            m_hooks.say(hereOf(std::exchange(gone, {}), false), {});
    }
    if (!gone.isEmpty())
        m_hooks.say(hereOf(gone, false), {});
}

void Presence::settle(const QString &sub, const QString &name)
{
    const bool isHere = m_here.contains(sub) || std::ranges::any_of(m_there, [&sub](const auto &people) { return people.contains(sub); });
    if (isHere) {
        m_leaving.remove(sub);
        if (!m_present.contains(sub)) {
            m_present.insert(sub, name);
            note(sub, name, true);
        }
    } else if (m_present.contains(sub) && !m_leaving.contains(sub)) {
        m_leaving.insert(sub, Clock::now() + m_grace);
        startGraceTimer();
    }
}

void Presence::startGraceTimer()
{
    if (m_leaving.isEmpty() || m_graceTimer.isActive())
        return;
    const auto next = *std::ranges::min_element(m_leaving);
    m_graceTimer.start(std::max(std::chrono::ceil<std::chrono::milliseconds>(next - Clock::now()), std::chrono::milliseconds(0)));
}

void Presence::endGrace()
{
    const auto now = Clock::now();
    m_leaving.removeIf([this, now](QHash<QString, Clock::time_point>::iterator leaving) {
        if (leaving.value() > now)
            return false;
        note(leaving.key(), m_present.take(leaving.key()), false);
        return true;
    });
    startGraceTimer();
}

void Presence::note(const QString &sub, const QString &name, bool present)
{
    const bool isWaiting = m_news.contains(sub);
    if (!isWaiting && m_news.size() >= newsAtMost)
        return;
    m_news.insert(sub, {name, present});
    if (!isWaiting)
        m_order.append(sub);
    tellNext();
}

void Presence::tellNext()
{
    if (m_isTelling || m_pace.isActive() || m_order.isEmpty())
        return;
    m_isTelling = true;
    const QString sub = m_order.takeFirst();
    m_store.sessionsReadBy(sub, sessionsOfEach).then(this, [this, sub](const Result<QStringList> &sessions) { tell(sub, sessions); });
}

void Presence::tell(const QString &sub, const Result<QStringList> &sessions)
{
    m_isTelling = false;
    const auto [name, present] = m_news.take(sub);
    if (sessions) {
        for (const QString &session : *sessions)
            m_hooks.tell({.sessionId = session, .sub = sub, .name = name, .present = present});
    }
    m_pace.start(paceOfEach * (1 + (sessions ? sessions->size() : 0)));
}

void Presence::takeHere(const QString &node, const QJsonObject &here)
{
    if (here.value(u"anew").toBool())
        takeGone(node);
    QHash<QString, QString> &people = m_there[node];
    const QJsonArray told = here.value(u"people").toArray();
    for (const QJsonValue person : told) {
        const QString sub = person[u"sub"].toString(), name = person[u"name"].toString();
        if (sub.isEmpty())
            continue;
        if (!person[u"present"].toBool())
            people.remove(sub);
        else if (people.size() < peopleOfNode)
            people.insert(sub, name);
        settle(sub, name);
    }
}

void Presence::takeJoined(const QString &node)
{
    takeGone(node);
    QJsonArray people;
    bool isFirst = true;
    for (auto here = m_here.cbegin(); here != m_here.cend(); ++here) {
        people.append(personOf(here.key(), here->name, true));
        if (people.size() == peopleOfEach)
            m_hooks.say(hereOf(std::exchange(people, {}), std::exchange(isFirst, false)), node);
    }
    if (!people.isEmpty())
        m_hooks.say(hereOf(people, isFirst), node);
}

void Presence::takeGone(const QString &node)
{
    const QHash<QString, QString> people = m_there.take(node);
    for (auto person = people.cbegin(); person != people.cend(); ++person)
        settle(person.key());
}

} // namespace pipit::log
