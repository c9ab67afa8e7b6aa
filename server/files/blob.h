// SPDX-License-Identifier: GPL-3.0-or-later
// The content of a file, without its name: it is known by the SHA-256 of its bytes.
// Thread rule: plain values, any thread.
#pragma once

#include <QByteArray>
#include <QDateTime>

#include <algorithm>
#include <chrono>

namespace pipit::files {

inline constexpr qsizetype headBytes = 4096; // so much of a file's beginning tells its type

struct BlobLimits {
    qint64 fileBytes = 0;  // of one file; more than 0
    qint64 totalBytes = 0; // of all files together, those under way included; 0: no limit
    qint64 freeBytes = 0;  // so much stays free on the disk
    std::chrono::milliseconds countedFor = std::chrono::minutes(10); // how long a count of the directory is good
};

struct Blob {
    QByteArray sha256; // 64 lower-case hexadecimal digits
    qint64 size = 0;
    QByteArray head;   // the first headBytes of it
};

struct BlobInfo {
    QByteArray sha256;
    qint64 size = 0;
    QDateTime modified; // when this content was last stored, also when it was there already
};

// Exactly 64 of 0-9 a-f: nothing else ever becomes a path.
inline bool isSha256(QByteArrayView text)
{
    return text.size() == 64 && std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

} // namespace pipit::files
