// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/steady_load.h"

#include "tests/integration/http_call.h"
#include "tests/support/wait_until.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUuid>

#include <algorithm>
#include <stdexcept>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::test {

namespace {

constexpr auto placeLimit = 30s;
constexpr auto callLimit = 20s;
constexpr int wordsAtMost = 20; // of faults, for a person

std::vector<std::string> named(const std::string &prefix, int count)
{
    std::vector<std::string> names;
    for (int i = 0; i < count; ++i)
        names.push_back(prefix + std::to_string(i));
    return names;
}

void say(Reckoning &reckoning, const QString &fault)
{
    if (reckoning.faults.size() < wordsAtMost)
        reckoning.faults << fault;
}

void reckonSubscriber(Reckoning &reckoning, const StreamSwarm::Record &record, const std::set<std::int64_t> &log)
{
    const QString session = QString::fromStdString(record.session);
    std::set<std::int64_t> seen;
    for (const std::int64_t id : record.ids) {
        if (seen.contains(id)) {
            ++reckoning.doubled;
            say(reckoning, u"%1: %2 came twice to a subscriber"_s.arg(session).arg(id));
        } else if (!seen.empty() && id < *seen.rbegin()) {
            ++reckoning.disordered;
            say(reckoning, u"%1: %2 came behind %3"_s.arg(session).arg(id).arg(*seen.rbegin()));
        }
        if (!log.contains(id)) {
            ++reckoning.lost;
            say(reckoning, u"%1: a subscriber has %2, and the log has not"_s.arg(session).arg(id));
        }
        seen.insert(id);
    }
    for (const std::int64_t id : log) {
        if (!seen.contains(id)) {
            ++reckoning.lost;
            say(reckoning, u"%1: %2 is in the log, and never came to a subscriber"_s.arg(session).arg(id));
        }
    }
    if (record.resets > 0)
        say(reckoning, u"%1: a subscriber was told reset, though its cursor was good"_s.arg(session));
    if (!record.fault.empty())
        say(reckoning, QString::fromStdString(record.fault));
    reckoning.delivered += std::ssize(record.ids);
    reckoning.reconnects += std::max(0, record.connections - 1);
}

} // namespace

std::vector<LoggedMessage> logOf(quint16 port, const QByteArray &token, const std::string &session)
{
    HttpConnection connection(port, callLimit);
    std::vector<LoggedMessage> log;
    for (qint64 position = 0;;) {
        const QByteArray target = "/api/messages?limit=200&sessionId=" + QByteArray::fromStdString(session) + "&after=" + QByteArray::number(position);
        const auto answer = connection.call(httpRequest("GET", target, "Bearer " + token));
        if (!answer || answer->status != 200)
            throw std::runtime_error("the log of " + session + " cannot be read: " + (answer ? answer->body.toStdString() : std::string("no answer")));
        const QJsonObject page = answer->data();
        for (const QJsonValue message : page[u"messages"].toArray())
            log.push_back({message[u"id"].toInteger(), message[u"clientMessageId"].toString().toStdString(), message[u"content"].toString()});
        position = page[u"position"].toInteger();
        if (!page[u"hasMore"].toBool())
            return log;
    }
}

Reckoning &Reckoning::operator+=(const Reckoning &other)
{
    told += other.told;
    accepted += other.accepted;
    inLog += other.inLog;
    delivered += other.delivered;
    reconnects += other.reconnects;
    lost += other.lost;
    doubled += other.doubled;
    disordered += other.disordered;
    untrue += other.untrue;
    for (const QString &fault : other.faults)
        say(*this, fault);
    return *this;
}

SteadyLoad::SteadyLoad(LoadShape shape, std::vector<quint16> ports, QByteArray token, std::vector<quint16> publishPorts)
    : m_shape(std::move(shape)), m_ports(std::move(ports)), m_token(std::move(token))
{
    const auto insistingIn = named(m_shape.prefix + "insisting-", m_shape.insistingSessions), onceIn = named(m_shape.prefix + "once-", m_shape.onceSessions);
    for (const auto &some : {insistingIn, onceIn, m_shape.otherSessions})
        m_sessions.insert(m_sessions.end(), some.begin(), some.end());
    m_subscribers = std::make_unique<StreamSwarm>(m_ports, m_token.toStdString());
    for (const auto &session : m_sessions) {
        for (int i = 0; i < m_shape.readersOfEach; ++i)
            m_subscribers->add(session);
    }
    if (publishPorts.empty())
        publishPorts = m_ports;
    m_insisting = std::make_unique<Publishers>(PublishersOptions{.ports = publishPorts, .token = m_token, .sessions = insistingIn, .senders = m_shape.insistingSenders, .pause = m_shape.insistingPause});
    m_once = std::make_unique<Publishers>(PublishersOptions{.ports = publishPorts, .token = m_token, .sessions = onceIn, .senders = m_shape.onceSenders, .pause = m_shape.oncePause, .insists = false});
}

SteadyLoad::~SteadyLoad()
{
    m_subscribers->stop();
}

void SteadyLoad::start()
{
    m_subscribers->start();
    const std::size_t readers = m_sessions.size() * std::size_t(m_shape.readersOfEach);
    if (!waitUntil([&] { return m_subscribers->placed() == readers; }, placeLimit))
        throw std::runtime_error("the streams do not begin: " + std::to_string(m_subscribers->placed()) + " of " + std::to_string(readers));
    m_insisting->start();
    m_once->start();
}

bool SteadyLoad::goesOn(int messages, std::chrono::seconds limit) const
{
    const int from = m_insisting->accepted(), fromOnce = m_once->accepted();
    return waitUntil([&] { return m_insisting->accepted() >= from + messages && m_once->accepted() >= fromOnce + messages / 4; }, limit);
}

bool SteadyLoad::rest(std::chrono::seconds limit)
{
    if (!m_rested) {
        const bool insistingDone = m_insisting->finish(limit);
        m_rested = m_once->finish(limit) && insistingDone;
    }
    return *m_rested;
}

std::map<std::string, std::int64_t> SteadyLoad::writeLast(quint16 port) const
{
    std::map<std::string, std::int64_t> last;
    for (const auto &session : m_sessions) {
        const QJsonObject body{{u"sessionId"_s, QString::fromStdString(session)}, {u"content"_s, u"the last"_s}, {u"senderType"_s, u"user"_s}, {u"clientMessageId"_s, QUuid::createUuid().toString(QUuid::WithoutBraces)}};
        std::optional<Answer> answer;
        const bool isStored = waitUntil([&] {
            answer = HttpConnection(port, callLimit).call(httpRequest("POST", "/api/messages", "Bearer " + m_token, QJsonDocument(body).toJson(QJsonDocument::Compact)));
            return answer && (answer->status == 201 || answer->status == 200);
        }, callLimit);
        if (!isStored)
            throw std::runtime_error("the last message of " + session + " is not taken: " + (answer ? answer->body.toStdString() : std::string("no answer")));
        last[session] = answer->data().value(u"message").toObject().value(u"id").toInteger();
    }
    return last;
}

Reckoning SteadyLoad::reckonSenders(const std::map<std::string, std::set<std::int64_t>> &log, const std::set<std::string> &clientIds)
{
    Reckoning reckoning;
    for (const Publishers *publishers : {m_insisting.get(), m_once.get()}) {
        reckoning.told += publishers->told();
        reckoning.accepted += publishers->accepted();
        if (!publishers->fault().empty())
            say(reckoning, QString::fromStdString(publishers->fault()));
        int ids = 0;
        for (const auto &[session, accepted] : publishers->ids()) {
            ids += int(accepted.size());
            for (const std::int64_t id : accepted) {
                if (!log.at(session).contains(id)) {
                    ++reckoning.lost;
                    say(reckoning, u"%1: %2 was accepted, and is not in the log"_s.arg(QString::fromStdString(session)).arg(id));
                }
            }
        }
        if (ids != publishers->accepted()) {
            ++reckoning.doubled;
            say(reckoning, u"%1 messages were accepted under %2 ids"_s.arg(publishers->accepted()).arg(ids));
        }
        for (const std::string &id : publishers->refused()) {
            if (clientIds.contains(id)) {
                ++reckoning.untrue;
                say(reckoning, u"%1 was refused, and is in the log"_s.arg(QString::fromStdString(id)));
            }
        }
    }
    return reckoning;
}

Reckoning SteadyLoad::reckon(quint16 port)
{
    const bool rested = rest();
    // What comes now shows whether anything came late or twice.
    const auto last = writeLast(port);
    const bool allCame = waitUntil([&] {
        return std::ranges::all_of(m_subscribers->records(), [&](const auto &record) { return !record.ids.empty() && record.ids.back() == last.at(record.session); });
    }, placeLimit);
    m_subscribers->stop();

    std::map<std::string, std::set<std::int64_t>> log;
    std::set<std::string> clientIds;
    int doubledInLog = 0, inLog = 0;
    for (const auto &session : m_sessions) {
        for (const auto &message : logOf(port, m_token, session)) {
            ++inLog;
            const bool isNew = log[session].insert(message.id).second && (message.clientId.empty() || clientIds.insert(message.clientId).second);
            doubledInLog += !isNew;
        }
    }
    Reckoning reckoning = reckonSenders(log, clientIds);
    reckoning.inLog = inLog;
    reckoning.doubled += doubledInLog;
    if (doubledInLog > 0)
        say(reckoning, u"%1 messages are twice in the log"_s.arg(doubledInLog));
    for (const auto &record : m_subscribers->records())
        reckonSubscriber(reckoning, record, log[record.session]);
    if (!rested)
        say(reckoning, u"some messages were never accepted"_s);
    if (!allCame)
        say(reckoning, u"some subscribers never got the last message"_s);
    return reckoning;
}

} // namespace pipit::test
