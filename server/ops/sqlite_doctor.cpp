// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ops/doctor.h"

#include "server/store/file_rows.h"
#include "server/store/sqlite/sqlite_check.h"
#include "server/store/sqlite/sqlite_schema.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QStorageInfo>

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

namespace pipit::ops {

namespace {

using store::SqlFault;
using store::SqliteDatabase;
using Level = Finding::Level;

constexpr qint64 fewBytes = 1LL << 30;
constexpr int measuredSqliteCommits = 20;

// An empty transaction writes nothing; this changes a number that nobody else uses, to what it is.
double commitMs(SqliteDatabase &database)
{
    const QString application = database.value("PRAGMA application_id")->toString();
    std::vector<double> times;
    for (int i = 0; i < measuredSqliteCommits; ++i) {
        QElapsedTimer clock;
        clock.start();
        database.execute(u"PRAGMA application_id=%1"_s.arg(application));
        times.push_back(double(clock.nsecsElapsed()) / 1e6);
    }
    std::ranges::sort(times);
    return times[times.size() / 2];
}

Finding versionOf(SqliteDatabase &database)
{
    const store::TablesVersion version = store::tablesVersion(database);
    const QJsonObject figures{{u"found"_s, version.found}, {u"wanted"_s, version.wanted}};
    const QString check = u"schema"_s;
    if (!database.value("SELECT 1 FROM sqlite_master WHERE name = 'message_once'"))
        return {check, Level::Failure, u"There are no tables of Pipit's in this file."_s, u"Give the file that a node has made; it makes it when it starts."_s, figures};
    if (version.isUsable() && version.isNewer())
        return {check, Level::Warning, version.newerText(), u"Use the newer Pipit here too."_s, figures};
    if (version.isNewer())
        return {check, Level::Failure, u"The tables are of version %1; this program knows %2."_s.arg(version.found).arg(version.wanted), u"Use the newer Pipit here too."_s, figures};
    if (version.found < version.wanted)
        return {check, Level::Failure, u"The tables are of version %1; this program needs %2."_s.arg(version.found).arg(version.wanted), u"Run `pipitctl migrate` with the same database; a node does it when it starts."_s, figures};
    return {check, Level::Good, u"The tables are of version %1, which is this program's."_s.arg(version.found), {}, figures};
}

Finding integrityOf(SqliteDatabase &database, bool isRead)
{
    if (!isRead)
        return {u"integrity"_s, Level::Good, u"Its pages were not read through, because it is large; pipitctl doctor does it."_s};
    const QString check = database.value("PRAGMA quick_check")->toString();
    if (check == u"ok")
        return {u"integrity"_s, Level::Good, u"Its pages are whole."_s};
    return {u"integrity"_s, Level::Failure, u"It is damaged: %1."_s.arg(check), u"Stop the node, keep a copy, and restore the last backup."_s};
}

} // namespace

Findings examineSqlite(const QString &file, const QString &filesDirectory, qint64 mostToRead)
{
    if (!QFileInfo::exists(file))
        return {{u"connect"_s, Level::Failure, u"There is no file %1."_s.arg(file), u"Give the node's data directory; a node makes the file when it starts."_s}};
    if (const auto refusal = store::refusalOfSqliteAtRest(file))
        return {{u"integrity"_s, Level::Failure, *refusal, {}}};
    Findings findings;
    try {
        {
            // What is damaged, or no database of Pipit's, stays as it is.
            SqliteDatabase looking(file, store::SqliteAccess::ReadOnly);
            const qint64 size = QFileInfo(file).size();
            findings.append({u"connect"_s, Level::Good, u"%1 can be opened; it has %2 MB."_s.arg(file).arg(double(size) / 1e6, 0, 'f', 1), {}, {{u"bytes"_s, size}}});
            findings.append(versionOf(looking));
            if (findings.last().level == Level::Failure)
                return findings;
            findings.append(integrityOf(looking, size <= mostToRead));
            if (findings.last().level == Level::Failure)
                return findings;
        }
        SqliteDatabase database(file);
        if (!filesDirectory.isEmpty())
            findings.append(examineFiles(filesDirectory, store::filesId(database, {})));
        const double ms = commitMs(database);
        findings.append({u"commit"_s, Level::Good, u"A commit takes %1 ms: about %2 messages a second from one publisher who waits for each."_s.arg(ms, 0, 'f', 2).arg(1000 / ms, 0, 'f', 0), {}, {{u"commitMs"_s, ms}}});
    } catch (const SqlFault &fault) {
        findings.append({u"connect"_s, Level::Failure, u"%1 cannot be read: %2"_s.arg(file, fault.sentence()), u"Check its permissions, and that it is a database of Pipit's."_s});
    }
    const QStorageInfo disk(QFileInfo(file).absolutePath());
    const qint64 free = disk.bytesAvailable();
    const QString text = u"%1 MB are free on its disk."_s.arg(free / 1'000'000);
    if (free < fewBytes)
        findings.append({u"disk"_s, Level::Warning, text, u"Make room: a full disk refuses every message."_s, {{u"freeBytes"_s, free}}});
    else
        findings.append({u"disk"_s, Level::Good, text, {}, {{u"freeBytes"_s, free}}});
    return findings;
}

} // namespace pipit::ops
