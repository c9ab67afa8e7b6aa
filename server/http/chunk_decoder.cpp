// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/chunk_decoder.h"

#include <algorithm>
#include <charconv>

namespace pipit::http {

namespace {

constexpr qsizetype lineBytes = 1024;
constexpr qsizetype trailersBytes = 4096;
constexpr qsizetype sizeDigits = 8;

Error invalid(const QString &message)
{
    return Error{ErrorCode::InvalidRequest, message, QStringLiteral("Transfer-Encoding")};
}

bool isHexDigit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

} // namespace

Result<ChunkDecoder::Read> ChunkDecoder::read(std::string_view bytes, qsizetype most)
{
    Read result;
    while (result.taken < bytes.size() && m_state != State::End) {
        const std::string_view rest = bytes.substr(result.taken);
        if (m_state == State::Data) {
            const auto now = std::size_t(std::min<qint64>({m_left, qint64(rest.size()), most - result.body.size()}));
            if (now == 0)
                break;
            result.body.append(rest.data(), qsizetype(now));
            result.taken += now;
            m_left -= qint64(now);
            if (m_left == 0)
                m_state = State::DataEnd;
            continue;
        }
        const char c = rest.front();
        ++result.taken;
        m_line.append(c);
        const bool endsLine = c == '\n';
        if (endsLine ? !m_line.endsWith("\r\n") : m_line.size() > 1 && m_line.at(m_line.size() - 2) == '\r')
            return invalid(QStringLiteral("Lines between the body's chunks must end in CR LF."));
        if ((c >= 0 && c < 0x20 && c != '\r' && c != '\n' && c != '\t') || c == 0x7f)
            return invalid(QStringLiteral("A line between the body's chunks has a control character."));
        if (m_state == State::DataEnd && m_line.size() > 2)
            return invalid(QStringLiteral("A chunk of the body is longer than its size says."));
        if (m_line.size() > lineBytes)
            return invalid(QStringLiteral("A line between the body's chunks is longer than %1 bytes.").arg(lineBytes));
        if (!endsLine)
            continue;
        m_line.chop(2);
        if (const auto fault = takeLine())
            return *fault;
        m_line.clear();
    }
    return result;
}

std::optional<Error> ChunkDecoder::takeLine()
{
    switch (m_state) {
    case State::Size:
        return takeSize();
    case State::DataEnd:
        if (!m_line.isEmpty())
            return invalid(QStringLiteral("A chunk of the body is longer than its size says."));
        m_state = State::Size;
        return std::nullopt;
    case State::Trailer:
        m_trailerBytes += m_line.size() + 2;
        if (m_trailerBytes > trailersBytes)
            return invalid(QStringLiteral("The trailers after the body are larger than %1 bytes.").arg(trailersBytes));
        if (m_line.isEmpty())
            m_state = State::End;
        return std::nullopt;
    case State::Data:
    case State::End:
        break;
    }
    Q_UNREACHABLE();
}

std::optional<Error> ChunkDecoder::takeSize()
{
    const auto digits = std::ranges::find_if_not(m_line, isHexDigit) - m_line.begin();
    const bool isWhole = digits == m_line.size() || m_line.at(digits) == ';';
    if (digits < 1 || digits > sizeDigits || !isWhole)
        return invalid(QStringLiteral("The size of a chunk must be 1 to %1 hexadecimal digits.").arg(sizeDigits));
    std::from_chars(m_line.data(), m_line.data() + digits, m_left, 16);
    m_state = m_left > 0 ? State::Data : State::Trailer;
    return std::nullopt;
}

} // namespace pipit::http
