// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/file_name.h"

#include <gtest/gtest.h>

#include <QUrl>

using namespace Qt::StringLiterals;

namespace pipit::files {
namespace {

struct NameCase {
    QString given;
    QString expected;
};

TEST(FileNameTest, BecomesSafe)
{
    const NameCase cases[] = {
        {u"photo.png"_s, u"photo.png"_s},
        {u"Was ist das?.txt"_s, u"Was ist das.txt"_s},
        {u"图片 一.png"_s, u"图片 一.png"_s},
        {u"👩‍👩‍👧 and 🏴󠁧󠁢󠁳󠁣󠁴󠁿.gif"_s, u"👩‍👩‍👧 and 🏴󠁧󠁢󠁳󠁣󠁴󠁿.gif"_s},
        {u"نامه‌ها.pdf"_s, u"نامه‌ها.pdf"_s},
        {u"e\u0301.txt"_s, u"\u00E9.txt"_s},
        // paths
        {u"/etc/passwd"_s, u"passwd"_s},
        {u"../../x"_s, u"x"_s},
        {u"C:\\fakepath\\a.png"_s, u"a.png"_s},
        {u"a/b\\c/d"_s, u"d"_s},
        {u"a/"_s, u"file"_s},
        {u"..\\.."_s, u"file"_s},
        // what is left of nothing
        {u""_s, u"file"_s},
        {u"."_s, u"file"_s},
        {u"..."_s, u"file"_s},
        {u" \t "_s, u"file"_s},
        {u"???"_s, u"file"_s},
        // dots and blanks
        {u".htaccess"_s, u"htaccess"_s},
        {u" . .x"_s, u"x"_s},
        {u"name. . "_s, u"name"_s},
        {u"a\u3000"_s, u"a"_s},
        {u"archive.tar.gz"_s, u"archive.tar.gz"_s},
        // characters
        {u"a\r\nSet-Cookie: x"_s, u"aSet-Cookie x"_s},
        {u"a\0b\x7F\u0085.c"_s, u"ab.c"_s},
        {u"<a>:\"b\"|?*.c"_s, u"ab.c"_s},
        {u"invoice\u202Efdp.exe"_s, u"invoicefdp.exe"_s},
        {u"\uFEFFa\u200Bb\u2066c\u2069\u061C.txt"_s, u"abc.txt"_s},
        {QString(u"a"_s + QChar(0xD83D) + u"b.txt"), u"ab.txt"_s},
        {QString(u"a"_s + QChar(0xFFFF) + u"b"), u"ab"_s},
        // devices
        {u"CON"_s, u"_CON"_s},
        {u"nul.txt"_s, u"_nul.txt"_s},
        {u"Aux .tar.gz"_s, u"_Aux .tar.gz"_s},
        {u"com1"_s, u"_com1"_s},
        {u"LPT\u00B2.log"_s, u"_LPT\u00B2.log"_s},
        {u"C\u200BON"_s, u"_CON"_s},
        {u"..CON"_s, u"_CON"_s},
        {u"conin$"_s, u"_conin$"_s},
        {u"console.txt"_s, u"console.txt"_s},
        {u"COM12"_s, u"COM12"_s},
        {u"com"_s, u"com"_s},
        // length
        {QString(QString(300, u'a') + u".jpeg"), QString(QString(195, u'a') + u".jpeg")},
        {QString(QString(100, u'图') + u".png"), QString(QString(65, u'图') + u".png")},
        {QString(u"😀"_s.repeated(60)), u"😀"_s.repeated(50)},
        {QString(u"ab"_s + u"😀"_s.repeated(60)), QString(u"ab"_s + u"😀"_s.repeated(49))},
        {QString(u"a."_s + QString(300, u'b')), QString(u"a."_s + QString(198, u'b'))},
        {QString(QString(199, u'a') + u" ."_s + QString(100, u'b')), QString(199, u'a')},
    };
    for (const NameCase &c : cases) {
        const QString safe = safeFileName(c.given);
        EXPECT_EQ(safe, c.expected) << "given " << qPrintable(c.given) << ", got " << qPrintable(safe);
        EXPECT_EQ(safeFileName(safe), safe) << qPrintable(safe);
        EXPECT_LE(safe.toUtf8().size(), nameBytes);
    }
}

struct DispositionCase {
    QString name;
    QByteArray expected;
};

TEST(FileNameTest, IsToldInAHeader)
{
    const DispositionCase cases[] = {
        {u"a.png"_s, "filename=\"a.png\"; filename*=UTF-8''a.png"},
        {u"a b.png"_s, "filename=\"a b.png\"; filename*=UTF-8''a%20b.png"},
        {u"图片.png"_s, "filename=\"__.png\"; filename*=UTF-8''%E5%9B%BE%E7%89%87.png"},
        {u"😀.gif"_s, "filename=\"_.gif\"; filename*=UTF-8''%F0%9F%98%80.gif"},
        {u"x\"; filename=\"evil.exe"_s, "filename=\"x; filename=evil.exe\"; filename*=UTF-8''x%3B%20filename%3Devil.exe"},
        {u"x\r\nSet-Cookie: a=b"_s, "filename=\"xSet-Cookie a=b\"; filename*=UTF-8''xSet-Cookie%20a%3Db"},
        {u"x\\\"y.txt"_s, "filename=\"y.txt\"; filename*=UTF-8''y.txt"},
        {u"100%41.txt"_s, "filename=\"100_41.txt\"; filename*=UTF-8''100%2541.txt"},
        {u"it's.txt"_s, "filename=\"it's.txt\"; filename*=UTF-8''it%27s.txt"},
        {u"../../"_s, "filename=\"file\"; filename*=UTF-8''file"},
    };
    for (const DispositionCase &c : cases) {
        EXPECT_EQ(contentDisposition(true, c.name), QByteArray("inline; " + c.expected)) << qPrintable(c.name);
        EXPECT_EQ(contentDisposition(false, c.name), QByteArray("attachment; " + c.expected)) << qPrintable(c.name);
    }
}

// Whatever the name: one line of ASCII, with two quotes, and the name comes back from it.
TEST(FileNameTest, NothingBreaksOutOfTheHeader)
{
    for (char32_t c = 0; c < 0x3000; ++c) {
        const QString name = QString(u"a"_s + QString::fromUcs4(&c, 1) + u"b.txt"_s);
        const QByteArray header = contentDisposition(false, name);
        EXPECT_TRUE(std::ranges::all_of(header, [](char byte) { return byte >= 0x20 && byte < 0x7F; })) << header.constData();
        EXPECT_EQ(header.count('"'), 2) << header.constData();
        EXPECT_FALSE(header.contains('\\')) << header.constData();
        EXPECT_EQ(QUrl::fromPercentEncoding(header.mid(header.indexOf("''") + 2)), safeFileName(name));
    }
}

} // namespace
} // namespace pipit::files
