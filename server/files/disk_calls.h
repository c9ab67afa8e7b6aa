// SPDX-License-Identifier: GPL-3.0-or-later
// The calls behind server/files/durable.h, as each system has them. No Qt.
// Thread rule: any thread; all of it waits for the disk. Errors: the system's number, 0 where there is none.
#pragma once

#include <filesystem>

namespace pipit::files {

bool meansFull(int fault);

// Waits until the bytes of an open file are on the disk; the descriptor is as the C library counts it.
int syncDescriptor(int descriptor);

// The same for the names in a directory. File systems that cannot do this are taken for such that need not.
int syncNames(const std::filesystem::path &directory);

// Gives a file another name in the same file system; what had that name is replaced in one step.
int renameOver(const std::filesystem::path &from, const std::filesystem::path &to);

// The same, unless something has that name already: then `isThere`, and both stay as they are.
struct RenameOutcome {
    bool isThere = false;
    int fault = 0;
};
RenameOutcome renameUnlessThere(const std::filesystem::path &from, const std::filesystem::path &to);

} // namespace pipit::files
