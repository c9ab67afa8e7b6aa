// SPDX-License-Identifier: GPL-3.0-or-later
// A node looks itself over: what it finds, one at a time, and not for ever.
#include "server/http/routes/doctor_routes.h"

#include "tests/unit/node_fixture.h"

#include <QJsonArray>
#include <QSemaphore>

using namespace pipit;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QJsonObject findingOf(const QJsonObject &answer, const QString &check)
{
    const QJsonArray findings = answer.value(u"findings").toArray();
    for (const QJsonValue finding : findings) {
        if (finding[u"check"] == check)
            return finding.toObject();
    }
    return {};
}

class DoctorRouteTest : public test::NodeFixture { };

TEST_F(DoctorRouteTest, TellsOfItsOwnDatabaseAndFiles)
{
    start();
    const auto answer = ask(operators(), "GET /api/ops/doctor");
    ASSERT_EQ(answer.status, 200) << answer.body.constData();
    const QJsonObject data = dataOf(answer);
    EXPECT_TRUE(data.value(u"ok").toBool());
    EXPECT_GE(data.value(u"ms").toInteger(-1), 0);
    for (const QString &check : {u"connect"_s, u"schema"_s, u"integrity"_s, u"files"_s, u"commit"_s, u"disk"_s})
        EXPECT_EQ(findingOf(data, check).value(u"level"), u"good"_s) << check.toStdString();
    EXPECT_GT(findingOf(data, u"commit"_s).value(u"figures")[u"commitMs"].toDouble(), 0);
}

// The directory of files is another's: a failure, with what to do.
TEST_F(DoctorRouteTest, SaysWhatIsWrong)
{
    start();
    ASSERT_EQ(ask(operators(), "POST /api/files?sessionId=s&name=a.txt", "text").status, 201);
    QFile id(config.filesDir() + u"/pipit-files.id"_s);
    ASSERT_TRUE(id.open(QIODevice::WriteOnly | QIODevice::Truncate));
    id.write("another");
    id.close();
    const QJsonObject data = dataOf(ask(operators(), "GET /api/ops/doctor"));
    EXPECT_FALSE(data.value(u"ok").toBool(true));
    const QJsonObject files = findingOf(data, u"files"_s);
    EXPECT_EQ(files.value(u"level"), u"failure"_s);
    EXPECT_TRUE(files.value(u"next").toString().startsWith(u"Set files.dir"_s));
}

// One that takes as long as a test wants.
class SlowDoctorTest : public testing::Test
{
protected:
    QSemaphore ends;
    std::atomic<int> begun = 0;
    http::Router router{{.identify = [](const http::Request &) -> QCoro::Task<Result<auth::Caller>> { co_return auth::Caller{.sub = u"olga"_s, .role = auth::Role::Operator}; },
                         .isStillGood = [](const auth::Caller &) -> QCoro::Task<bool> { co_return true; }}};
    std::vector<http::Response> answers;

    http::DoctorRoutes::Examine slowly()
    {
        return [this] {
            ++begun;
            ends.acquire();
            return ops::Findings{{u"commit"_s, ops::Finding::Level::Good, u"It took its time."_s}};
        };
    }

    void ask()
    {
        auto dispatched = router.dispatch({.method = "GET", .path = u"/api/ops/doctor"_s, .query = {}, .headers = {}, .body = {}, .peer = QHostAddress::LocalHost});
        std::move(dispatched).then([this](const http::Answered &answered) { answers.push_back(answered.response); });
    }

    bool haveCome(std::size_t count) const
    {
        return http::waitUntil([&] { return answers.size() == count; }, 5s);
    }
};

TEST_F(SlowDoctorTest, OneExaminationAtATime)
{
    http::DoctorRoutes routes(slowly());
    routes.addTo(router);
    ask();
    ASSERT_TRUE(http::waitUntil([&] { return begun == 1; }, 5s));
    ask();
    ASSERT_TRUE(haveCome(1));
    EXPECT_EQ(answers[0].status, 429);
    ends.release();
    ASSERT_TRUE(haveCome(2));
    EXPECT_EQ(answers[1].status, 200);
    ends.release();
    ask();
    ASSERT_TRUE(haveCome(3));
    EXPECT_EQ(answers[2].status, 200);
    EXPECT_EQ(begun, 2);
}

TEST_F(SlowDoctorTest, WhoAsksIsNotKeptForEver)
{
    http::DoctorRoutes routes(slowly(), 50ms);
    routes.addTo(router);
    ask();
    ASSERT_TRUE(haveCome(1));
    EXPECT_EQ(answers[0].status, 503);
    EXPECT_TRUE(answers[0].body.contains("pipitctl doctor"));
    ask(); // it still runs
    ASSERT_TRUE(haveCome(2));
    EXPECT_EQ(answers[1].status, 429);
    ends.release();
}

TEST_F(SlowDoctorTest, AStoppingNodeLetsNobodyWait)
{
    http::DoctorRoutes routes(slowly());
    routes.addTo(router);
    ask();
    ASSERT_TRUE(http::waitUntil([&] { return begun == 1; }, 5s));
    routes.stop();
    ASSERT_TRUE(haveCome(1));
    EXPECT_EQ(answers[0].status, 503);
    ends.release();
}

} // namespace
