// SPDX-License-Identifier: GPL-3.0-or-later
// The node on which faults are tried, as a trial reaches it. Thread rule: a value; its functions may be called on any thread.
#pragma once

#include "core/database_url.h"
#include "core/result.h"

#include <QFuture>
#include <QString>
#include <QUrl>

#include <functional>

namespace pipit {

struct FaultSite {
    QUrl url;
    QByteArray token;   // an operator's
    QString sessions;   // what the trials' own begin with
    DatabaseKind database = DatabaseKind::Sqlite;
    qint64 queueBytes = 0;   // that may wait for one stream
    qint64 messageBytes = 0; // of content, at most
    qint64 streams = 0;      // that it carries

    // As Server has them. Their futures may be cancelled, where the node has ended.
    using Asked = QFuture<Result<Done>>;
    std::function<Asked()> dropListener = {};
    std::function<Asked(const QString &sessionId, const QString &content)> writeBeside = {};
    std::function<Asked()> restartDatabase = {};
};

} // namespace pipit
