// SPDX-License-Identifier: GPL-3.0-or-later
// Certificates that this program trusts beside the system's: for nodes whose authority is one's own.
//
// Contract: for every connection that is made from here on. A second file takes the place of the first; none: the system's only.
// Thread rule: the main thread. Errors: InvalidRequest, where the file cannot be read or holds no certificate; then nothing has changed.
#pragma once

#include "core/result.h"

namespace pipit {

Result<Done> trustAuthoritiesIn(const QString &pemFile);

} // namespace pipit
