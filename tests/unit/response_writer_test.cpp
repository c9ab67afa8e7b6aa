// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/response_writer.h"

#include "tests/unit/log_capture.h"

#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

#include <gtest/gtest.h>

namespace pipit::http {

namespace {

QByteArray headerOf(const QByteArray &head, const QByteArray &name)
{
    const auto lines = head.split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith(QByteArray(name + ": ")))
            return line.sliced(name.size() + 2).trimmed();
    }
    return "(none)";
}

} // namespace

TEST(ResponseWriter, WritesStatusLengthAndSafetyHeaders)
{
    Response response = Response::success({{QStringLiteral("a"), 1}}, 201);
    const QByteArray head = headOf(response, {});
    EXPECT_TRUE(head.startsWith("HTTP/1.1 201 Created\r\n")) << head.constData();
    EXPECT_TRUE(head.endsWith("\r\n\r\n"));
    EXPECT_EQ(response.body, R"({"data":{"a":1},"success":true})");
    EXPECT_EQ(headerOf(head, "Content-Length"), QByteArray::number(response.body.size()));
    EXPECT_EQ(headerOf(head, "Content-Type"), "application/json; charset=utf-8");
    EXPECT_EQ(headerOf(head, "X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(headerOf(head, "Connection"), "(none)");
    EXPECT_EQ(headerOf(headOf(response, {.close = true}), "Connection"), "close");

    const QDateTime date = QLocale::c().toDateTime(QString::fromLatin1(headerOf(head, "Date")), QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'"));
    ASSERT_TRUE(date.isValid());
    EXPECT_LE(std::abs(QDateTime(date.date(), date.time(), QTimeZone::utc()).secsTo(QDateTime::currentDateTimeUtc())), 2);
}

TEST(ResponseWriter, PutsAnErrorInTheEnvelope)
{
    const Response conflict = Response::failure(Error{ErrorCode::Conflict, QStringLiteral("No."), QStringLiteral("x"), {{QStringLiteral("current"), 7}}});
    EXPECT_EQ(conflict.status, 409);
    EXPECT_EQ(conflict.body, R"({"error":{"code":"conflict","current":7,"field":"x","message":"No."},"success":false})");

    Response unauthenticated = Response::failure(Error{ErrorCode::Unauthenticated, QStringLiteral("Who?")});
    EXPECT_EQ(headerOf(headOf(unauthenticated, {}), "WWW-Authenticate"), "Bearer");
    EXPECT_EQ(Response::failure(Error{ErrorCode::Network, QStringLiteral("Down.")}).status, 500);
}

TEST(ResponseWriter, SendsNoBodyWhereNoneMayBe)
{
    Response nothing = Response::text("x");
    nothing.status = 204;
    EXPECT_FALSE(hasBody(nothing, {}));
    EXPECT_EQ(headerOf(headOf(nothing, {}), "Content-Length"), "(none)");

    Response text = Response::text("four");
    EXPECT_FALSE(hasBody(text, {.head = true}));
    EXPECT_EQ(headerOf(headOf(text, {.head = true}), "Content-Length"), "4");
    EXPECT_TRUE(hasBody(text, {}));

    Response stream = Response::handOver([](stream::NativeSocket, std::string) { });
    EXPECT_EQ(headerOf(headOf(stream, {.head = true}), "Content-Length"), "(none)");
    EXPECT_EQ(headerOf(headOf(stream, {.head = true}), "Content-Type"), "text/event-stream");
}

TEST(ResponseWriter, ReplacesAnAnswerThatWouldBreakTheFraming)
{
    const LogCapture log;
    Response response = Response::text("body");
    response.headers = {{"X-Name", "a\r\nSet-Cookie: b=c"}};
    const QByteArray head = headOf(response, {});
    EXPECT_TRUE(head.startsWith("HTTP/1.1 500 "));
    EXPECT_FALSE(head.contains("Set-Cookie"));
    EXPECT_TRUE(log.has(u"X-Name"));
    EXPECT_EQ(headerOf(head, "Content-Length"), QByteArray::number(response.body.size()));
}

TEST(ResponseWriter, KnowsThePhraseOfEveryErrorCode)
{
    for (const ErrorCodeInfo &info : errorCodes) {
        if (info.httpStatus) {
            EXPECT_NE(reasonPhrase(info.httpStatus), "Unknown") << info.name;
        }
    }
    EXPECT_EQ(reasonPhrase(404), "Not Found");
    EXPECT_EQ(reasonPhrase(418), "Unknown");
}

} // namespace pipit::http
