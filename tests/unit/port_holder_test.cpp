// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/port_holder.h"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QFileInfo>
#include <QTcpServer>

using namespace pipit;

namespace {

QString ownName()
{
    return QFileInfo(QCoreApplication::applicationFilePath()).fileName().left(15); // what Linux keeps of it
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
        EXPECT_TRUE(holder->program.startsWith(ownName())) << qPrintable(holder->program);
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
#ifdef Q_OS_MACOS
    EXPECT_EQ(holder.error().code, ErrorCode::Forbidden); // somebody else might, whom it does not show
#else
    EXPECT_EQ(holder.error().code, ErrorCode::NotFound);
#endif
}
