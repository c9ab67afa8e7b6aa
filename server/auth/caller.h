// SPDX-License-Identifier: GPL-3.0-or-later
// Who makes a request, and which sessions are theirs. Thread rule: plain values.
// Source: Pipit's contract "who may do what".
#pragma once

#include <QString>
#include <QStringList>

#include <optional>

namespace pipit::auth {

enum class Role { User, Bot, Operator };

QLatin1StringView roleName(Role role);
std::optional<Role> roleFromName(QStringView name);

struct Caller {
    QString sub;                  // unique id of the person or program
    QString name = {};            // as others see it; empty: the sub
    Role role = Role::User;
    QStringList sessions = {};    // patterns such as "team-*"; empty: every session
    QByteArray tokenHash = {};    // which token named it; empty for none

    bool maySee(QStringView sessionId) const;
    const QString &displayName() const { return name.isEmpty() ? sub : name; }
};

// Whether the text has the pattern's form: '*' stands for any run of characters, everything else for itself.
bool matchesPattern(QStringView pattern, QStringView text);

} // namespace pipit::auth
