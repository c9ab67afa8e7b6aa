// SPDX-License-Identifier: GPL-3.0-or-later
// Messages of every kind, as many as are wanted: message N answers, edits or comments on one shortly before it.
#pragma once

#include "core/message.h"

namespace pipit::bench {

using namespace Qt::StringLiterals;

inline QString markdownOf(int n)
{
    switch (n % 4) {
    case 0:
        return u"The log has **one** order, and `id` is its cursor, number %1.\n\n- a commit rings once\n- a reader resumes\n- nothing is lost"_s.arg(n);
    case 1:
        return u"一帧由若干行组成，空行结束。第 %1 条：**事件名在自己的行里**，不在 JSON 里。"_s.arg(n);
    case 2:
        return u"```python\ndef parse(frame):\n    for line in frame.splitlines():\n        name, _, value = line.partition(':')\n    return %1\n```\n\nThat is all."_s.arg(n);
    default:
        return u"| node | streams |\n|---|--:|\n| a | %1 |\n| b | 12 |\n\nBoth are well, see [the page](https://example.org/%1)."_s.arg(n);
    }
}

inline Message messageOf(int n)
{
    static const QString session = u"team"_s, li = u"li"_s, echo = u"echo"_s, text = u"text"_s, markdown = u"markdown"_s, comment = u"comment"_s;
    Message message{.id = n + 1, .sessionId = session, .clientMessageId = u"%1-0000-4000-8000-000000000000"_s.arg(n, 8, 10, QChar(u'0')), .senderType = SenderType::User, .senderId = li, .senderName = li,
                    .contentType = text, .content = {}, .createdAtMs = 1'790'000'000'000 + n * 40'000ll};
    if (n % 2 == 1) {
        message.senderType = SenderType::Bot;
        message.senderId = message.senderName = echo;
        message.contentType = markdown;
        message.content = markdownOf(n);
        message.replyTo = n;
        message.metadata = {{u"firstTokenMs"_s, 210}, {u"durationMs"_s, 3100}};
    } else if (n % 20 == 4) {
        message.contentType = comment;
        message.replyTo = n - 2;
        message.content = u"A word on that, %1"_s.arg(n);
    } else if (n % 20 == 8) {
        message.contentType = u"file"_s;
        message.content = u"https://example.org/plan-%1.pdf"_s.arg(n);
        message.metadata = {{u"name"_s, u"plan-%1.pdf"_s.arg(n)}, {u"size"_s, n}};
    } else if (n % 20 == 12) {
        message.contentType = u"progress"_s;
        message.content = u"Task %1"_s.arg(n);
        message.metadata = {{u"percent"_s, n % 100}};
    } else if (n % 20 == 16) {
        message.replaces = n - 1;
        message.content = u"Said better, %1"_s.arg(n);
    } else if (n % 40 == 0) {
        message.contentType = u"image"_s;
        message.content = u"/api/files/picture-%1"_s.arg(n);
        message.metadata = {{u"name"_s, u"chart.png"_s}, {u"size"_s, 240'000}, {u"width"_s, 640}, {u"height"_s, 320}};
    } else if (n % 40 == 2) {
        message.contentType = u"audio"_s;
        message.content = u"/api/files/sound-%1"_s.arg(n);
        message.metadata = {{u"name"_s, u"voice.ogg"_s}, {u"size"_s, 96'000}, {u"duration"_s, 31'000}};
    } else if (n % 40 == 6) {
        message.contentType = u"video"_s;
        message.content = u"/api/files/film-%1"_s.arg(n);
        message.metadata = {{u"name"_s, u"film.mp4"_s}, {u"size"_s, 4'800'000}, {u"width"_s, 640}, {u"height"_s, 320}, {u"duration"_s, 12'000}};
    } else if (n % 40 == 14) {
        message.contentType = u"state"_s;
        message.content = u"Release on Thursday, number %1"_s.arg(n);
        message.metadata = {{u"name"_s, u"note-%1"_s.arg(n)}};
    } else if (n % 40 == 18) {
        message.contentType = u"poll"_s; // a kind that this version does not know
        message.content = u"Tea or coffee? %1"_s.arg(n);
    } else if (n % 100 == 10) {
        message.senderType = SenderType::System;
        message.contentType = u"notification"_s;
        message.content = u"Maintenance tonight, 23:00 to 23:30"_s;
    } else {
        message.content = n % 3 ? u"Question %1: what happens when the connection breaks in the middle?"_s.arg(n) : u"第 %1 个问题：如果连接中途断了呢？👍"_s.arg(n);
    }
    return message;
}

} // namespace pipit::bench
