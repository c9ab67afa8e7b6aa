// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/struck_out.h"

namespace pipit {

namespace {

// Of the alphabets in which tokens and keys are written. None of them ends a string of JSON.
bool isOfToken(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || QByteArrayView("-._~+/=").contains(c);
}

bool isOfToken(QChar c)
{
    return c.unicode() < 128 && isOfToken(char(c.unicode()));
}

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
        // Another of its kind with the same beginning: what was left of that, nothing would know for a secret any more.
        if (length < secret.size()) {
            while (at + length < text.size() && isOfToken(text.at(at + length)))
                ++length;
        }
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
