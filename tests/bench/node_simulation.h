// SPDX-License-Identifier: GPL-3.0-or-later
// A node's work as queues: what is known of its costs in, latencies out.
//
// A message waits for the node's thread, then for the writer, which commits whatever has come as one, then for the next round of the
// engine, which sends whatever has come to each stream with one call and pauses after a long round. Each thread has a processor to
// itself; where there are fewer, everything takes as much longer.
// Thread rule: pure functions.
#pragma once

#include <vector>

namespace pipit::bench {

// Microseconds, but for `idleKb`.
struct Costs {
    double http = 0;      // of the node's thread, for each message that is published
    double commit = 0;    // of the writer, for each transaction, however many messages it has
    double write = 0;     // of the writer, for each message
    double round = 0;     // of the engine, for each round: it wakes up, and joins
    double send = 0;      // of the engine, for each call
    double delivery = 0;  // of the engine, for each message in it
    double read = 0;      // of a node, for each message that another node wrote
    double idleKb = 0;    // of an idle stream
};

struct Load {
    double rate = 0;             // messages a second
    double streamsOfMessage = 1; // how many streams get each message
    bool isOneChannel = false;   // one send takes what piled up for the channel, and so for everybody; else each message goes to other streams
    double processors = 1e9;     // that all this has
};

struct Simulated {
    double p50Ms = 0;
    double p99Ms = 0;
    double messagesOfCommit = 0;
    double messagesOfSend = 0;
    double processors = 0; // that it kept busy
};

// `seconds` of simulated time, after a second of warming up. The same every time.
Simulated simulate(const Costs &costs, const Load &load, double seconds = 5);

// The highest rate whose p99 stays below this.
double highestRate(const Costs &costs, Load load, double mostMs);

} // namespace pipit::bench
