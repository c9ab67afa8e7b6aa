// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/http_response_reader.h"

#include <gtest/gtest.h>

using namespace pipit;
using Stage = HttpResponseReader::Stage;

namespace {

struct Outcome {
    Stage stage = Stage::Head;
    bool isWhole = false;
    int status = 0;
    QByteArray body = {};
    bool operator==(const Outcome &) const = default;
};

Outcome read(const QByteArray &bytes, qsizetype cut)
{
    HttpResponseReader reader;
    Outcome outcome;
    const auto feed = [&](QByteArrayView rest) {
        while (!rest.isEmpty())
            rest = rest.sliced(reader.feed(rest, [&](QByteArrayView body) { outcome.body += body; }));
    };
    if (cut < 0) {
        for (const char byte : bytes)
            feed(QByteArrayView(&byte, 1));
    } else {
        feed(QByteArrayView(bytes).first(cut));
        feed(QByteArrayView(bytes).sliced(cut));
    }
    outcome.isWhole = reader.endOfConnection();
    outcome.stage = reader.stage();
    outcome.status = reader.status();
    return outcome;
}

struct Sample {
    QByteArray bytes;
    Outcome outcome;
};

} // namespace

TEST(HttpResponseReader, ReadsEveryFramingHoweverItIsCut)
{
    const QList<Sample> samples{
        {"HTTP/1.1 200 OK\r\n\r\nbody", {Stage::Complete, true, 200, "body"}},
        {"HTTP/1.0 200\r\nA: b\r\n\r\n", {Stage::Complete, true, 200, ""}},
        {"HTTP/1.1 200 OK\nA: b\n\nbody", {Stage::Complete, true, 200, "body"}},
        {"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbodyrest", {Stage::Complete, true, 200, "body"}},
        {"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 4\r\n\r\nbody", {Stage::Complete, true, 200, "body"}},
        {"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbod", {Stage::Body, false, 200, "bod"}},
        {"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n", {Stage::Complete, true, 500, ""}},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\nA;x=1\r\n0123456789\r\n0\r\n\r\n", {Stage::Complete, true, 200, "body0123456789"}},
        {"HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\nContent-Length: 2\r\n\r\n4\r\nbody\r\n0\r\nX: y\r\n\r\n", {Stage::Complete, true, 200, "body"}},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n", {Stage::Body, false, 200, "body"}},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n", {Stage::Body, false, 200, "body"}},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nbody", {Stage::Body, false, 200, "body"}},
        {"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\nbody", {Stage::Complete, true, 200, "body"}},
        {"HTTP/1.1 204 No Content\r\n\r\n", {Stage::Complete, true, 204, ""}},
        {"HTTP/1.1 20", {Stage::Head, false, 0, ""}},
        {"", {Stage::Head, false, 0, ""}},
        {"SSH-2.0-x\r\n\r\n", {Stage::Faulty, false, 0, ""}},
        {"HTTP/1.1 abc\r\n\r\n", {Stage::Faulty, false, 0, ""}},
        {"HTTP/1.1 200 OK\r\nno colon\r\n\r\n", {Stage::Faulty, false, 200, ""}},
        {"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", {Stage::Faulty, false, 200, ""}},
        {"HTTP/1.1 200 OK\r\nContent-Length: 4, 5\r\n\r\n", {Stage::Faulty, false, 200, ""}},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", {Stage::Faulty, false, 200, ""}},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", {Stage::Faulty, false, 200, ""}},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nbody\r\n", {Stage::Faulty, false, 200, "bo"}},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n", {Stage::Faulty, false, 200, ""}},
    };
    for (const Sample &sample : samples) {
        for (qsizetype cut = -1; cut <= sample.bytes.size(); ++cut)
            EXPECT_EQ(read(sample.bytes, cut), sample.outcome) << sample.bytes.constData() << " cut at " << cut;
    }
}

TEST(HttpResponseReader, StopsAtTheEndOfTheHead)
{
    HttpResponseReader reader;
    const QByteArray bytes = "HTTP/1.1 200 Very Well\r\nX: 1\r\nx: 2\r\n\r\nbody";
    EXPECT_EQ(reader.feed(bytes, [](QByteArrayView) { FAIL(); }), bytes.size() - 4);
    EXPECT_EQ(reader.stage(), Stage::Body);
    EXPECT_EQ(reader.phrase(), "Very Well");
    EXPECT_EQ(reader.header("X"), "1, 2");
    EXPECT_TRUE(reader.hasHeader("x"));
    EXPECT_FALSE(reader.hasHeader("y"));
}

TEST(HttpResponseReader, BoundsTheHeadAndTheLinesBetweenChunks)
{
    const QByteArray longHead = "HTTP/1.1 200 OK\r\nX: " + QByteArray(70'000, 'x') + "\r\n\r\n";
    EXPECT_EQ(read(longHead, -1).stage, Stage::Faulty);
    EXPECT_EQ(read(longHead, 0).stage, Stage::Faulty);
    const QByteArray longLine = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;" + QByteArray(9'000, 'x');
    EXPECT_EQ(read(longLine, -1).stage, Stage::Faulty);
}
