// SPDX-License-Identifier: GPL-3.0-or-later
// Whether this program starts with the user's session, as each system keeps it: a file of the XDG autostart folder, a launch agent
// of macOS, a value of Windows' Run key. What a person, or the system's own settings, has changed there counts.
// Thread rule: the GUI thread; reads and writes what the system reads. Errors: Unavailable, with what the system said.
#pragma once

#include "core/result.h"

#include <QString>
#include <QStringList>

namespace pipit::autostart {

bool isOn();
// Started with these arguments.
Result<Done> setOn(bool isOn, const QStringList &arguments = {});
QString place(); // where it stands, for who looks for it

} // namespace pipit::autostart
