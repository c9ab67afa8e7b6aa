// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/single_instance.h"

#include "fake_server.h"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QLocalSocket>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <thread>

using namespace Qt::StringLiterals;

namespace pipit {
namespace {

using Role = SingleInstance::Role;

struct First {
    QTemporaryDir directory;
    SingleInstance instance{directory.path()};
    QList<QStringList> heard;

    First()
    {
        QObject::connect(&instance, &SingleInstance::wished, [this](const QStringList &wishes) { heard << wishes; });
        const auto began = instance.begin({});
        EXPECT_TRUE(began && *began == Role::First);
    }
};

// A later start, as another process makes it: it waits while the first one works.
Result<Role> startLater(const QString &directory, const QStringList &wishes)
{
    std::optional<Result<Role>> result;
    std::thread other([&] {
        SingleInstance later(directory);
        result.emplace(later.begin(wishes));
    });
    const bool ended = test::waitUntil([&] { return result.has_value(); });
    EXPECT_TRUE(ended);
    other.join();
    return *result;
}

TEST(SingleInstance, ALaterStartHandsItsWishesOver)
{
    First first;
    const auto later = startLater(first.directory.path(), {u"pipit:session/a"_s, u"中文"_s});
    ASSERT_TRUE(later) << qPrintable(later.error().message);
    EXPECT_EQ(*later, Role::Later);
    ASSERT_TRUE(test::waitUntil([&] { return !first.heard.isEmpty(); }));
    EXPECT_EQ(first.heard.first(), (QStringList{u"pipit:session/a"_s, u"中文"_s}));
}

TEST(SingleInstance, ALaterStartWithoutAWishIsHeardToo)
{
    First first;
    ASSERT_TRUE(startLater(first.directory.path(), {}));
    ASSERT_TRUE(test::waitUntil([&] { return !first.heard.isEmpty(); }));
    EXPECT_TRUE(first.heard.first().isEmpty());
}

TEST(SingleInstance, EachDirectoryHasItsOwn)
{
    First first;
    First second;
    EXPECT_TRUE(first.heard.isEmpty());
}

TEST(SingleInstance, TheHoldEndsWithItsHolder)
{
    QTemporaryDir directory;
    {
        SingleInstance first(directory.path());
        ASSERT_TRUE(first.begin({}));
    }
    SingleInstance next(directory.path());
    const auto began = next.begin({});
    ASSERT_TRUE(began);
    EXPECT_EQ(*began, Role::First);
}

TEST(SingleInstance, WhoDoesNotAnswerIsNamed)
{
    QTemporaryDir directory;
    QLockFile silent(directory.filePath(u"desktop.lock"_s));
    silent.setStaleLockTime(0);
    ASSERT_TRUE(silent.tryLock(0));
    SingleInstance later(directory.path());
    const auto began = later.begin({});
    ASSERT_FALSE(began);
    EXPECT_TRUE(began.error().message.contains(QString::number(QCoreApplication::applicationPid()))) << qPrintable(began.error().message);
}

TEST(SingleInstance, ADirectoryThatCannotBeUsedIsNamed)
{
    QTemporaryDir directory;
    QFile file(directory.filePath(u"file"_s));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    SingleInstance instance(directory.filePath(u"file/below"_s));
    const auto began = instance.begin({});
    ASSERT_FALSE(began);
    EXPECT_TRUE(began.error().message.contains(u"file/below"));
}

TEST(SingleInstance, NonsenseIsNoWish)
{
    First first;
    const QByteArray hash = QCryptographicHash::hash(first.directory.path().toUtf8(), QCryptographicHash::Sha256).toHex().first(16);
    const QString name = QDir(QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation)).filePath(u"pipit-"_s + QString::fromLatin1(hash));
    QLocalSocket socket;
    socket.connectToServer(name);
    ASSERT_TRUE(test::waitUntil([&] { return socket.state() == QLocalSocket::ConnectedState; }));
    socket.write("hello\n");
    EXPECT_TRUE(test::waitUntil([&] { return socket.state() == QLocalSocket::UnconnectedState; }));
    QLocalSocket flood;
    flood.connectToServer(name);
    ASSERT_TRUE(test::waitUntil([&] { return flood.state() == QLocalSocket::ConnectedState; }));
    flood.write(QByteArray(100'000, 'x'));
    EXPECT_TRUE(test::waitUntil([&] { return flood.state() == QLocalSocket::UnconnectedState; }));
    EXPECT_TRUE(first.heard.isEmpty());
}

} // namespace
} // namespace pipit
