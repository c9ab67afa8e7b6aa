// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/blob_usage.h"

#include <thread>

namespace pipit::files {

BlobUsage::Turn::Turn(const BlobUsage &usage) : m_lock(usage.m_mutex, std::defer_lock)
{
    ++usage.m_waiting;
    m_lock.lock();
    --usage.m_waiting;
}

// A mutex is not fair: who gives it back and takes it again at once keeps all others away.
void BlobUsage::letOthersGoFirst() const
{
    constexpr int patience = 1000; // the walk comes to its end also where there is always somebody
    for (int i = 0; m_waiting > 0 && i < patience; ++i)
        std::this_thread::yield();
}

bool BlobUsage::Walk::hasCounted(const QByteArray &sha256) const
{
    const int itsTop = BlobTree::topOf(sha256);
    // Also in a directory that was made after this part of the walk had begun.
    return itsTop < top || (itsTop == top && !notYet.test(std::size_t(BlobTree::leafOf(sha256))));
}

bool BlobUsage::beginCount(std::chrono::milliseconds goodFor)
{
    const Turn turn(*this);
    if (m_walk || m_isStopping || (m_countedAt && std::chrono::steady_clock::now() - *m_countedAt < goodFor))
        return false;
    m_walk.emplace();
    return true;
}

bool BlobUsage::countOn()
{
    const std::lock_guard lock(m_mutex);
    Walk &walk = *m_walk;
    if (!m_isStopping && walk.notYet.any()) {
        int leaf = 0;
        while (!walk.notYet.test(std::size_t(leaf)))
            ++leaf;
        for (const BlobInfo &blob : m_tree.blobsIn(walk.top, leaf))
            walk.bytes += blob.size;
        walk.notYet.reset(std::size_t(leaf));
        return true;
    }
    if (!m_isStopping && walk.top < 255) {
        walk.notYet = m_tree.leavesOf(++walk.top);
        return true;
    }
    if (!m_isStopping && m_tree.isThere())
        m_stored = walk.bytes;
    m_walk.reset();
    m_countedAt = std::chrono::steady_clock::now();
    return false;
}

void BlobUsage::count()
{
    do
        letOthersGoFirst();
    while (countOn());
}

void BlobUsage::stop()
{
    const Turn turn(*this);
    m_isStopping = true;
}

qint64 BlobUsage::stored() const
{
    const Turn turn(*this);
    return m_stored;
}

bool BlobUsage::reserve(qint64 bytes)
{
    const Turn turn(*this);
    if (m_limit > 0 && bytes > m_limit - m_stored - m_reserved)
        return false;
    m_reserved += bytes;
    return true;
}

void BlobUsage::release(qint64 bytes)
{
    const Turn turn(*this);
    m_reserved -= bytes;
}

bool BlobUsage::isFull() const
{
    const Turn turn(*this);
    return m_limit > 0 && m_stored + m_reserved >= m_limit;
}

Result<Done> BlobUsage::settle(const QByteArray &sha256, qint64 reserved, const std::function<Result<qint64>()> &change)
{
    const Turn turn(*this);
    m_reserved -= reserved;
    const auto more = change();
    if (!more)
        return more.error();
    m_stored += *more;
    if (m_walk && m_walk->hasCounted(sha256))
        m_walk->bytes += *more;
    return Done();
}

} // namespace pipit::files
