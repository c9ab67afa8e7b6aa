// SPDX-License-Identifier: GPL-3.0-or-later
// One connection to PostgreSQL through Qt's driver. Every call has a limit: the server's own for statements and locks, and
// the watchdog's, which breaks the connection where the server does not answer at all.
//
// Thread rule: as SqlDatabase; the driver gives its notifications on that thread too, where it has an event loop.
// Errors: SqlFault with the SQLSTATE; connectionLost() where the connection is gone, and with it the answer.
#pragma once

#include "server/store/postgres/call_watchdog.h"
#include "server/store/postgres/postgres_url.h"
#include "server/store/sql_database.h"

#include <QSqlDriver>

#include <atomic>
#include <initializer_list>
#include <unordered_map>

struct pg_result;

namespace pipit::store {

struct CallLimits {
    std::chrono::milliseconds connect{5'000};
    std::chrono::milliseconds lock{3'000};      // the server gives a statement up that waits longer for a lock
    std::chrono::milliseconds statement{8'000}; // and one that takes longer in all; 0: none
    std::chrono::milliseconds call{10'000};     // the watchdog breaks the connection
};

class PostgresDatabase : public SqlDatabase
{
public:
    // `purpose` is how the server's own lists show this connection: "pipit writer".
    PostgresDatabase(const PostgresTarget &target, const QString &purpose, CallWatchdog &watchdog, const CallLimits &limits = {});

    // Looks at what the server has sent, and asks nothing: false once it has ended the connection.
    bool isOpen();
    // As isOpen(), without looking: what has come stays for the driver, which would not notice it otherwise.
    bool seemsOpen() const;
    // The watchdog had to end a call.
    bool wasSilent() const { return m_silent; }
    int backendPid() const;
    // Makes whatever waits on this connection return, now and from now on. From any thread while this object lives.
    void breakOff();
    // A statement that answers with one row, for the few that are run for every message: its values go to the server apart from its
    // text, which is parsed once. (Qt's driver writes them into the text of an EXECUTE, and that costs a message 60 µs.) `sql` must be a
    // literal: it is the key. A null value is NULL; a row without its value is an empty text.
    using Values = std::initializer_list<QByteArray>;
    QList<QByteArray> askOnce(const char *sql, Values values);
    // Notifications of this channel come as signals of the driver.
    void listen(const QString &channel);
    QSqlDriver *driver() { return handle().driver(); }

    // Runs `work` between BEGIN and COMMIT; what it throws rolls back.
    template<typename Work>
    void transaction(Work work)
    {
        execute(QStringLiteral("BEGIN"));
        try {
            work();
            execute(QStringLiteral("COMMIT"));
        } catch (const SqlFault &fault) {
            if (!fault.connectionLost())
                execute(QStringLiteral("ROLLBACK"));
            throw;
        }
    }

protected:
    void callBegins() override;
    void callEnds() override;
    SqlFault faultOf(const QSqlError &error) const override;

private:
    SqlFault faultOf(const pg_result *result) const;
    CallWatchdog &m_watchdog;
    const CallLimits m_limits;
    std::atomic<bool> m_silent = false;
    CallWatchdog::Call m_call;
    std::unordered_map<const char *, QByteArray> m_asked; // the names under which the server has them
};

// SQLSTATE of what a caller may want to tell apart.
namespace sql_state {
inline constexpr QStringView lockTimeout = u"55P03";
inline constexpr QStringView insufficientPrivilege = u"42501";
inline constexpr QStringView undefinedTable = u"42P01";
inline constexpr QStringView unknownStatement = u"26000"; // prepared elsewhere
} // namespace sql_state

} // namespace pipit::store
