// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/embedded_node.h"

#include "core/private_file.h"
#include "keychain/keychain.h"

#include <gtest/gtest.h>

#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace pipit;
using namespace Qt::StringLiterals;

namespace {

struct OwnDirectory {
    QTemporaryDir directory;
    QSettings settings{directory.filePath(u"desktop.ini"_s), QSettings::IniFormat};
    NodeSettings nodeSettings{&settings, directory.path(), true};
};

} // namespace

// The window would have to call it by an address that no certificate is for.
TEST(EmbeddedNodeTest, SaysThatHttpsIsForPipitd)
{
    OwnDirectory own;
    ASSERT_TRUE(writePrivateFile(own.nodeSettings.file(), "[tls]\ncert_file = \"c.pem\"\nkey_file = \"k.pem\"\n").ok());
    EmbeddedNode node(&own.nodeSettings);
    Error fault{ErrorCode::Internal, {}};
    QObject::connect(&node, &EmbeddedNode::failed, &node, [&](const Error &error) { fault = error; });
    QSignalSpy failed(&node, &EmbeddedNode::failed);
    node.start();
    ASSERT_TRUE(failed.wait());
    EXPECT_EQ(fault.field, u"tls.cert_file");
    EXPECT_TRUE(fault.message.startsWith(QString(own.directory.path() + u"/pipit.toml:2: tls.cert_file is for pipitd; "))) << fault.message.toStdString();
}

TEST(EmbeddedNodeTest, TellsOfItsAlerts)
{
    leaveKeychainAlone(); // without a session there is none, and it would be waited for
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    OwnDirectory own;
    ASSERT_TRUE(writePrivateFile(own.nodeSettings.file(), "[[alerts]]\nname = \"it runs\"\nmetric = \"pipit_store_ready\"\nabove = 0.5\nfor_s = 0\n").ok());
    EmbeddedNode node(&own.nodeSettings);
    NodeAlert told;
    QObject::connect(&node, &EmbeddedNode::alerted, &node, [&](const NodeAlert &alert) { told = alert; });
    QSignalSpy alerted(&node, &EmbeddedNode::alerted);
    node.start();
    ASSERT_TRUE(alerted.wait());
    EXPECT_EQ(told.name, u"it runs");
    EXPECT_TRUE(told.fires);
    EXPECT_EQ(told.metric, u"pipit_store_ready");
    EXPECT_EQ(told.value, 1);
    EXPECT_EQ(told.limit, 0.5);
}
