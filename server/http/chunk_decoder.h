// SPDX-License-Identifier: GPL-3.0-or-later
// A body in chunks (Transfer-Encoding: chunked), read strictly as it comes, at any cut.
//
// What two readers could take in two ways is refused: a size is 1 to 8 hexadecimal digits and nothing else before its CR LF
// or its extensions, a line ends in CR LF and holds no other control character, a chunk's bytes are followed by CR LF.
// Extensions and trailers are read over; a line of them has at most 1 KiB, trailers have 4 KiB in all.
// Thread rule: a value on one thread. Errors: InvalidRequest; afterwards it must not be fed again. Source: RFC 9112, 7.1.
#pragma once

#include "core/result.h"

#include <QByteArray>

#include <string_view>

namespace pipit::http {

class ChunkDecoder
{
public:
    struct Read {
        std::size_t taken = 0; // of the bytes given; what comes after the body's end is not
        QByteArray body = {};
    };

    // At most `most` bytes of body are given at once; what is not taken is to be given again.
    Result<Read> read(std::string_view bytes, qsizetype most);
    bool isEnd() const { return m_state == State::End; }

private:
    enum class State { Size, Data, DataEnd, Trailer, End };

    std::optional<Error> takeLine();
    std::optional<Error> takeSize();

    State m_state = State::Size;
    QByteArray m_line;
    qint64 m_left = 0;         // of the chunk, or of the CR LF after it
    qsizetype m_trailerBytes = 0;
};

} // namespace pipit::http
