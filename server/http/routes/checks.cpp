// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/routes/checks.h"

#include "core/text_limits.h"
#include "server/auth/rules.h"

using namespace Qt::StringLiterals;

namespace pipit::http {

namespace {

constexpr qsizetype titleBytes = 200;
constexpr qsizetype sessionsAtOnce = 500;

} // namespace

Result<int> queryInteger(const Request &request, const QString &name, int fallback, int smallest, int largest)
{
    if (!request.hasQuery(name))
        return fallback;
    bool isNumber = false;
    const int number = request.queryValue(name).toInt(&isNumber);
    if (!isNumber || number < smallest || number > largest)
        return Error{ErrorCode::InvalidRequest, QStringLiteral("%1 must be an integer from %2 to %3.").arg(name).arg(smallest).arg(largest), name};
    return number;
}

Result<std::optional<qint64>> queryCursor(const Request &request, const QString &name, const QString &epoch)
{
    if (!request.hasQuery(name))
        return std::optional<qint64>();
    const auto cursor = Cursor::parse(request.queryValue(name).toUtf8());
    if (!cursor)
        return Error{ErrorCode::InvalidRequest, QStringLiteral("%1 must be a cursor: a message's id, such as 42 or 42~%2.").arg(name, epoch), name};
    if (!cursor->epoch.isEmpty() && cursor->epoch != epoch)
        return Error{ErrorCode::InvalidRequest, QStringLiteral("%1 is of epoch %2, this log is %3: its positions mean something else. Load the history again.").arg(name, cursor->epoch, epoch), name};
    return std::optional(cursor->position);
}

QByteArray streamCursor(const Request &request, std::initializer_list<QStringView> names)
{
    if (const auto header = request.header("last-event-id"); header && !header->isEmpty())
        return *header;
    for (const QStringView name : names) {
        if (const QString value = request.queryValue(name); !value.isEmpty())
            return value.toUtf8();
    }
    return {};
}

Error neverUsed(const QString &id, const QString &field)
{
    return Error{ErrorCode::NotFound, QStringLiteral("Session %1 was never used: it begins with its first message.").arg(id), field};
}

Result<std::shared_ptr<stream::Subscription>> sessionsAsked(const Request &request, const auth::Caller &caller)
{
    const QStringList asked = request.queryValues(u"sessionId");
    auto subscription = std::make_shared<stream::Subscription>();
    if (asked.isEmpty())
        return Error{ErrorCode::InvalidRequest, u"sessionId is missing: name one or more sessions, or * for all."_s, u"sessionId"_s};
    if (asked.contains(u"*")) {
        subscription->all = true;
        if (const auto maySee = auth::sessionsOf(caller))
            subscription->maySee = [maySee](std::string_view id) { return maySee(QString::fromUtf8(id)); };
        return subscription;
    }
    if (asked.size() > sessionsAtOnce)
        return Error{ErrorCode::InvalidRequest, QStringLiteral("At most %1 sessions may be followed by name; use * for all.").arg(sessionsAtOnce), u"sessionId"_s};
    for (const QString &id : asked) {
        if (const auto fault = auth::faultOfSession(caller, id))
            return *fault;
        if (!subscription->covers(id.toStdString()))
            subscription->sessions.push_back(id.toStdString());
    }
    return subscription;
}

std::optional<Error> faultOfTitle(const QString &title, const QString &field)
{
    if (const auto fault = faultOfName(title))
        return Error{ErrorCode::InvalidRequest, field + u' ' + *fault + u'.', field};
    if (const auto size = utf8Size(title); size > titleBytes)
        return Error{ErrorCode::TooLarge, QStringLiteral("%1 is %2 bytes; the limit is %3.").arg(field).arg(size).arg(titleBytes), field};
    return std::nullopt;
}

} // namespace pipit::http
