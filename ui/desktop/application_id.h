// SPDX-License-Identifier: GPL-3.0-or-later
// The program's name among a desktop's programs: of its desktop file, its icon and its windows (packaging/linux). Thread rule: any thread.
#pragma once

#include <QString>

namespace pipit {

inline QString applicationId()
{
    return QStringLiteral("chat.pipit.Pipit");
}

} // namespace pipit
