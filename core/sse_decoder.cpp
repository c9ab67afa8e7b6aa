// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sse_decoder.h"

#include "core/utf8.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace pipit::sse {

namespace {

constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";
constexpr unsigned markDone = 3;

std::string_view mended(std::string_view bytes, std::string &storage)
{
    if (wellFormedUtf8Prefix(bytes) == bytes.size())
        return bytes;
    storage = decodeUtf8(bytes);
    return storage;
}

} // namespace

void Decoder::beginConnection()
{
    m_line.clear();
    m_data.clear();
    m_type.clear();
    m_idBuffer = m_lastEventId;
    m_fault = Fault::None;
    m_markBytes = 0;
    m_afterCr = false;
}

void Decoder::setLastEventId(std::string_view id)
{
    m_lastEventId = decodeUtf8(id);
    m_idBuffer = m_lastEventId;
}

bool Decoder::feed(std::string_view bytes, const Sink &sink)
{
    if (m_fault == Fault::None && m_markBytes < markDone)
        bytes = takeByteOrderMark(bytes);
    if (m_fault == Fault::None && !bytes.empty())
        readLines(bytes, sink);
    return m_fault == Fault::None;
}

void Decoder::endLeniently(const Sink &sink)
{
    if (m_fault == Fault::None && !m_line.empty())
        endLine(std::exchange(m_line, {}), sink);
    if (m_fault == Fault::None)
        dispatch(sink);
}

std::string_view Decoder::takeByteOrderMark(std::string_view bytes)
{
    while (m_markBytes < markDone && !bytes.empty()) {
        if (bytes.front() != byteOrderMark[m_markBytes]) {
            // It only looked like one: the bytes taken so far begin the first line.
            m_line.assign(byteOrderMark.substr(0, m_markBytes));
            m_markBytes = markDone;
            return bytes;
        }
        bytes.remove_prefix(1);
        ++m_markBytes;
    }
    return bytes;
}

void Decoder::readLines(std::string_view bytes, const Sink &sink)
{
    if (m_afterCr) {
        m_afterCr = false;
        if (bytes.front() == '\n')
            bytes.remove_prefix(1);
    }

    // Each kind of line end is looked for only once its last find has been passed, so that a stream which uses just one
    // of them is not searched to the end of the chunk for the other at every line.
    std::size_t start = 0;
    std::size_t lf = bytes.find('\n');
    std::size_t cr = bytes.find('\r');
    while (m_fault == Fault::None) {
        const std::size_t end = std::min(lf, cr);
        if (end == std::string_view::npos) {
            keepPartialLine(bytes.substr(start));
            return;
        }

        const std::string_view piece = bytes.substr(start, end - start);
        if (m_line.empty()) {
            endLine(piece, sink);
        } else {
            keepPartialLine(piece);
            if (m_fault == Fault::None)
                endLine(m_line, sink);
            m_line.clear();
        }

        start = end + 1;
        if (end == cr) {
            if (start == bytes.size())
                m_afterCr = true;
            else if (bytes[start] == '\n')
                ++start;
            cr = bytes.find('\r', start);
        }
        if (lf != std::string_view::npos && lf < start)
            lf = bytes.find('\n', start);
    }
}

void Decoder::keepPartialLine(std::string_view bytes)
{
    if (m_line.size() + bytes.size() > m_limits.lineBytes)
        m_fault = Fault::LineTooLong;
    else
        m_line.append(bytes);
}

void Decoder::endLine(std::string_view line, const Sink &sink)
{
    if (line.size() > m_limits.lineBytes) {
        m_fault = Fault::LineTooLong;
        return;
    }
    if (line.empty()) {
        dispatch(sink);
        return;
    }
    const std::size_t colon = line.find(':');
    if (colon == 0)
        return;
    std::string_view value;
    if (colon != std::string_view::npos) {
        value = line.substr(colon + 1);
        if (!value.empty() && value.front() == ' ')
            value.remove_prefix(1);
    }
    readField(line.substr(0, colon), value);
}

void Decoder::readField(std::string_view name, std::string_view value)
{
    if (name == "data") {
        if (m_data.size() + value.size() > m_limits.dataBytes) {
            m_fault = Fault::DataTooLong;
            return;
        }
        m_data.append(value).push_back('\n');
    } else if (name == "event") {
        m_type = decodeUtf8(value);
    } else if (name == "id") {
        if (value.find('\0') == std::string_view::npos)
            m_idBuffer = decodeUtf8(value);
    } else if (name == "retry") {
        if (value.empty() || value.find_first_not_of("0123456789") != std::string_view::npos)
            return;
        std::uint64_t number = 0;
        constexpr auto largest = std::numeric_limits<std::uint64_t>::max();
        for (const char digit : value) {
            const auto unit = static_cast<std::uint64_t>(digit - '0');
            number = number > (largest - unit) / 10 ? largest : number * 10 + unit;
        }
        m_retryMs = number;
    } else if (m_otherField) {
        m_otherField(name, value);
    }
}

void Decoder::dispatch(const Sink &sink)
{
    m_lastEventId = m_idBuffer;
    if (!m_data.empty()) {
        std::string storage;
        const std::string_view data = mended(std::string_view(m_data).substr(0, m_data.size() - 1), storage);
        sink(EventView{m_type.empty() ? std::string_view("message") : std::string_view(m_type), data, m_lastEventId});
    }
    m_data.clear();
    m_type.clear();
}

} // namespace pipit::sse
