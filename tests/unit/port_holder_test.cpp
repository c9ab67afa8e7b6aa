// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/port_holder.h"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QFileInfo>
#include <QTcpServer>

using namespace pipit;

#ifdef Q_OS_LINUX

namespace {

QString ownName()
{
    return QFileInfo(QCoreApplication::applicationFilePath()).fileName().left(15); // what the kernel keeps of it
}

} // namespace

TEST(PortHolderTest, IsTheProcessThatListens)
{
    for (const QHostAddress &address : {QHostAddress(QHostAddress::LocalHost), QHostAddress(QHostAddress::LocalHostIPv6), QHostAddress(QHostAddress::Any)}) {
        QTcpServer server;
        if (!server.listen(address))
            continue; // a machine without IPv6
        const auto holder = portHolder(server.serverPort());
        ASSERT_TRUE(holder.ok()) << qPrintable(holder.error().message);
        EXPECT_EQ(holder->process, QCoreApplication::applicationPid());
        EXPECT_EQ(holder->program, ownName());
    }
}

TEST(PortHolderTest, NobodyIsAnAnswer)
{
    QTcpServer server;
    ASSERT_TRUE(server.listen(QHostAddress::LocalHost));
    const quint16 port = server.serverPort();
    server.close();
    const auto holder = portHolder(port);
    ASSERT_FALSE(holder.ok());
    EXPECT_EQ(holder.error().code, ErrorCode::NotFound);
}

#else

TEST(PortHolderTest, SaysThatTheSystemDoesNotTell)
{
    EXPECT_EQ(portHolder(5000).error().code, ErrorCode::Unavailable);
}

#endif
