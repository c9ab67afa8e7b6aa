// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/watched_files.h"

#include "core/private_file.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace pipit {
namespace {

class WatchedFilesTest : public testing::Test
{
protected:
    WatchedFilesTest() { write(m_open, "1"), write(m_secret, "2"); }

    static void write(const QString &path, const QByteArray &content) { ASSERT_TRUE(writePrivateFile(path, content).ok()); }

    Result<Done> look()
    {
        return m_files.look([this](const QList<QByteArray> &contents) {
            m_taken.append(contents.join('+'));
            return contents.contains("bad") ? Result<Done>(m_files.fault(1, u"is bad"_s)) : Result<Done>(Done());
        });
    }

    // The message of its fault; empty for none.
    QString told() { return m_files.newFault(look()).value_or(QString()); }

    const QTemporaryDir m_directory;
    const QString m_open = m_directory.filePath(u"open"_s), m_secret = m_directory.filePath(u"secret"_s);
    WatchedFiles m_files{{{.setting = u"a.open"_s, .path = m_open}, {.setting = u"a.secret"_s, .path = m_secret, .isSecret = true}}};
    QByteArrayList m_taken;
};

TEST_F(WatchedFilesTest, AreTakenTogetherAndOnlyWhenOneHasChanged)
{
    EXPECT_TRUE(look().ok());
    EXPECT_TRUE(look().ok());
    EXPECT_EQ(m_taken, QByteArrayList{"1+2"});
    write(m_secret, "3");
    EXPECT_TRUE(look().ok());
    // The same bytes, parted at another place.
    write(m_open, "13");
    write(m_secret, "");
    EXPECT_TRUE(look().ok());
    EXPECT_EQ(m_taken, (QByteArrayList{"1+2", "1+3", "13+"}));
}

TEST_F(WatchedFilesTest, AFaultIsToldOnceUntilThereIsAnotherOrNone)
{
    EXPECT_EQ(told(), QString());
    write(m_secret, "bad");
    EXPECT_EQ(told(), QString(u"a.secret " + m_secret + u" is bad."));
    EXPECT_EQ(told(), QString());
    ASSERT_TRUE(QFile::remove(m_open));
    EXPECT_TRUE(told().startsWith(QString(u"a.open " + m_open + u" cannot be read: ")));
    EXPECT_EQ(told(), QString());
    write(m_open, "1");
    write(m_secret, "2");
    EXPECT_EQ(told(), QString());
    EXPECT_EQ(m_taken.last(), "1+2") << "what was there before is taken again after a fault";
    write(m_secret, "bad");
    EXPECT_FALSE(told().isEmpty());
}

#ifdef Q_OS_UNIX
TEST_F(WatchedFilesTest, OnlyASecretMustBeItsOwnersAlone)
{
    ASSERT_TRUE(QFile::setPermissions(m_open, QFile::ReadOwner | QFile::ReadOther));
    EXPECT_TRUE(look().ok());
    ASSERT_TRUE(QFile::setPermissions(m_secret, QFile::ReadOwner | QFile::ReadGroup));
    const auto looked = look();
    ASSERT_FALSE(looked.ok());
    EXPECT_EQ(looked.error().field, u"a.secret");
    EXPECT_EQ(looked.error().code, ErrorCode::Unavailable);
}
#endif

} // namespace
} // namespace pipit
