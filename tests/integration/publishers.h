// SPDX-License-Identifier: GPL-3.0-or-later
// Senders over HTTP, and the ledger of what the nodes have answered them.
//
// Each message has a clientMessageId of its own. A sender that insists sends it until a node has accepted it, as a client's
// outbox does; one that does not sends it once, and the ledger keeps which were refused.
// Thread rule: start() and finish() on one thread; the ledger from any.
#pragma once

#include <QByteArray>

#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace pipit::test {

class HttpConnection;

struct PublishersOptions {
    std::vector<quint16> ports = {}; // each sender begins at another, and goes to the next when it was not told "stored"
    QByteArray token = {};
    std::vector<std::string> sessions = {}; // one message for each in turn
    int senders = 1;
    int messages = 0;                     // in all; 0: until finish()
    std::chrono::milliseconds pause{0};   // of each sender, between two messages
    bool insists = true;
};

// How often a sender was told what.
struct Told {
    int stored = 0;      // 201
    int storedBefore = 0; // 200
    int notStored = 0;   // or not even tried (unavailable)
    int inDoubt = 0;
    int nothing = 0;     // the connection broke, or no answer came within 20 s
    std::chrono::milliseconds slowest{0};

    Told &operator+=(const Told &other);
};

class Publishers
{
public:
    explicit Publishers(PublishersOptions options) : m_options(std::move(options)) { }
    ~Publishers() { finish(std::chrono::seconds(0)); }

    void start();
    // No more new messages; of those that were begun the senders have so long to bring them to their end. False: some
    // have not come to it.
    bool finish(std::chrono::seconds limit);

    int accepted() const { return m_accepted; }
    Told told() const;
    // An answer that a publisher must not get; empty: there was none.
    std::string fault() const;
    // What was accepted, by session.
    std::map<std::string, std::set<std::int64_t>> ids() const;
    // The clientMessageIds that were answered with a refusal, and not sent again.
    std::set<std::string> refused() const;

private:
    void run(std::size_t sender);
    void publish(std::vector<HttpConnection> &connections, std::size_t &node, int number);
    bool mayBegin(int number) const { return !m_givenUp && !m_stopping && (m_options.messages == 0 || number < m_options.messages); }

    const PublishersOptions m_options;
    std::vector<std::thread> m_threads;
    std::atomic<int> m_next = 0, m_accepted = 0, m_running = 0;
    std::atomic<bool> m_stopping = false, m_givenUp = false;
    mutable std::mutex m_mutex; // of what follows
    Told m_told;
    std::string m_fault;
    std::map<std::string, std::set<std::int64_t>> m_ids;
    std::set<std::string> m_refused;
};

} // namespace pipit::test
