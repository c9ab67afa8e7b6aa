// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/auth/rules.h"

#include "core/json_fields.h"
#include "core/text_limits.h"

#include <QUuid>

using namespace Qt::StringLiterals;

namespace pipit::auth {

namespace {

constexpr QStringView canaryPrefix = u"pipit:canary:";
constexpr QStringView trialPrefix = u"pipit:trial:";

Error forbidden(const QString &message, const QString &field = {})
{
    return Error{ErrorCode::Forbidden, message, field};
}

} // namespace

std::optional<Error> faultOfSession(const Caller &caller, const QString &sessionId, const QString &field)
{
    if (sessionId.isEmpty())
        return Error{ErrorCode::InvalidRequest, QStringLiteral("%1 is missing.").arg(field), field};
    if (!isSessionId(sessionId))
        return Error{ErrorCode::InvalidRequest, QStringLiteral("%1 must be 1 to %2 characters of A-Z a-z 0-9 _ - :.").arg(field).arg(maxSessionIdBytes), field};
    if (isOfTheNode(sessionId) && caller.role != Role::Operator)
        return forbidden(QStringLiteral("Session %1 is the node's own.").arg(sessionId), field);
    if (!caller.maySee(sessionId))
        return forbidden(QStringLiteral("The token of %1 is not for session %2.").arg(caller.sub, sessionId), field);
    return std::nullopt;
}

bool isOfTheNode(QStringView sessionId)
{
    return sessionId.startsWith(canaryPrefix) || sessionId.startsWith(trialPrefix);
}

QString canarySession(const QString &nodeId)
{
    return canaryPrefix + nodeId;
}

QString trialSessions(const QString &of)
{
    return trialPrefix + of + u':';
}

std::function<bool(QStringView)> sessionsOf(const Caller &caller)
{
    return [caller](QStringView sessionId) { return !isOfTheNode(sessionId) && caller.maySee(sessionId); };
}

Result<Caller> checkedCaller(const QString &sub, const QString &name, const QString &role, const QStringList &sessions)
{
    const auto invalid = [](const QString &field, const QString &why) { return Error{ErrorCode::InvalidRequest, QString(field + u' ' + why + u'.'), field}; };
    if (sub.isEmpty())
        return invalid(u"sub"_s, u"must not be empty"_s);
    for (const auto &[field, text] : {std::pair(u"sub"_s, sub), std::pair(u"name"_s, name)}) {
        if (const auto fault = faultOfName(text))
            return invalid(field, *fault);
        if (utf8Size(text) > MessageLimits().nameBytes)
            return invalid(field, u"is longer than %1 bytes"_s.arg(MessageLimits().nameBytes));
    }
    const auto known = roleFromName(role);
    if (!known)
        return invalid(u"role"_s, u"must be user, bot or operator"_s);
    if (sessions.size() > maxPatterns)
        return invalid(u"sessions"_s, u"must be at most %1 patterns"_s.arg(maxPatterns));
    for (const QString &pattern : sessions) {
        if (!isSessionPattern(pattern))
            return invalid(u"sessions"_s, u"must be sessions' ids or patterns such as team-*, of A-Z a-z 0-9 _ - : *"_s);
    }
    return Caller{.sub = sub, .name = name, .role = *known, .sessions = sessions};
}

Result<Caller> guestOf(const Caller &host, const QJsonObject &invitation)
{
    if (const auto fault = faultOfOperator(host))
        return *fault;
    JsonFields fields(invitation);
    const QString sub = fields.string("sub", u"guest-"_s + QUuid::createUuid().toString(QUuid::Id128).left(12)), name = fields.string("name"), role = fields.string("role", u"user"_s);
    const QStringList sessions = fields.strings("sessions");
    auto fault = fields.fault();
    if (!fault && sessions.isEmpty())
        fault = Error{ErrorCode::InvalidRequest, u"sessions is missing: name those that the guest may see, or [\"*\"] for all."_s, u"sessions"_s};
    if (fault) {
        fault->field = u"invite."_s + fault->field;
        return *fault;
    }
    return checkedCaller(sub, name, role, sessions);
}

std::optional<Error> faultOfOperator(const Caller &caller)
{
    if (caller.role == Role::Operator)
        return std::nullopt;
    return forbidden(QStringLiteral("Only an operator may do this; the role of %1 is %2.").arg(caller.sub, roleName(caller.role)));
}

Result<MessageDraft> signedBy(const Caller &caller, MessageDraft draft)
{
    const bool allowed = draft.senderType == SenderType::User || caller.role == Role::Operator || (caller.role == Role::Bot && draft.senderType == SenderType::Bot);
    if (!allowed)
        return forbidden(QStringLiteral("The role of %1 is %2, which may not post as %3.").arg(caller.sub, roleName(caller.role), senderTypeName(draft.senderType)), u"senderType"_s);
    if (caller.role != Role::Operator && draft.metadata.contains(u"imported"))
        return forbidden(u"metadata.imported says who has said an imported message, and when; only an operator may import."_s, u"metadata"_s);
    const bool hasOneName = caller.role == Role::User && caller.proof != Proof::None;
    if (hasOneName && !draft.senderName.isEmpty() && draft.senderName != caller.displayName())
        return forbidden(QStringLiteral("This token posts as %1 only; leave senderName out.").arg(caller.displayName()), u"senderName"_s);
    draft.senderId = caller.sub;
    if (draft.senderName.isEmpty())
        draft.senderName = caller.displayName();
    return draft;
}

std::optional<Error> faultOfNameless(const Caller &caller)
{
    if (caller.proof != Proof::None)
        return std::nullopt;
    return forbidden(u"Whoever comes without a token has no read position of its own; get a token for that."_s);
}

Result<QString> writerOf(const Caller &caller, const QString &name)
{
    if (const auto fault = faultOfName(name); fault || utf8Size(name) > MessageLimits().nameBytes)
        return Error{ErrorCode::InvalidRequest, u"senderName %1."_s.arg(fault.value_or(u"is longer than %1 bytes"_s.arg(MessageLimits().nameBytes))), u"senderName"_s};
    const auto draft = signedBy(caller, {.sessionId = {}, .senderName = name, .content = {}});
    return draft ? Result<QString>(draft->senderName) : draft.error();
}

bool mayReplaceAll(const Caller &caller)
{
    return caller.role != Role::User;
}

std::optional<Error> faultOfReplacing(const Caller &caller, const MessageDraft &draft, const Message &replaced)
{
    const bool isState = draft.contentType == u"state" && replaced.contentType == u"state";
    if (mayReplaceAll(caller) || isState || (replaced.senderType == SenderType::User && replaced.senderId == caller.sub))
        return std::nullopt;
    return forbidden(QStringLiteral("Message %1 is of %2; the token of %3 replaces only what %3 has said. Send it without replaces, with replyTo perhaps.").arg(QString::number(replaced.id), replaced.senderName, caller.sub), u"replaces"_s);
}

std::optional<Error> faultOfQuestion(const Caller &caller, const QJsonObject &metadata)
{
    if (caller.role == Role::User && caller.proof != Proof::None && metadata.contains(u"userId") && metadata.value(u"userId") != caller.sub)
        return forbidden(QStringLiteral("This token asks as %1 only, not as another userId.").arg(caller.sub), u"metadata"_s);
    return std::nullopt;
}

} // namespace pipit::auth
