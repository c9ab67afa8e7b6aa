// SPDX-License-Identifier: GPL-3.0-or-later
// Which class shows which kind of message. A kind that is not listed is shown by name and text.
// Thread rule: the GUI thread.
#pragma once

#include "ui/chat/content/content.h"

namespace pipit {

struct ContentKind {
    const char *contentType;
    ContentFrame frame;
    std::unique_ptr<Content> (*make)();
    bool hasAddress = false; // what it says is where something is
};

// Of an address too, what is too long to be one is shown by name and text.
const ContentKind &contentKind(const QString &contentType, const QString &text);

} // namespace pipit
