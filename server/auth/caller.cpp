// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/auth/caller.h"

#include <algorithm>
#include <array>

namespace pipit::auth {

namespace {

constexpr std::array roles{"user", "bot", "operator"};
constexpr std::array proofs{"anonymous", "token", "jwt", "cookie", "ticket"};

} // namespace

QLatin1StringView roleName(Role role)
{
    return QLatin1StringView(roles[std::size_t(role)]);
}

QLatin1StringView proofName(Proof proof)
{
    return QLatin1StringView(proofs[std::size_t(proof)]);
}

std::optional<Role> roleFromName(QStringView name)
{
    const auto found = std::ranges::find_if(roles, [name](const char *known) { return name == QLatin1StringView(known); });
    return found == roles.end() ? std::nullopt : std::optional(Role(found - roles.begin()));
}

bool Caller::maySee(QStringView sessionId) const
{
    return sessions.isEmpty() || std::ranges::any_of(sessions, [sessionId](const QString &pattern) { return matchesPattern(pattern, sessionId); });
}

bool matchesPattern(QStringView pattern, QStringView text)
{
    // Greedy with one point of return: linear in practice and never worse than the product of the lengths, whatever the pattern.
    qsizetype p = 0, t = 0, star = -1, resume = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == u'*') {
            star = p++;
            resume = t;
        } else if (p < pattern.size() && pattern[p] == text[t]) {
            ++p;
            ++t;
        } else if (star >= 0) {
            p = star + 1;
            t = ++resume;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == u'*')
        ++p;
    return p == pattern.size();
}

} // namespace pipit::auth
