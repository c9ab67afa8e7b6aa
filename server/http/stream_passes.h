// SPDX-License-Identifier: GPL-3.0-or-later
// Streams by whose they are: each is opened with a pass, and ends when what named its caller does.
//
// A token that expires, or is taken back, and a JWT whose key is gone, end their streams about two seconds later, with a
// `closing` that says why. While the store cannot be read, nobody is taken for lost. A pass also
// counts the stream for its client's address.
// Thread rule: the node's thread. Errors: RateLimited, where an address has as many streams as it may.
#pragma once

#include "server/auth/gate.h"
#include "server/http/address_counts.h"
#include "server/http/router.h"
#include "server/stream/engine.h"

#include <QObject>
#include <QTimer>

namespace pipit::http {

// Who asks, from where and with what program.
stream::StreamOrigin originOf(const Exchange &exchange);

class StreamPasses : public QObject
{
    Q_OBJECT

public:
    StreamPasses(auth::Gate &gate, stream::Engine &engine, std::shared_ptr<AddressCounts> counts, QObject *parent = nullptr);

    // Puts the pass into the subscription of a stream that this exchange asks for, and who it is for.
    std::optional<Error> admit(const Exchange &exchange, stream::Subscription &subscription);

private:
    struct Holder {
        auth::Caller caller;
    };

    QCoro::Task<> endLost();

    auth::Gate &m_gate;
    stream::Engine &m_engine;
    const std::shared_ptr<AddressCounts> m_counts;
    QHash<QByteArray, std::weak_ptr<const Holder>> m_holders; // by what named them; the streams keep them
    QTimer m_timer;
    bool m_isLooking = false;
};

} // namespace pipit::http
