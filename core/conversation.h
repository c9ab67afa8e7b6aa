// SPDX-License-Identifier: GPL-3.0-or-later
// A session as a conversation: what was edited or answered anew counts once, as it was last said, where it was first said.
//
// Thread rule: a function without state.
#pragma once

#include "core/message.h"

#include <QList>

namespace pipit {

// What a question goes on from. `history`: messages of its session before it, ascending; what lies before the first of them is
// not looked for.
// - A message that another one replaces is left out; the newest that replaces it stands in its place.
// - An answer that was stopped or broke off replaces no whole one.
// - An answer to an edit stands behind the question that was edited; the answer that this one had before is left out.
// - A question that is an edit itself goes on from what stood before the one that it replaces.
QList<Message> conversationBefore(const Message &question, const QList<Message> &history);

} // namespace pipit
