// SPDX-License-Identifier: GPL-3.0-or-later
// The log of a node: one id leads from a request to the streams, levels change while it runs, and what is nobody's business is not in it.
#include "tests/integration/event_reader.h"
#include "tests/integration/http_call.h"
#include "tests/integration/node_process.h"
#include "tests/support/wait_until.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::test {
namespace {

class LoggingTest : public testing::Test
{
protected:
    void start(const QStringList &arguments)
    {
        m_node = std::make_unique<NodeProcess>(arguments);
        m_node->start();
    }

    NodeProcess &node() { return *m_node; }
    QByteArray bearer() const { return "Bearer " + m_node->token(); }

    std::optional<Answer> call(const QByteArray &method, const QByteArray &target, const QByteArray &body = {}, const QByteArray &moreHeaders = {})
    {
        QByteArray request = httpRequest(method, target, bearer(), body);
        request.insert(request.indexOf("\r\n") + 2, moreHeaders);
        return HttpConnection(m_node->port()).call(request);
    }

    QList<QJsonObject> lines(QStringView area) const
    {
        QList<QJsonObject> found;
        for (const QByteArray &line : m_node->log().split('\n')) {
            const QJsonObject json = QJsonDocument::fromJson(line).object();
            if (json.value(u"area").toString() == area)
                found << json;
        }
        return found;
    }

    // The first line of this area that has this request.
    QJsonObject lineOf(QStringView area, QStringView request) const
    {
        for (const QJsonObject &line : lines(area)) {
            if (line.value(u"request").toString() == request)
                return line;
        }
        return {};
    }

private:
    std::unique_ptr<NodeProcess> m_node;
};

TEST_F(LoggingTest, ARequestsIdLeadsToItsDeliveries)
{
    start({u"--log-format"_s, u"json"_s, u"--log-levels"_s, u"pipit.http.requests=debug,pipit.messages=debug,pipit.streams.deliveries=debug"_s});
    std::vector<std::unique_ptr<EventReader>> readers;
    for (int i = 0; i < 3; ++i) {
        readers.push_back(std::make_unique<EventReader>(node().port(), httpRequest("GET", "/api/sse/messages?sessionId=s", bearer())));
        ASSERT_TRUE(readers.back()->waitFor([&] { return !readers.back()->of("position").empty(); }));
    }
    const auto answer = call("POST", "/api/messages", R"({"sessionId":"s","content":"hello","senderType":"user"})", "X-Request-Id: order-7\r\n");
    ASSERT_TRUE(answer && answer->status == 201);
    EXPECT_TRUE(answer->head.contains("x-request-id: order-7")) << answer->head.constData();
    const QString message = QString::number(answer->data().value(u"message").toObject().value(u"id").toInteger());

    ASSERT_TRUE(waitUntil([&] { return !lineOf(u"pipit.streams.deliveries", u"order-7").isEmpty() && !lineOf(u"pipit.http.requests", u"order-7").isEmpty(); }, 5s)) << node().log().constData();
    const QJsonObject request = lineOf(u"pipit.http.requests", u"order-7"), stored = lineOf(u"pipit.messages", u"order-7"), sent = lineOf(u"pipit.streams.deliveries", u"order-7");
    EXPECT_EQ(request.value(u"text").toString(), u"POST /api/messages"_s);
    EXPECT_EQ(request.value(u"status").toString(), u"201"_s);
    EXPECT_EQ(request.value(u"level").toString(), u"debug"_s);
    EXPECT_EQ(stored.value(u"message").toString(), message);
    EXPECT_EQ(sent.value(u"message").toString(), message);
    EXPECT_EQ(sent.value(u"session").toString(), u"s"_s);
    EXPECT_EQ(sent.value(u"streams").toString(), u"3"_s);
}

TEST_F(LoggingTest, LevelsChangeWhileTheNodeRuns)
{
    start({u"--log-format"_s, u"json"_s});
    ASSERT_TRUE(call("GET", "/api/sessions"));
    EXPECT_TRUE(lines(u"pipit.http.requests").isEmpty());
    const auto set = call("PATCH", "/api/ops/log", R"({"levels":["pipit.http=debug"]})");
    ASSERT_TRUE(set && set->status == 200);
    EXPECT_EQ(call("GET", "/api/ops/log")->data().value(u"levels").toArray(), QJsonArray{u"pipit.http=debug"_s});
    EXPECT_TRUE(waitUntil([&] { return !lines(u"pipit.http.requests").isEmpty(); }, 5s));
    EXPECT_FALSE(lines(u"pipit.ops").isEmpty()) << "who changed it is told";

    const auto refused = call("PATCH", "/api/ops/log", R"({"levels":["pipit.http=loud"]})");
    EXPECT_EQ(refused->status, 400);
    EXPECT_EQ(refused->error().value(u"field").toString(), u"levels"_s);
    ASSERT_EQ(call("PATCH", "/api/ops/log", R"({"levels":[]})")->status, 200);
    const auto before = lines(u"pipit.http.requests").size();
    ASSERT_TRUE(call("GET", "/api/sessions"));
    EXPECT_EQ(lines(u"pipit.http.requests").size(), before);
}

// Whatever happens, at the level that nobody has changed: what people write, and what opens doors, stays out.
TEST_F(LoggingTest, NeitherTextNorSecretsAreInTheLog)
{
    start({u"--server-alert-webhook"_s, u"http://127.0.0.1:9/hook-secret"_s});
    const QByteArray text = "confidential-words", secret = "bearer-of-nobody";
    const QByteArray body = R"({"sessionId":"s","content":")" + text + R"(","senderType":"user","clientMessageId":"7d444840-9dc0-11d1-b245-5ffdce74fad2"})";
    EXPECT_EQ(call("POST", "/api/messages", body)->status, 201);
    EXPECT_EQ(call("POST", "/api/messages", QByteArray(body).replace(text, QByteArray(text + "2")))->status, 409) << "the answer has the text that is stored";
    EXPECT_EQ(call("POST", "/api/messages", "{\"content\":\"" + text)->status, 400);
    EXPECT_EQ(call("POST", "/api/sessions/s/runs", R"({"botId":"echo","content":")" + text + "\"}")->status, 202);
    EXPECT_EQ(call("GET", "/api/messages/search?q=" + text)->status, 200);
    EXPECT_EQ(HttpConnection(node().port()).call(httpRequest("GET", "/api/sessions", "Bearer " + secret))->status, 401);
    EXPECT_EQ(HttpConnection(node().port()).call(httpRequest("GET", "/api/sessions?ticket=" + secret, {}))->status, 401);
    EXPECT_EQ(HttpConnection(node().port()).call("GET /api/messages?q=" + text + " HTTP/1.1\r\nHost: evil.example\r\nAuthorization: Bearer " + secret + "\r\n\r\n")->status, 421);
    ASSERT_TRUE(waitUntil([&] { return node().log().contains("421"); }, 5s)) << node().log().constData();
    const QByteArray log = node().log();
    // And from afar the same.
    const auto lines = call("GET", "/api/ops/log/lines?limit=5000");
    ASSERT_TRUE(lines && lines->status == 200);
    EXPECT_TRUE(log.contains("401") && lines->body.contains("401"));
    for (const QByteArray &kept : {text, secret, node().token(), QByteArray("hook-secret")}) {
        EXPECT_FALSE(log.contains(kept)) << kept.constData() << " in\n" << log.constData();
        EXPECT_FALSE(lines->body.contains(kept)) << kept.constData() << " in\n" << lines->body.constData();
    }
}

TEST_F(LoggingTest, AFileTakesItAndIsPutAside)
{
    start({u"--log-file"_s, u"pipit.log"_s, u"--log-file-bytes"_s, u"4096"_s, u"--log-levels"_s, u"pipit=debug"_s});
    for (int i = 0; i < 100; ++i)
        ASSERT_TRUE(call("GET", "/api/sessions"));
    const QString file = node().dataDirectory() + u"/pipit.log"_s;
    EXPECT_TRUE(QFile::exists(file + u".1"_s));
    QFile log(file);
    ASSERT_TRUE(log.open(QIODevice::ReadOnly));
    EXPECT_TRUE(log.readAll().contains(" debug pipit.http.requests GET /api/sessions request="));
    EXPECT_FALSE(node().log().contains("pipit.http.requests"));
}

} // namespace
} // namespace pipit::test
