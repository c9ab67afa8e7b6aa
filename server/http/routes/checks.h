// SPDX-License-Identifier: GPL-3.0-or-later
// What several routes ask of a request before they do anything. Each gives an Error, or what it read.
// Thread rule: functions without state.
#pragma once

#include "core/cursor.h"
#include "core/result.h"
#include "server/auth/caller.h"
#include "server/http/request.h"
#include "server/stream/subscription.h"

#include <initializer_list>
#include <memory>
#include <optional>

namespace pipit::http {

// An integer in the query; the fallback where it is not given.
Result<int> queryInteger(const Request &request, const QString &name, int fallback, int smallest, int largest);

// A cursor of this epoch in the query; nothing where it is not given.
Result<std::optional<qint64>> queryCursor(const Request &request, const QString &name, const QString &epoch);

// Where a stream is to go on: the header Last-Event-ID, else the first of these in the query that has something. Empty: nothing was said.
QByteArray streamCursor(const Request &request, std::initializer_list<QStringView> names);

// Of a session, by the `id` of its path.
Error neverUsed(const QString &id, const QString &field = QStringLiteral("id"));
// The sessions that are to be followed: `sessionId`, repeated, or * for all that the caller may see.
Result<std::shared_ptr<stream::Subscription>> sessionsAsked(const Request &request, const auth::Caller &caller);

// The text can be the title of something: one line, at most 200 bytes.
std::optional<Error> faultOfTitle(const QString &title, const QString &field);

} // namespace pipit::http
