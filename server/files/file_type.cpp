// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/file_type.h"

#include "server/files/file_magic.h"

#include <QString>

#include <algorithm>

namespace pipit::files {

namespace {

constexpr qsizetype mediaTypeBytes = 127;

bool isToken(QByteArrayView text)
{
    return !text.isEmpty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c != '\0' && QByteArrayView("!#$%&'*+-.^_`|~").contains(c));
    });
}

// name=token or name="text", with what RFC 9110 allows in quotes.
bool isParameter(QByteArrayView text)
{
    const qsizetype equals = text.indexOf('=');
    if (equals < 0 || !isToken(text.first(equals)))
        return false;
    QByteArrayView value = text.sliced(equals + 1);
    if (!value.startsWith('"'))
        return isToken(value);
    if (value.size() < 2 || !value.endsWith('"'))
        return false;
    value = value.sliced(1, value.size() - 2);
    return std::ranges::all_of(value, [](char c) { return (c == '\t' || c >= 0x20) && c != 0x7F && c != '"' && c != '\\'; });
}

QByteArray essenceOf(QByteArrayView mediaType)
{
    const qsizetype semicolon = mediaType.indexOf(';');
    return mediaType.first(semicolon < 0 ? mediaType.size() : semicolon).trimmed().toByteArray().toLower();
}

Error notWhatItClaims(const QByteArray &claimed, const QByteArray &found)
{
    const QString what = found == "application/octet-stream" ? QStringLiteral("of no type that this node knows") : QString::fromLatin1(found);
    return Error{ErrorCode::UnsupportedMediaType,
                 QStringLiteral("The file is declared as %1, but its content is %2. Send it with the type that it has, or as application/octet-stream.").arg(QString::fromLatin1(claimed), what),
                 QStringLiteral("mimeType")};
}

FileType served(const Sniffed &sniffed, const QByteArray &mimeType)
{
    if (sniffed.family == Family::Text)
        return {"text/plain; charset=utf-8", sniffed.isForBrowsers};
    return {mimeType, sniffed.isForBrowsers};
}

} // namespace

bool isMediaType(QByteArrayView text)
{
    if (text.size() > mediaTypeBytes)
        return false;
    QByteArrayView rest = text;
    for (bool isFirst = true; ; isFirst = false) {
        // In quotes a semicolon stands for itself.
        qsizetype end = 0;
        for (bool isQuoted = false; end < rest.size() && (isQuoted || rest[end] != ';'); ++end)
            isQuoted ^= rest[end] == '"';
        const QByteArrayView part = rest.first(end).trimmed();
        if (isFirst) {
            const qsizetype slash = part.indexOf('/');
            if (slash < 0 || !isToken(part.first(slash)) || !isToken(part.sliced(slash + 1)))
                return false;
        } else if (!isParameter(part)) {
            return false;
        }
        if (end == rest.size())
            return true;
        rest = rest.sliced(end + 1);
    }
}

Result<FileType> fileTypeOf(QByteArrayView declared, QByteArrayView head)
{
    if (!isMediaType(declared))
        return Error{ErrorCode::InvalidRequest, QStringLiteral("The type of the file must be a media type of at most %1 characters, such as image/png.").arg(mediaTypeBytes), QStringLiteral("mimeType")};
    const QByteArray claimed = essenceOf(declared);
    const Sniffed sniffed = sniff(head);

    if (claimed == "image/svg+xml" && sniffed.mimeType == claimed)
        return served(sniffed, sniffed.mimeType);
    if (claimed.startsWith("image/") && sniffed.family != Family::Image)
        return notWhatItClaims(claimed, sniffed.mimeType);
    if (claimed.startsWith("audio/") && sniffed.family != Family::Audio) {
        if (sniffed.asAudio.isEmpty())
            return notWhatItClaims(claimed, sniffed.mimeType);
        return served(sniffed, sniffed.asAudio);
    }
    if (claimed.startsWith("video/") && sniffed.family != Family::Video) {
        if (sniffed.asVideo.isEmpty())
            return notWhatItClaims(claimed, sniffed.mimeType);
        return served(sniffed, sniffed.asVideo);
    }
    return served(sniffed, sniffed.mimeType);
}

} // namespace pipit::files
