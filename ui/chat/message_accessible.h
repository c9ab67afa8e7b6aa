// SPDX-License-Identifier: GPL-3.0-or-later
// The conversation as assistive technology sees it: a list whose items are the visible messages, each with its sender,
// time, text and state. Thread rule: the GUI thread.
#pragma once

namespace pipit {

// Makes MessageView known to QAccessible; again is harmless.
void installMessageAccessibility();

} // namespace pipit
