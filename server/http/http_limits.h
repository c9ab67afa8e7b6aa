// SPDX-License-Identifier: GPL-3.0-or-later
// How much one client may ask of a node's HTTP server, and how long it may take. Every number is a hard limit.
//
// Thread rule: a plain value. Source: docs/http-layer.md.
#pragma once

#include <QtGlobal>

#include <chrono>

namespace pipit::http {

struct HttpLimits {
    qsizetype headBytes = 16 * 1024;
    int headerCount = 100;                       // Qt's parser drops every header past a hundred, so no more than that
    qsizetype bodyBytes = 8 * 1024 * 1024;       // of one request
    qint64 uploadBytes = 0;                      // of one that a handler takes piece by piece; less than bodyBytes: bodyBytes
    qint64 bodiesBytes = 256 * 1024 * 1024;      // of all requests that are arriving or under way
    std::chrono::milliseconds headTime{10'000};  // from the first byte of a head to its end
    std::chrono::milliseconds bodyTime{30'000};  // from the head's end to the body's; a body taken in pieces may take longer,
    qint64 bodyBytesPerS = 4096;                 // as long as it comes at least as fast as this
    std::chrono::milliseconds idleTime{75'000};  // between two requests
    std::chrono::milliseconds answerTime{30'000}; // without a byte of an answer leaving
    std::chrono::milliseconds lingerTime{3'000}; // for a client to read the last answer and close
    qint64 highestDescriptor = 0;                // a connection whose descriptor is beyond is turned away, so that files, threads and the store find some; 0: any
    int connections = 20'000;                    // open at once; streams that were handed over do not count here
};

} // namespace pipit::http
