// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres/postgres_follower.h"

#include "server/store/postgres/postgres_records.h"

#include <QJsonDocument>
#include <QLoggingCategory>

namespace pipit::store {

namespace {

Q_LOGGING_CATEGORY(lcFollower, "pipit.store.follower")

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds liveBatchTime{25};
constexpr milliseconds retryTime{250};
constexpr seconds beatTime{3};
constexpr seconds pollTime{2};
constexpr milliseconds silentTime{15'000};
constexpr std::size_t notesAtMost = 4'000; // of 8 kB at most
constexpr qsizetype outgoingAtMost = 5'000;
constexpr qsizetype outgoingUnitsAtMost = 4 << 20;

} // namespace

QString channel::beat(const QString &node)
{
    return QStringLiteral("pipit_beat_") + node;
}

PostgresFollower::PostgresFollower(const PostgresLog &log, CallWatchdog &watchdog, LogFeed &feed, QString node, Hooks hooks)
    : m_link(log, QStringLiteral("pipit follower"), watchdog), m_feed(feed), m_node(std::move(node)), m_hooks(std::move(hooks)), m_channel(m_node)
{
}

PostgresFollower::~PostgresFollower()
{
    close();
}

qint64 PostgresFollower::nowMs()
{
    return std::chrono::duration_cast<milliseconds>(Clock::now().time_since_epoch()).count();
}

void PostgresFollower::setPeerListener(Peers::Listener listener)
{
    {
        const std::lock_guard lock(m_mutex);
        m_listener = std::make_shared<const Peers::Listener>(std::move(listener));
        m_sayHello = true;
    }
    m_wake.notify_one();
}

std::shared_ptr<const Peers::Listener> PostgresFollower::listener()
{
    const std::lock_guard lock(m_mutex);
    return m_listener;
}

void PostgresFollower::start()
{
    m_thread = std::thread([this] { run(); });
}

void PostgresFollower::heard(const QString &name, const QString &payload)
{
    if (name == channel::live) {
        const std::lock_guard lock(m_mutex);
        if (m_notes.size() < notesAtMost)
            m_notes.push_back({.live = payload});
        else
            ++m_liveDropped;
    } else if (name == channel::messages) {
        const qint64 to = QJsonDocument::fromJson(payload.toUtf8()).object().value(u"to").toInteger();
        ++m_doorbells;
        if (to > m_doorbellTo)
            m_doorbellTo = to;
        if (to <= m_feed.position())
            return;
        const std::lock_guard lock(m_mutex);
        if (m_notes.empty() || m_notes.back().doorbell == 0)
            m_notes.push_back({.doorbell = to});
        else
            m_notes.back().doorbell = std::max(m_notes.back().doorbell, to);
    } else {
        m_beatHeard = nowMs();
        m_heardOnce = true;
        return;
    }
    m_wake.notify_one();
}

void PostgresFollower::listening()
{
    {
        const std::lock_guard lock(m_mutex);
        m_readOn = true;
        m_sayHello = m_listener != nullptr;
    }
    m_beatHeard = nowMs();
    m_wake.notify_one();
}

void PostgresFollower::readOn()
{
    {
        const std::lock_guard lock(m_mutex);
        m_readOn = true;
    }
    m_wake.notify_one();
}

void PostgresFollower::send(QJsonObject event)
{
    qsizetype units = 0; // as far as strings make it large, which nothing else does
    for (const QJsonValue &value : event.value(u"data").toObject())
        units += value.toString().size();
    const std::lock_guard lock(m_mutex);
    if (m_outgoing.size() >= outgoingAtMost || m_outgoingUnits + units > outgoingUnitsAtMost) {
        ++m_liveDropped;
        return;
    }
    if (m_outgoing.isEmpty()) {
        m_outgoingSince = Clock::now();
        m_wake.notify_one();
    }
    m_outgoing.append(std::move(event));
    m_outgoingUnits += units;
}

ListenerFigures PostgresFollower::figures() const
{
    return {.doorbells = m_doorbells, .doorbellMissed = m_missed, .toldOf = m_doorbellTo, .liveSent = m_liveSent, .liveReceived = m_liveReceived, .liveDropped = m_liveDropped};
}

void PostgresFollower::close()
{
    {
        const std::lock_guard lock(m_mutex);
        m_closing = true;
    }
    m_wake.notify_one();
    if (m_thread.joinable())
        m_thread.join();
}

void PostgresFollower::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_closing) {
        // Since the last failure only signs of life are given, which go over another connection.
        const bool resting = Clock::now() < m_retryAt;
        if (resting) {
            m_wake.wait_until(lock, std::min(m_nextBeat, m_retryAt), [this] { return m_closing; });
        } else if (m_notes.empty() && !m_readOn && !m_sayHello) {
            const auto until = std::min(m_nextBeat, m_nextPoll);
            m_wake.wait_until(lock, m_outgoing.isEmpty() ? until : std::min(until, m_outgoingSince + liveBatchTime));
        }
        if (m_closing)
            break;
        lock.unlock();
        beatWhereDue();
        if (!resting)
            work();
        lock.lock();
    }
    lock.unlock();
    try {
        flush(LiveChannel::Kind::Bye);
        deleteNode(m_link.database(), m_node);
    } catch (const SqlFault &) {
        // The others find out by themselves.
    }
    m_link.drop();
}

void PostgresFollower::work()
{
    const auto now = Clock::now();
    std::deque<Note> notes;
    bool readOn = false, flushNow = false;
    {
        const std::lock_guard lock(m_mutex);
        notes.swap(m_notes);
        readOn = std::exchange(m_readOn, false);
        flushNow = m_sayHello || (!m_outgoing.isEmpty() && now >= m_outgoingSince + liveBatchTime);
    }
    try {
        for (; !notes.empty(); notes.pop_front())
            take(notes.front());
        if (readOn)
            m_link.read([this](PostgresDatabase &database) { return m_feed.readOn(database); });
        if (flushNow)
            flush(LiveChannel::Kind::Events);
        m_hooks.derive(m_feed.position());
        if (now >= m_nextPoll) {
            m_nextPoll = now + pollTime;
            poll();
        }
        if (std::exchange(m_failing, false)) {
            m_judgeAt = Clock::now() + silentTime;
            qCInfo(lcFollower) << "The log is followed again.";
        }
    } catch (const SqlFault &fault) {
        if (!std::exchange(m_failing, true))
            qCInfo(lcFollower).noquote() << "The log cannot be followed just now:" << fault.text();
        m_retryAt = Clock::now() + retryTime;
        m_judgeAt = Clock::time_point::max();
        const std::lock_guard lock(m_mutex);
        m_notes.insert(m_notes.begin(), notes.begin(), notes.end());
        m_readOn = true;
    }
}

void PostgresFollower::take(const Note &note)
{
    if (note.doorbell > 0) {
        if (note.doorbell > m_feed.position())
            m_link.read([this](PostgresDatabase &database) { return m_feed.readOn(database); });
        return;
    }
    takeLive(note.live);
}

void PostgresFollower::takeLive(const QString &payload)
{
    const auto received = m_channel.unpack(payload);
    const auto peers = listener();
    if (!received || !peers)
        return;
    switch (received->kind) {
    case LiveChannel::Kind::Hello:
        peerJoined(*peers, received->node);
        break;
    case LiveChannel::Kind::Bye:
        peerGone(*peers, received->node);
        break;
    case LiveChannel::Kind::Events:
        m_liveReceived += received->events.size();
        for (const QJsonValue &event : received->events)
            peers->event(received->node, event.toObject());
    }
}

void PostgresFollower::beatWhereDue()
{
    const auto now = Clock::now();
    if (now < m_nextBeat)
        return;
    m_nextBeat = now + beatTime;
    m_hooks.beat();
    if (m_beatWritten - m_beatHeard > silentTime.count()) {
        qCWarning(lcFollower) << "No notification has come back for" << sinceBeat().count() << "ms; the listening connection is given up for another.";
        m_beatHeard = nowMs();
        m_hooks.silent();
    }
}

// Finds what nobody rang for: a trigger that was switched off, a doorbell that was lost with a connection.
void PostgresFollower::poll()
{
    if (m_unannounced > 0 && m_doorbellTo < m_unannouncedTo)
        m_missed += m_unannounced;
    m_unannounced = 0;
    m_link.read([this](PostgresDatabase &database) {
        m_unannounced += m_feed.readOn(database);
        m_unannouncedTo = m_feed.position();
        m_hooks.look(database);

        QSet<QString> alive;
        for (const NodeRecord &node : selectNodes(database)) {
            if (node.id != m_node)
                alive.insert(node.id);
        }
        const auto peers = listener();
        if (!peers)
            return 0;
        // Where nobody could reach the database nobody could give signs of life.
        if (Clock::now() >= m_judgeAt) {
            for (const QString &node : m_known - alive)
                peerGone(*peers, node);
        }
        for (const QString &node : alive - m_known)
            peerJoined(*peers, node);
        return 0;
    });
    m_link.read([this](PostgresDatabase &database) {
        const bool unsettled = database.value("SELECT EXISTS (SELECT FROM messages WHERE id < 0)")->toBool();
        if (unsettled) {
            const qint64 settled = database.value("SELECT settle_messages()")->toLongLong();
            qCWarning(lcFollower) << settled << "messages were committed while the trigger messages_settle was off; they have their ids now. `pipitctl doctor` says more.";
            m_missed += settled;
        }
        return 0;
    });
}

void PostgresFollower::peerJoined(const Peers::Listener &listener, const QString &node)
{
    m_known.insert(node);
    listener.joined(node);
}

void PostgresFollower::peerGone(const Peers::Listener &listener, const QString &node)
{
    if (m_known.remove(node))
        listener.gone(node);
}

void PostgresFollower::flush(LiveChannel::Kind last)
{
    QJsonArray events;
    bool hello = false;
    {
        const std::lock_guard lock(m_mutex);
        std::swap(events, m_outgoing);
        m_outgoingUnits = 0;
        hello = std::exchange(m_sayHello, false);
    }
    QStringList payloads;
    // Nobody is there to hear them, but for whom one of them names.
    for (qsizetype i = events.size() - 1; m_known.isEmpty() && i >= 0; --i) {
        if (!events[i].toObject().contains(u"to"))
            events.removeAt(i);
    }
    if (hello)
        payloads += m_channel.pack(LiveChannel::Kind::Hello);
    if (!events.isEmpty())
        payloads += m_channel.pack(LiveChannel::Kind::Events, events);
    if (last == LiveChannel::Kind::Bye)
        payloads += m_channel.pack(last);
    if (payloads.isEmpty())
        return;
    try {
        // Nobody waits for the disk: what is lost with the server is lost to everybody.
        m_link.database().run("WITH quick AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))"
                              " SELECT pg_notify('pipit_live', piece) FROM quick, json_array_elements_text(?) AS piece",
                              QString::fromUtf8(QJsonDocument(QJsonArray::fromStringList(payloads)).toJson(QJsonDocument::Compact)));
        m_liveSent += events.size();
    } catch (const SqlFault &) {
        m_liveDropped += events.size();
        if (hello) {
            const std::lock_guard lock(m_mutex);
            m_sayHello = true;
        }
        throw;
    }
}

} // namespace pipit::store
