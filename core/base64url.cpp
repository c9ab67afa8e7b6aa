// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base64url.h"

namespace pipit {

namespace {

constexpr auto form = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

} // namespace

QByteArray base64UrlEncoded(const QByteArray &bytes)
{
    return bytes.toBase64(form);
}

std::optional<QByteArray> base64UrlDecoded(const QByteArray &text)
{
    // Qt's decoder is lenient. What it made something else of is not written the same way again.
    QByteArray bytes = QByteArray::fromBase64(text, form);
    if (base64UrlEncoded(bytes) != text)
        return std::nullopt;
    return bytes;
}

} // namespace pipit
