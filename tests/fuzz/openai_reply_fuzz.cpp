// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever a server of chat completions sends, cut anywhere: what reply_fuzz.h asks of a reader holds.
#include "server/bots/openai/openai_reader.h"
#include "tests/fuzz/reply_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    pipit::fuzz::readReply<pipit::bots::OpenAiReader>({reinterpret_cast<const char *>(data), size}, false);
    return 0;
}
