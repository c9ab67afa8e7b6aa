// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/sqlite/sqlite_wal.h"

#include <QFile>
#include <QtEndian>

#include <algorithm>

namespace pipit::store {

namespace {

constexpr qint64 headerBytes = 32, frameHeaderBytes = 24;
constexpr quint32 littleEndianMagic = 0x377f0682, bigEndianMagic = 0x377f0683;

quint32 numberAt(const QByteArray &bytes, qsizetype offset)
{
    return qFromBigEndian<quint32>(bytes.constData() + offset);
}

struct Checksum {
    bool isBigEndian = false;
    quint32 first = 0, second = 0;

    void add(const char *bytes, qsizetype count)
    {
        for (const char *end = bytes + count; bytes < end; bytes += 8) {
            first += word(bytes) + second;
            second += word(bytes + 4) + first;
        }
    }
    bool isAt(const QByteArray &bytes, qsizetype offset) const { return numberAt(bytes, offset) == first && numberAt(bytes, offset + 4) == second; }

private:
    quint32 word(const char *bytes) const { return isBigEndian ? qFromBigEndian<quint32>(bytes) : qFromLittleEndian<quint32>(bytes); }
};

} // namespace

SqliteWal readWal(const QString &walFile, quint32 filePages)
{
    SqliteWal wal;
    QFile file(walFile);
    if (!file.open(QIODevice::ReadOnly) || file.size() <= headerBytes)
        return wal;
    wal.isThere = true;
    const QByteArray header = file.read(headerBytes);
    if (header.size() < headerBytes)
        return wal;
    const quint32 magic = numberAt(header, 0);
    Checksum sum{.isBigEndian = magic == bigEndianMagic};
    sum.add(header.constData(), 24);
    wal.pageSize = numberAt(header, 8);
    wal.hasGoodHeader = (magic == littleEndianMagic || magic == bigEndianMagic) && sum.isAt(header, 24) && wal.pageSize >= 512 && wal.pageSize <= 65'536;
    if (!wal.hasGoodHeader)
        return wal;

    const QByteArray salts = header.mid(16, 8);
    std::unordered_set<quint32> ofTransaction;
    bool isWhole = true;
    for (quint32 number = 1;; ++number) {
        const QByteArray frame = file.read(frameHeaderBytes + wal.pageSize);
        if (frame.size() < frameHeaderBytes + qint64(wal.pageSize))
            return wal;
        // Others are of an earlier round: they were brought into the database's file.
        const bool isOfThisRound = std::equal(salts.begin(), salts.end(), frame.begin() + 8);
        const quint32 page = numberAt(frame, 0), pagesAfterCommit = numberAt(frame, 4);
        sum.add(frame.constData(), 8);
        sum.add(frame.constData() + frameHeaderBytes, wal.pageSize);
        isWhole = isWhole && isOfThisRound && page > 0 && sum.isAt(frame, 16);
        if (!isWhole) {
            wal.lostTransactions += isOfThisRound && pagesAfterCommit > 0;
            continue;
        }
        if (page > filePages)
            ofTransaction.insert(page);
        if (pagesAfterCommit > 0) {
            wal.frames = number;
            wal.pages = pagesAfterCommit;
            wal.beyond.merge(ofTransaction);
        }
    }
}

quint32 framesToCome(const QString &shmFile)
{
    // In the byte order of the machine, as the file is shared memory: what the log has, and how much of it was brought over.
    constexpr qsizetype hasOffset = 16, broughtOffset = 96;
    QFile file(shmFile);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray head = file.read(broughtOffset + 4);
    if (head.size() < broughtOffset + 4)
        return 0;
    const auto has = qFromUnaligned<quint32>(head.constData() + hasOffset), brought = qFromUnaligned<quint32>(head.constData() + broughtOffset);
    return has > brought ? has - brought : 0;
}

} // namespace pipit::store
