// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/request.h"

#include "server/http/request_head.h"

#include <gtest/gtest.h>

namespace pipit::http {

namespace {

Result<Request> requestOf(const QByteArray &target, const HeaderList &headers = {})
{
    return Request::fromHead(RequestHead{.method = "GET", .target = target, .headers = headers}, {}, {});
}

} // namespace

TEST(Request, DecodesPathAndQuery)
{
    const auto request = requestOf("/api/a%20b+c/%E4%BD%A0?q=a+b%2Bc&sessionId=x&sessionId=y&flag&empty=&%E4%BD%A0=1=2&&");
    ASSERT_TRUE(request);
    EXPECT_EQ(request->path, QStringLiteral("/api/a b+c/你"));
    EXPECT_EQ(request->queryValue(u"q"), QStringLiteral("a b+c"));
    EXPECT_EQ(request->queryValues(u"sessionId"), (QStringList{QStringLiteral("x"), QStringLiteral("y")}));
    EXPECT_EQ(request->queryValue(u"sessionId"), u"x");
    EXPECT_TRUE(request->hasQuery(u"flag"));
    EXPECT_TRUE(request->hasQuery(u"empty"));
    EXPECT_FALSE(request->hasQuery(u"other"));
    EXPECT_EQ(request->queryValue(QStringLiteral("你")), u"1=2");
    EXPECT_EQ(request->query.size(), 6);
}

TEST(Request, RefusesWhatIsNotPercentEncodedUtf8AndNamesIt)
{
    for (const char *path : {"/%", "/%4", "/%zz", "/%C3", "/%FF", "/%C0%AF", "/%ED%A0%80", "/%00", "/a%2Fb", "/a%2fb", "/..", "/a/%2E%2e/b", "/./a"}) {
        const auto request = requestOf(path);
        ASSERT_FALSE(request) << path;
        EXPECT_EQ(request.error().code, ErrorCode::InvalidRequest);
        EXPECT_EQ(request.error().field, u"path");
    }
    EXPECT_EQ(requestOf("/?q=%FF").error().field, u"q");
    EXPECT_EQ(requestOf("/?q=%0").error().field, u"q");
    EXPECT_EQ(requestOf("/?q=a%00").error().field, u"q");
    EXPECT_EQ(requestOf("/?%FF=q").error().field, u"query");
    // The names come from outside, and go into the log.
    EXPECT_EQ(requestOf("/?a%0Ab=%FF").error().field, u"(unprintable)");
    EXPECT_LT(requestOf("/?" + QByteArray(10'000, 'q') + "=%FF").error().message.size(), 200);
}

TEST(Request, FindsHeadersAndCookies)
{
    const auto request = requestOf("/", {{"x", "1"}, {"x", "2"}, {"cookie", "a=1; pipit_5000=\"t0k=en\""}, {"cookie", "b=2"}});
    EXPECT_EQ(request->header("x"), "1");
    EXPECT_EQ(request->header("y"), std::nullopt);
    EXPECT_EQ(request->cookie("pipit_5000"), "t0k=en");
    EXPECT_EQ(request->cookie("b"), "2");
    EXPECT_EQ(request->cookie("pipit"), "");
}

} // namespace pipit::http
