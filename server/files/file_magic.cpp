// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/file_magic.h"

#include "core/utf8.h"
#include "server/files/blob.h"

#include <QMimeDatabase>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace pipit::files {

namespace {

using namespace std::string_view_literals;

constexpr char any = '\x01'; // in a pattern: any byte; no format below has this byte in its own

struct Magic {
    std::string_view pattern;
    const char *mimeType;
    Family family;
    bool isForBrowsers;
};

constexpr std::array magics{
    Magic{"\x89PNG\r\n\x1a\n"sv, "image/png", Family::Image, true},
    Magic{"\xFF\xD8\xFF"sv, "image/jpeg", Family::Image, true},
    Magic{"GIF87a"sv, "image/gif", Family::Image, true},
    Magic{"GIF89a"sv, "image/gif", Family::Image, true},
    Magic{"RIFF\1\1\1\1WEBP"sv, "image/webp", Family::Image, true},
    Magic{"II*\0"sv, "image/tiff", Family::Image, false},
    Magic{"MM\0*"sv, "image/tiff", Family::Image, false},
    Magic{"BM\1\1\1\1\0\0\0\0"sv, "image/bmp", Family::Image, false},
    Magic{"RIFF\1\1\1\1WAVE"sv, "audio/wav", Family::Audio, true},
    Magic{"fLaC\0"sv, "audio/flac", Family::Audio, true},
    Magic{"fLaC\x80"sv, "audio/flac", Family::Audio, true},
    Magic{"ID3\x02"sv, "audio/mpeg", Family::Audio, true},
    Magic{"ID3\x03"sv, "audio/mpeg", Family::Audio, true},
    Magic{"ID3\x04"sv, "audio/mpeg", Family::Audio, true},
    Magic{"\x7F" "ELF"sv, "application/x-executable", Family::Other, false},
    Magic{"\xFE\xED\xFA\xCE"sv, "application/x-mach-binary", Family::Other, false},
    Magic{"\xFE\xED\xFA\xCF"sv, "application/x-mach-binary", Family::Other, false},
    Magic{"\xCE\xFA\xED\xFE"sv, "application/x-mach-binary", Family::Other, false},
    Magic{"\xCF\xFA\xED\xFE"sv, "application/x-mach-binary", Family::Other, false},
    Magic{"\xCA\xFE\xBA\xBE"sv, "application/x-mach-binary", Family::Other, false}, // or a class of Java
    Magic{"\0asm"sv, "application/wasm", Family::Other, false},
    Magic{"PK\x03\x04"sv, "application/zip", Family::Other, false}, // also what is made of it: office documents, jar, apk
    Magic{"PK\x05\x06"sv, "application/zip", Family::Other, false},
    Magic{"\x1F\x8B"sv, "application/gzip", Family::Other, false},
};

std::string_view viewOf(QByteArrayView bytes)
{
    return {bytes.data(), std::size_t(bytes.size())};
}

bool matches(std::string_view head, std::string_view pattern)
{
    return head.size() >= pattern.size() && std::ranges::equal(pattern, head.substr(0, pattern.size()), [](char want, char byte) { return want == any || want == byte; });
}

Sniffed container(const char *asAudio, const char *asVideo, bool isVideo, bool isForBrowsers)
{
    return {isVideo ? asVideo : asAudio, isVideo ? Family::Video : Family::Audio, asAudio, asVideo, isForBrowsers};
}

// Boxes of ISO 14496-12: the first names the brand, and then those that it can also be read as.
std::optional<Sniffed> isoMedia(std::string_view head)
{
    if (head.size() < 16 || head.substr(4, 4) != "ftyp")
        return std::nullopt;
    const std::string_view brand = head.substr(8, 4);
    const std::string_view brands = head.substr(8, std::min<std::size_t>(head.size() - 8, 64));
    const auto beginsWithOneOf = [brand](std::initializer_list<std::string_view> beginnings) {
        return std::ranges::any_of(beginnings, [brand](std::string_view beginning) { return brand.starts_with(beginning); });
    };
    if (beginsWithOneOf({"avif"sv, "avis"sv}) || (beginsWithOneOf({"mif1"sv, "msf1"sv}) && brands.find("avif") != std::string_view::npos))
        return Sniffed{"image/avif", Family::Image, {}, {}, false};
    if (beginsWithOneOf({"hei"sv, "hev"sv, "mif1"sv, "msf1"sv}))
        return Sniffed{"image/heic", Family::Image, {}, {}, false};
    if (brand == "qt  ")
        return Sniffed{"video/quicktime", Family::Video, {}, {}, true};
    if (beginsWithOneOf({"3gp"sv, "3g2"sv}))
        return container("audio/3gpp", "video/3gpp", true, false);
    if (beginsWithOneOf({"M4A"sv, "M4B"sv}))
        return container("audio/mp4", "video/mp4", false, true);
    if (beginsWithOneOf({"iso"sv, "mp4"sv, "avc1"sv, "M4V"sv, "dash"sv, "MSNV"sv, "f4v"sv, "mmp4"sv, "cmf"sv}))
        return container("audio/mp4", "video/mp4", true, true);
    return std::nullopt;
}

std::optional<Sniffed> streamContainer(std::string_view head)
{
    const auto has = [head](std::string_view text) { return head.find(text) != std::string_view::npos; };
    if (head.starts_with("OggS\0"sv))
        return container("audio/ogg", "video/ogg", has("\x80theora"), true);
    if (head.starts_with("\x1A\x45\xDF\xA3")) {
        const bool isVideo = has("V_") || !has("A_"); // the codecs' names in the list of tracks
        const bool isWebm = head.substr(0, 64).find("webm") != std::string_view::npos;
        return isWebm ? container("audio/webm", "video/webm", isVideo, true) : container("audio/x-matroska", "video/x-matroska", isVideo, false);
    }
    return std::nullopt;
}

// The length of the frame of MPEG audio, layer III, that begins here.
std::optional<std::size_t> mp3FrameLength(std::string_view bytes)
{
    if (bytes.size() < 4)
        return std::nullopt;
    const auto byte = [bytes](int i) { return unsigned(static_cast<unsigned char>(bytes[std::size_t(i)])); };
    const unsigned version = byte(1) >> 3 & 3, layer = byte(1) >> 1 & 3, rate = byte(2) >> 4, frequency = byte(2) >> 2 & 3;
    if (byte(0) != 0xFF || byte(1) >> 5 != 7 || version == 1 || layer != 1 || rate == 0 || rate == 15 || frequency == 3)
        return std::nullopt;
    constexpr std::array kbitsOfOne{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320};
    constexpr std::array kbitsOfTwo{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160};
    constexpr std::array hertz{44100, 48000, 32000};
    const bool isOne = version == 3;
    const int divisor = isOne ? 1 : version == 2 ? 2 : 4;
    const int kbits = (isOne ? kbitsOfOne : kbitsOfTwo)[rate];
    return std::size_t((isOne ? 144 : 72) * kbits * 1000 / (hertz[frequency] / divisor)) + (byte(2) >> 1 & 1);
}

// Eleven set bits are nothing rare, so the second frame must be where the first says.
bool isMp3(std::string_view head)
{
    const auto length = mp3FrameLength(head);
    return length && (*length >= head.size() ? head.size() > 100 : mp3FrameLength(head.substr(*length)) || head.size() - *length < 4);
}

bool isWindowsProgram(std::string_view head)
{
    if (!head.starts_with("MZ") || head.size() < 64)
        return false;
    const auto byte = [head](std::size_t i) { return std::size_t(static_cast<unsigned char>(head[i])); };
    const std::size_t at = byte(60) | byte(61) << 8 | byte(62) << 16 | byte(63) << 24;
    return at > head.size() - 4 || head.substr(at, 4) == "PE\0\0"sv || head.substr(at, 2) == "NE"sv || head.substr(at, 2) == "LE"sv;
}

// UTF-8 without bytes that no text has. The last character may be cut where the head is.
bool isText(std::string_view head)
{
    const std::size_t good = wellFormedUtf8Prefix(head);
    if (good != head.size()) {
        const std::string_view rest = head.substr(good);
        const bool isLead = rest[0] >= '\xC2' && rest[0] <= '\xF4';
        if (head.size() < std::size_t(headBytes) || !isLead || decodeUtf8(rest) != "\xEF\xBF\xBD")
            return false;
    }
    return std::ranges::none_of(head, [](char c) { return (c >= 0 && c < 0x20 && "\t\n\f\r\b\x1b"sv.find(c) == std::string_view::npos) || c == 0x7F; });
}

std::string_view afterBlanks(std::string_view text)
{
    const std::size_t start = text.find_first_not_of(" \t\r\n\f");
    return start == std::string_view::npos ? std::string_view() : text.substr(start);
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? char(c + 32) : c;
}

// In lower case, without the prefix of its namespace.
std::string nameAt(std::string_view text)
{
    std::string name;
    for (const char c : text) {
        if (c == ':')
            name.clear();
        else if (const char small = lower(c); (small >= 'a' && small <= 'z') || (small >= '0' && small <= '9') || small == '-' || small == '_' || small == '.')
            name += small;
        else
            break;
    }
    return name;
}

// The text is taken for markup by how it begins; by its doctype or its first element it is told which.
const char *markupOf(std::string_view text)
{
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    text = afterBlanks(text);
    if (text.size() < 2 || text[0] != '<' || (text[1] != '!' && text[1] != '?' && text[1] != '/' && nameAt(text.substr(1)).empty()))
        return nullptr;
    while (text.starts_with('<')) {
        std::string_view end = ">";
        if (text.starts_with("<!--")) {
            end = "-->";
        } else if (text.starts_with("<?")) {
            end = "?>";
        } else if (text.starts_with("<!")) {
            const std::string kind = nameAt(text.substr(2));
            const std::size_t blank = text.find_first_of(" \t\r\n");
            const std::string root = blank == std::string_view::npos ? std::string() : nameAt(afterBlanks(text.substr(blank)));
            if (kind == "doctype" && (root == "svg" || root == "html"))
                return root == "svg" ? "image/svg+xml" : "text/html";
            // Its own declarations stand in brackets.
            if (const std::size_t bracket = text.find('['), close = text.find('>'); bracket < close)
                end = "]>";
        } else {
            static constexpr std::array html{"html"sv, "head"sv, "body"sv, "script"sv, "iframe"sv, "title"sv, "style"sv, "meta"sv, "link"sv, "div"sv, "span"sv, "table"sv, "a"sv, "b"sv,
                                             "p"sv, "br"sv, "img"sv, "font"sv, "form"sv, "h1"sv, "object"sv, "embed"sv, "video"sv, "audio"sv, "base"sv, "template"sv};
            const std::string root = nameAt(text.substr(1));
            return root == "svg" ? "image/svg+xml" : std::ranges::find(html, std::string_view(root)) != html.end() ? "text/html" : "application/xml";
        }
        const std::size_t at = text.find(end);
        text = at == std::string_view::npos ? std::string_view() : afterBlanks(text.substr(at + end.size()));
    }
    return "application/xml";
}

Sniffed textOf(std::string_view head)
{
    if (const char *markup = markupOf(head))
        return {markup, markup == "image/svg+xml"sv ? Family::Other : Family::Text, {}, {}, false};
    if (head.starts_with("#!"))
        return {"application/x-shellscript", Family::Text, {}, {}, false};
    return {"text/plain", Family::Text, {}, {}, true};
}

Sniffed ofSystemDatabase(QByteArrayView head)
{
    static const QMimeDatabase database;
    const QByteArray name = database.mimeTypeForData(head.toByteArray()).name().toLatin1();
    if (name.isEmpty()) // the system has no database
        return {"application/octet-stream"};
    // What is no UTF-8 is served as no text, and nothing that runs gets its type from a guess.
    for (const char *part : {"text/", "xml", "html", "script", "svg"}) {
        if (name.contains(part))
            return {"application/octet-stream"};
    }
    const Family family = name.startsWith("image/") ? Family::Image : name.startsWith("audio/") ? Family::Audio : name.startsWith("video/") ? Family::Video : Family::Other;
    return {name, family, {}, {}, false};
}

} // namespace

Sniffed sniff(QByteArrayView bytes)
{
    const QByteArrayView beginning = bytes.first(std::min(bytes.size(), headBytes));
    const std::string_view head = viewOf(beginning);
    for (const Magic &magic : magics) {
        if (matches(head, magic.pattern))
            return {magic.mimeType, magic.family, {}, {}, magic.isForBrowsers};
    }
    if (auto media = isoMedia(head))
        return *media;
    if (auto media = streamContainer(head))
        return *media;
    // Its readers take bytes before it for nothing; in a text it may just be spoken of.
    const std::size_t pdf = head.substr(0, 1024).find("%PDF-");
    if (pdf == 0 || (pdf != std::string_view::npos && !isText(head)))
        return {"application/pdf"};
    if (isText(head))
        return textOf(head);
    if (isWindowsProgram(head))
        return {"application/vnd.microsoft.portable-executable"};
    if (isMp3(head))
        return {"audio/mpeg", Family::Audio, {}, {}, true};
    return ofSystemDatabase(beginning);
}

} // namespace pipit::files
