// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a fuzzer on every sample of its corpus, and on some beginnings of each, as a broken connection leaves them: what they stand
// for holds under every compiler.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

int main()
{
    constexpr std::size_t beginnings = 16;
    int samples = 0;
    for (const auto &entry : std::filesystem::directory_iterator(PIPIT_CORPUS)) {
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string sample((std::istreambuf_iterator<char>(file)), {});
        // Before, because a property that does not hold ends the program.
        std::printf("%s\n", entry.path().filename().c_str());
        std::fflush(stdout);
        for (std::size_t part = 0; part <= beginnings; ++part)
            LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t *>(sample.data()), sample.size() * part / beginnings);
        ++samples;
    }
    std::printf("%d samples\n", samples);
    return samples > 0 ? 0 : 1;
}
