// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/struck_out.h"

namespace pipit {

namespace {

template<typename Text>
Text struck(Text text, const Text &secret, const Text &stars)
{
    constexpr qsizetype telling = 8; // fewer tell nothing, and may be any word
    if (secret.isEmpty())
        return text;
    const Text beginning = secret.left(telling);
    for (qsizetype at = text.indexOf(beginning); at >= 0; at = text.indexOf(beginning, at + stars.size())) {
        qsizetype length = beginning.size();
        while (length < secret.size() && at + length < text.size() && text[at + length] == secret[length])
            ++length;
        text.replace(at, length, stars);
    }
    return text;
}

} // namespace

QByteArray struckOut(QByteArray bytes, const QByteArray &secret)
{
    return struck(std::move(bytes), secret, QByteArray("***"));
}

QString struckOut(const QString &text, const QByteArray &secret)
{
    return struck(text, QString::fromUtf8(secret), QStringLiteral("***"));
}

} // namespace pipit
