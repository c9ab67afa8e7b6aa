// SPDX-License-Identifier: GPL-3.0-or-later
// The other nodes on the same log, and what they tell each other beside it: pieces of answers under way, who is writing,
// who is there. Never stored; lost where the database cannot be reached, so whoever needs all of it must be able to ask again.
//
// Thread rule: send() on any thread; the listener is called on a thread of the store and must not block. What a node sends
// after a commit is heard after the commit listener has heard that commit.
#pragma once

#include <QJsonObject>
#include <QString>

#include <functional>

namespace pipit::store {

class Peers
{
public:
    struct Listener {
        std::function<void(const QString &node, const QJsonObject &event)> event;
        std::function<void(const QString &node)> joined; // it listens from now on, and knows nothing of what was sent before
        std::function<void(const QString &node)> gone;   // it has stopped, or has not been heard of for 15 s
    };

    virtual ~Peers() = default;

    // Before the first send().
    virtual void setPeerListener(Listener listener) = 0;

    // Goes out in order, with whatever else comes within 25 ms. Strings may be of any length below 1 MiB.
    virtual void send(QJsonObject event) = 0;
};

} // namespace pipit::store
