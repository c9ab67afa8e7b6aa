// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/image_source.h"

#include <QtEndian>

#include <algorithm>
#include <array>
#include <string_view>

namespace pipit::files {

namespace {

using namespace std::string_view_literals;

// Pixels and what their colours mean. (Source: the PNG specification, third edition, 4.7.)
constexpr std::array wanted{"IHDR"sv, "PLTE"sv, "IDAT"sv, "IEND"sv, "tRNS"sv, "gAMA"sv, "cHRM"sv, "sRGB"sv, "iCCP"sv};

} // namespace

ImageSource::ImageSource(QIODevice &file, const std::atomic<bool> &isGivenUp) : m_file(file), m_isGivenUp(isGivenUp)
{
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

bool ImageSource::seek(qint64 position)
{
    return QIODevice::seek(position) && m_file.seek(position);
}

qint64 ImageSource::readData(char *data, qint64 maxSize)
{
    return m_isGivenUp ? -1 : m_file.read(data, maxSize);
}

bool PngSource::findChunk()
{
    while (!m_isOver && !m_isGivenUp) {
        std::array<char, 8> header;
        if (m_file.read(header.data(), header.size()) != qint64(header.size()))
            return false;
        const qint64 length = qFromBigEndian<quint32>(header.data());
        const std::string_view type(header.data() + 4, 4);
        m_left = length + 4; // its checksum
        if (std::ranges::find(wanted, type) != wanted.end()) {
            m_isOver = type == "IEND";
            m_header = QByteArray(header.data(), qsizetype(header.size()));
            return true;
        }
        if (length > m_file.size() || !m_file.seek(m_file.pos() + m_left))
            return false;
    }
    return false;
}

qint64 PngSource::readData(char *data, qint64 maxSize)
{
    if (m_header.isEmpty() && m_left == 0 && !findChunk())
        return -1;
    if (m_isGivenUp)
        return -1;
    if (!m_header.isEmpty()) {
        const qsizetype taken = std::min<qint64>(maxSize, m_header.size());
        std::copy_n(m_header.constData(), taken, data);
        m_header.remove(0, taken);
        return taken;
    }
    const qint64 taken = m_file.read(data, std::min(maxSize, m_left));
    if (taken <= 0)
        return -1;
    m_left -= taken;
    return taken;
}

} // namespace pipit::files
