// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/http_response_reader.h"

#include <algorithm>
#include <charconv>

namespace pipit {

namespace {

constexpr qsizetype maxHeadBytes = 64 << 10;
constexpr qsizetype maxChunkLineBytes = 8 << 10;

// Where the blank line ends that ends the head; -1 where it has not come. A bare LF ends a line too.
qsizetype endOfHead(QByteArrayView head, qsizetype from)
{
    for (qsizetype at = head.indexOf('\n', from); at >= 0; at = head.indexOf('\n', at + 1)) {
        const bool crLf = at + 2 < head.size() && head[at + 1] == '\r' && head[at + 2] == '\n';
        if (crLf)
            return at + 3;
        if (at + 1 < head.size() && head[at + 1] == '\n')
            return at + 2;
    }
    return -1;
}

template<int Base>
std::optional<qint64> numberIn(QByteArrayView text)
{
    qint64 number = 0;
    const auto [end, error] = std::from_chars(text.begin(), text.end(), number, Base);
    if (text.isEmpty() || error != std::errc() || end != text.end() || number < 0 || text.front() == '-')
        return std::nullopt;
    return number;
}

} // namespace

qsizetype HttpResponseReader::feed(QByteArrayView bytes, const Sink &body)
{
    switch (m_stage) {
    case Stage::Head:
        return feedHead(bytes);
    case Stage::Complete:
    case Stage::Faulty:
        return bytes.size();
    case Stage::Body:
        break;
    }
    if (m_framing == Framing::Chunked)
        return feedChunked(bytes, body);
    const QByteArrayView mine = m_framing == Framing::Length ? bytes.first(std::min<qint64>(bytes.size(), m_left)) : bytes;
    if (m_framing == Framing::Length) {
        m_left -= mine.size();
        if (m_left == 0)
            m_stage = Stage::Complete;
    }
    body(mine);
    return bytes.size();
}

bool HttpResponseReader::endOfConnection()
{
    if (m_stage == Stage::Body && m_framing == Framing::Connection)
        m_stage = Stage::Complete;
    return m_stage == Stage::Complete;
}

QByteArray HttpResponseReader::header(QByteArrayView name) const
{
    QByteArray joined;
    for (const auto &[known, value] : m_headers) {
        if (name.compare(known, Qt::CaseInsensitive) == 0)
            joined += (joined.isEmpty() ? "" : ", ") + value;
    }
    return joined;
}

bool HttpResponseReader::hasHeader(QByteArrayView name) const
{
    return std::ranges::any_of(m_headers, [name](const auto &header) { return name.compare(header.first, Qt::CaseInsensitive) == 0; });
}

qsizetype HttpResponseReader::feedHead(QByteArrayView bytes)
{
    const qsizetype before = m_line.size();
    m_line.append(bytes);
    const qsizetype end = endOfHead(m_line, std::max<qsizetype>(0, before - 2));
    if ((end < 0 ? m_line.size() : end) > maxHeadBytes) {
        fail(QStringLiteral("The head of the answer is longer than %1 bytes.").arg(maxHeadBytes));
        return bytes.size();
    }
    if (end < 0)
        return bytes.size();
    m_line.truncate(end);
    readHead();
    m_line.clear();
    return end - before;
}

void HttpResponseReader::readHead()
{
    QList<QByteArray> lines = m_line.split('\n');
    for (QByteArray &line : lines) {
        if (line.endsWith('\r'))
            line.chop(1);
    }
    const QByteArray start = lines.takeFirst();
    const auto status = numberIn<10>(QByteArrayView(start).sliced(std::min<qsizetype>(start.size(), 9)).first(std::clamp<qsizetype>(start.size() - 9, 0, 3)));
    if (!start.startsWith("HTTP/1.") || !status || *status < 100) {
        fail(QStringLiteral("What answers does not speak HTTP."));
        return;
    }
    m_status = int(*status);
    m_phrase = start.mid(13).trimmed();
    m_headers.clear();
    if (!readFields(lines))
        return;
    // 101 would be a protocol that nobody asked for; the others only say that the answer is still to come.
    if (m_status >= 200 || m_status == 101)
        chooseFraming();
}

bool HttpResponseReader::readFields(const QList<QByteArray> &lines)
{
    for (const QByteArray &line : lines) {
        if (line.isEmpty())
            break;
        const qsizetype colon = line.indexOf(':');
        if (colon < 1) {
            fail(QStringLiteral("The head of the answer has a line that is no header."));
            return false;
        }
        m_headers.emplace_back(line.left(colon).trimmed().toLower(), line.mid(colon + 1).trimmed());
    }
    return true;
}

void HttpResponseReader::chooseFraming()
{
    m_stage = Stage::Body;
    if (m_status == 204 || m_status == 304) {
        m_stage = Stage::Complete;
    } else if (const QByteArray coding = header("transfer-encoding").toLower(); !coding.isEmpty()) {
        if (coding != "chunked")
            fail(QStringLiteral("The answer comes in the transfer encoding %1, which was not asked for.").arg(QString::fromLatin1(coding.left(40))));
        m_framing = Framing::Chunked;
    } else if (hasHeader("content-length")) {
        // The same length said twice is still one length.
        const QList<QByteArray> lengths = header("content-length").split(',');
        const auto length = numberIn<10>(QByteArrayView(lengths.first()).trimmed());
        if (!length || std::ranges::any_of(lengths, [&](const QByteArray &other) { return other.trimmed() != lengths.first().trimmed(); })) {
            fail(QStringLiteral("The answer has a Content-Length that is no number."));
            return;
        }
        m_framing = Framing::Length;
        m_left = *length;
        if (m_left == 0)
            m_stage = Stage::Complete;
    }
}

qsizetype HttpResponseReader::feedChunked(QByteArrayView bytes, const Sink &body)
{
    if (m_chunkPart == ChunkPart::Data) {
        const QByteArrayView mine = bytes.first(std::min<qint64>(bytes.size(), m_left));
        m_left -= mine.size();
        if (m_left == 0)
            m_chunkPart = ChunkPart::DataEnd;
        body(mine);
        return mine.size();
    }
    const qsizetype lf = bytes.indexOf('\n');
    const qsizetype taken = lf < 0 ? bytes.size() : lf + 1;
    m_line.append(bytes.first(taken));
    if (m_line.size() > maxChunkLineBytes)
        fail(QStringLiteral("The answer has a line of more than %1 bytes between its chunks.").arg(maxChunkLineBytes));
    else if (lf >= 0)
        endChunkLine();
    return taken;
}

void HttpResponseReader::endChunkLine()
{
    const QByteArray line = std::exchange(m_line, {}).trimmed();
    switch (m_chunkPart) {
    case ChunkPart::Size: {
        const auto size = numberIn<16>(QByteArrayView(line.split(';').first()).trimmed());
        if (!size) {
            fail(QStringLiteral("The answer has a chunk without a size."));
            return;
        }
        m_left = *size;
        m_chunkPart = m_left == 0 ? ChunkPart::Trailer : ChunkPart::Data;
        return;
    }
    case ChunkPart::DataEnd:
        if (!line.isEmpty())
            fail(QStringLiteral("The answer has a chunk that is longer than its size."));
        m_chunkPart = ChunkPart::Size;
        return;
    case ChunkPart::Trailer:
        if (line.isEmpty())
            m_stage = Stage::Complete;
        return;
    case ChunkPart::Data:
        return;
    }
}

void HttpResponseReader::fail(const QString &fault)
{
    m_fault = fault;
    m_stage = Stage::Faulty;
}

} // namespace pipit
