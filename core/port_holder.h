// SPDX-License-Identifier: GPL-3.0-or-later
// Who listens on a TCP port of this machine: for the words about a port that could not be had.
//
// It is asked after a bind has failed, never before one: what is free now may be taken a moment later.
// Thread rule: any thread; reads what the system tells of its processes, some milliseconds. Errors: NotFound where nobody listens
// there (any more); Forbidden where it is, or may be, another user's process, which the system does not name.
#pragma once

#include "core/result.h"

#include <QString>

namespace pipit {

struct PortHolder {
    QString program; // as the system calls the process; empty where it does not say
    qint64 process = 0;
};

Result<PortHolder> portHolder(quint16 port);

} // namespace pipit
