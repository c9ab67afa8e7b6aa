// SPDX-License-Identifier: GPL-3.0-or-later
// Event streams as a pretended provider writes them: the shape of their lines, and what goes wrong on the way.
//
// Thread rule: values.
#pragma once

#include "tests/support/fake_provider.h"

namespace pipit::test {

// How a stream looks on the wire, whatever it says.
struct SseForm {
    QByteArray lineEnd = "\n"; // or "\r\n", or "\r"
    bool spaceAfterColon = false;
    bool lastBlankLine = true; // false: the last frame is not closed
    bool byteOrderMark = false;
    int bytesPerWrite = 0;     // 0: each frame at once
    Framing framing = Framing::Chunked;
    QByteArray contentType = "text/event-stream";

    QByteArray field(const QByteArray &name, const QByteArray &value) const;
    // Without a name there is only data.
    QByteArray frame(const QByteArray &event, const QByteArray &data) const;
    QByteArray comment(const QByteArray &text) const;
};

// What goes wrong with a stream. Pieces are counted as the client gets them, reasoning first; where the answer has fewer,
// it happens after the last one, or after the opening. The provider's own work goes on.
struct Mishap {
    enum class Kind { None, DropBeforeHead, Drop, HangBeforeHead, Hang, Empty, Buffered, BadGateway };

    Kind kind = Kind::None;
    int pieces = 0;
    Cut cut = Cut::Fin;
    std::chrono::milliseconds commentEvery{0}; // 0: no word
};

inline Mishap dropBeforeHead(Cut cut = Cut::Fin) { return {.kind = Mishap::Kind::DropBeforeHead, .cut = cut}; }
inline Mishap dropAfter(int pieces, Cut cut = Cut::Fin) { return {.kind = Mishap::Kind::Drop, .pieces = pieces, .cut = cut}; }
inline Mishap hangBeforeHead() { return {.kind = Mishap::Kind::HangBeforeHead}; }
inline Mishap hangAfter(int pieces, std::chrono::milliseconds commentEvery = {}) { return {.kind = Mishap::Kind::Hang, .pieces = pieces, .commentEvery = commentEvery}; }
inline Mishap emptyStream() { return {.kind = Mishap::Kind::Empty}; }  // a head, and its end
inline Mishap badGateway() { return {.kind = Mishap::Kind::BadGateway}; } // 502 of a proxy, behind which the provider has the question
inline Mishap bufferedStream() { return {.kind = Mishap::Kind::Buffered}; } // everything at once, at the end

// The answer that says all this; the pieces are in the body. `gateAfter`: so many of them, then it waits for goOn().
Reply streamReply(std::vector<Step> opening, std::vector<Step> body, const SseForm &form, const Mishap &mishap, std::optional<int> gateAfter);

} // namespace pipit::test
