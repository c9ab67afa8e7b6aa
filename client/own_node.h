// SPDX-License-Identifier: GPL-3.0-or-later
// The node inside this program, as those see it who know nothing of nodes. Destroying it stops the node, and waits for that.
// Thread rule: the thread that made it; signals arrive there, later. Errors: failed() says why the node did not start.
#pragma once

#include "core/error.h"

#include <QObject>
#include <QUrl>

#include <optional>

namespace pipit {

// An alert of its configuration has begun, or is over.
struct NodeAlert {
    QString name;
    bool fires = true;
    QString metric = {};
    std::optional<double> value = {}; // none: there is no figure any more
    double limit = 0;
};

class OwnNode : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    // Also while it runs: then it stops, and starts again with what its configuration says now, where it was.
    virtual void start() = 0;
    // Valid after started().
    virtual QUrl url() const = 0;
    virtual QByteArray token() const = 0;

Q_SIGNALS:
    void started();
    void failed(const pipit::Error &error);
    // Something that the user should know although all is well, such as another port than the usual one.
    void notice(const QString &text);
    void alerted(const pipit::NodeAlert &alert);
};

} // namespace pipit
