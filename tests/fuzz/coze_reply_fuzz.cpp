// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever Coze sends, cut anywhere: what reply_fuzz.h asks of a reader holds.
#include "server/bots/coze/coze_reader.h"
#include "tests/fuzz/reply_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view body(reinterpret_cast<const char *>(data), size);
    // The second: the same word as JSON may write it.
    const bool mayReplace = body.find("completed") != std::string_view::npos || body.find("\\u") != std::string_view::npos;
    pipit::fuzz::readReply<pipit::bots::coze::CozeReader>(body, mayReplace);
    return 0;
}
