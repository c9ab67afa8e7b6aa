// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/chunk_decoder.h"

#include <gtest/gtest.h>

using namespace pipit;
using namespace pipit::http;

namespace {

struct Outcome {
    QByteArray body = {};
    bool isEnd = false;
    bool isRefused = false;
    QByteArray rest = {}; // after the end

    bool operator==(const Outcome &) const = default;
};

// `cut`: how many bytes are given at a time. `most`: of the body at a time.
Outcome read(const QByteArray &bytes, qsizetype cut, qsizetype most = 1000)
{
    ChunkDecoder decoder;
    Outcome outcome;
    QByteArray waiting;
    for (qsizetype at = 0; at < bytes.size(); at += cut) {
        waiting += bytes.mid(at, cut);
        for (bool goesOn = true; goesOn && !waiting.isEmpty();) {
            const auto result = decoder.read({waiting.constData(), std::size_t(waiting.size())}, most);
            if (!result)
                return {.body = outcome.body, .isRefused = true};
            EXPECT_LE(result->body.size(), most);
            outcome.body += result->body;
            waiting.remove(0, qsizetype(result->taken));
            goesOn = result->taken > 0;
        }
    }
    outcome.isEnd = decoder.isEnd();
    outcome.rest = waiting;
    return outcome;
}

TEST(ChunkDecoderTest, GivesTheBodyAtEveryCut)
{
    const QByteArray bytes = "4\r\nWiki\r\n6;name=value;x\r\npedia \r\nE\r\nin \r\n\r\nchunks.\r\n0\r\nExpires: never\r\n\r\nGET / HTTP/1.1";
    for (qsizetype cut = 1; cut <= bytes.size(); ++cut) {
        for (const qsizetype most : {1, 3, 1000})
            EXPECT_EQ(read(bytes, cut, most), (Outcome{.body = "Wikipedia in \r\n\r\nchunks.", .isEnd = true, .rest = "GET / HTTP/1.1"})) << cut << ' ' << most;
    }
    EXPECT_EQ(read("0\r\n\r\n", 1), (Outcome{.isEnd = true}));
    EXPECT_EQ(read("00000001\r\nx\r\n000\r\n\r\n", 5), (Outcome{.body = "x", .isEnd = true}));
    EXPECT_EQ(read("a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n", 100).body, "01234567890123456789");
}

TEST(ChunkDecoderTest, AnUnfinishedBodyIsNotAnEnd)
{
    for (const char *part : {"", "4", "4\r", "4\r\n", "4\r\nWi", "4\r\nWiki", "4\r\nWiki\r", "4\r\nWiki\r\n", "0\r\n", "0\r\n\r"})
        EXPECT_FALSE(read(part, 1).isEnd || read(part, 1).isRefused) << part;
}

TEST(ChunkDecoderTest, RefusesWhatTwoReadersCouldTakeInTwoWays)
{
    const QByteArray null("4\0\r\nWiki\r\n", 10);
    for (const QByteArray &bytes : {QByteArray("\r\n"), QByteArray("g\r\n"), QByteArray("-1\r\n"), QByteArray("+4\r\nWiki\r\n"), QByteArray("0x4\r\nWiki\r\n"), QByteArray(" 4\r\nWiki\r\n"), QByteArray("4 \r\nWiki\r\n"),
                                    QByteArray("4\nWiki\r\n"), QByteArray("4\r\nWiki\n"), QByteArray("4\r\nWikis\r\n"), QByteArray("4\r\nWikipedia"), QByteArray("4\r\nWiki0\r\n\r\n"), QByteArray("123456789\r\n"), QByteArray("ffffffffffffffff\r\n"),
                                    QByteArray("4\rWiki"), QByteArray("4\r\r\nWiki\r\n"), QByteArray("0\r\n\n"), QByteArray("0\r\nx\n\r\n"), QByteArray("4;a\nb\r\nWiki\r\n"), null, QByteArray("4;x\x7f\r\nWiki\r\n"),
                                    QByteArray("4;" + QByteArray(2000, 'x')), QByteArray("0\r\n" + QByteArray("a: b\r\n").repeated(1000) + "\r\n")}) {
        EXPECT_TRUE(read(bytes, 1).isRefused) << bytes.left(40).constData();
        EXPECT_TRUE(read(bytes, bytes.size()).isRefused) << bytes.left(40).constData();
    }
}

} // namespace
