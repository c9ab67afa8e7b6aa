// SPDX-License-Identifier: GPL-3.0-or-later
// One connection to the SQLite file.
// Thread rule and errors: as SqlDatabase.
#pragma once

#include "server/store/sql_database.h"

namespace pipit::store {

enum class SqliteAccess {
    ReadWrite, // makes the file where there is none
    ReadOnly,  // changes nothing, also not of what is no database of Pipit's
    FileAlone, // the same, and as if it had no write-ahead log: nothing is made beside it either. While nobody writes to it
};

class SqliteDatabase : public SqlDatabase
{
public:
    explicit SqliteDatabase(const QString &file, SqliteAccess access = SqliteAccess::ReadWrite);

private:
    QVariant bindable(QVariant value) const override;
    void useWriteAheadLog();
};

} // namespace pipit::store
