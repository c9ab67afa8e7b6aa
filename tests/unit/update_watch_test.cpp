// SPDX-License-Identifier: GPL-3.0-or-later
// The requirement: nobody is asked but who was named, seldom, and what is answered harms nobody.
#include "client/update_watch.h"

#include "fake_server.h"
#include "log_capture.h"
#include "tests/support/manual_clock.h"
#include "tests/support/tls_front.h"

#include <gtest/gtest.h>

using namespace pipit;
using namespace pipit::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

QByteArray answer(int status, const QByteArray &headers, const QByteArray &body = {})
{
    return "HTTP/1.1 " + QByteArray::number(status) + " Status\r\n" + headers + "Connection: close\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

QByteArray feedOf(const QByteArray &version)
{
    return "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><title>" + version + "</title><link href=\"/tag/v" + version + "\"/></entry></feed>";
}

class UpdateWatchTest : public testing::Test
{
protected:
    UpdateWatchTest() { server.on("/releases.atom", says(answer(200, {}, feedOf("0.2.0")))); }

    void setFeed(const QString &path = u"/releases.atom"_s) { watch.setFeed(server.url(path).toString()); }
    qsizetype asked(const QByteArray &path = "/releases.atom") const { return server.requests(path).size(); }
    bool ends() const
    {
        return waitUntil([this] { return watch.status().askedAt.isValid() && !watch.status().isAsking; });
    }
    // What was due has begun by now: none of it is a question.
    bool rests() const
    {
        bool hasGoneRound = false;
        QTimer::singleShot(1, &watch, [&hasGoneRound] { hasGoneRound = true; });
        return waitUntil([&hasGoneRound] { return hasGoneRound; }) && !watch.status().isAsking;
    }
    // Asks now: the newer version, or "none", or why there is no answer.
    QString look()
    {
        watch.checkNow();
        if (!ends())
            return u"no end"_s;
        const UpdateStatus &status = watch.status();
        return !status.problem.isEmpty() ? status.problem : status.newer ? status.newer->version.toString() : u"none"_s;
    }

    FakeServer server;
    ManualClock clock;
    UpdateWatch watch{u"0.1.0"_s, clock};
};

TEST_F(UpdateWatchTest, NobodyIsAskedWithoutAFeed)
{
    watch.start();
    const auto isQuiet = [this] {
        clock.advance(48h);
        const bool isQuietByItself = rests();
        watch.checkNow();
        return isQuietByItself && rests() && watch.status().feed.isEmpty() && !watch.status().askedAt.isValid();
    };
    EXPECT_TRUE(isQuiet());
    // Nor any more, once it was taken away.
    setFeed();
    watch.setFeed({});
    EXPECT_TRUE(isQuiet());
    setFeed();
    watch.setFeed(u"nothing that is an address"_s);
    EXPECT_TRUE(isQuiet());
    EXPECT_EQ(server.connections(), 0);
    // It would have been seen.
    setFeed();
    EXPECT_FALSE(isQuiet());
    EXPECT_TRUE(waitUntil([this] { return server.connections() > 0; }));
}

TEST_F(UpdateWatchTest, ItLooksSoonAfterTheStartAndThenOnceADay)
{
    setFeed();
    clock.advance(48h);
    EXPECT_TRUE(rests()) << "before it was started";
    watch.start();
    clock.advance(9s);
    EXPECT_TRUE(rests());
    EXPECT_EQ(server.connections(), 0);
    clock.advance(51s);
    ASSERT_TRUE(waitUntil([this] { return watch.status().newer.has_value(); }));
    EXPECT_EQ(watch.status().newer->version.toString(), u"0.2.0"_s);
    EXPECT_EQ(watch.status().newer->page, server.url(u"/tag/v0.2.0"_s));
    EXPECT_TRUE(watch.status().problem.isEmpty() && watch.status().askedAt.isValid());

    clock.advance(22h + 59min);
    EXPECT_TRUE(rests());
    clock.advance(2h + 1min);
    ASSERT_TRUE(waitUntil([this] { return asked() == 2 && !watch.status().isAsking; }));
    // Also after a look that failed.
    server.on("/releases.atom", says(answer(503, {})));
    clock.advance(25h);
    ASSERT_TRUE(waitUntil([this] { return asked() == 3 && !watch.status().isAsking; }));
    clock.advance(25h);
    EXPECT_TRUE(waitUntil([this] { return asked() == 4; }));
}

TEST_F(UpdateWatchTest, AnotherFeedForgetsWhatTheFirstSaid)
{
    setFeed();
    EXPECT_EQ(look(), u"0.2.0"_s);
    server.on("/other.atom", says(answer(200, {}, feedOf("0.3.0"))));
    watch.start();
    setFeed(u"/other.atom"_s);
    EXPECT_FALSE(watch.status().newer || watch.status().askedAt.isValid());
    clock.advance(60s);
    ASSERT_TRUE(waitUntil([this] { return watch.status().newer.has_value(); }));
    EXPECT_EQ(watch.status().newer->version.toString(), u"0.3.0"_s);
}

TEST_F(UpdateWatchTest, AFeedThatIsTakenAwayWhileItIsAskedIsHeardNoMore)
{
    server.on("/slow.atom", saysAndWaits("HTTP/1.1 200 OK\r\n"));
    setFeed(u"/slow.atom"_s);
    watch.checkNow();
    ASSERT_TRUE(waitUntil([this] { return asked("/slow.atom") == 1; }));
    setFeed();
    EXPECT_FALSE(watch.status().isAsking);
    clock.advance(UpdateWatch::answerTime); // of the first one
    EXPECT_TRUE(rests());
    EXPECT_TRUE(watch.status().problem.isEmpty() && !watch.status().askedAt.isValid());
    EXPECT_EQ(look(), u"0.2.0"_s);
}

TEST_F(UpdateWatchTest, WhatHasNotChangedIsNotSentAgain)
{
    server.inTurn("/releases.atom", {says(answer(200, "ETag: \"one\"\r\nLast-Modified: Mon, 02 Nov 2026 09:00:00 GMT\r\n", feedOf("0.2.0"))), says(answer(304, {}))});
    setFeed();
    EXPECT_EQ(look(), u"0.2.0"_s);
    EXPECT_EQ(look(), u"0.2.0"_s);
    const auto requests = server.requests("/releases.atom");
    ASSERT_EQ(requests.size(), 2);
    EXPECT_TRUE(requests[0].header("if-none-match").isEmpty() && requests[0].header("if-modified-since").isEmpty());
    EXPECT_EQ(requests[1].header("if-none-match"), "\"one\"");
    EXPECT_EQ(requests[1].header("if-modified-since"), "Mon, 02 Nov 2026 09:00:00 GMT");
    EXPECT_EQ(requests[1].header("user-agent"), userAgent);
    EXPECT_TRUE(requests[1].header("authorization").isEmpty() && requests[1].header("cookie").isEmpty());
}

TEST_F(UpdateWatchTest, ALookThatFailsLeavesWhatIsKnownAndSaysWhy)
{
    setFeed();
    EXPECT_EQ(look(), u"0.2.0"_s);
    LogCapture log;
    server.on("/releases.atom", says(answer(404, {}, "none")));
    EXPECT_TRUE(look().contains(u"404"_s)) << watch.status().problem.toStdString();
    ASSERT_TRUE(watch.status().newer);
    EXPECT_EQ(watch.status().newer->version.toString(), u"0.2.0"_s);
    EXPECT_EQ(log.count(watch.status().problem), 1);
    server.on("/releases.atom", says(answer(200, {}, "<html></html>")));
    EXPECT_TRUE(look().contains(u"<html>"_s));
    server.on("/releases.atom", says(answer(304, {}))); // of nothing that it was told to have
    EXPECT_TRUE(look().contains(u"304"_s));
    server.on("/releases.atom", says("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<feed"));
    EXPECT_TRUE(look().contains(u"cannot be reached"_s)) << watch.status().problem.toStdString();
    server.stopListening();
    EXPECT_TRUE(look().contains(u"cannot be reached"_s));
    server.listenAgain();
    server.on("/releases.atom", says(answer(200, {}, feedOf("0.1.0"))));
    EXPECT_EQ(look(), u"none"_s);
}

TEST_F(UpdateWatchTest, WhatIsTooLargeIsNotReadToItsEnd)
{
    setFeed();
    server.on("/releases.atom", saysAndWaits("HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n<feed"));
    EXPECT_TRUE(look().contains(u"1 MiB"_s)) << watch.status().problem.toStdString();
    server.on("/releases.atom", saysAndWaits("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk(QByteArray(UpdateWatch::mostBytes + 1, ' '))));
    EXPECT_TRUE(look().contains(u"1 MiB"_s));
}

TEST_F(UpdateWatchTest, SilenceHasAnEnd)
{
    setFeed();
    server.on("/releases.atom", saysAndWaits("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<feed"));
    watch.checkNow();
    ASSERT_TRUE(waitUntil([this] { return asked() == 1; }));
    watch.checkNow(); // it is being asked
    clock.advance(29s);
    EXPECT_TRUE(watch.status().isAsking);
    clock.advance(1s);
    ASSERT_TRUE(ends());
    EXPECT_TRUE(watch.status().problem.contains(u"30 s"_s));
    EXPECT_EQ(asked(), 1);
}

TEST_F(UpdateWatchTest, RedirectionsAreFollowedWhereNobodyCanBeMisled)
{
    FakeServer other;
    other.on("/moved.atom", says(answer(200, {}, feedOf("0.5.0"))));
    setFeed();
    server.on("/releases.atom", says(answer(301, "Location: /moved.atom\r\n")));
    server.on("/moved.atom", says(answer(302, "Location: " + other.url(u"/moved.atom"_s).toEncoded() + "\r\n"))); // the same host
    EXPECT_EQ(look(), u"0.5.0"_s);
    EXPECT_EQ(watch.status().newer->page, other.url(u"/tag/v0.5.0"_s));

    for (const QByteArray &target : {QByteArray("http://localhost:" + QByteArray::number(other.url().port()) + "/moved.atom"), QByteArray("file:///etc/passwd"), QByteArray("http://user:word@127.0.0.1/")}) {
        server.on("/releases.atom", says(answer(302, "Location: " + target + "\r\n")));
        EXPECT_TRUE(look().contains(u"does not follow"_s)) << watch.status().problem.toStdString();
        EXPECT_FALSE(watch.status().problem.contains(u"word"_s));
    }
    EXPECT_EQ(other.connections(), 1);
    server.on("/releases.atom", says(answer(302, "Location: /releases.atom\r\n")));
    const qsizetype before = asked();
    EXPECT_TRUE(look().contains(u"on and on"_s));
    EXPECT_EQ(asked() - before, UpdateWatch::mostRedirections + 1);
    // To https it goes, on whatever host.
    server.on("/releases.atom", says(answer(302, "Location: https://localhost:" + QByteArray::number(other.url().port()) + "/moved.atom\r\n")));
    watch.checkNow();
    EXPECT_TRUE(waitUntil([&] { return other.connections() == 2; }));
}

TEST_F(UpdateWatchTest, OverTlsItWantsACertificateThatIsTrustedAndIsLedToNoOtherScheme)
{
    const Issuer authority = Issuer::root();
    FakeServer behind;
    behind.on("/releases.atom", says(answer(200, {}, feedOf("0.2.0"))));
    const TlsFront secure(authority.issue(), quint16(behind.url().port()));
    const QString feed = secure.url(u"/releases.atom"_s);
    watch.setFeed(feed);
    EXPECT_TRUE(look().contains(u"no certificate that is trusted here"_s)) << watch.status().problem.toStdString();
    EXPECT_FALSE(watch.status().newer);

    const QSslConfiguration before = QSslConfiguration::defaultConfiguration();
    QSslConfiguration::setDefaultConfiguration(authority.trusted());
    EXPECT_EQ(look(), u"0.2.0"_s);
    behind.on("/releases.atom", says(answer(302, "Location: " + server.url(u"/releases.atom"_s).toEncoded() + "\r\n"))); // the same host, but for whoever is on the way
    EXPECT_TRUE(look().contains(u"does not follow"_s)) << watch.status().problem.toStdString();
    EXPECT_EQ(server.connections(), 0);
    server.on("/releases.atom", says(answer(302, "Location: " + feed.toLatin1() + "\r\n")));
    behind.on("/releases.atom", says(answer(200, {}, feedOf("0.3.0"))));
    setFeed();
    EXPECT_EQ(look(), u"0.3.0"_s);
    QSslConfiguration::setDefaultConfiguration(before);
}

TEST_F(UpdateWatchTest, OnlyAddressesOfTheWebAreFeeds)
{
    for (const QString &address : {u"https://example.org/releases.atom?key=a"_s, u" http://127.0.0.1:8080/feed "_s, u""_s})
        EXPECT_FALSE(UpdateWatch::faultOf(address)) << address.toStdString();
    for (const QString &address : {u"example.org/releases.atom"_s, u"ftp://example.org/feed"_s, u"file:///tmp/feed"_s, u"https://"_s, u"https://li:word@example.org/feed"_s, u"javascript:0"_s})
        EXPECT_TRUE(UpdateWatch::faultOf(address)) << address.toStdString();
}

TEST_F(UpdateWatchTest, ItMayEndWhileItAsks)
{
    server.on("/releases.atom", saysAndWaits("HTTP/1.1 200 OK\r\n"));
    {
        UpdateWatch other(u"0.1.0"_s, clock);
        other.setFeed(server.url(u"/releases.atom"_s).toString());
        other.checkNow();
        ASSERT_TRUE(waitUntil([this] { return asked() == 1; }));
    }
    clock.advance(48h);
    EXPECT_TRUE(rests());
    EXPECT_EQ(asked(), 1);
}

} // namespace
