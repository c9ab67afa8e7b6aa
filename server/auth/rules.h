// SPDX-License-Identifier: GPL-3.0-or-later
// What a caller may do: every rule is here. No route looks at a role or a pattern by itself (tests/unit/architecture_test.cpp).
//
// Thread rule: functions without state. Errors: InvalidRequest for what cannot be, Forbidden for what may not; each with the
// field and whose token it was. Source: Pipit's contract "who may do what".
#pragma once

#include "core/message.h"
#include "core/result.h"
#include "server/auth/caller.h"

#include <functional>
#include <optional>

namespace pipit::auth {

// A well-formed session id that the caller may see.
std::optional<Error> faultOfSession(const Caller &caller, const QString &sessionId, const QString &field = QStringLiteral("sessionId"));

// A session that the node keeps for itself: it is in no list, no search and no stream of all, and only operators
// can name it.
bool isOfTheNode(QStringView sessionId);
// The one of its canary.
QString canarySession(const QString &nodeId);
// What those begin with in which faults are tried. `of`: whose they are.
QString trialSessions(const QString &of);

// Which sessions a list, a search or a stream of all may show.
std::function<bool(QStringView)> sessionsOf(const Caller &caller);

// Who an operator invites: {sub?, name?, role?, sessions}; a sub of chance where none is given. Errors: InvalidRequest too.
Result<Caller> guestOf(const Caller &host, const QJsonObject &invitation);

// A caller as people describe it, checked: who it is and what it may see. Errors: InvalidRequest, with sub, name, role or
// sessions as field.
Result<Caller> checkedCaller(const QString &sub, const QString &name, const QString &role, const QStringList &sessions);

// What only operators may do.
std::optional<Error> faultOfOperator(const Caller &caller);

// The draft as this caller may say it: a user as itself, a bot also as a bot, an operator as anybody. Who it is from is the
// caller; whoever comes without a token has no name of its own, and may give one.
Result<MessageDraft> signedBy(const Caller &caller, MessageDraft draft);

// Of whoever comes without a token nothing is kept, and nobody hears that it is here: it has no name of its own.
std::optional<Error> faultOfNameless(const Caller &caller);
// As whom it writes, by the rules of signedBy(); `name` may be empty.
Result<QString> writerOf(const Caller &caller, const QString &name);

// Whether this caller may put something in the place of what others have said. If not: what it may not replace, because it is
// another's. A state is everybody's: `ifLatest` keeps its changes apart.
bool mayReplaceAll(const Caller &caller);
std::optional<Error> faultOfReplacing(const Caller &caller, const MessageDraft &draft, const Message &replaced);

// A question's metadata: providers keep their users apart by `userId`, and a user who has a name asks as itself only.
std::optional<Error> faultOfQuestion(const Caller &caller, const QJsonObject &metadata);

} // namespace pipit::auth
