// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/router.h"

#include "tests/unit/log_capture.h"

#include <QCoreApplication>
#include <QCoroTimer>
#include <QJsonDocument>
#include <QTimer>

#include <gtest/gtest.h>

#include <stdexcept>

namespace pipit::http {

namespace {

using namespace std::chrono_literals;

QCoro::Task<Result<auth::Caller>> tokenGate(const Request &request)
{
    const auto token = request.header("authorization");
    if (token == "Bearer slow") {
        QTimer timer;
        timer.start(1ms);
        co_await timer;
    }
    if (token == "Bearer broken")
        throw std::runtime_error("the gate broke");
    if (!token)
        co_return Error{ErrorCode::Unauthenticated, QStringLiteral("Send Authorization: Bearer.")};
    if (token == "Bearer operator")
        co_return auth::Caller{.sub = QStringLiteral("olga"), .role = auth::Role::Operator};
    co_return auth::Caller{.sub = QStringLiteral("ann")};
}

bool goesOnBeingGood = true;

QCoro::Task<bool> stillGood(const auth::Caller &)
{
    co_return goesOnBeingGood;
}

Handler say(const QByteArray &word)
{
    return [word](const Exchange &) -> QCoro::Task<Response> { co_return Response::text(word); };
}

class RouterTest : public ::testing::Test
{
protected:
    RouterTest()
    {
        router.add("GET", "/public", Access::Public, say("public"));
        router.add("GET", "/mine", Access::Caller, [](const Exchange &exchange) -> QCoro::Task<Response> {
            co_return Response::text(exchange.caller.sub.toUtf8());
        });
        router.add("GET", "/operators", Access::Operator, say("operators"));
        router.add("GET", "/long", Access::Caller, [](const Exchange &) -> QCoro::Task<Response> {
            QTimer timer;
            timer.start(2'300ms);
            co_await timer;
            co_return Response::text("news");
        });
        router.add("GET", "/things/{id}", Access::Public, [](const Exchange &exchange) -> QCoro::Task<Response> {
            QTimer timer;
            timer.start(1ms);
            co_await timer;
            co_return Response::text("thing " + exchange.parameters.value(QStringLiteral("id")).toUtf8());
        });
        router.add("DELETE", "/things/{id}", Access::Public, say("deleted"));
        router.add("GET", "/things/search", Access::Public, say("search"));
        router.add("POST", "/things/{id}/{part}", Access::Public, [](const Exchange &exchange) -> QCoro::Task<Response> {
            co_return Response::text(exchange.parameters.value(QStringLiteral("id")).toUtf8() + '/' + exchange.parameters.value(QStringLiteral("part")).toUtf8());
        });
        router.add("POST", "/things/{id}/runs", Access::Public, say("runs"));
        router.add("GET", "/throws", Access::Public, [](const Exchange &) -> QCoro::Task<Response> { throw std::runtime_error("boom"); co_return Response(); });
        router.add("GET", "/throws/early", Access::Public, [](const Exchange &) -> QCoro::Task<Response> { throw 7; });
    }

    Response ask(const QByteArray &method, const QString &path, const QByteArray &token = {})
    {
        Request request{.method = method, .path = path, .query = {}, .headers = {}, .body = {}, .peer = {}};
        if (!token.isEmpty())
            request.headers.emplaceBack("authorization", "Bearer " + token);
        return QCoro::waitFor(router.dispatch(std::move(request))).response;
    }

    QString codeOf(const Response &response) const
    {
        return QJsonDocument::fromJson(response.body).object().value(u"error").toObject().value(u"code").toString();
    }

    Router router{{.identify = tokenGate, .isStillGood = stillGood}};
};

} // namespace

TEST_F(RouterTest, FindsARouteByMethodAndPath)
{
    EXPECT_EQ(ask("GET", QStringLiteral("/public")).body, "public");
    EXPECT_EQ(ask("GET", QStringLiteral("/things/a b")).body, "thing a b");
    EXPECT_EQ(ask("DELETE", QStringLiteral("/things/7")).body, "deleted");
    EXPECT_EQ(ask("POST", QStringLiteral("/things/7/x")).body, "7/x");
}

TEST_F(RouterTest, PrefersALiteralSegmentWhateverWasAddedFirst)
{
    EXPECT_EQ(ask("GET", QStringLiteral("/things/search")).body, "search");
    EXPECT_EQ(ask("DELETE", QStringLiteral("/things/search")).body, "deleted");
    EXPECT_EQ(ask("POST", QStringLiteral("/things/7/runs")).body, "runs");
}

TEST_F(RouterTest, AnswersNotFound)
{
    for (const char *path : {"/", "/nothing", "/public/", "/things/", "/things", "//public", "/things/a/b/c"}) {
        const Response response = ask("GET", QString::fromLatin1(path));
        EXPECT_EQ(response.status, 404) << path;
        EXPECT_EQ(codeOf(response), u"not_found");
    }
}

TEST_F(RouterTest, NamesTheMethodsOfAPath)
{
    const Response response = ask("PUT", QStringLiteral("/things/search"));
    EXPECT_EQ(response.status, 405);
    EXPECT_EQ(codeOf(response), u"method_not_allowed");
    EXPECT_EQ(response.headers.first().first, "Allow");
    EXPECT_EQ(response.headers.first().second, "GET, DELETE, HEAD");
}

TEST_F(RouterTest, TakesHeadForGet)
{
    EXPECT_EQ(ask("HEAD", QStringLiteral("/public")).body, "public");
    EXPECT_EQ(ask("HEAD", QStringLiteral("/things/7/x")).status, 405);
}

TEST_F(RouterTest, LetsOnlyACallerPastTheGate)
{
    const Response refused = ask("GET", QStringLiteral("/mine"));
    EXPECT_EQ(refused.status, 401);
    EXPECT_EQ(refused.headers.first().first, "WWW-Authenticate");
    EXPECT_EQ(refused.headers.first().second, "Bearer");
    EXPECT_EQ(ask("GET", QStringLiteral("/mine"), "t0k").body, "ann");
    EXPECT_EQ(ask("GET", QStringLiteral("/mine"), "slow").body, "ann");
}

TEST_F(RouterTest, AnswersAFaultOfAHandlerWithoutItsDetails)
{
    const LogCapture log;
    const Response response = ask("GET", QStringLiteral("/throws"));
    EXPECT_EQ(response.status, 500);
    EXPECT_EQ(codeOf(response), u"internal");
    EXPECT_FALSE(response.body.contains("boom"));
    EXPECT_TRUE(log.has(u"GET /throws failed: boom"));

    EXPECT_EQ(ask("GET", QStringLiteral("/throws/early")).status, 500);
    EXPECT_EQ(ask("GET", QStringLiteral("/mine"), "broken").status, 500);
    EXPECT_TRUE(log.has(u"GET /mine failed: the gate broke"));
}

TEST_F(RouterTest, AsksForTheRoleOfARoute)
{
    EXPECT_EQ(ask("GET", QStringLiteral("/operators"), "any").status, 403); // ann is a user
    EXPECT_EQ(ask("GET", QStringLiteral("/operators"), "operator").body, "operators");
}

// A long poll tells nothing to whoever is no caller any more when its answer comes.
TEST_F(RouterTest, ALongAnswerIsForWhoeverIsStillACaller)
{
    goesOnBeingGood = true;
    EXPECT_EQ(ask("GET", QStringLiteral("/long"), "any").body, "news");
    goesOnBeingGood = false;
    EXPECT_EQ(codeOf(ask("GET", QStringLiteral("/long"), "any")), QStringLiteral("unauthenticated"));
    EXPECT_EQ(ask("GET", QStringLiteral("/mine"), "any").body, "ann"); // a short one was asked for while it was
}

TEST_F(RouterTest, ListsItsRoutes)
{
    const auto entries = router.entries();
    ASSERT_EQ(entries.size(), 11u);
    EXPECT_EQ(entries[1].pattern, "/mine");
    EXPECT_EQ(entries[1].access, Access::Caller);
}

} // namespace pipit::http
