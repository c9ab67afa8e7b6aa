// SPDX-License-Identifier: GPL-3.0-or-later
// The small parts of a bot's run: the raw log, whether streams are trusted, whose turn it is, what is measured.
#include "server/bots/provider/raw_log.h"
#include "server/bots/run_figures.h"
#include "server/bots/stream_health.h"
#include "server/bots/turns.h"

#include <gtest/gtest.h>

#include <QDateTime>
#include <QDir>
#include <QTemporaryDir>

using namespace pipit;
using namespace pipit::bots;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QByteArray read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

TEST(RawLogTest, KeepsThreeFilesAndSaysNoSecretInAny)
{
    const QTemporaryDir directory;
    const auto log = std::make_shared<RawLog>(directory.path(), u"a:b"_s);
    const QByteArray secret = "pat_secret_of_the_raw_log";
    {
        RawLog::Call call(log, u"run"_s, secret);
        call.sent("POST https://x/?key=" + secret, "the first of all");
        const QByteArray mib(1 << 20, 'x');
        for (int i = 0; i < 40; ++i) {
            call.received(QByteArray("begin " + secret.first(9)));
            call.received(QByteArray(secret.sliced(9) + " end " + QByteArray::number(i) + ' ' + mib));
        }
    }
    const QString name = directory.filePath(RawLog::nameOf(u"a:b"_s));
    EXPECT_EQ(name, directory.filePath(u"raw/a_b.log"_s));
    const QStringList files = QDir(directory.filePath(u"raw"_s)).entryList(QDir::Files, QDir::Name);
    EXPECT_EQ(files, (QStringList{u"a_b.log"_s, u"a_b.log.1"_s, u"a_b.log.2"_s}));
    QByteArray all;
    for (const QString &end : {u".2"_s, u".1"_s, QString()}) {
        EXPECT_LT(QFileInfo(name + end).size(), (8 << 20) + (2 << 20));
        EXPECT_EQ(QFile::permissions(name + end) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        all += read(name + end);
    }
    EXPECT_FALSE(all.contains(secret));
    EXPECT_FALSE(all.contains("the first of all")) << "older than what is kept";
    EXPECT_TRUE(all.contains("*** end 39 "));
    EXPECT_LT(all.indexOf(" end 38 "), all.indexOf(" end 39 ")) << "in the order of the files' age";
}

TEST(StreamHealthTest, PollsForAWhileAndGoesBackByItself)
{
    StreamHealth health;
    const auto now = StreamHealth::Clock::now();
    EXPECT_TRUE(health.isTrusted(now));
    health.bad(now);
    EXPECT_TRUE(health.isTrusted(now));
    health.bad(now);
    EXPECT_FALSE(health.isTrusted(now));
    EXPECT_FALSE(health.isTrusted(now + 4min));
    EXPECT_TRUE(health.isTrusted(now + 5min)) << "one stream is tried";
    health.bad(now + 5min);
    EXPECT_FALSE(health.isTrusted(now + 9min));
    EXPECT_TRUE(health.isTrusted(now + 10min));
    health.good();
    health.bad(now + 10min);
    EXPECT_TRUE(health.isTrusted(now + 10min)) << "not two in a row";
}

TEST(TurnsTest, OneAtATimeInTheOrderOfComing)
{
    Turns turns;
    QStringList went;
    const auto enter = [&](const QString &place, const QString &who) { return turns.enter(place, who, [&went, who] { went << who; }); };
    EXPECT_TRUE(enter(u"a"_s, u"1"_s));
    EXPECT_FALSE(enter(u"a"_s, u"2"_s));
    EXPECT_FALSE(enter(u"a"_s, u"3"_s));
    EXPECT_FALSE(enter(u"a"_s, u"4"_s));
    EXPECT_TRUE(enter(u"b"_s, u"5"_s));
    EXPECT_EQ(went, (QStringList{u"1"_s, u"5"_s}));
    turns.leave(u"a"_s, u"3"_s);
    turns.leave(u"a"_s, u"nobody"_s);
    turns.leave(u"nowhere"_s, u"1"_s);
    EXPECT_EQ(went.size(), 2);
    turns.leave(u"a"_s, u"1"_s);
    EXPECT_EQ(went.last(), u"2"_s);
    turns.leave(u"a"_s, u"2"_s);
    EXPECT_EQ(went.last(), u"4"_s);
    turns.leave(u"a"_s, u"4"_s);
    EXPECT_TRUE(enter(u"a"_s, u"6"_s));

    // Who leaves as soon as it is called.
    turns.enter(u"c"_s, u"1"_s, [] { });
    for (const QString &who : {u"2"_s, u"3"_s, u"4"_s})
        EXPECT_FALSE(turns.enter(u"c"_s, who, [&turns, &went, who] { went << who; turns.leave(u"c"_s, who); }));
    turns.leave(u"c"_s, u"1"_s);
    EXPECT_EQ(went.last(3), (QStringList{u"2"_s, u"3"_s, u"4"_s}));
    EXPECT_TRUE(enter(u"c"_s, u"5"_s));
}

TEST(RunFiguresTest, WhatCameBeforeTheFirstTokenCountsAndWhatAnEarlierLifeMeasured)
{
    RunFigures figures;
    const auto now = std::chrono::steady_clock::now();
    figures.keep({.sent = now + 10ms, .accepted = now + 20ms});
    figures.keep({.sent = now + 110ms, .accepted = now + 120ms, .firstByte = now + 130ms});
    const qint64 sent = figures.json({}, true).value(u"sentMs").toInteger();
    EXPECT_GE(sent, 110) << "the attempt that brought the answer";
    EXPECT_EQ(figures.firstTokenMs(), std::nullopt);
    figures.token();
    figures.keep({.sent = now + 210ms});
    EXPECT_EQ(figures.json({}, true).value(u"sentMs").toInteger(), sent);

    store::RunRecord record;
    record.figures = {{u"sentMs"_s, 7}, {u"firstTokenMs"_s, 1'500}, {u"lastTokenMs"_s, 1'600}, {u"durationMs"_s, 3}};
    record.createdAtMs = QDateTime::currentMSecsSinceEpoch() - 5'000;
    RunFigures later(record);
    EXPECT_EQ(later.firstTokenMs(), 1'500);
    const Usage usage{.inputTokens = 3, .outputTokens = 70};
    later.token();
    const QJsonObject json = later.json(usage, true);
    EXPECT_EQ(json.value(u"sentMs").toInteger(), 7);
    EXPECT_GE(json.value(u"lastTokenMs").toInteger(), 5'000);
    EXPECT_GE(json.value(u"durationMs").toInteger(), 5'000);
    EXPECT_GT(json.value(u"tokensPerSecond").toDouble(), 1);
    EXPECT_LE(json.value(u"tokensPerSecond").toDouble(), 20) << "70 in 3.5 s at least";
    EXPECT_FALSE(later.json(usage, false).contains(u"tokensPerSecond"));
}

} // namespace
