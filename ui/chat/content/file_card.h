// SPDX-License-Identifier: GPL-3.0-or-later
// What stands on the card of a message that is a file: its kind, name and size; where to open it, how far it is saved.
// Thread rule: the GUI thread.
// Source: Pipit's contract of messages: content is a URL, metadata has name, size (bytes), mimeType and duration (ms).
#pragma once

#include "ui/chat/content/card_block.h"
#include "ui/chat/content/content.h"

namespace pipit {

CardText fileCard(const ContentSource &source);

} // namespace pipit
