// SPDX-License-Identifier: GPL-3.0-or-later
// The node inside this program, as those see it who know nothing of nodes: how it stands, and what can be asked of it.
//
// Contract: start(), stop() and drain() return at once; what came of them is in status(), and changed() says when. Of what is asked
// while something is under way, the last counts, and is done next. Destroying it stops the node, and waits for that.
// Thread rule: the thread that made it; signals arrive there, later. Errors: status().fault, and failed() as it happens: why the
// node did not start, or could not go on, and what to do.
#pragma once

#include "client/node_alert.h"
#include "core/database_url.h"
#include "core/error.h"
#include "core/port_holder.h"

#include <QDateTime>
#include <QObject>
#include <QUrl>

#include <chrono>
#include <optional>

namespace pipit {

struct DrainProgress {
    qint64 open = 0;    // streams, now
    qint64 atStart = 0;
    std::chrono::milliseconds elapsed{0};
    std::chrono::milliseconds limit{0};
};

// The port that it was to have; it listens on another one meanwhile.
struct TakenPort {
    quint16 wanted = 0;
    quint16 used = 0;
    std::optional<PortHolder> holder = {};
    QString unknown = {};       // why nobody is named there
    std::optional<QUrl> pipit = {}; // what answers there is a Pipit
};

struct NodeStatus {
    enum class State {
        Stopped,
        Starting,
        Running,
        Draining, // runs, and sends its streams away; stops after that
        Stopping,
        Failed,   // it did not start, or could not go on: fault
    };

    State state = State::Stopped;
    std::optional<Error> fault = {};
    QDateTime since = {};            // it runs; UTC

    // Of the last start that came so far.
    QUrl url = {};
    QByteArray token = {};
    QString tokenFile = {};          // where the token stands, for its user only; empty: in the keychain
    QString dataDir = {};
    DatabaseKind database = DatabaseKind::Sqlite;
    QString databaseName = {};       // a file, or the URL without its secret
    bool isOpenToNetwork = false;

    std::optional<DrainProgress> drain = {};
    std::optional<TakenPort> taken = {};

    bool isUp() const { return state == State::Running || state == State::Draining; }
    bool isChanging() const { return state == State::Starting || state == State::Stopping; }
};

class FaultTrials;

class OwnNode : public QObject
{
    Q_OBJECT

public:
    using State = NodeStatus::State;
    using QObject::QObject;

    // Also while it runs: then it stops, and starts again with what its configuration says now, where it was.
    virtual void start() = 0;
    virtual void stop() = 0;
    // Tells every stream to come back later, in the time that the configuration gives; then it stops.
    virtual void drain() = 0;

    // What can be tried on it; null: nothing.
    virtual FaultTrials *trials() { return nullptr; }

    const NodeStatus &status() const { return m_status; }
    QUrl url() const { return m_status.url; } // valid after started()
    QByteArray token() const { return m_status.token; }

Q_SIGNALS:
    void changed(); // status()
    void started();
    void failed(const pipit::Error &error);
    // Something that the user should know although all is well, such as another port than the usual one.
    void notice(const QString &text);
    void alerted(const pipit::NodeAlert &alert);

protected:
    NodeStatus m_status; // whoever changes it emits changed()
};

} // namespace pipit
