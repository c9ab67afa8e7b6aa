// SPDX-License-Identifier: GPL-3.0-or-later
// An incident gathered from a node that is not well: what can be had is there, and what cannot is said.
#include "client/ops/incident_bundle.h"

#include "client/ops/ops_feed.h"
#include "core/log_line.h"
#include "core/private_file.h"
#include "fake_server.h"
#include "tests/support/unzipped.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>

using namespace pipit;
using namespace Qt::StringLiterals;
using test::unzipped;

namespace {

const QByteArray bundleToken = "pipit_0pEr4t0r-0123456789abcdefghijklmnopqrstuv";

class IncidentBundleTest : public testing::Test
{
protected:
    test::FakeServer node;
    QTemporaryDir directory;
    ApiClient api{node.url(), bundleToken, std::chrono::seconds(5)};
    OpsFeed feed{api};
    std::optional<Result<Done>> ended;
    QStringList missing;

    IncidentBundleTest()
    {
        for (const char *path : {"/api/ops/connections", "/api/ops/runs", "/api/sse/stats", "/api/ops/doctor", "/api/ops/config"})
            node.on(path, test::succeeds({{u"path"_s, QString::fromLatin1(path)}}));
        node.on("/api/ops/log/lines", test::succeeds({{u"lines"_s, QJsonArray()}, {u"hasMore"_s, false}}));
    }

    QString path() const { return directory.filePath(u"incident.zip"_s); }

    std::unique_ptr<IncidentBundle> begin(const QString &to)
    {
        auto bundle = std::make_unique<IncidentBundle>(IncidentBundle::Source{.node = node.url(), .token = bundleToken, .name = u"Node"_s, .secrets = {"another-token-of-mine"}}, feed);
        QObject::connect(bundle.get(), &IncidentBundle::finished, bundle.get(), [this](const Result<Done> &result, const QStringList &names) {
            EXPECT_FALSE(ended); // once
            ended = result;
            missing = names;
        });
        bundle->write(to);
        return bundle;
    }

    // Its files, once it is written.
    // Its files, once it is written.
    QMap<QString, QByteArray> gathered()
    {
        const auto bundle = begin(path());
        const auto hasEnded = [this] { return ended.has_value(); };
        EXPECT_TRUE(test::waitUntil(hasEnded) || test::waitUntil(hasEnded) || test::waitUntil(hasEnded)); // large ones, under the sanitizers
        EXPECT_TRUE(ended && ended->ok());
        return unzipped(path());
    }
};

TEST_F(IncidentBundleTest, WhatCannotBeHadIsSaidAndTheRestIsThere)
{
    node.on("/api/ops/doctor", test::refuses(503, "unavailable", "The database answers slowly."));
    node.on("/api/ops/runs", test::says("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 4\r\n\r\nnope"));
    node.on("/api/ops/connections", [](const test::FakeRequest &request, test::FakeServer::Socket socket) {
        request.query(u"state"_s) == u"open" ? test::answerJson(socket, 200, {{u"success"_s, true}, {u"data"_s, QJsonObject{{u"n"_s, 1}}}}) : socket->abort();
    });
    const auto files = gathered();
    EXPECT_EQ(files.keys(), (QStringList{u"README.txt"_s, u"alerts.json"_s, u"config.json"_s, u"log.txt"_s, u"stats.json"_s, u"streams-open.json"_s, u"versions.json"_s}));
    EXPECT_EQ(missing, (QStringList{u"figures.csv"_s, u"streams-ended.json"_s, u"runs.json"_s, u"doctor.json"_s}));
    const QByteArray readme = files.value(u"README.txt"_s);
    EXPECT_TRUE(readme.contains("doctor.json: The database answers slowly.")) << readme.constData();
    for (const char *name : {"streams-ended.json: ", "runs.json: ", "figures.csv: The node has told no figures."})
        EXPECT_TRUE(readme.contains(name)) << name;
    for (auto file = files.begin(); file != files.end(); ++file)
        EXPECT_TRUE(file.key() == u"README.txt" || readme.contains(QByteArray(file.key().toLatin1() + "\n  "))) << file.key().toStdString();
    EXPECT_TRUE(isPrivateFile(path()));
}

TEST_F(IncidentBundleTest, TheLogIsReadToItsEndAndNoSecretIsInAnyText)
{
    const auto lineOf = [](qint64 number, const QString &text) { return LogLine{.number = number, .atMs = 1'700'000'000'000, .level = QtWarningMsg, .area = u"pipit.test"_s, .text = text}.toJson(); };
    node.on("/api/ops/log/lines", [&](const test::FakeRequest &request, test::FakeServer::Socket socket) {
        const bool isFirst = request.query(u"after"_s) == u"0";
        EXPECT_TRUE(isFirst || request.query(u"after"_s) == u"2~abc") << request.target.constData();
        const QJsonArray lines = isFirst ? QJsonArray{lineOf(1, u"one Bearer secret-of-a-caller"_s), lineOf(2, u"posted to https://hooks.example.org/secret-path"_s)} : QJsonArray{lineOf(3, u"another-token-of-mine and "_s + QString::fromLatin1(bundleToken))};
        test::answerJson(socket, 200, {{u"success"_s, true}, {u"data"_s, QJsonObject{{u"lines"_s, lines}, {u"hasMore"_s, isFirst}, {u"position"_s, isFirst ? 2 : 3}, {u"epoch"_s, u"abc"_s}}}});
    });
    QJsonArray settings;
    settings.append(QJsonObject{{u"key"_s, u"server.alert_webhook"_s}, {u"value"_s, u"https://hooks.example.org/***"_s}});
    node.on("/api/ops/config", test::succeeds({{u"settings"_s, settings}}));
    node.on("/api/ops/runs", test::succeeds({{u"error"_s, u"refused: token=secret-of-a-bot"_s}, {u"after"_s, 1}}));
    node.on("/api/ops/doctor", test::refuses(503, "unavailable", "postgres://me:secret-word@db/x answers slowly"));
    const auto files = gathered();
    EXPECT_EQ(files.value(u"log.txt"_s).count('\n'), 3);
    EXPECT_TRUE(files.value(u"log.txt"_s).contains("posted to https://hooks.example.org/***"));
    EXPECT_EQ(QJsonDocument::fromJson(files.value(u"runs.json"_s)).object().value(u"after"), 1); // JSON it is still
    for (auto file = files.begin(); file != files.end(); ++file) {
        for (const QByteArray &secret : {bundleToken, QByteArray("another-token-of-mine"), QByteArray("secret-")})
            EXPECT_FALSE(file->contains(secret)) << file.key().toStdString() << ": " << file->constData();
    }
    EXPECT_TRUE(files.value(u"README.txt"_s).contains("log.txt\n  The last lines of the node's log.\n  Struck out: 4 places."));
}

TEST_F(IncidentBundleTest, AFileThatIsTooLargeIsCutOff)
{
    node.on("/api/ops/runs", test::succeeds({{u"long"_s, QString(17 << 20, u'x')}}));
    const auto files = gathered();
    EXPECT_EQ(files.value(u"runs.json"_s).size(), 16 << 20);
    EXPECT_TRUE(files.value(u"README.txt"_s).contains("It was longer than 16 MB"));
}

TEST_F(IncidentBundleTest, CancelledItLeavesWhatWasThere)
{
    QFile before(path());
    ASSERT_TRUE(before.open(QIODevice::WriteOnly));
    before.write("before");
    before.close();
    node.on("/api/ops/runs", test::saysAndWaits({})); // a node that hangs
    const auto bundle = begin(path());
    ASSERT_TRUE(test::waitUntil([&] { return !node.requests("/api/ops/runs").isEmpty(); }));
    bundle->cancel();
    ASSERT_TRUE(ended && !ended->ok());
    EXPECT_EQ(ended->error().code, ErrorCode::Cancelled);
    bundle->cancel();
    ASSERT_TRUE(before.open(QIODevice::ReadOnly));
    EXPECT_EQ(before.readAll(), "before");

    // Nor is anything told, or written, once it is gone.
    ended.reset();
    begin(directory.filePath(u"other.zip"_s)).reset();
    EXPECT_FALSE(ended);
    EXPECT_EQ(QDir(directory.path()).entryList(QDir::Files), QStringList{u"incident.zip"_s});
}

TEST_F(IncidentBundleTest, WhereItCannotBeWrittenItSaysWhy)
{
    const auto bundle = begin(directory.filePath(u"no/such/folder.zip"_s));
    ASSERT_TRUE(test::waitUntil([&] { return ended.has_value(); }));
    EXPECT_EQ(ended->error().code, ErrorCode::Unavailable);
    EXPECT_FALSE(ended->error().message.isEmpty());
}

} // namespace
