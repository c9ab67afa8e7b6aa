// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/private_file.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QTemporaryDir>

using namespace pipit;

namespace {

constexpr auto ofOthers = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;

TEST(PrivateFileTest, IsWrittenForItsOwnerOnly)
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(QStringLiteral("secret"));
    ASSERT_TRUE(writePrivateFile(path, "x").ok());
    EXPECT_EQ(QFile::permissions(path) & ofOthers, QFile::Permissions());
    EXPECT_FALSE(writePrivateFile(directory.filePath(QStringLiteral("no/such/folder")), "x").ok());
}

TEST(PrivateFileTest, IsMadeForItsOwnerOnlyAndLeftAloneAfterwards)
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(QStringLiteral("data"));
    ensurePrivateFile(path);
    EXPECT_EQ(QFile::permissions(path) & ofOthers, QFile::Permissions());
    ASSERT_TRUE(writePrivateFile(path, "content").ok());
    ensurePrivateFile(path);
    EXPECT_EQ(QFile(path).size(), 7);
}

} // namespace
