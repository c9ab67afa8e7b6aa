// SPDX-License-Identifier: GPL-3.0-or-later
// The log as assistive technology sees it: a list whose children are the visible lines, each with its time, how grave it is, its area and
// its words. New lines are not announced: they may come a thousand a second.
// Thread rule: the GUI thread.
#pragma once

namespace pipit {

// Makes every LogView known to QAccessible. More calls do nothing.
void installLogAccessibility();

} // namespace pipit
