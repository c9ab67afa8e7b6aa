// SPDX-License-Identifier: GPL-3.0-or-later
// Without Qt: also run for Windows (packaging/windows/try_portable.sh).
#include "server/files/disk_calls.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

using namespace pipit::files;
namespace fs = std::filesystem;

namespace {

class DiskCallsTest : public testing::Test
{
protected:
    DiskCallsTest() { fs::create_directories(m_folder); }
    ~DiskCallsTest() override
    {
        std::error_code fault;
        fs::remove_all(m_folder, fault);
    }

    fs::path write(const char *name, const std::string &text) const
    {
        const fs::path path = m_folder / name;
        std::ofstream(path, std::ios::binary) << text;
        return path;
    }
    static std::string read(const fs::path &path)
    {
        std::ifstream file(path, std::ios::binary);
        return file ? std::string(std::istreambuf_iterator<char>(file), {}) : "[gone]";
    }

    // Of chance: another run may go on beside this one.
    const std::string m_name = "pipit-disk-calls-" + std::to_string(std::random_device()());
    // Beyond ASCII: a name of a person's choice.
    const fs::path m_folder = fs::temp_directory_path() / fs::path(u"\u76d8-" + fs::path(m_name).u16string());
};

TEST_F(DiskCallsTest, ANameIsReplacedInOneStep)
{
    const fs::path from = write("new", "new"), to = write("name", "old");
    EXPECT_EQ(renameOver(from, to), 0);
    EXPECT_EQ(read(to), "new");
    EXPECT_EQ(read(from), "[gone]");
    EXPECT_NE(renameOver(from, to), 0);
    EXPECT_EQ(read(to), "new");
}

TEST_F(DiskCallsTest, ANameThatIsTakenStays)
{
    const fs::path from = write("new", "new"), to = write("name", "old");
    const RenameOutcome taken = renameUnlessThere(from, to);
    EXPECT_TRUE(taken.isThere);
    EXPECT_EQ(taken.fault, 0);
    EXPECT_EQ(read(to), "old");
    EXPECT_EQ(read(from), "new");

    fs::remove(to);
    const RenameOutcome moved = renameUnlessThere(from, to);
    EXPECT_FALSE(moved.isThere);
    EXPECT_EQ(moved.fault, 0);
    EXPECT_EQ(read(to), "new");
    EXPECT_EQ(read(from), "[gone]");
    EXPECT_NE(renameUnlessThere(from, m_folder / "other").fault, 0);
}

TEST_F(DiskCallsTest, BytesAndNamesAreWaitedFor)
{
    const fs::path path = m_folder.parent_path() / m_name; // in ASCII, as fopen() wants it on Windows
    std::FILE *file = std::fopen(path.string().c_str(), "wb");
    ASSERT_TRUE(file);
    std::fputs("text", file);
    std::fflush(file);
#ifdef _WIN32
    const int descriptor = _fileno(file);
#else
    const int descriptor = fileno(file);
#endif
    EXPECT_EQ(syncDescriptor(descriptor), 0);
    std::fclose(file);
    fs::remove(path);
    EXPECT_EQ(syncNames(m_folder), 0);
#ifndef _WIN32
    EXPECT_NE(syncNames(m_folder / "missing"), 0);
#endif
}

} // namespace
