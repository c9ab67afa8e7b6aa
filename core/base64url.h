// SPDX-License-Identifier: GPL-3.0-or-later
// Base64url without padding, as tokens and keys are written.
// Thread rule: functions without state. Source: RFC 4648, section 5; RFC 7515, section 2.
#pragma once

#include <QByteArray>

#include <optional>

namespace pipit {

QByteArray base64UrlEncoded(const QByteArray &bytes);

// Strict: nothing for padding, a foreign character, a length that cannot be, or bits left over that are not zero. So no two
// texts stand for the same bytes.
std::optional<QByteArray> base64UrlDecoded(const QByteArray &text);

} // namespace pipit
