// SPDX-License-Identifier: GPL-3.0-or-later
// One connection to the SQLite file.
// Thread rule and errors: as SqlDatabase.
#pragma once

#include "server/store/sql_database.h"

namespace pipit::store {

class SqliteDatabase : public SqlDatabase
{
public:
    explicit SqliteDatabase(const QString &file);

private:
    void useWriteAheadLog();
};

} // namespace pipit::store
