// SPDX-License-Identifier: GPL-3.0-or-later
// How the log says that a message was erased: its tombstone, and the notice that tells everybody.
//
// A tombstone keeps the id, the sender and the time of what stood there; its content is empty. The notice is a message of its
// own, so that whoever follows the log, at once or later, hears of it in order and drops its copies.
// Thread rule: functions without state. Source: Pipit's contract of retention and erasure.
#pragma once

#include "core/message.h"

#include <QList>

#include <optional>

namespace pipit {

// The message as it stands in the log from then on.
Message tombstoneOf(Message message);
bool isTombstone(const Message &message);

// What tells of these messages; all of one session. `bySub` is who had them erased.
MessageDraft redactionNotice(const Message &first, const QList<qint64> &ids, const QString &bySub);
// The messages that a notice speaks of; nothing where it is none. Only the system's word counts: no user may have others'
// messages forgotten.
std::optional<QList<qint64>> redactedIds(const Message &message);

} // namespace pipit
