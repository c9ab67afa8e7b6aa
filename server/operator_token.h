// SPDX-License-Identifier: GPL-3.0-or-later
// The token that a node makes for its owner at the first start: kept by its owner, or in the file operator.token of the data directory,
// readable by its user only. Thread rule: blocks on the store; only while a node starts.
#pragma once

#include "core/result.h"
#include "server/auth/tokens.h"
#include "server/store/data_directory.h"

namespace pipit {

// `kept`, or the one in the file where that is empty; the store knows it as the operator's afterwards. One that was taken back
// stays so: then there is a new one in the file. Errors: Unavailable.
Result<QByteArray> operatorToken(const QByteArray &kept, const store::DataDirectory &directory, auth::TokenStore &tokens);

} // namespace pipit
