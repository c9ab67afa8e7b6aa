// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/strict_request.h"

#include <algorithm>
#include <optional>
#include <sstream>

namespace pipit::fuzz {

namespace {

const std::string tokenCharacters = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const std::string hostCharacters = "-._~:[]0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

bool isOnly(std::string_view text, std::string_view allowed)
{
    return text.find_first_not_of(allowed) == std::string_view::npos;
}

bool isVisible(unsigned char byte)
{
    return byte >= 0x21 && byte <= 0x7e;
}

std::string lowered(std::string_view text)
{
    std::string lower(text);
    for (char &letter : lower)
        letter = letter >= 'A' && letter <= 'Z' ? char(letter + ('a' - 'A')) : letter;
    return lower;
}

std::string trimmed(std::string text)
{
    text.erase(0, std::min(text.find_first_not_of(" \t"), text.size()));
    text.erase(text.find_last_not_of(" \t") + 1);
    return text;
}

bool hasWord(const std::string &list, const std::string &word)
{
    std::istringstream words(list);
    for (std::string one; std::getline(words, one, ',');) {
        if (lowered(trimmed(one)) == word)
            return true;
    }
    return false;
}

// The lines without their CR LF, up to the blank one; nothing where a line ends in another way.
std::optional<std::vector<std::string>> linesOf(std::string_view head)
{
    std::vector<std::string> lines;
    while (true) {
        const auto end = head.find('\n');
        if (end == 0 || head[end - 1] != '\r')
            return std::nullopt;
        if (end == 1)
            return lines;
        lines.emplace_back(head.substr(0, end - 1));
        head.remove_prefix(end + 1);
    }
}

bool readFirstLine(const std::string &line, StrictHead &head)
{
    std::istringstream parts(line);
    std::string version, rest;
    std::getline(parts, head.method, ' ');
    std::getline(parts, head.target, ' ');
    std::getline(parts, version, ' ');
    head.isHttp10 = version == "HTTP/1.0";
    const bool isWhole = !head.method.empty() && isOnly(head.method, tokenCharacters) && head.target.starts_with('/') && (head.isHttp10 || version == "HTTP/1.1");
    const auto isUnfit = [](char byte) { return !isVisible(static_cast<unsigned char>(byte)) || byte == '#'; };
    return isWhole && line == head.method + ' ' + head.target + ' ' + version && std::none_of(head.target.begin(), head.target.end(), isUnfit);
}

bool readHeaderLine(const std::string &line, StrictHead &head)
{
    const auto colon = line.find(':');
    if (colon == std::string::npos || colon == 0 || !isOnly(line.substr(0, colon), tokenCharacters))
        return false;
    const std::string value = trimmed(line.substr(colon + 1));
    head.headers.emplace_back(lowered(line.substr(0, colon)), value);
    return std::all_of(value.begin(), value.end(), [](char byte) {
        const auto code = static_cast<unsigned char>(byte);
        return isVisible(code) || code == ' ' || code == '\t' || code >= 0x80;
    });
}

std::vector<std::string> valuesOf(const StrictHead &head, std::string_view name)
{
    std::vector<std::string> values;
    for (const auto &[known, value] : head.headers) {
        if (known == name)
            values.push_back(value);
    }
    return values;
}

bool readFraming(StrictHead &head, const StrictLimits &limits)
{
    const auto hosts = valuesOf(head, "host");
    if (hosts.size() > 1 || (hosts.empty() && !head.isHttp10) || (!hosts.empty() && !isOnly(hosts[0], hostCharacters)))
        return false;
    const auto lengths = valuesOf(head, "content-length"), encodings = valuesOf(head, "transfer-encoding");
    if (lengths.size() + encodings.size() > 1)
        return false;
    head.isChunked = !encodings.empty();
    if (head.isChunked && (lowered(encodings[0]) != "chunked" || head.isHttp10))
        return false;
    if (!lengths.empty()) {
        std::string digits = lengths[0];
        if (digits.empty() || !isOnly(digits, "0123456789"))
            return false;
        digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
        if (digits.size() > 9)
            return false;
        head.bodySize = digits.empty() ? 0 : std::stoul(digits);
        if (head.bodySize > limits.bodyBytes)
            return false;
    }
    for (const std::string &value : valuesOf(head, "expect")) {
        if (!head.isHttp10 && lowered(value) != "100-continue")
            return false;
        head.expectsContinue = !head.isHttp10;
    }
    bool isUpgrade = false, isWebSocket = false;
    for (const std::string &value : valuesOf(head, "connection")) {
        head.closes = head.closes || hasWord(value, "close");
        isUpgrade = isUpgrade || lowered(value).find("upgrade") != std::string::npos;
    }
    for (const std::string &value : valuesOf(head, "upgrade"))
        isWebSocket = isWebSocket || lowered(value).find("websocket") != std::string::npos;
    head.closes = head.closes || head.isHttp10;
    head.wantsWebSocket = isUpgrade && isWebSocket;
    return true;
}

class ChunkReader
{
public:
    ChunkReader(std::string_view bytes, std::size_t bodyBytes) : m_bytes(bytes), m_bodyBytes(bodyBytes) { }

    StrictChunks read()
    {
        while (readChunk()) { }
        return std::move(m_chunks);
    }

private:
    // Takes a line of `longest` bytes at most; nothing where the reading ends at it.
    std::optional<std::string> takeLine(std::size_t longest, std::string_view goesOn)
    {
        const auto rest = m_bytes.substr(m_chunks.size);
        const auto feed = rest.find('\n');
        const bool isWhole = feed != std::string_view::npos;
        std::string text(rest.substr(0, feed));
        const std::size_t size = text.size() + (isWhole ? 1 : 0);
        const bool endsInReturn = text.ends_with('\r');
        if (endsInReturn)
            text.pop_back();
        const auto isUnfit = [](unsigned char byte) { return (byte < 0x20 && byte != '\t') || byte == 0x7f; };
        if (size > longest || std::any_of(text.begin(), text.end(), isUnfit) || (isWhole && !endsInReturn))
            return std::nullopt;
        if (!isWhole) {
            m_chunks.verdict = Verdict::Incomplete;
            m_chunks.goesOn = goesOn;
            return std::nullopt;
        }
        m_chunks.size += size;
        return text;
    }

    // False where the reading ends with it.
    bool readChunk()
    {
        const auto sizeLine = takeLine(1024, "0\r\n\r\n");
        if (!sizeLine)
            return false;
        const std::string digits = sizeLine->substr(0, sizeLine->find(';'));
        if (digits.empty() || digits.size() > 8 || !isOnly(digits, "0123456789abcdefABCDEF"))
            return false;
        const std::size_t length = std::stoul(digits, nullptr, 16);
        if (length == 0) {
            readTrailers();
            return false;
        }
        const auto here = m_bytes.substr(m_chunks.size, length);
        m_chunks.body += here;
        m_chunks.size += here.size();
        if (m_chunks.body.size() > m_bodyBytes)
            return false;
        if (here.size() < length) {
            m_chunks.verdict = Verdict::Incomplete;
            m_chunks.left = length - here.size();
            return false;
        }
        return takeLine(2, "\r\n").has_value();
    }

    void readTrailers()
    {
        std::size_t size = 0;
        while (const auto trailer = takeLine(1024, "\r\n\r\n")) {
            size += trailer->size() + 2;
            if (size > 4096)
                return;
            if (trailer->empty()) {
                m_chunks.verdict = Verdict::Whole;
                return;
            }
        }
    }

    const std::string_view m_bytes;
    const std::size_t m_bodyBytes;
    StrictChunks m_chunks;
};

} // namespace

StrictChunks readChunksStrictly(std::string_view bytes, std::size_t bodyBytes)
{
    return ChunkReader(bytes, bodyBytes).read();
}

StrictHead readStrictly(std::string_view bytes, const StrictLimits &limits)
{
    const auto blank = bytes.find("\r\n\r\n");
    const bool isEnded = blank != std::string_view::npos;
    StrictHead head;
    head.size = isEnded ? blank + 4 : bytes.size();
    if (!isEnded && head.size <= limits.headBytes) {
        // A bare line feed will never be right, so nobody need wait for the rest.
        for (auto feed = bytes.find('\n'); feed != std::string_view::npos; feed = bytes.find('\n', feed + 1)) {
            if (feed == 0 || bytes[feed - 1] != '\r')
                return head;
        }
        head.verdict = Verdict::Incomplete;
        return head;
    }
    if (head.size > limits.headBytes)
        return head;

    const auto lines = linesOf(bytes.substr(0, head.size));
    if (!lines || lines->empty() || lines->size() - 1 > limits.headerCount || !readFirstLine(lines->front(), head))
        return head;
    for (std::size_t i = 1; i < lines->size(); ++i) {
        if (!readHeaderLine((*lines)[i], head))
            return head;
    }
    if (readFraming(head, limits))
        head.verdict = Verdict::Whole;
    return head;
}

} // namespace pipit::fuzz
