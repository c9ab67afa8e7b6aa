// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/media/growing_file.h"

#include <QCoreApplication>

namespace pipit {

Error GrowingFile::fault() const
{
    return {ErrorCode::Unavailable, QCoreApplication::translate("pipit::GrowingFile", "It cannot be kept in the folder for temporary files: %1. Make room there and try again.").arg(m_file.errorString())};
}

Result<Done> GrowingFile::open()
{
    const std::lock_guard lock(m_mutex);
    if (!m_file.open())
        return fault();
    return Done{};
}

Result<Done> GrowingFile::append(const QByteArray &piece)
{
    const std::lock_guard lock(m_mutex);
    if (!m_file.seek(m_there) || m_file.write(piece) != piece.size() || !m_file.flush())
        return fault();
    m_there += piece.size();
    m_more.notify_all();
    return Done{};
}

void GrowingFile::announce(qint64 bytes)
{
    const std::lock_guard lock(m_mutex);
    m_announced = bytes;
}

void GrowingFile::end(Ending ending)
{
    const std::lock_guard lock(m_mutex);
    if (!m_ending)
        m_ending = ending;
    m_more.notify_all();
}

qint64 GrowingFile::read(qint64 at, char *to, qint64 most, const std::atomic<bool> &cancelled)
{
    std::unique_lock lock(m_mutex);
    m_more.wait(lock, [&] { return m_there > at || m_ending || cancelled; });
    if (cancelled)
        return -1;
    if (at >= m_there)
        return *m_ending == Ending::Whole ? 0 : -1;
    if (!m_file.seek(at))
        return -1;
    return m_file.read(to, qMin(most, m_there - at));
}

void GrowingFile::wakeReaders()
{
    const std::lock_guard lock(m_mutex);
    m_more.notify_all();
}

qint64 GrowingFile::size() const
{
    const std::lock_guard lock(m_mutex);
    return m_ending == Ending::Whole ? m_there : m_announced;
}

double GrowingFile::arrived() const
{
    const std::lock_guard lock(m_mutex);
    if (m_ending == Ending::Whole)
        return 1;
    return m_announced > 0 ? qMin(1.0, double(m_there) / double(m_announced)) : 0;
}

bool GrowingFile::isBrokenOff() const
{
    const std::lock_guard lock(m_mutex);
    return m_ending == Ending::BrokenOff;
}

} // namespace pipit
