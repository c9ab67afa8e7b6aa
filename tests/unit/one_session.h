// SPDX-License-Identifier: GPL-3.0-or-later
// The session that tests talk in where any will do.
#pragma once

#include <QString>

inline const QString s = QStringLiteral("s");
