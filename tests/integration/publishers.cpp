// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/publishers.h"

#include "tests/integration/http_call.h"
#include "tests/support/wait_until.h"

#include <QJsonDocument>
#include <QUuid>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::test {

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto answerLimit = 20s;
constexpr auto repeatTime = 20ms;

} // namespace

Told &Told::operator+=(const Told &other)
{
    stored += other.stored;
    storedBefore += other.storedBefore;
    notStored += other.notStored;
    inDoubt += other.inDoubt;
    nothing += other.nothing;
    slowest = std::max(slowest, other.slowest);
    return *this;
}

void Publishers::start()
{
    m_running = m_options.senders;
    for (int i = 0; i < m_options.senders; ++i)
        m_threads.emplace_back([this, i] { run(std::size_t(i)); });
}

bool Publishers::finish(std::chrono::seconds limit)
{
    if (m_options.messages == 0)
        m_stopping = true;
    const bool whole = waitUntil([this] { return m_running == 0; }, limit);
    m_givenUp = m_givenUp || !whole;
    for (auto &thread : m_threads)
        thread.join();
    m_threads.clear();
    return whole;
}

void Publishers::run(std::size_t sender)
{
    std::vector<HttpConnection> connections;
    for (const quint16 port : m_options.ports)
        connections.emplace_back(port, answerLimit);
    std::size_t node = sender;
    for (int i = m_next++; mayBegin(i); i = m_next++) {
        publish(connections, node, i);
        if (m_options.pause > 0ms)
            std::this_thread::sleep_for(m_options.pause);
    }
    --m_running;
}

void Publishers::publish(std::vector<HttpConnection> &connections, std::size_t &node, int number)
{
    const std::string session = m_options.sessions[std::size_t(number) % m_options.sessions.size()];
    const QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const QJsonObject body{{u"sessionId"_s, QString::fromStdString(session)}, {u"content"_s, u"message %1"_s.arg(number)}, {u"senderType"_s, u"user"_s}, {u"clientMessageId"_s, id}};
    const QByteArray request = httpRequest("POST", "/api/messages", "Bearer " + m_options.token, QJsonDocument(body).toJson(QJsonDocument::Compact));
    for (bool again = false; !m_givenUp; again = true) {
        const auto begin = Clock::now();
        const auto answer = connections[node % connections.size()].call(request);
        const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
        {
            const std::lock_guard lock(m_mutex);
            m_told.slowest = std::max(m_told.slowest, took);
            const QString code = answer ? answer->error().value(u"code").toString() : QString();
            if (answer && (answer->status == 201 || answer->status == 200)) {
                // 200 only for what was sent before and whose answer was lost.
                if (answer->status == 200 && !again)
                    m_fault = "200 for a message sent for the first time";
                ++(answer->status == 201 ? m_told.stored : m_told.storedBefore);
                m_ids[session].insert(answer->data().value(u"message").toObject().value(u"id").toInteger());
                ++m_accepted;
                return;
            }
            if (!answer) {
                ++m_told.nothing;
            } else if (answer->status == 503 && code == u"in_doubt") {
                ++m_told.inDoubt;
            } else if (answer->status == 503 && (code == u"not_stored" || code == u"unavailable")) {
                // Unavailable: it was not even tried, as where a node that has just started cannot ask who the sender is.
                ++m_told.notStored;
                if (!m_options.insists)
                    m_refused.insert(id.toStdString());
            } else {
                m_fault = "an answer that is neither stored nor try again: " + std::to_string(answer->status) + ' ' + answer->body.toStdString() + " to " + request.toStdString();
                m_givenUp = true;
            }
        }
        ++node;
        if (!m_options.insists)
            return;
        std::this_thread::sleep_for(repeatTime);
    }
}

Told Publishers::told() const
{
    const std::lock_guard lock(m_mutex);
    return m_told;
}

std::string Publishers::fault() const
{
    const std::lock_guard lock(m_mutex);
    return m_fault;
}

std::map<std::string, std::set<std::int64_t>> Publishers::ids() const
{
    const std::lock_guard lock(m_mutex);
    return m_ids;
}

std::set<std::string> Publishers::refused() const
{
    const std::lock_guard lock(m_mutex);
    return m_refused;
}

} // namespace pipit::test
