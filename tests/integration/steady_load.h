// SPDX-License-Identifier: GPL-3.0-or-later
// Steady load on nodes of one log, and the reckoning at its end: senders that insist, one that does not, and subscribers that
// come back, held against the log as the nodes give it.
//
// Thread rule: the thread that made it; blocks, for as long as it is told. Errors: std::runtime_error where it cannot begin or
// the log cannot be read; what is not as promised stands in the Reckoning.
#pragma once

#include "tests/integration/publishers.h"
#include "tests/integration/stream_swarm.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace pipit::test {

struct LoadShape {
    int insistingSessions = 6;
    int onceSessions = 2;
    int readersOfEach = 4;
    int insistingSenders = 4;
    int onceSenders = 3;
    std::chrono::milliseconds insistingPause{10}; // of each sender, between two messages
    std::chrono::milliseconds oncePause{15};
    std::vector<std::string> otherSessions = {};  // that have subscribers, and that the test itself writes to
    std::string prefix = {};                      // of the sessions' names
};

// What was promised, and what came of it. All sums are of messages, but `told`.
struct Reckoning {
    Told told;              // what the senders were told, of each attempt
    int accepted = 0;
    int inLog = 0;
    std::int64_t delivered = 0; // all subscribers together
    int reconnects = 0;     // of subscribers
    int lost = 0;           // accepted and not in the log, or in the log and not with a subscriber, or with a subscriber and not in the log
    int doubled = 0;        // twice in the log, or twice with a subscriber
    int disordered = 0;     // behind a greater id
    int untrue = 0;         // refused, and in the log
    QStringList faults = {}; // each of these in words, as far as a person wants to read them, and what else was not as it should be

    bool holds() const { return lost + doubled + disordered + untrue == 0 && faults.isEmpty(); }
    Reckoning &operator+=(const Reckoning &other);
};

struct LoggedMessage {
    std::int64_t id = 0;
    std::string clientId; // empty: none
    QString content;
};

// A whole session, as a client reads it from its beginning.
std::vector<LoggedMessage> logOf(quint16 port, const QByteArray &token, const std::string &session);

class SteadyLoad
{
public:
    // Of several nodes each sender and reader begins at another, and goes to the next where one fails it. `publishPorts`:
    // where senders go, if elsewhere than readers.
    SteadyLoad(LoadShape shape, std::vector<quint16> ports, QByteArray token, std::vector<quint16> publishPorts = {});
    ~SteadyLoad();

    // Ready when every subscriber was told where it starts.
    void start();

    const Publishers &insisting() const { return *m_insisting; }
    const Publishers &once() const { return *m_once; }
    const StreamSwarm &subscribers() const { return *m_subscribers; }
    const std::vector<std::string> &sessions() const { return m_sessions; }

    // Whether so many more messages of those that insist, and a quarter of it of the others, have been accepted within the limit.
    bool goesOn(int messages, std::chrono::seconds limit) const;

    // Ends the senders; those that insist come to the end of what they began. Again: does nothing. False: some have not come to it.
    bool rest(std::chrono::seconds limit = std::chrono::seconds(60));

    // Ends the load, waits until every subscriber has the last message of its session, and holds all against the log that the
    // node at `port` gives.
    Reckoning reckon(quint16 port);

private:
    Reckoning reckonSenders(const std::map<std::string, std::set<std::int64_t>> &log, const std::set<std::string> &clientIds);
    // Of each session the id of a message that comes behind all.
    std::map<std::string, std::int64_t> writeLast(quint16 port) const;

    const LoadShape m_shape;
    const std::vector<quint16> m_ports;
    const QByteArray m_token;
    std::vector<std::string> m_sessions;
    std::unique_ptr<StreamSwarm> m_subscribers;
    std::unique_ptr<Publishers> m_insisting, m_once;
    std::optional<bool> m_rested;
};

} // namespace pipit::test
