// SPDX-License-Identifier: GPL-3.0-or-later
// The conversation as assistive technology sees it: a list whose children are the visible messages (see AccessibleMessage) and,
// while it is there, the button that leads to the newest one.
//
// Contract: a message keeps its child while it is visible, wherever it moves; one that comes back may get another.
// Thread rule: the GUI thread.
#pragma once

namespace pipit {

class MessageView;

// Makes the view known to QAccessible, and tells of its answers as they come (see AnswerTeller).
void installMessageAccessibility(MessageView *view);

} // namespace pipit
