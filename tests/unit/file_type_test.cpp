// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/file_type.h"

#include "server/files/blob.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace pipit::files {
namespace {

// Literals with NULs in them.
template<std::size_t N>
QByteArray bytes(const char (&text)[N])
{
    return QByteArray(text, N - 1);
}

const QByteArray plain = "text/plain; charset=utf-8";
const QByteArray octets = "application/octet-stream";

const QByteArray png = bytes("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0");
const QByteArray jpeg = bytes("\xFF\xD8\xFF\xE0\0\x10JFIF\0\1");
const QByteArray gif = bytes("GIF89a\1\0\1\0\0\0\0");
const QByteArray webp = bytes("RIFF\x22\0\0\0WEBPVP8 ");
const QByteArray wav = bytes("RIFF\x24\0\0\0WAVEfmt ");
const QByteArray zip = bytes("PK\x03\x04\x14\0\0\0\x08\0");
const QByteArray pdf = "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj";
const QByteArray svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
const QByteArray html = "<!DOCTYPE html><script>alert(1)</script>";
const QByteArray exe = QByteArray("MZ" + QByteArray(58, '\0') + bytes("\x40\0\0\0PE\0\0") + QByteArray(64, '\0'));

QByteArray isoMedia(const char *brand, const char *compatible = "isom")
{
    return QByteArray(bytes("\0\0\0\x18" "ftyp") + brand + bytes("\0\0\2\0") + compatible + "mp41");
}

QByteArray matroska(const char *docType, const char *codec)
{
    return QByteArray(bytes("\x1A\x45\xDF\xA3\x9F\x42\x82\x84") + docType + QByteArray(100, '\0') + codec);
}

QByteArray mp3()
{
    // 128 kbit/s at 44,100 Hz: a frame of 417 bytes.
    const QByteArray frame = QByteArray(bytes("\xFF\xFB\x90\x64") + QByteArray(413, '\0'));
    return frame.repeated(3);
}

struct TypeCase {
    const char *what;
    QByteArray declared;
    QByteArray content;
    QByteArray mimeType; // empty: refused
    bool mayBeInline = false;
};

void PrintTo(const TypeCase &c, std::ostream *out)
{
    *out << c.what;
}

class FileTypeTest : public testing::TestWithParam<TypeCase> { };

TEST_P(FileTypeTest, IsThatOfTheContent)
{
    const TypeCase &c = GetParam();
    const auto type = fileTypeOf(c.declared, c.content);
    if (c.mimeType.isEmpty()) {
        ASSERT_FALSE(type.ok()) << type->mimeType.constData();
        EXPECT_EQ(type.error().code, ErrorCode::UnsupportedMediaType);
        EXPECT_TRUE(type.error().message.contains(QString::fromLatin1(c.declared))) << qPrintable(type.error().message);
        return;
    }
    ASSERT_TRUE(type.ok()) << qPrintable(type.error().message);
    EXPECT_EQ(type->mimeType, c.mimeType);
    EXPECT_EQ(type->mayBeInline, c.mayBeInline);
}

INSTANTIATE_TEST_SUITE_P(Shown, FileTypeTest, testing::Values(
    TypeCase{"png", "image/png", png, "image/png", true},
    TypeCase{"png under another picture's name", "image/jpeg", png, "image/png", true},
    TypeCase{"png of no declared type", octets, png, "image/png", true},
    TypeCase{"jpeg", "IMAGE/JPEG", jpeg, "image/jpeg", true},
    TypeCase{"jpeg that nobody registered so", "image/jpg", jpeg, "image/jpeg", true},
    TypeCase{"gif", "image/gif", gif, "image/gif", true},
    TypeCase{"webp", "image/webp", webp, "image/webp", true},
    TypeCase{"wav", "audio/x-wav", wav, "audio/wav", true},
    TypeCase{"flac", "audio/flac", bytes("fLaC\0\0\0\x22"), "audio/flac", true},
    TypeCase{"mp3 with a tag", "audio/mp3", bytes("ID3\x04\0\0\0\0\0\0"), "audio/mpeg", true},
    TypeCase{"mp3 without", "audio/mpeg", mp3(), "audio/mpeg", true},
    TypeCase{"ogg", "audio/ogg", bytes("OggS\0\2\0\0\x01vorbis"), "audio/ogg", true},
    TypeCase{"opus", "audio/opus", bytes("OggS\0\2\0\0OpusHead"), "audio/ogg", true},
    TypeCase{"theora", "video/ogg", bytes("OggS\0\2\0\0\x80theora"), "video/ogg", true},
    TypeCase{"mp4", "video/mp4", isoMedia("isom"), "video/mp4", true},
    TypeCase{"mp4 of sound only", "audio/mp4", isoMedia("isom"), "audio/mp4", true},
    TypeCase{"m4a", "audio/x-m4a", isoMedia("M4A "), "audio/mp4", true},
    TypeCase{"mov", "video/quicktime", isoMedia("qt  "), "video/quicktime", true},
    TypeCase{"webm", "video/webm", matroska("webm", "V_VP9"), "video/webm", true},
    TypeCase{"a spoken message", "audio/webm;codecs=opus", matroska("webm", "A_OPUS"), "audio/webm", true},
    TypeCase{"webm of sound of no declared type", octets, matroska("webm", "A_OPUS"), "audio/webm", true},
    TypeCase{"text", "text/plain", "Hello, \xE4\xB8\xAD\xE6\x96\x87\n", plain, true},
    TypeCase{"markdown", "text/markdown", "# Title\n\nif a < b", plain, true},
    TypeCase{"json", "application/json", "{\"a\":1}", plain, true},
    TypeCase{"text that speaks of PDF", "text/plain", "Begins with %PDF-1.7", plain, true},
    TypeCase{"text that begins as a tag's name", "text/plain", "ID3 is for MP3", plain, true},
    TypeCase{"text that begins as a program", "text/plain", "MZ is what programs of Windows begin with, as this text does. It is longer than 64 bytes.", plain, true}));

INSTANTIATE_TEST_SUITE_P(Kept, FileTypeTest, testing::Values(
    TypeCase{"html", "text/html", html, plain, false},
    TypeCase{"html of no declared type", octets, html, plain, false},
    TypeCase{"html as a text", "text/plain", "\xEF\xBB\xBF \n<HTML><body onload=x>", plain, false},
    TypeCase{"html after a comment", "text/plain", "<!-- <svg> --> <body>", plain, false},
    TypeCase{"xhtml", "application/xhtml+xml", "<?xml version=\"1.0\"?><html xmlns=\"x\"><script/></html>", plain, false},
    TypeCase{"xml", "text/xml", "<?xml version=\"1.0\"?><feed/>", plain, false},
    TypeCase{"script", "text/x-python", "#!/usr/bin/python3\n", plain, false},
    TypeCase{"svg", "image/svg+xml", svg, "image/svg+xml", false},
    TypeCase{"svg with all before it", "image/svg+xml", "\xEF\xBB\xBF<?xml version=\"1.0\"?>\n<!-- > --><!DOCTYPE x [<!ENTITY a \">\">]>\n<s:svg xmlns:s=\"x\"/>", "image/svg+xml", false},
    TypeCase{"svg by its doctype", octets, "<!DOCTYPE svg PUBLIC \"x\">", "image/svg+xml", false},
    TypeCase{"pdf", "application/pdf", pdf, "application/pdf", false},
    TypeCase{"pdf after other bytes", "application/pdf", QByteArray(QByteArray(500, '\0') + pdf), "application/pdf", false},
    TypeCase{"zip", "application/zip", zip, "application/zip", false},
    TypeCase{"office document", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", zip, "application/zip", false},
    TypeCase{"gzip", "application/gzip", bytes("\x1F\x8B\x08\0"), "application/gzip", false},
    TypeCase{"ELF", octets, bytes("\x7F" "ELF\2\1\1\0"), "application/x-executable", false},
    TypeCase{"PE", octets, exe, "application/vnd.microsoft.portable-executable", false},
    TypeCase{"Mach-O", octets, bytes("\xCF\xFA\xED\xFE\7\0\0\1"), "application/x-mach-binary", false},
    TypeCase{"bmp", "image/bmp", bytes("BM\x3A\0\0\0\0\0\0\0\x36\0\0\0"), "image/bmp", false},
    TypeCase{"heic", "image/heic", isoMedia("heic", "mif1"), "image/heic", false},
    TypeCase{"avif", "image/avif", isoMedia("mif1", "avif"), "image/avif", false},
    TypeCase{"matroska", "video/x-matroska", matroska("matroska", "V_VP9"), "video/x-matroska", false},
    TypeCase{"Chinese text in GBK", "text/plain", "\xD6\xD0\xCE\xC4\xB2\xE2\xCA\xD4", octets, false},
    TypeCase{"html in UTF-16", "text/html", bytes("\xFF\xFE<\0s\0c\0r\0i\0p\0t\0>\0"), octets, false},
    TypeCase{"text with a NUL", "text/plain", bytes("a\0b"), octets, false},
    TypeCase{"bytes", octets, bytes("\x03\x9A\0\1\2\xFE\xFD"), octets, false}));

INSTANTIATE_TEST_SUITE_P(Polyglots, FileTypeTest, testing::Values(
    TypeCase{"GIFAR: gif and jar", "image/gif", QByteArray(gif + zip), "image/gif", true},
    TypeCase{"gif and script", "text/javascript", "GIF89a/*\1\2*/=alert(1)", "image/gif", true},
    TypeCase{"png and html", "image/png", QByteArray(png + html), "image/png", true},
    TypeCase{"png and html, declared as html", "text/html", QByteArray(png + html), "image/png", true},
    TypeCase{"pdf and zip", "application/zip", QByteArray(pdf + zip), "application/pdf", false},
    TypeCase{"jpeg and pdf", "image/jpeg", QByteArray(jpeg + pdf), "image/jpeg", true},
    TypeCase{"svg in html", "image/svg+xml", QByteArray("<html>" + svg), {}, false},
    TypeCase{"html in svg", "text/html", QByteArray("<svg>" + html), "image/svg+xml", false}));

INSTANTIATE_TEST_SUITE_P(Refused, FileTypeTest, testing::Values(
    TypeCase{"html as png", "image/png", html, {}},
    TypeCase{"svg as png", "image/png", svg, {}},
    TypeCase{"html as svg", "image/svg+xml", html, {}},
    TypeCase{"text as a picture", "image/png", "hello", {}},
    TypeCase{"bytes as a picture", "image/x-canon-cr2", bytes("\x03\x9A\0\1\2\xFE\xFD"), {}},
    TypeCase{"pdf as a picture", "image/png", pdf, {}},
    TypeCase{"program as sound", "audio/mpeg", exe, {}},
    TypeCase{"picture as sound", "audio/mpeg", png, {}},
    TypeCase{"sound as a picture", "image/png", wav, {}},
    TypeCase{"sound as video", "video/mp4", mp3(), {}},
    TypeCase{"video as sound", "audio/mpeg", isoMedia("qt  "), {}}));

TEST(FileTypeTextTest, ElevenBitsAreNoMp3)
{
    ASSERT_TRUE(fileTypeOf(octets, mp3())->mayBeInline);
    EXPECT_FALSE(fileTypeOf(octets, QByteArray(mp3().first(4) + QByteArray(1000, '\0')))->mayBeInline);
}

TEST(FileTypeTextTest, ARefusalNamesBothTypes)
{
    const auto refused = fileTypeOf("image/png; x=y", html);
    ASSERT_FALSE(refused.ok());
    EXPECT_TRUE(refused.error().message.contains(u"image/png, but its content is text/html")) << qPrintable(refused.error().message);
}

TEST(FileTypeTextTest, ACharacterMayBeCutAtTheEndOfTheHeadOnly)
{
    for (const QByteArray &character : {QByteArray("\xC3\xA9"), QByteArray("\xE4\xB8\xAD"), QByteArray("\xF0\x9F\x98\x80")}) {
        for (qsizetype cut = 1; cut < character.size(); ++cut) {
            const QByteArray rest = character.first(cut);
            EXPECT_EQ(fileTypeOf("text/plain", QByteArray(QByteArray(headBytes - cut, 'a') + rest))->mimeType, plain);
            EXPECT_EQ(fileTypeOf("text/plain", QByteArray(QByteArray(headBytes - cut, 'a') + character))->mimeType, plain);
            EXPECT_EQ(fileTypeOf("text/plain", QByteArray(QByteArray(100, 'a') + rest))->mimeType, octets);
        }
    }
    EXPECT_EQ(fileTypeOf("text/plain", QByteArray(QByteArray(headBytes - 1, 'a') + '\xFF'))->mimeType, octets);
    EXPECT_EQ(fileTypeOf("text/plain", QByteArray(QByteArray(headBytes - 1, 'a') + '\x80'))->mimeType, octets);
}

// No beginning of a file, however it is declared, is ever served as what runs.
TEST(FileTypeTextTest, NothingIsServedAsWhatRuns)
{
    const QByteArray contents[] = {html, svg, "<?xml version=\"1.0\"?><x/>", "alert(1)", "#!AMR\n", "body{}", "<?php", "From: x\nContent-Type: multipart/related", "WEBVTT\n", QByteArray(html + bytes("\0")), QByteArray(svg + bytes("\0")), bytes("\xFE\xFF\0<\0h\0t\0m\0l\0>")};
    for (const QByteArray &content : contents) {
        for (const char *declared : {"text/html", "application/javascript", "text/xml", "application/octet-stream", "application/xhtml+xml", "multipart/related", "text/css", "message/rfc822"}) {
            const auto type = fileTypeOf(declared, content);
            ASSERT_TRUE(type.ok());
            for (const char *runs : {"html", "script", "/xml", "css", "php", "multipart", "message/"})
                EXPECT_FALSE(type->mimeType.contains(runs)) << type->mimeType.constData() << " for " << content.constData();
            if (type->mimeType == "image/svg+xml") {
                EXPECT_FALSE(type->mayBeInline);
            }
        }
    }
}

TEST(MediaTypeTest, IsCheckedBySyntax)
{
    for (const QByteArray &good : {QByteArray("image/png"), QByteArray("a/b"), QByteArray("application/vnd.api+json"), QByteArray("text/plain;charset=utf-8"), QByteArray("text/plain; charset=\"utf-8\""),
                                   QByteArray("audio/webm;codecs=opus"), QByteArray("video/mp4; codecs=\"avc1.4D401E, mp4a.40.2; x\" ; a=b"), QByteArray("a/" + QByteArray(125, 'b'))}) {
        EXPECT_TRUE(isMediaType(good)) << good.constData();
        EXPECT_NE(fileTypeOf(good, "").ok() ? ErrorCode::Internal : fileTypeOf(good, "").error().code, ErrorCode::InvalidRequest);
    }
    for (const QByteArray &bad : {QByteArray(), QByteArray("png"), QByteArray("image/"), QByteArray("/png"), QByteArray("image /png"), QByteArray("image/png\r\nX: y"), QByteArray("image/png;"),
                                  QByteArray("image/png; x"), QByteArray("image/png; x=\"y"), QByteArray("image/png; x=\"y\"z"), QByteArray("image/p\xC3\xA9"), QByteArray("a/b/c"), QByteArray("image/png, text/html"),
                                  bytes("image/\0png"), QByteArray("a/" + QByteArray(126, 'b'))}) {
        EXPECT_FALSE(isMediaType(bad)) << bad.constData();
        EXPECT_EQ(fileTypeOf(bad, png).error().code, ErrorCode::InvalidRequest) << bad.constData();
    }
}

} // namespace
} // namespace pipit::files
