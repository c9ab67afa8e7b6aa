// SPDX-License-Identifier: GPL-3.0-or-later
// The token that a node makes for its owner at the first start: kept by its owner, or in the file operator.token of the data directory,
// readable by its user only. Thread rule: blocks on the store; only while a node starts.
#pragma once

#include "core/result.h"
#include "server/auth/tokens.h"
#include "server/store/data_directory.h"

namespace pipit {

// The token in the file; a new one where there is no file. Errors: Unavailable.
Result<QByteArray> operatorTokenIn(const store::DataDirectory &directory);

// The store knows it as the operator's afterwards.
Result<Done> ensureKnown(const QByteArray &token, auth::TokenStore &tokens);

} // namespace pipit
