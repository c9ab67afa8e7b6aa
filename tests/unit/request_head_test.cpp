// SPDX-License-Identifier: GPL-3.0-or-later
// The requirement: a head has one reading only. Everything that two readers could take in two ways is refused.
#include "server/http/request_head.h"

#include <gtest/gtest.h>

#include <string>

namespace pipit::http {

namespace {

constexpr HeadLimits limits{.headBytes = 16 * 1024, .headerCount = 100, .bodyBytes = 1000};

Result<RequestHead> parsed(const std::string &lines)
{
    return parseRequestHead(lines + "\r\n", limits);
}

Result<RequestHead> withHeader(const std::string &line)
{
    return parsed("POST /a HTTP/1.1\r\nHost: x\r\n" + line + "\r\n");
}

struct Refusal {
    std::string line;
    ErrorCode code = ErrorCode::InvalidRequest;
};

void PrintTo(const Refusal &refusal, std::ostream *out)
{
    *out << ::testing::PrintToString(refusal.line);
}

class RefusedHeader : public ::testing::TestWithParam<Refusal> { };
class RefusedRequestLine : public ::testing::TestWithParam<std::string> { };

} // namespace

TEST(RequestHead, ReadsMethodTargetAndHeaders)
{
    const auto head = parsed("PATCH /api/x?y=1 HTTP/1.1\r\nHost: localhost:5000\r\nX-Name:  a b \t\r\nEmpty:\r\ncontent-length: 12\r\n");
    ASSERT_TRUE(head);
    EXPECT_EQ(head->method, "PATCH");
    EXPECT_EQ(head->target, "/api/x?y=1");
    EXPECT_EQ(head->contentLength, 12);
    EXPECT_FALSE(head->close);
    const HeaderList expected{{"host", "localhost:5000"}, {"x-name", "a b"}, {"empty", ""}, {"content-length", "12"}};
    EXPECT_EQ(head->headers, expected);
}

TEST(RequestHead, LetsBytesAboveAsciiThroughInValues)
{
    const auto head = withHeader("X-Name: h\xc3\xa9");
    ASSERT_TRUE(head);
    EXPECT_EQ(head->headers.last().second, QByteArray("h\xc3\xa9"));
}

TEST(RequestHead, ClosesWhenAskedAndForOldClients)
{
    EXPECT_TRUE(withHeader("Connection: Close")->close);
    EXPECT_TRUE(withHeader("Connection: x, close")->close);
    EXPECT_FALSE(withHeader("Connection: keep-alive")->close);
    EXPECT_FALSE(withHeader("Connection: disclosed")->close);
    EXPECT_TRUE(parsed("GET / HTTP/1.0\r\n")->close);
    EXPECT_TRUE(parsed("GET / HTTP/1.0\r\nConnection: keep-alive\r\n")->close);
}

TEST(RequestHead, TellsContinueAndWebSocket)
{
    EXPECT_TRUE(withHeader("Expect: 100-Continue")->expectContinue);
    EXPECT_TRUE(withHeader("Connection: keep-alive, Upgrade\r\nUpgrade: WebSocket")->webSocket);
    EXPECT_FALSE(withHeader("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c")->webSocket);
    EXPECT_FALSE(withHeader("Upgrade: websocket")->webSocket);
    // Qt looks for the word wherever it stands, and closes without one of its own.
    EXPECT_TRUE(withHeader("Connection: keep-alive& UPGRADE\r\nUpgrade: websocket")->webSocket);
}

TEST(RequestHead, TakesABodyOfTheLargestSize)
{
    EXPECT_EQ(withHeader("Content-Length: 1000")->contentLength, 1000);
    EXPECT_EQ(withHeader("Content-Length: 0")->contentLength, 0);
}

TEST(RequestHead, NamesTheLimitThatWasPassed)
{
    const auto body = withHeader("Content-Length: 1001");
    EXPECT_EQ(body.error().code, ErrorCode::TooLarge);
    EXPECT_TRUE(body.error().message.contains(u"1001"));
    EXPECT_TRUE(body.error().message.contains(u"the limit is 1000"));

    const auto bytes = withHeader("X: " + std::string(16 * 1024, 'a'));
    EXPECT_EQ(bytes.error().code, ErrorCode::HeadTooLarge);
    EXPECT_TRUE(bytes.error().message.contains(u"16384"));

    std::string hundred;
    for (int i = 0; i < 99; ++i)
        hundred += "X: y\r\n";
    EXPECT_TRUE(parsed("GET / HTTP/1.1\r\nHost: x\r\n" + hundred));
    const auto count = parsed("GET / HTTP/1.1\r\nHost: x\r\nX: y\r\n" + hundred);
    EXPECT_EQ(count.error().code, ErrorCode::HeadTooLarge);
    EXPECT_TRUE(count.error().message.contains(u"100"));
}

TEST_P(RefusedHeader, IsRefused)
{
    const auto head = withHeader(GetParam().line);
    ASSERT_FALSE(head);
    EXPECT_EQ(head.error().code, GetParam().code) << head.error().message.toStdString();
    EXPECT_FALSE(head.error().message.isEmpty());
}

INSTANTIATE_TEST_SUITE_P(, RefusedHeader, ::testing::Values(
    Refusal{"Host: y"},
    Refusal{"Content-Length: 5\r\nContent-Length: 3"},
    Refusal{"Content-Length: 5\r\nContent-Length: 5"},
    Refusal{"Content-Length: 5, 5"},
    Refusal{"Content-Length: -5"},
    Refusal{"Content-Length: +5"},
    Refusal{"Content-Length: 3x"},
    Refusal{"Content-Length: 0x5"},
    Refusal{"Content-Length:"},
    Refusal{"Content-Length: 18446744073709551615", ErrorCode::TooLarge},
    Refusal{"Content-Length: 18446744073709551621", ErrorCode::TooLarge},
    Refusal{"Content-Length: " + std::string(400, '9'), ErrorCode::TooLarge},
    Refusal{"Content-Length: 5\r\nTransfer-Encoding: chunked"},
    Refusal{"Transfer-Encoding: identity"},
    Refusal{"Transfer-Encoding: gzip, chunked"},
    Refusal{"Transfer-Encoding: chunked, chunked"},
    Refusal{"Transfer-Encoding: xchunked"},
    Refusal{"Transfer-Encoding: \"chunked\""},
    Refusal{"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"},
    Refusal{"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity"},
    Refusal{"Expect: something"},
    Refusal{"foo"},
    Refusal{": value"},
    Refusal{"Name : value"},
    Refusal{"Na me: value"},
    Refusal{"Na\tme: value"},
    Refusal{"N\xc3\xa4me: value"},
    Refusal{" folded: value"},
    Refusal{"X: a\r\n b"},
    Refusal{"X: a\r\n\tb"},
    Refusal{"X: a\rb"},
    Refusal{std::string("X: a\0b", 6)},
    Refusal{"X: a\x01" "b"},
    Refusal{"X: a\x7f" "b"},
    Refusal{"\r\nX: after a blank line"}));

TEST_P(RefusedRequestLine, IsRefused)
{
    const auto head = parsed(GetParam() + "\r\nHost: x\r\n");
    ASSERT_FALSE(head);
    EXPECT_EQ(head.error().code, ErrorCode::InvalidRequest);
}

INSTANTIATE_TEST_SUITE_P(, RefusedRequestLine, ::testing::Values(
    "garbage", "GET /", "GET  / HTTP/1.1", "GET / HTTP/1.1 ", "GET /  HTTP/1.1", " GET / HTTP/1.1", "GET / a HTTP/1.1",
    "G@T / HTTP/1.1", "GET\t/\tHTTP/1.1", "GET / HTTP/1.2", "GET / HTTP/2.0", "GET / HTTP/11", "GET / http/1.1", "GET / HTTP/1.1x",
    "GET http://x/ HTTP/1.1", "OPTIONS * HTTP/1.1", "CONNECT x:80 HTTP/1.1", "GET x HTTP/1.1", "GET /a#b HTTP/1.1",
    "GET /\xc3\xa9 HTTP/1.1", "GET /a\x7f HTTP/1.1", "PRI * HTTP/2.0", std::string("GET /\0 HTTP/1.1", 15)));

TEST(RequestHead, WantsExactlyOneSoundHost)
{
    EXPECT_FALSE(parsed("GET / HTTP/1.1\r\n"));
    EXPECT_FALSE(parsed("GET / HTTP/1.0\r\nHost: x\r\nHost: x\r\n"));
    EXPECT_TRUE(parsed("GET / HTTP/1.0\r\n"));
    EXPECT_TRUE(parsed("GET / HTTP/1.1\r\nHost: [::1]:5000\r\n"));
    EXPECT_FALSE(parsed("GET / HTTP/1.1\r\nHost: a b\r\n"));
    EXPECT_FALSE(parsed("GET / HTTP/1.1\r\nHost: a/b\r\n"));
    EXPECT_FALSE(parsed("GET / HTTP/1.1\r\nHost: user@a\r\n"));
}

TEST(FindHeadEnd, FindsTheBlankLineHoweverTheBytesArrive)
{
    const std::string bytes = "GET / HTTP/1.1\r\nHost: x\r\n\r\nbody\r\n\r\n";
    const auto end = qsizetype(bytes.find("body"));
    EXPECT_EQ(*findHeadEnd(bytes, 0), end);
    for (std::size_t known = 0; known < std::size_t(end); ++known) {
        EXPECT_EQ(*findHeadEnd(bytes.substr(0, known), 0), 0);
        EXPECT_EQ(*findHeadEnd(bytes, known), end);
    }
}

TEST(FindHeadEnd, RefusesABareLineFeedAtOnce)
{
    EXPECT_FALSE(findHeadEnd("GET / HTTP/1.1\n", 0));
    EXPECT_FALSE(findHeadEnd("GET / HTTP/1.1\r\nHost: x\n\r\n", 0));
    EXPECT_FALSE(findHeadEnd("GET / HTTP/1.1\r\n\n", 16));
    EXPECT_FALSE(findHeadEnd("\n", 0));
}

} // namespace pipit::http
