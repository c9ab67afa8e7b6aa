// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres/postgres_disturbance.h"

using namespace Qt::StringLiterals;

namespace pipit::store {

QFuture<Result<Done>> PostgresDisturbance::dropListener()
{
    return m_readers.ask<Done>([this](PostgresLink &link) -> Result<Done> {
        const auto pid = m_listener.backendPid();
        if (!pid)
            return Error{ErrorCode::Unavailable, u"The connection that listens to the database is lost already."_s};
        const bool isEnded = link.database().value("SELECT pg_terminate_backend(?)", *pid)->toBool();
        return isEnded ? Result<Done>(Done()) : Error{ErrorCode::Unavailable, u"The database has no process %1 any more, at which the node listens."_s.arg(*pid)};
    });
}

QFuture<Result<Done>> PostgresDisturbance::writeBeside(QString sessionId, QString content)
{
    return m_readers.ask<Done>([sessionId = std::move(sessionId), content = std::move(content)](PostgresLink &link) -> Result<Done> {
        link.database().run("INSERT INTO messages (session_id, content, sender_type) VALUES (?, ?, 'system')", sessionId, content);
        return Done();
    });
}

} // namespace pipit::store
