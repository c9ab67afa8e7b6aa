// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipit_link.h"

#include <gtest/gtest.h>

using namespace pipit;
using namespace Qt::StringLiterals;

namespace {

TEST(PipitLinkTest, WhatIsWrittenIsRead)
{
    const PipitLink invitation{.node = QUrl(u"https://chat.example.org:5443/pipit"_s), .ticket = u"abc-_.~+/="_s};
    const auto read = readPipitLink(invitation.toString());
    ASSERT_TRUE(read) << read.error().message.toStdString();
    EXPECT_EQ(read->kind, PipitLink::Kind::Invitation);
    EXPECT_EQ(read->node, invitation.node);
    EXPECT_EQ(read->ticket, invitation.ticket);
    EXPECT_TRUE(invitation.toString().startsWith(u"pipit:join?node=https://chat.example.org:5443/pipit&ticket="));

    const PipitLink session{.kind = PipitLink::Kind::Session, .node = QUrl(u"http://[::1]:5000"_s), .sessionId = u"team-a:b_1"_s};
    const auto back = readPipitLink(session.toString());
    ASSERT_TRUE(back) << back.error().message.toStdString();
    EXPECT_EQ(back->kind, PipitLink::Kind::Session);
    EXPECT_EQ(back->sessionId, session.sessionId);
    EXPECT_EQ(back->node, session.node);
}

TEST(PipitLinkTest, OtherWaysToWriteThemAreRead)
{
    for (const QString &text : {u"pipit:session/s1"_s, u"pipit://session/s1"_s, u" pipit:session/s1\n"_s, u"pipit:///session/s1"_s}) {
        const auto link = readPipitLink(text);
        ASSERT_TRUE(link) << text.toStdString();
        EXPECT_EQ(link->sessionId, u"s1");
        EXPECT_TRUE(link->node.isEmpty());
    }
    EXPECT_TRUE(readPipitLink(u"pipit://join?node=http://h:1&ticket=t"_s));
}

TEST(PipitLinkTest, WhatIsNoLinkSaysWhatOneLooksLike)
{
    for (const QString &text : {u""_s, u"hello"_s, u"http://h/join?ticket=t"_s, u"pipit:"_s, u"pipit:join"_s, u"pipit:join?node=http://h"_s, u"pipit:join?ticket=t"_s,
                                u"pipit:join?node=ftp://h&ticket=t"_s, u"pipit:join?node=http://me:pw@h&ticket=t"_s, u"pipit:join?node=&ticket=t"_s, u"pipit:session/"_s,
                                u"pipit:session/a b"_s, u"pipit:session/../x"_s, u"pipit:run/x"_s, QString(u"pipit:session/" + QString(5000, u'a'))}) {
        const auto link = readPipitLink(text);
        ASSERT_FALSE(link) << text.left(80).toStdString();
        EXPECT_EQ(link.error().code, ErrorCode::InvalidRequest);
        EXPECT_TRUE(link.error().message.contains(u"pipit:join?"));
    }
}

} // namespace
