// SPDX-License-Identifier: GPL-3.0-or-later
// One event as one line of text.
//
// Thread rule: functions without state.
#pragma once

#include "client/sse_client.h"

namespace pipit::ctl {

// {"type":…,"data":…,"lastEventId":…} and a line break, in UTF-8.
QByteArray jsonLine(const SseEvent &event);

// The text with line breaks and control characters shown, so that it cannot steer a terminal.
QString visible(const QString &text);

// For a person. Control characters are shown, never sent to the terminal.
QByteArray humanLine(const SseEvent &event);

} // namespace pipit::ctl
