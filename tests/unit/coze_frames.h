// SPDX-License-Identifier: GPL-3.0-or-later
// The frames of a Coze stream as the cloud writes them: no space after the colon, lines that end with LF.
#pragma once

#include "server/bots/coze/coze_reader.h"

#include <string>

namespace pipit::bots::coze::frames {

inline std::string frame(const std::string &event, const std::string &data)
{
    return "event:" + event + "\ndata:" + data + "\n\n";
}

inline std::string message(const std::string &id, const std::string &content, const std::string &type = "answer", const std::string &more = {})
{
    return R"({"id":")" + id + R"(","role":"assistant","type":")" + type + R"(","content":")" + content + R"(","content_type":"text")" + more + "}";
}

inline std::string delta(const std::string &id, const std::string &content, const std::string &more = {})
{
    return frame("conversation.message.delta", message(id, content, "answer", more));
}

inline std::string completed(const std::string &id, const std::string &content, const std::string &more = {})
{
    return frame("conversation.message.completed", message(id, content, "answer", more));
}

inline std::string noise(const std::string &type, const std::string &content)
{
    return frame("conversation.message.completed", message("n", content, type));
}

inline const std::string done = frame("done", R"("[DONE]")");

inline void feed(CozeReader &reader, const std::string &bytes)
{
    reader.feed({bytes.data(), qsizetype(bytes.size())});
}

} // namespace pipit::bots::coze::frames
