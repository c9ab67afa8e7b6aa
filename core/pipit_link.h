// SPDX-License-Identifier: GPL-3.0-or-later
// The links that Pipit's programs hand to each other: the only place that writes and reads them.
//
// pipit:join?node=URL&ticket=TICKET   an invitation: its first taker becomes a caller of that node
// pipit:session/ID                    a session of the node that is shown
// pipit:session/ID?node=URL           a session of that node
//
// Contract: what is read is checked; a node's address is http or https, names a host and carries no password. A link gives
// nobody more than what it says: who opens one asks a person first where that has consequences.
// Thread rule: plain values. Errors: InvalidRequest, with what a link looks like.
#pragma once

#include "core/result.h"

#include <QUrl>

namespace pipit {

struct PipitLink {
    enum class Kind { Invitation, Session };
    Kind kind = Kind::Invitation;
    QUrl node = {};         // empty in a session's link: the node that is shown
    QString ticket = {};    // of an invitation
    QString sessionId = {}; // of a session

    QString toString() const;
};

Result<PipitLink> readPipitLink(const QString &text);

} // namespace pipit
