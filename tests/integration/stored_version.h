// SPDX-License-Identifier: GPL-3.0-or-later
// What a version of Pipit leaves behind: a data directory with something of everything in it, and what its node answered about it.
// stored_version_maker makes one for each release (tests/integration/stored); upgrade_test starts the present programs on it.
//
// Thread rule: the thread of the client given; blocks.
#pragma once

#include "tests/integration/node_client.h"

namespace pipit::test {

// Sessions, edits, comments, a note, an answer, a file, read positions; some of it redacted, a session deleted.
void fillNode(NodeClient &client);

// What a node of any later version must still answer: by request, and some by what they are about.
QJsonObject answersOf(NodeClient &client);

// Whatever is in `before` is in `now` too, equal; a later version may say more. Empty: so it is; else the first place where not.
QString lostSince(const QJsonValue &before, const QJsonValue &now, const QString &place = {});

// What the desktop of that directory was left with.
namespace left_behind {
inline const QString session = QStringLiteral("orders");
inline const QString unsent = QStringLiteral("还没有发出去 (not sent yet)");
inline const QString language = QStringLiteral("es");
inline const QString theme = QStringLiteral("dark");
} // namespace left_behind

} // namespace pipit::test
