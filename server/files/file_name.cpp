// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/file_name.h"

#include "core/text_limits.h"

#include <QUrl>

#include <algorithm>
#include <array>

namespace pipit::files {

namespace {

constexpr qsizetype extensionBytes = 32; // a longer one is no extension

struct Range {
    char32_t first;
    char32_t last;
};

// Not seen, or turning the direction of what is. The joiners U+200C and U+200D stay: Persian words and emoji are made with them.
constexpr std::array unseen{
    Range{0x00AD, 0x00AD}, Range{0x061C, 0x061C}, Range{0x115F, 0x1160}, Range{0x180E, 0x180E}, Range{0x200B, 0x200B}, Range{0x200E, 0x200F}, Range{0x2028, 0x202E},
    Range{0x2060, 0x206F}, Range{0x3164, 0x3164}, Range{0xFEFF, 0xFEFF}, Range{0xFFA0, 0xFFA0}, Range{0xFFF0, 0xFFFD}, Range{0xE0000, 0xE001F},
};

bool isForbidden(char32_t c)
{
    if (c < 0x20 || (c >= 0x7F && c < 0xA0) || (c & 0xFFFE) == 0xFFFE || (c >= 0xD800 && c < 0xE000))
        return true;
    if (c < 0x80)
        return QLatin1StringView("<>:\"|?*/\\").contains(QLatin1Char(char(c)));
    return std::ranges::any_of(unseen, [c](const Range &range) { return c >= range.first && c <= range.last; });
}

QString withoutForbidden(const QString &text)
{
    QString kept;
    for (const char32_t c : text.toUcs4()) {
        if (!isForbidden(c))
            kept += QString::fromUcs4(&c, 1);
    }
    return kept;
}

bool isBlankOrDot(QChar c)
{
    return c == u'.' || c.isSpace();
}

QString trimmedAtBothEnds(const QString &text)
{
    const auto first = std::ranges::find_if_not(text, isBlankOrDot);
    const auto last = std::find_if_not(text.crbegin(), text.crend() - (first - text.cbegin()), isBlankOrDot).base();
    return text.sliced(first - text.cbegin(), last - first);
}

// The longest beginning of whole characters in so many bytes of UTF-8.
QString leftOfBytes(const QString &text, qsizetype bytes)
{
    qsizetype units = 0;
    for (qsizetype left = bytes; units < text.size();) {
        const qsizetype length = text[units].isHighSurrogate() ? 2 : 1;
        left -= utf8Size(QStringView(text).sliced(units, length));
        if (left < 0)
            break;
        units += length;
    }
    return text.first(units);
}

QString shortened(const QString &name)
{
    if (utf8Size(name) <= nameBytes)
        return name;
    const qsizetype dot = name.lastIndexOf(u'.');
    const QString extension = dot > 0 ? name.sliced(dot) : QString();
    if (extension.isEmpty() || utf8Size(extension) > extensionBytes)
        return leftOfBytes(name, nameBytes);
    return QString(leftOfBytes(name.first(dot), nameBytes - utf8Size(extension)) + extension);
}

bool isDeviceOfWindows(const QString &name)
{
    const QString stem = name.left(name.indexOf(u'.')).trimmed().toUpper();
    static const QStringList devices{QStringLiteral("CON"), QStringLiteral("PRN"), QStringLiteral("AUX"), QStringLiteral("NUL"), QStringLiteral("CONIN$"), QStringLiteral("CONOUT$")};
    if (devices.contains(stem))
        return true;
    // Superscript digits count as well.
    return stem.size() == 4 && (stem.startsWith(u"COM") || stem.startsWith(u"LPT")) && QStringView(u"0123456789\u00B9\u00B2\u00B3").contains(stem[3]);
}

} // namespace

QString safeFileName(const QString &name)
{
    const qsizetype slash = std::max(name.lastIndexOf(u'/'), name.lastIndexOf(u'\\'));
    QString safe = trimmedAtBothEnds(withoutForbidden(name.sliced(slash + 1).normalized(QString::NormalizationForm_C)));
    if (isDeviceOfWindows(safe))
        safe.prepend(u'_');
    safe = trimmedAtBothEnds(shortened(safe));
    return safe.isEmpty() ? QStringLiteral("file") : safe;
}

QByteArray contentDisposition(bool inlineAllowed, const QString &name)
{
    const QString safe = safeFileName(name);
    QByteArray ascii;
    // For '%', because some programs take what follows it for an encoded byte.
    for (const char32_t c : safe.toUcs4())
        ascii += c < 0x80 && c != U'%' ? char(c) : '_';
    return QByteArray((inlineAllowed ? "inline" : "attachment") + QByteArrayLiteral("; filename=\"") + ascii + QByteArrayLiteral("\"; filename*=UTF-8''") + QUrl::toPercentEncoding(safe));
}

} // namespace pipit::files
