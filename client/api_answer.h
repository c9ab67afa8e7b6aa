// SPDX-License-Identifier: GPL-3.0-or-later
// What a node's answer means, whichever way the request was sent. Thread rule: functions without state.
// Source: docs/api.md, the envelope.
#pragma once

#include "core/result.h"

#include <QJsonObject>

#include <chrono>

namespace pipit {

// For an answer that is not the node's: a proxy's, or another program's at this address.
ErrorCode codeOfStatus(int status);

// The `data` of the envelope, or the error that the node told. `retryAfterHeader`: the value of Retry-After; empty: none.
Result<QJsonObject> answerOf(const QString &host, int status, const QByteArray &body, const QByteArray &retryAfterHeader);

Error closedHere();
Error noAnswerWithin(std::chrono::milliseconds timeLimit, const QString &host);

} // namespace pipit
