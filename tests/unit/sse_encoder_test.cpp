// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sse_encoder.h"

#include <gtest/gtest.h>

namespace pipit::sse {
namespace {

TEST(SseEncoderTest, WritesIdTypeAndData)
{
    EXPECT_EQ(event("message", "{}", "7~e1"), "id: 7~e1\nevent: message\ndata: {}\n\n");
    EXPECT_EQ(event("delta", "{}"), "event: delta\ndata: {}\n\n");
}

TEST(SseEncoderTest, EmptyDataIsStillAnEvent)
{
    EXPECT_EQ(event("x", ""), "event: x\ndata: \n\n");
}

TEST(SseEncoderTest, EveryLineBreakBecomesALine)
{
    EXPECT_EQ(event("x", "a\nb"), "event: x\ndata: a\ndata: b\n\n");
    EXPECT_EQ(event("x", "a\r\nb"), "event: x\ndata: a\ndata: b\n\n");
    EXPECT_EQ(event("x", "a\rb"), "event: x\ndata: a\ndata: b\n\n");
    EXPECT_EQ(event("x", "a\n\rb"), "event: x\ndata: a\ndata: \ndata: b\n\n");
    EXPECT_EQ(event("x", "\r\n"), "event: x\ndata: \ndata: \n\n");
    EXPECT_EQ(event("x", "a\n"), "event: x\ndata: a\ndata: \n\n");
    EXPECT_EQ(event("x", "a\r"), "event: x\ndata: a\ndata: \n\n");
}

// A reader takes one blank after the colon away; a blank of the data must be a second one.
TEST(SseEncoderTest, KeepsLeadingBlanks)
{
    EXPECT_EQ(event("x", " a\n  b"), "event: x\ndata:  a\ndata:   b\n\n");
}

TEST(SseEncoderTest, KeepsEveryOtherByte)
{
    using namespace std::string_literals;
    EXPECT_EQ(event("x", "\0\xff\x80:"s), "event: x\ndata: \0\xff\x80:\n\n"s);
}

TEST(SseEncoderTest, CommentAndRetry)
{
    EXPECT_EQ(comment("ping"), ": ping\n\n");
    EXPECT_EQ(retry(0), "retry: 0\n\n");
    EXPECT_EQ(retry(4294967295u), "retry: 4294967295\n\n");
}

} // namespace
} // namespace pipit::sse
