// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done to a store that other nodes and programs share, so that a person sees what comes of it (the faults to try).
//
// Everything here also happens by itself; nothing that is stored is touched.
// Thread rule: any thread may call; futures become ready on the store's own threads. Errors: Unavailable, with what the database said.
#pragma once

#include "core/result.h"

#include <QFuture>
#include <QString>

namespace pipit::store {

class Disturbance
{
public:
    virtual ~Disturbance() = default;

    // Has the server end the connection on which this node listens, and no other. Ready when the server has been told.
    virtual QFuture<Result<Done>> dropListener() = 0;

    // A message by plain SQL, beside the node's writer: the node hears of it as of another program's. Ready when it is stored.
    virtual QFuture<Result<Done>> writeBeside(QString sessionId, QString content) = 0;
};

} // namespace pipit::store
