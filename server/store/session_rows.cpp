// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/session_rows.h"

#include "server/store/file_rows.h"
#include "server/store/people_rows.h"

namespace pipit::store {

void deleteSessionRows(SqlDatabase &database, const QString &sessionId)
{
    database.run("DELETE FROM runs WHERE session_id = ?", sessionId);
    database.run("DELETE FROM conversations WHERE session_id = ?", sessionId);
    deleteReadPositionsOf(database, sessionId);
    database.run("DELETE FROM sessions WHERE id = ?", sessionId);
    releaseFilesOf(database, sessionId);
}

} // namespace pipit::store
