// SPDX-License-Identifier: GPL-3.0-or-later
// What a database said when it refused, for the log and for the Error that the caller gets.
// Thread rule: a value; thrown inside the store, and never leaves it.
#pragma once

#include <QString>

#include <stdexcept>

namespace pipit::store {

// What a fault says of the database itself, whichever statement met it.
enum class Harm {
    None,
    Disk,   // the disk did not do what it was asked to; it may the next time
    Damage, // what is stored is not what was written, or nobody knows whether it is
};

class SqlFault : public std::runtime_error
{
public:
    // `state`: the SQLSTATE, five characters, where the database gives one. `connectionLost`: there is no telling whether
    // the statement had its effect.
    explicit SqlFault(const std::string &what, QString state = {}, bool connectionLost = false, Harm harm = Harm::None)
        : std::runtime_error(what), m_state(std::move(state)), m_connectionLost(connectionLost), m_harm(harm)
    {
    }

    QString text() const { return QString::fromUtf8(what()); }
    // In one line and with its full stop, for people.
    QString sentence() const
    {
        const QString line = text().simplified();
        return line.endsWith(u'.') || line.endsWith(u'?') ? line : line + u'.';
    }
    const QString &state() const { return m_state; }
    bool connectionLost() const { return m_connectionLost; }
    Harm harm() const { return m_harm; }

private:
    QString m_state;
    bool m_connectionLost;
    Harm m_harm;
};

} // namespace pipit::store
