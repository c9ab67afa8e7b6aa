// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json_text.h"

#include <QJsonDocument>

#include <charconv>

namespace pipit::json_text {

namespace {

constexpr char hexDigits[] = "0123456789abcdef";

char *putEscaped(char *to, char16_t unit)
{
    *to++ = '\\';
    switch (unit) {
    case '"': *to++ = '"'; break;
    case '\\': *to++ = '\\'; break;
    case '\b': *to++ = 'b'; break;
    case '\f': *to++ = 'f'; break;
    case '\n': *to++ = 'n'; break;
    case '\r': *to++ = 'r'; break;
    case '\t': *to++ = 't'; break;
    default:
        *to++ = 'u';
        *to++ = '0';
        *to++ = '0';
        *to++ = hexDigits[unit >> 4];
        *to++ = hexDigits[unit & 0xf];
    }
    return to;
}

char *putUtf8(char *to, char32_t letter)
{
    if (letter < 0x800) {
        *to++ = char(0xc0 | (letter >> 6));
    } else if (letter < 0x10000) {
        *to++ = char(0xe0 | (letter >> 12));
        *to++ = char(0x80 | ((letter >> 6) & 0x3f));
    } else {
        *to++ = char(0xf0 | (letter >> 18));
        *to++ = char(0x80 | ((letter >> 12) & 0x3f));
        *to++ = char(0x80 | ((letter >> 6) & 0x3f));
    }
    *to++ = char(0x80 | (letter & 0x3f));
    return to;
}

} // namespace

void appendString(QByteArray &out, QStringView text)
{
    constexpr qsizetype longestUnit = 6; // \u001f
    const qsizetype begin = out.size();
    out.resize(begin + 2 + text.size() * longestUnit);
    char *to = out.data() + begin;
    *to++ = '"';
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t unit = text[i].unicode();
        if (unit < 0x20 || unit == '"' || unit == '\\') {
            to = putEscaped(to, unit);
        } else if (unit < 0x80) {
            *to++ = char(unit);
        } else if (!QChar::isSurrogate(unit)) {
            to = putUtf8(to, unit);
        } else if (QChar::isHighSurrogate(unit) && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            to = putUtf8(to, QChar::surrogateToUcs4(unit, text[++i].unicode()));
        } else {
            to = putUtf8(to, QChar::ReplacementCharacter);
        }
    }
    *to++ = '"';
    out.resize(to - out.constData());
}

void appendNumber(QByteArray &out, qint64 number)
{
    char digits[20];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    out.append(digits, end - digits);
}

void appendObject(QByteArray &out, const QJsonObject &object)
{
    if (object.isEmpty())
        out += "{}";
    else
        out += QJsonDocument(object).toJson(QJsonDocument::Compact);
}

void appendKey(QByteArray &out, const char *key)
{
    if (!out.endsWith('{'))
        out += ',';
    out += '"';
    out += key;
    out += "\":";
}

} // namespace pipit::json_text
