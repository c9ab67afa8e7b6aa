// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/auth/jwt_claims.h"

#include "core/text_limits.h"

#include <QJsonArray>

#include <cmath>
#include <optional>

using namespace Qt::StringLiterals;

namespace pipit::auth {

namespace {

constexpr qsizetype nameBytes = 200;
constexpr double msAhead = 30'000;              // by which clocks may differ
constexpr double lastSecond = 253'402'300'799; // of the year 9999

// Reads claim by claim; the first fault counts.
class Reader
{
public:
    Reader(const QJsonObject &claims, qint64 nowMs) : m_claims(claims), m_nowMs(double(nowMs)) { }

    const std::optional<Error> &fault() const { return m_fault; }

    QString line(const char *claim, bool isRequired)
    {
        const QJsonValue value = m_claims.value(QLatin1StringView(claim));
        if (value.isUndefined() && !isRequired)
            return {};
        const QString text = value.toString();
        if (value.isUndefined())
            refuse(claim, u"is missing"_s);
        else if (!value.isString() || text.isEmpty())
            refuse(claim, u"must be a string that is not empty"_s);
        else if (utf8Size(text) > nameBytes)
            refuse(claim, u"may have at most %1 bytes"_s.arg(nameBytes));
        else if (const auto reason = faultOfName(text))
            refuse(claim, *reason);
        return text;
    }

    qint64 expiry()
    {
        const QJsonValue value = m_claims.value(u"exp");
        const double seconds = value.toDouble();
        if (value.isUndefined())
            refuse("exp", u"is missing: a JWT without an end is not taken"_s);
        else if (!value.isDouble())
            refuse("exp", u"must be a number"_s);
        else if (seconds * 1000 <= m_nowMs)
            fail(u"This JWT has expired: sign in again."_s);
        else if (seconds > lastSecond)
            refuse("exp", u"lies beyond the year 9999: it counts seconds since 1970, not milliseconds"_s);
        return m_fault ? 0 : qint64(seconds * 1000);
    }

    void notInFuture(const char *claim)
    {
        const QJsonValue value = m_claims.value(QLatin1StringView(claim));
        if (value.isUndefined())
            return;
        const double ahead = value.toDouble() * 1000 - m_nowMs;
        if (!value.isDouble())
            refuse(claim, u"must be a number"_s);
        else if (ahead > msAhead)
            refuse(claim, u"lies %1 s in the future, so it is not valid yet; where it was made just now, compare the clocks"_s.arg(std::ceil(ahead / 1000), 0, 'g', 9));
    }

    void audience(const QString &wanted)
    {
        const QJsonValue value = m_claims.value(u"aud");
        QStringList given;
        if (value.isString())
            given << value.toString();
        else if (value.isArray())
            given = strings(value.toArray(), "aud");
        else if (!value.isUndefined())
            refuse("aud", u"must be a string or an array of strings"_s);
        if (wanted.isEmpty() && !value.isUndefined())
            refuse("aud", u"is there, and this node has no audience; its operator sets auth.jwt_audience"_s);
        else if (!wanted.isEmpty() && !given.contains(wanted))
            refuse("aud", u"does not name this node (auth.jwt_audience)"_s);
    }

    Role role()
    {
        const QJsonValue value = m_claims.value(u"role");
        const auto role = value.isUndefined() ? Role::User : roleFromName(value.toString());
        if (!role)
            refuse("role", u"must be user, bot or operator"_s);
        return role.value_or(Role::User);
    }

    QStringList sessions(Role role)
    {
        const QJsonValue value = m_claims.value(u"sessions");
        if (value.isUndefined() && role == Role::Operator)
            return {};
        const QJsonArray array = value.toArray();
        if (!value.isUndefined() && !value.isArray())
            refuse("sessions", u"must be an array of strings"_s);
        else if (array.isEmpty()) // to a Caller, no patterns are every session
            refuse("sessions", u"%1: give it patterns such as [\"team-*\"], or [\"*\"] for all"_s.arg(value.isUndefined() ? "is missing"_L1 : "is empty"_L1));
        else if (array.size() > maxPatterns)
            refuse("sessions", u"may have at most %1 patterns"_s.arg(maxPatterns));
        const QStringList patterns = strings(array, "sessions");
        for (const QString &pattern : patterns) {
            if (!isSessionPattern(pattern))
                refuse("sessions", u"has a pattern that is not 1 to 64 of A-Z a-z 0-9 _ - : *"_s);
        }
        return patterns;
    }

private:
    QStringList strings(const QJsonArray &array, const char *claim)
    {
        QStringList list;
        for (const QJsonValue element : array) {
            if (!element.isString())
                refuse(claim, u"must be an array of strings"_s);
            list << element.toString();
        }
        return list;
    }

    void refuse(const char *claim, const QString &reason) { fail(u"The claim %1 of this JWT %2."_s.arg(QLatin1StringView(claim), reason)); }

    void fail(const QString &sentence)
    {
        if (!m_fault)
            m_fault = jwtRefusal(sentence);
    }

    const QJsonObject &m_claims;
    const double m_nowMs;
    std::optional<Error> m_fault;
};

} // namespace

Error jwtRefusal(const QString &sentence)
{
    return Error{ErrorCode::Unauthenticated, sentence, u"Authorization"_s};
}

Result<JwtClaims> readJwtClaims(const QJsonObject &claims, const QString &audience, qint64 nowMs)
{
    Reader reader(claims, nowMs);
    JwtClaims read;
    read.caller.sub = reader.line("sub", true);
    read.expiresAtMs = reader.expiry();
    reader.notInFuture("nbf");
    reader.notInFuture("iat");
    reader.audience(audience);
    read.caller.name = reader.line("name", false);
    read.caller.role = reader.role();
    read.caller.sessions = reader.sessions(read.caller.role);
    if (reader.fault())
        return *reader.fault();
    return read;
}

} // namespace pipit::auth
