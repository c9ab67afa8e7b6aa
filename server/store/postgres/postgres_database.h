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
    CallWatchdog &m_watchdog;
    const CallLimits m_limits;
    std::atomic<bool> m_silent = false;
    CallWatchdog::Call m_call;
};

// SQLSTATE of what a caller may want to tell apart.
namespace sql_state {
inline constexpr QStringView lockTimeout = u"55P03";
inline constexpr QStringView statementTimeout = u"57014";
inline constexpr QStringView insufficientPrivilege = u"42501";
inline constexpr QStringView undefinedTable = u"42P01";
inline constexpr QStringView unknownStatement = u"26000"; // prepared elsewhere
} // namespace sql_state

} // namespace pipit::store
