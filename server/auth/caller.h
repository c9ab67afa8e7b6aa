// SPDX-License-Identifier: GPL-3.0-or-later
// Who makes a request, and which sessions are theirs. Thread rule: plain values.
// Source: Pipit's contract "who may do what".
#pragma once

#include <QString>
#include <QStringList>

#include <optional>

namespace pipit::auth {

enum class Role { User, Bot, Operator };

// By what a caller was named.
enum class Proof { None, Token, Jwt, Cookie, Ticket };

QLatin1StringView roleName(Role role);
QLatin1StringView proofName(Proof proof); // "anonymous" for None
std::optional<Role> roleFromName(QStringView name);

struct Caller {
    QString sub;                  // unique id of the person or program
    QString name = {};            // as others see it; empty: the sub
    Role role = Role::User;
    QStringList sessions = {};    // patterns such as "team-*"; empty: every session
    Proof proof = Proof::None;
    QByteArray tokenHash = {};    // of the token that must go on to be good: of a ticket, the one that it was made from; empty: none
    QByteArray jwtKey = {};       // the thumbprint of the key that signed it, where it goes back to a JWT
    std::optional<qint64> expiresAtMs = {};

    bool maySee(QStringView sessionId) const;
    const QString &displayName() const { return name.isEmpty() ? sub : name; }
};

// That a caller can have.
inline constexpr qsizetype maxPatterns = 100;

// Whether the text has the pattern's form: '*' stands for any run of characters, everything else for itself.
bool matchesPattern(QStringView pattern, QStringView text);

} // namespace pipit::auth
