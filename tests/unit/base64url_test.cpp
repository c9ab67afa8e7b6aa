// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base64url.h"

#include <gtest/gtest.h>

namespace pipit {
namespace {

TEST(Base64UrlTest, GoesThereAndBack)
{
    for (const auto &[bytes, text] : {std::pair("", ""), {"f", "Zg"}, {"fo", "Zm8"}, {"foo", "Zm9v"}, {"foob", "Zm9vYg"}, {"\xfb\xff\xbf", "-_-_"}}) {
        EXPECT_EQ(base64UrlEncoded(bytes), text);
        EXPECT_EQ(base64UrlDecoded(text), QByteArray(bytes)) << text;
    }
}

TEST(Base64UrlTest, EveryByteIsItself)
{
    QByteArray bytes;
    for (int i = 0; i < 256; ++i)
        bytes += char(i);
    for (qsizetype size = 0; size <= bytes.size(); ++size)
        EXPECT_EQ(base64UrlDecoded(base64UrlEncoded(bytes.left(size))), bytes.left(size));
}

TEST(Base64UrlTest, OneTextForOneValue)
{
    for (const char *bad : {"Zg==", "Zg=", "Zm8=", "Z", "Zm9vY", "Zh", "Zm9", "+/+/", "Zm 9v", "Zm9v\n", " ", "Zm9v.", "Z\xc3\xa4", "="})
        EXPECT_EQ(base64UrlDecoded(bad), std::nullopt) << bad;
    EXPECT_EQ(base64UrlDecoded(QByteArray("Zm\0v", 4)), std::nullopt);
}

} // namespace
} // namespace pipit
