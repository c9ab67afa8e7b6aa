// SPDX-License-Identifier: GPL-3.0-or-later
// What a message says, in one line of plain words: for the list of sessions and the notifications of the desktop.
// Thread rule: the GUI thread, whose language its words are in.
#pragma once

#include <QString>

namespace pipit {

struct Message;

// At most 200 characters of it, without the marks of Markdown; of a file its name. Empty: there is nothing to read in it.
QString messageLine(const Message &message);

// The same with who says it before it, where that is another person than the reader: in a conversation of two, the title says it.
QString messageLineOf(const Message &message, const QString &ownSenderId);

} // namespace pipit
