// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text_limits.h"

#include <algorithm>

namespace pipit {

namespace {

bool isAsciiAlphanumeric(QChar c)
{
    const char16_t u = c.unicode();
    return (u >= u'a' && u <= u'z') || (u >= u'A' && u <= u'Z') || (u >= u'0' && u <= u'9');
}

bool isHexDigit(QChar c)
{
    const char16_t u = c.unicode();
    return (u >= u'0' && u <= u'9') || (u >= u'a' && u <= u'f') || (u >= u'A' && u <= u'F');
}

} // namespace

bool isSessionId(QStringView text)
{
    return !text.isEmpty() && text.size() <= maxSessionIdBytes
        && std::ranges::all_of(text, [](QChar c) { return isAsciiAlphanumeric(c) || c == u'_' || c == u'-' || c == u':'; });
}

bool isSessionPattern(QStringView text)
{
    if (text.size() > 64)
        return false;
    QString literal = text.toString();
    literal.remove(u'*');
    return literal.isEmpty() ? !text.isEmpty() : isSessionId(literal);
}

bool isUuid(QStringView text)
{
    if (text.size() != 36)
        return false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? text[i] != u'-' : !isHexDigit(text[i]))
            return false;
    }
    return true;
}

std::optional<QString> faultOfText(QStringView text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c.isNull())
            return QStringLiteral("has a NUL character (U+0000) at position %1; remove it").arg(i);
        if (c.unicode() >= 0xFFFE)
            return QStringLiteral("has U+%1 at position %2, which is no character; remove it").arg(QString::number(c.unicode(), 16).toUpper()).arg(i);
        if (c.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate())
            ++i;
        else if (c.isSurrogate())
            return QStringLiteral("has half a surrogate pair at position %1; send whole characters").arg(i);
    }
    return std::nullopt;
}

QString withoutFaults(const QString &text)
{
    if (!faultOfText(text))
        return text;
    QString clean;
    clean.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const qsizetype units = text[i].isHighSurrogate() && i + 1 < text.size() ? 2 : 1;
        if (const QStringView character = QStringView(text).mid(i, units); !faultOfText(character)) {
            clean += character;
            i += units - 1;
        }
    }
    return clean;
}

std::optional<QString> faultOfName(QStringView text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i].category() == QChar::Other_Control || text[i] == QChar::LineSeparator || text[i] == QChar::ParagraphSeparator)
            return QStringLiteral("has a line break or control character at position %1; a name is one line").arg(i);
    }
    return faultOfText(text);
}

QString forEcho(QStringView text)
{
    if (faultOfName(text))
        return QStringLiteral("(unprintable)");
    const QStringView start = text.left(64);
    return (start.size() < text.size() && start.back().isHighSurrogate() ? start.chopped(1) : start).toString();
}

QString inOneLine(const QString &text)
{
    QString line = withoutFaults(text);
    for (QChar &c : line) {
        if (c.category() == QChar::Other_Control)
            c = u' ';
    }
    return line.simplified();
}

QString leftOfText(const QString &text, qsizetype units)
{
    const bool cuts = units > 0 && units < text.size() && text[units - 1].isHighSurrogate();
    return text.left(cuts ? units - 1 : units);
}

qsizetype utf8Size(QStringView text)
{
    qsizetype size = 0;
    for (const QChar c : text) {
        const char16_t u = c.unicode();
        // Each half of a pair counts two: four bytes together.
        size += u < 0x80 ? 1 : (u < 0x800 || c.isSurrogate()) ? 2 : 3;
    }
    return size;
}

bool isCjk(char32_t letter)
{
    switch (QChar::script(letter)) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Hangul:
    case QChar::Script_Bopomofo:
        return true;
    default:
        return false;
    }
}

} // namespace pipit
